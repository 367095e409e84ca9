"""Figures on real mail. Only counts and message ids leave this module, never text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from linter.check import check
from linter.draft import Draft, from_fields
from linter.finding import Verdict
from models.dataset import is_tuning, real_mail
from models.intervals import wilson


def measuring_part(folder: Path, baselines: Mapping[str, Callable[[Draft], bool]]) -> dict[str, Any]:
    """Warnings on the measuring part, per file, newly written mail and the rest apart; ids of every message warned about.

    The same text counts once. Labelled introductions are no ordinary mail and are left to `labelled`.
    """
    special = {fields["id"] for fields in _labelled(folder) if fields["label"] == Verdict.UNANNOUNCED}
    seen: set[str] = set()
    files: dict[str, dict[str, Any]] = {}
    for name, fields in real_mail(folder, tuning=False):
        text = fields["body"][: fields["new_chars"]]
        if fields["id"] in special or text in seen:
            continue
        seen.add(text)
        kind = f"{name} {'sent' if fields['sent_style'] else 'other'}"
        row = files.setdefault(kind, {"messages": 0, "warned": [], "verdicts": {}, "baselines": dict.fromkeys(baselines, 0)})
        draft = from_fields(fields)
        report = check(draft)
        row["messages"] += 1
        row["verdicts"][str(report.verdict)] = row["verdicts"].get(str(report.verdict), 0) + 1
        if report.verdict is Verdict.UNANNOUNCED:
            row["warned"].append(fields["id"])
        for baseline, warns in baselines.items():
            row["baselines"][baseline] += warns(draft)
    total = {kind: _rate([row for name, row in files.items() if name.endswith(kind)], baselines) for kind in ("sent", "other")}
    return {"files": files, "total": total}


def _rate(rows: list[dict[str, Any]], baselines: Mapping[str, object]) -> dict[str, Any]:
    messages = sum(row["messages"] for row in rows)
    return {
        "linter": wilson(sum(len(row["warned"]) for row in rows), messages),
        **{name: wilson(sum(row["baselines"][name] for row in rows), messages) for name in baselines},
    }


def labelled(folder: Path) -> dict[str, Any]:
    """What the linter says of the labelled messages, by part and label; every real introduction by id.

    The shipped model trained on the labels of the tuning part; only the measuring part says how well it does.
    """
    result: dict[str, Any] = {"introductions": [], "verdicts": {}}
    for fields in _labelled(folder):
        part = "tuning" if is_tuning(fields["id"]) else "measuring"
        report = check(from_fields(fields))
        counts = result["verdicts"].setdefault(f"{part} {fields['label']}", {})
        counts[str(report.verdict)] = counts.get(str(report.verdict), 0) + 1
        if fields["label"] == Verdict.UNANNOUNCED:
            result["introductions"].append({"id": fields["id"], "part": part, "found": report.verdict is Verdict.UNANNOUNCED})
    return result


def _labelled(folder: Path) -> list[dict[str, Any]]:
    with (folder / "labelled-dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
