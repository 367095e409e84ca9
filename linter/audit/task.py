"""Judge one chunk: a pure function from messages to counts and hashes, which any process of any engine may run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from linter.archive import item_of
from linter.audit.chunks import Chunk
from linter.audit.headers import Head, read
from linter.audit.owner import Owner, mark
from linter.config import Config
from linter.dismissal import Dismissals
from linter.draft import Draft, Person
from linter.errors import InputError
from linter.finding import Report, Verdict

Judge = Callable[[Draft, Config, Dismissals], Report]
_NO_DISMISSALS = Dismissals()
_MAX_PEOPLE = 50  # of one introduction


@dataclass(frozen=True)
class Settings:
    """What every task of a run is told. `judge` stands in for `linter.check.check`."""

    key: bytes
    owner: Owner
    config: Config = field(default_factory=Config)
    judge: Judge | None = None


@dataclass(frozen=True)
class Event:
    """One introduction or permission request: message `at` of its chunk. `id`, `thread` and `people` are keyed hashes.

    `seconds` since 1970 and `month` ("2026-03") are None and "" without a date; `people` are those introduced or asked.
    """

    at: int
    verdict: str
    language: str
    codes: tuple[str, ...]
    id: str
    thread: str
    people: tuple[str, ...]
    seconds: int | None
    month: str


@dataclass(frozen=True)
class Answer:
    """A received message that answers others: message `at` of its chunk; keyed hashes of them, its thread and its sender."""

    at: int
    refers: tuple[str, ...]
    thread: str
    sender: str
    seconds: int | None


@dataclass(frozen=True)
class Part:
    """What came out of one chunk. Nothing of a text, no name and no address is in it.

    `languages` and `months` count the sent mail, `findings` the rules; `errors` are (number in the chunk, reason).
    """

    key: str
    read: int = 0
    sent: int = 0
    warnings: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    answers: tuple[Answer, ...] = ()
    errors: tuple[tuple[int, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The part as a JSON object; `part_from_json` reads it."""
        return asdict(self)


def part_from_json(data: dict[str, Any]) -> Part:
    """The part that `Part.to_json` wrote. Raises KeyError or TypeError on anything else."""
    return Part(**data | {
        "events": tuple(Event(**event | {name: tuple(event[name]) for name in ("codes", "people")}) for event in data["events"]),
        "answers": tuple(Answer(**answer | {"refers": tuple(answer["refers"])}) for answer in data["answers"]),
        "errors": tuple((at, reason) for at, reason in data["errors"]),
    })  # fmt: skip


def judge_chunk(settings: Settings, chunk: Chunk) -> Part:
    """Judge the sent mail of a chunk. The same chunk gives the same part. Raises ModelError without a pipeline."""
    read_, sent, warnings = 0, 0, 0
    languages: Counter[str] = Counter()
    months: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    events, answers, errors = [], [], []
    judge = settings.judge or _check()
    for at, message in enumerate(chunk.messages):
        head = read(message)
        if not message.error and not settings.owner.sent(head, settings.key):
            read_ += 1
            if head.sender and (head.refers or head.thread) and head.sent is None:
                answers.append(_answer(at, head, settings.key))
            continue
        item = item_of(message)
        try:
            if item.draft is None:
                raise InputError(item.error)
            report = judge(item.draft, settings.config, _NO_DISMISSALS)
        except InputError as error:
            errors.append((at, str(error)))
            continue
        read_, sent, warnings = read_ + 1, sent + 1, warnings + report.warns
        languages[report.language] += 1
        months[_month(head)] += 1
        findings.update(finding.code for finding in report.findings)
        if report.verdict is not Verdict.OTHER:
            events.append(_event(at, head, item.draft, report, settings.key))
    return Part(
        chunk.key, read_, sent, warnings, dict(languages), dict(months), dict(findings), tuple(events), tuple(answers), tuple(errors)
    )


def concerned(draft: Draft, report: Report) -> tuple[Person, ...]:
    """The people of both sides of an introduction; of a permission request, whoever is asked."""
    sides = [person for side in report.sides for person in side.people]
    return tuple(sides or draft.recipients)[:_MAX_PEOPLE]


def person_mark(person: Person, key: bytes) -> str:
    """The keyed hash of a person: of the address, else of the name."""
    return mark(person.address or person.name, key)


def _check() -> Judge:
    from linter.check import check

    return check


def _event(at: int, head: Head, draft: Draft, report: Report, key: bytes) -> Event:
    return Event(
        at, report.verdict.value, report.language, tuple(sorted({finding.code for finding in report.findings})),
        _mark(head.id, key), _mark(head.thread, key), tuple(dict.fromkeys(person_mark(p, key) for p in concerned(draft, report))),
        _seconds(head), _month(head),
    )  # fmt: skip


def _answer(at: int, head: Head, key: bytes) -> Answer:
    return Answer(at, tuple(mark(each, key) for each in head.refers), _mark(head.thread, key), mark(head.sender, key), _seconds(head))


def _mark(text: str, key: bytes) -> str:
    return mark(text, key) if text else ""


def _seconds(head: Head) -> int | None:
    return int(head.time.timestamp()) if head.time else None


def _month(head: Head) -> str:
    return f"{head.time:%Y-%m}" if head.time else ""
