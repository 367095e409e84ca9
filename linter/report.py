"""Reports for people and programs: text, JSON, JSON lines. SARIF is in `sarif.py`, the rule catalogue in `catalogue.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from linter.draft import Draft, Person
from linter.finding import Certainty, Evidence, Finding, Report, Severity, Verdict, error_json, to_json

_SHOWN = 200  # characters of an evidence sentence shown to people
# C0, DEL, C1, bidirectional and other invisible marks, line separators, tags, lone surrogates: whatever a terminal
# could take as an order or a reader could not see. Zero-width joiners stay, scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile("[ \t\r\n]+")
KINDS = {
    "introduce": "introducing act",
    "describe": "says who somebody is",
    "reason": "says why",
    "consent_you": "consent of the reader",
    "consent_them": "consent of the other",
    "consent_both": "consent of both",
    "presume": "politeness instead of consent",
    "ask": "asks for permission",
    "way_out": "leaves a way out",
    "handover": "hands over a matter",
    "self": "introduces the writer",
    "request": "asks for an introduction",
    "contact": "contact details",
    "leave": "takes leave from both",
    "quoted_agreement": "agreement in the quoted mail",
}


@dataclass(frozen=True)
class Result:
    """One draft that was judged (`draft` and `report`), or could not be read (`error`)."""

    source: str
    id: str
    draft: Draft | None = None
    report: Report | None = None
    error: str = ""


@dataclass
class Tally:
    """Counts of a run, filled while the results pass."""

    checked: int = 0
    warnings: int = 0
    notes: int = 0
    unread: int = 0

    def add(self, result: Result) -> None:
        """Count one result."""
        self.unread += result.report is None
        self.checked += result.report is not None
        severities = [finding.severity for finding in result.report.findings] if result.report else []
        self.warnings += severities.count(Severity.WARNING)
        self.notes += severities.count(Severity.NOTE)

    @property
    def exit_code(self) -> int:
        """0: nothing to warn about; 1: warnings; 2: something could not be read."""
        return 2 if self.unread else 1 if self.warnings else 0

    def __str__(self) -> str:
        parts = [f"{_count(self.checked, 'draft')} checked"]
        parts += [_count(self.warnings, "warning")] if self.warnings else []
        parts += [_count(self.notes, "note")] if self.notes else []
        parts += ["nothing to warn about"] if self.checked and not self.warnings and not self.notes else []
        parts += [f"{self.unread} could not be read"] if self.unread else []
        return ", ".join(parts)


def visible(text: str) -> str:
    """The text on one line, with every control or invisible character replaced by a sign for it."""
    return _INVISIBLE.sub(_sign, _BLANKS.sub(" ", text).strip())


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's control pictures
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def dump(data: Any) -> str:
    """JSON on one line in UTF-8 that any reader takes: invisible characters and lone surrogates are escaped, nothing else is."""
    return _INVISIBLE.sub(_escape, json.dumps(data, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset (all in characters)."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def as_text(results: Iterable[Result], verbose: bool = False) -> Iterator[str]:
    """A block for each draft with something to say, then a line that sums up. With `verbose`, a line for the others too."""
    tally = Tally()
    for result in results:
        tally.add(result)
        if result.report is not None and (result.report.findings or verbose):
            yield _block(result, result.report)
    yield f"{tally}\n"


def as_jsonl(results: Iterable[Result]) -> Iterator[str]:
    """One JSON object a line, as the results come (docs/json.md)."""
    for result in results:
        yield dump(json_of(result)) + "\n"


def as_json(results: Iterable[Result]) -> Iterator[str]:
    """One JSON array of the objects of `as_jsonl`."""
    before = "[\n"
    for result in results:
        yield before + dump(json_of(result))
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def json_of(result: Result) -> dict[str, Any]:
    """The JSON object of version 1 for a result."""
    if result.report is None:
        return error_json(result.id, result.source, result.error)
    return to_json(result.report, result.source) | ({"id": result.id} if result.id else {})


def _block(result: Result, report: Report) -> str:
    identifier = result.id or report.id
    head = visible(result.source) + (f"  {visible(identifier)}" if identifier and identifier != result.source else "")
    if not report.findings:
        return f"{head}\n  nothing to warn about ({_verdict(report.verdict)}, {report.certainty})\n{_unjudged(report)}\n"
    findings = "".join(_finding(finding, report, result.draft) for finding in report.findings)
    return f"{head}\n{findings}{_unjudged(report)}\n"


def _finding(finding: Finding, report: Report, draft: Draft | None) -> str:
    lines = [f"  {finding.severity} {finding.code}: {visible(finding.message)}"]
    kinds: dict[tuple[int, int], list[Evidence]] = {}
    for piece in finding.evidence:  # a sentence may be evidence of several kinds; it is quoted once
        kinds.setdefault((piece.start, piece.end), []).append(piece)
    lines += [_evidence(pieces, draft) for pieces in kinds.values()]
    if report.verdict is Verdict.UNANNOUNCED and finding.code.startswith("AF10") and report.not_asked:
        lines.append(f"    not asked: {_names(report.not_asked)}")
    elif finding.people:
        lines.append(f"    about: {_names(finding.people)}")
    lines.append(f"    how sure: {Certainty.of(finding.confidence)}; more: askfirst rule {finding.code}")
    return "".join(f"{line}\n" for line in lines)


def _evidence(pieces: Sequence[Evidence], draft: Draft | None) -> str:
    first = pieces[0]
    place = "{}:{}".format(*position(draft.body, first.start)) if draft else f"character {first.start}"
    text = visible(first.text)
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
    kinds = dict.fromkeys(KINDS.get(piece.kind, visible(piece.kind).replace("_", " ")) for piece in pieces)
    return f"    {place}  “{shown}”  ({', '.join(kinds)})"


def _unjudged(report: Report) -> str:
    if not report.unjudged:
        return ""
    what = "character was" if report.unjudged == 1 else f"{report.unjudged:,} characters were"
    return f"  the last {what} beyond the limit and not read\n"


def _verdict(verdict: Verdict) -> str:
    return "no introduction" if verdict is Verdict.OTHER else verdict.replace("_", " ")


def _names(people: Iterable[Person]) -> str:
    return ", ".join(visible(str(person)) for person in people)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
