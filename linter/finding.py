"""The judgement as values, and their one JSON form (documented in `docs/json.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from linter.draft import Person

VERSION = 1


class Verdict(StrEnum):
    """What a draft is (docs/policy.md, "Verdicts")."""

    UNANNOUNCED = "unannounced_introduction"
    PERMITTED = "permitted_introduction"
    REQUEST = "permission_request"
    OTHER = "other"


class Severity(StrEnum):
    """A warning is shown; a note never interrupts; off is not reported at all."""

    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


class Certainty(StrEnum):
    """Calibrated confidence in words: at least 95 %, at least 80 %, less."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"

    @classmethod
    def of(cls, confidence: float) -> Certainty:
        """The word for a calibrated probability in [0, 1]."""
        return cls.SURE if confidence >= 0.95 else cls.LIKELY if confidence >= 0.8 else cls.UNSURE


@dataclass(frozen=True)
class Evidence:
    """A piece of the body, (start, end) in characters, and the kind of sentence it is."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """One rule that fired. `message` is in the draft's language; `people` are the ones concerned."""

    code: str
    name: str
    severity: Severity
    message: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    people: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Role:
    """A person on the mail and the part they play: connector, introducee, recipient."""

    name: str
    address: str
    role: str


@dataclass(frozen=True)
class Side:
    """The people of one side of an introduction, and whether they asked or agreed."""

    people: tuple[Person, ...]
    asked: bool


UNREAD = 0.5  # as little as can be said


@dataclass(frozen=True)
class Report:
    """The judgement of one draft. `unjudged` counts characters behind the limit that were not looked at.

    For the rewrite alone, so not in the JSON form: `passage` are the sentences that introduce, as they stand in the draft, `quotable`
    all of them, each with the probability that a private question may quote it (`UNREAD` where only the quick reader has read it).
    """

    id: str
    language: str
    verdict: Verdict
    confidence: float
    certainty: Certainty
    not_asked: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()
    people: tuple[Role, ...] = ()
    sides: tuple[Side, ...] = ()
    unjudged: int = 0
    passage: tuple[str, ...] = field(default=(), compare=False)
    quotable: tuple[tuple[str, float], ...] = field(default=(), compare=False)

    @property
    def warns(self) -> bool:
        """Whether there is something to warn about (a note is not)."""
        return any(finding.severity is Severity.WARNING for finding in self.findings)


def to_json(report: Report, source: str = "") -> dict[str, Any]:
    """The report as a JSON object of version 1; `source` is the file it came from."""
    data = asdict(replace(report, passage=(), quotable=()))
    del data["passage"], data["quotable"]
    head = {"version": VERSION, "id": data.pop("id"), "source": source}
    data["confidence"] = round(report.confidence, 4)
    for finding in data["findings"]:
        finding["confidence"] = round(finding["confidence"], 4)
    return {**head, **data, "error": None}


def error_json(identifier: str, source: str, message: str) -> dict[str, Any]:
    """The JSON object of a message that could not be judged."""
    return {
        "version": VERSION, "id": identifier, "source": source, "language": None, "verdict": None, "confidence": None,
        "certainty": None, "not_asked": [], "findings": [], "people": [], "sides": [], "unjudged": 0, "error": message,
    }  # fmt: skip


def from_json(data: Mapping[str, Any]) -> Report:
    """The report a JSON object of version 1 stands for. Raises ValueError on another version or an error object."""
    if data.get("version") != VERSION or data.get("error") is not None:
        raise ValueError("not a report of version 1")
    return Report(
        id=data["id"],
        language=data["language"],
        verdict=Verdict(data["verdict"]),
        confidence=data["confidence"],
        certainty=Certainty(data["certainty"]),
        not_asked=_people(data["not_asked"]),
        findings=tuple(
            Finding(
                item["code"], item["name"], Severity(item["severity"]), item["message"], item["confidence"],
                tuple(Evidence(**piece) for piece in item["evidence"]), _people(item["people"]),
            )
            for item in data["findings"]
        ),
        people=tuple(Role(**item) for item in data["people"]),
        sides=tuple(Side(_people(item["people"]), item["asked"]) for item in data["sides"]),
        unjudged=data["unjudged"],
    )  # fmt: skip


def _people(items: list[Mapping[str, str]]) -> tuple[Person, ...]:
    return tuple(Person(**item) for item in items)
