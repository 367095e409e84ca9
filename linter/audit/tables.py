"""The report for programs: one JSON object, and a CSV table of the introductions and requests."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from linter.audit.summary import KINDS, Case, Summary
from linter.finding import Verdict
from linter.report import dump, visible

VERSION = 1
COLUMNS = ("month", "verdict", "language", "codes", "people", "answered", "days", "said", "source")


def as_json(summary: Summary) -> str:
    """The report as JSON (docs/audit.md)."""
    months = summary.months()
    data = {
        "version": VERSION,
        "read": summary.read,
        "sent": summary.sent,
        "unread": summary.unread,
        "warnings": summary.warnings,
        "counts": _kinds({kind.value: len(summary.of(kind)) for kind in KINDS}),
        "asked_first": None if summary.asked_first is None else round(summary.asked_first, 4),
        "months": [
            {"month": month, "sent": summary.sent_by_month[month], **_kinds(months.get(month, {}))}
            for month in sorted({*months, *filter(None, summary.sent_by_month)})
        ],
        "languages": [
            {"language": code, "sent": summary.sent_by_language[code], **_kinds(counts)} for code, counts in summary.languages().items()
        ],
        "answers": [_outcome(summary, kind) for kind in KINDS],
        "people": [
            {"number": who.number, "name": who.name or None, "introductions": who.introductions, "unannounced": who.unannounced}
            for who in summary.people()
        ],
        "findings": dict(sorted(summary.findings.items())),
        "errors": [
            {"reason": reason, "count": count, "sources": [summary.sources[p] for p in summary.places[reason] if p in summary.sources]}
            for reason, count in sorted(summary.errors.items())
        ],
    }
    return dump(data) + "\n"


def as_csv(summary: Summary) -> str:
    """A row for each introduction and request, in the order of the archive."""
    labels = {who.mark: who.name or str(who.number) for who in summary.people()}
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for case in summary.cases:
        table.writerow([_cell(value) for value in _row(case, summary, labels)])
    return text.getvalue()


def _row(case: Case, summary: Summary, labels: Mapping[str, str]) -> list[str]:
    event = case.event
    answered = f"{len(case.answered)}/{len(event.people)}" if case.traceable else ""
    days = "" if case.days is None else f"{case.days:.1f}"
    people = "; ".join(labels.get(mark) or summary.names.get(mark, "") or "-" for mark in event.people)
    return [
        event.month, event.verdict, event.language, " ".join(event.codes), people, answered, days, case.said,
        summary.sources.get(case.place, ""),
    ]  # fmt: skip


def _cell(text: str) -> str:
    """The text as a spreadsheet takes it for text: on one line, and never for a formula."""
    text = visible(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) and len(text) > 1 else text


def _kinds(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind.value: counts.get(kind.value, 0) for kind in KINDS}


def _outcome(summary: Summary, kind: Verdict) -> dict[str, Any]:
    outcome = summary.outcome(kind)
    return {
        "verdict": kind.value,
        "count": outcome.count,
        "everybody": outcome.everybody,
        "somebody": outcome.somebody,
        "nobody": outcome.nobody,
        "median_days": None if outcome.days is None else round(outcome.days, 2),
        "said": dict(sorted(outcome.said.items())),
    }
