"""Measure the shipped pipeline on drafts it never saw, beside two baselines: `python -m models.evaluate [--mail FOLDER]`.

Writes `models/metrics.json`. With `--mail` the measuring part of the real mail is judged too (`models.real`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linter.check import check, examine
from linter.classify import pipeline
from linter.config import Config
from linter.draft import Draft, Person
from linter.finding import Report, Verdict
from linter.judge import no_ledger
from models.agreement import agreement
from models.baselines import bag_of_words, phrase_list
from models.corpus import Example, load, parts
from models.dataset import to_draft
from models.intervals import wilson
from models.real import labelled, measuring_part
from models.reports import report_of

METRICS = Path(__file__).parent / "metrics.json"
HEADLINES = ("found", "false_warnings", "right_side_named", "verdict_right")


@dataclass(frozen=True)
class Judged:
    """A test draft and what the linter said."""

    example: Example
    report: Report

    @property
    def is_unannounced(self) -> bool:
        """By the writers' label."""
        return self.example.verdict == Verdict.UNANNOUNCED

    @property
    def warned(self) -> bool:
        """Whether the linter warned of an introduction."""
        return self.report.verdict is Verdict.UNANNOUNCED


def score(draft: Draft) -> float:
    """The probability of an unannounced introduction, whatever the limit from which the linter warns."""
    report = examine(draft, Config(), no_ledger, pipeline(), warn_from=0.0)
    return report.confidence if report.verdict is Verdict.UNANNOUNCED else 0.0


def trade_off(examples: list[Example]) -> list[dict[str, float]]:
    """How many would be found if the limit were set to a given share of false warnings on these drafts."""
    scored = [(score(to_draft(example)), example.verdict == Verdict.UNANNOUNCED) for example in examples]
    plain = sorted((value for value, wanted in scored if not wanted), reverse=True)
    wanted = [value for value, is_wanted in scored if is_wanted]
    rows = []
    for share in (0.01, 0.02, 0.03, 0.05, 0.1):
        limit = plain[int(len(plain) * share)]
        rows.append({"false_warnings": share, "found": round(sum(v > limit for v in wanted) / len(wanted), 4), "limit": round(limit, 4)})
    return rows


def clustered(judged: Sequence[Judged], measure: Callable[[Sequence[Judged]], float], rounds: int = 500) -> list[float]:
    """A 95 % bootstrap interval that draws whole writers, then drafts within them: drafts of one writer are alike."""
    rng = random.Random(0)
    by_writer: dict[str, list[Judged]] = {}
    for item in judged:
        by_writer.setdefault(item.example.writer, []).append(item)
    writers = list(by_writer.values())
    values = sorted(measure([x for w in rng.choices(writers, k=len(writers)) for x in rng.choices(w, k=len(w))]) for _ in range(rounds))
    return [round(values[int(rounds * 0.025)], 4), round(values[int(rounds * 0.975)], 4)]


def recall(judged: Sequence[Judged]) -> float:
    """The share of unannounced introductions that were found."""
    wanted = [item for item in judged if item.is_unannounced]
    return sum(item.warned for item in wanted) / max(len(wanted), 1)


def names_right_side(item: Judged) -> bool:
    """Whether exactly the people of the sides that were not asked are named as not asked; in a pasted draft by the words of their names."""
    draft = to_draft(item.example)
    if draft.recipients:
        sides = report_of(item.example, draft).sides
        wanted_people = {_key(person) for side in sides if not side.asked for person in side.people}
        return {_key(person) for person in item.report.not_asked} == wanted_people
    wanted = [name for side in item.example.sides if not side.asked for name in side.names]
    named = [person.name.lower() for person in item.report.not_asked]
    found = {name: [i for i, text in enumerate(named) if _matches(name, text)] for name in wanted}
    return bool(named) and all(found.values()) and len({i for hits in found.values() for i in hits}) == len(named)


def _key(person: Person) -> str:
    return (person.address or person.name).lower()


def _matches(name: str, text: str) -> bool:
    return name.lower() in text or any(len(word) > 2 and word.strip(".") in text for word in name.lower().split())


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of one language."""
    unannounced = [item for item in judged if item.is_unannounced]
    rest = [item for item in judged if not item.is_unannounced]
    one_sided = [item for item in unannounced if "AF102" in item.example.findings]
    right = [item for item in one_sided if item.warned and names_right_side(item)]
    confusion = Counter((item.example.verdict, str(item.report.verdict)) for item in judged)
    return {
        "drafts": len(judged),
        "found": wilson(sum(item.warned for item in unannounced), len(unannounced)),
        "found_by_writers": clustered(judged, recall),
        "false_warnings": wilson(sum(item.warned for item in rest), len(rest)),
        "false_warnings_by_verdict": {
            str(verdict): wilson(sum(i.warned for i in some), len(some))
            for verdict in Verdict if verdict is not Verdict.UNANNOUNCED
            for some in [[item for item in rest if item.example.verdict == verdict]]
        },
        "right_side_named": wilson(len(right), sum(item.warned for item in one_sided)),
        "verdict_right": wilson(sum(item.report.verdict == item.example.verdict for item in judged), len(judged)),
        "confusion": {f"{wanted} -> {got}": n for (wanted, got), n in sorted(confusion.items())},
        "rules": {code: _rule(judged, code) for code in ("AF101", "AF102", "AF103", "AF201", "AF202", "AF203", "AF301")},
    }  # fmt: skip


def _rule(judged: Sequence[Judged], code: str) -> dict[str, Any]:
    fired = [item for item in judged if any(finding.code == code for finding in item.report.findings)]
    wanted = [item for item in judged if code in item.example.findings]
    both = sum(code in item.example.findings for item in fired)
    return {"precision": wilson(both, len(fired)), "recall": wilson(both, len(wanted))}


def reliability(judged: Sequence[Judged], bins: int = 10) -> list[dict[str, float]]:
    """Stated confidence of the verdict against how often it is right, in bins of equal size."""
    ordered = sorted((item.report.confidence, item.report.verdict == item.example.verdict) for item in judged)
    size = max(len(ordered) // bins, 1)
    groups = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    return [
        {"stated": round(sum(c for c, _ in g) / len(g), 4), "right": round(sum(r for _, r in g) / len(g), 4), "drafts": len(g)}
        for g in groups
    ]


def by_language(examples: list[Example], judge: Callable[[Draft], bool]) -> dict[str, Any]:
    """Found and false warnings of a baseline, per language."""
    result = {}
    for code in sorted({example.language for example in examples}):
        mine = [(example.verdict == Verdict.UNANNOUNCED, judge(to_draft(example))) for example in examples if example.language == code]
        result[code] = {
            "found": wilson(sum(w for u, w in mine if u), sum(u for u, _ in mine)),
            "false_warnings": wilson(sum(w for u, w in mine if not u), sum(not u for u, _ in mine)),
        }
    return result


def evaluate(mail: Path | None) -> dict[str, Any]:
    """All figures; those on real mail are kept from the last run that had it."""
    split = parts(load())
    judged = [Judged(example, check(to_draft(example))) for example in split["test"]]
    quick = [Judged(example, check(to_draft(example), Config(thorough=False))) for example in split["test"]]
    codes = sorted({item.example.language for item in judged})
    known = json.loads(METRICS.read_text(encoding="utf-8")) if METRICS.exists() else {}
    words = bag_of_words(split["train"], split["dev"])
    metrics = {
        "corpus": {part: dict(sorted(Counter(f"{e.language} {e.verdict}" for e in examples).items())) for part, examples in split.items()},
        "test": {code: summary([item for item in judged if item.example.language == code]) for code in codes},
        "quick": {code: summary([item for item in quick if item.example.language == code]) for code in codes},
        "trade_off": {code: trade_off([e for e in split["test"] if e.language == code]) for code in codes},
        "reliability": reliability(judged),
        "baselines": {"phrase list": by_language(split["test"], phrase_list), "bag of words": by_language(split["test"], words)},
        "real": known.get("real", {}),
        "learning_curve": known.get("learning_curve", []),
        "ablation": known.get("ablation", []),
        "agreement": agreement(split["test"]),
    }
    if mail is not None:
        baselines = {"phrase list": phrase_list, "bag of words": words}
        metrics["real"] = {"measuring": measuring_part(mail, baselines), "labelled": labelled(mail)}
    return metrics


def differences(metrics: dict[str, Any], written: dict[str, Any], tolerance: float = 0.005) -> list[str]:
    """Where the figures of the test split are not the written ones; floating-point noise may turn a draft, no more."""
    return [
        f"{code} {name}: {figures[name]['share']} now, {written['test'][code][name]['share']} written"
        for code, figures in metrics["test"].items()
        for name in HEADLINES
        if abs(figures[name]["share"] - written["test"][code][name]["share"]) > tolerance
    ]


def main() -> int:
    """Measure, write or compare, and print the figures that matter most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mail", type=Path, help="folder of the real mail")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the figures are not the written ones")
    options = parser.parse_args()
    metrics = evaluate(options.mail)
    for code, figures in metrics["test"].items():
        for name in HEADLINES:
            value = figures[name]
            print(f"{code} {name}: {value['share']} [{value['low']}, {value['high']}] of {value['of']}")
    if options.check:
        wrong = differences(metrics, json.loads(METRICS.read_text(encoding="utf-8")))
        print("\n".join(wrong) or "the figures are those in metrics.json")
        return 1 if wrong else 0
    METRICS.write_text(json.dumps(metrics, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
