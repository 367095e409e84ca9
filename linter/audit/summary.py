"""The sum of an audit: parts put together in the order of the archive, each mail once, and answers matched to what they answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from linter.audit.task import Answer, Event, Part
from linter.finding import Verdict

KINDS = (Verdict.UNANNOUNCED, Verdict.PERMITTED, Verdict.REQUEST)
_DAY = 86_400  # seconds


class Place(NamedTuple):
    """Where a message stands: the key of its chunk and its number there."""

    chunk: str
    at: int


@dataclass
class Case:
    """One introduction or request. `answered` holds who answered and when (seconds since 1970), the first time each;
    `said` how a request was answered, where that was read."""

    event: Event
    place: Place
    answered: dict[str, tuple[int | None, Place]] = field(default_factory=dict)
    said: str = ""

    @property
    def traceable(self) -> bool:
        """Whether an answer would be recognised."""
        return bool(self.event.people and (self.event.id or self.event.thread))

    @property
    def first(self) -> tuple[int | None, Place] | None:
        """The time and place of the first answer; one without a date is the last."""
        return min(self.answered.values(), key=lambda entry: (entry[0] is None, entry[0] or 0), default=None)

    @property
    def days(self) -> float | None:
        """The days until the first answer."""
        first = self.first[0] if self.first else None
        return (first - self.event.seconds) / _DAY if first is not None and self.event.seconds is not None else None


@dataclass(frozen=True)
class Outcome:
    """How one kind of mail was answered: by everybody it concerned, by some, by nobody seen; `days` is a median."""

    count: int
    everybody: int
    somebody: int
    nobody: int
    days: float | None
    said: Mapping[str, int]


@dataclass(frozen=True)
class Introduced:
    """Somebody who was a side of introductions. `number` ranks them from 1; `name` is "" unless it may be shown."""

    number: int
    mark: str
    introductions: int
    unannounced: int
    name: str = ""


@dataclass
class Summary:
    """All a report shows. Months ("2026-03", "" without a date) and languages count the sent mail beside the kinds."""

    read: int = 0
    sent: int = 0
    warnings: int = 0
    unread: int = 0
    cases: list[Case] = field(default_factory=list)
    sent_by_month: Counter[str] = field(default_factory=Counter)
    sent_by_language: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))  # of errors, the first of each reason
    names: dict[str, str] = field(default_factory=dict)  # of marks; empty unless they may be shown
    sources: dict[Place, str] = field(default_factory=dict)  # likewise

    def of(self, kind: Verdict) -> list[Case]:
        """The cases of one kind."""
        return [case for case in self.cases if case.event.verdict == kind]

    @property
    def asked_first(self) -> float | None:
        """The share of introductions and requests that asked first, 0 to 1."""
        return 1 - len(self.of(Verdict.UNANNOUNCED)) / len(self.cases) if self.cases else None

    def months(self) -> dict[str, Counter[str]]:
        """The dated cases by month and kind, from the first month to the last, empty ones too."""
        found: dict[str, Counter[str]] = {month: Counter() for month in _between(case.event.month for case in self.cases)}
        for case in self.cases:
            if case.event.month:
                found[case.event.month][case.event.verdict] += 1
        return found

    def languages(self) -> dict[str, Counter[str]]:
        """The cases by language and kind; the language of most sent mail first."""
        order = sorted(self.sent_by_language, key=lambda code: (-self.sent_by_language[code], code))
        found: dict[str, Counter[str]] = {code: Counter() for code in order}
        for case in self.cases:
            found[case.event.language][case.event.verdict] += 1
        return found

    def outcome(self, kind: Verdict) -> Outcome:
        """How mails of one kind were answered, as far as the archive shows it."""
        cases = [case for case in self.of(kind) if case.traceable]
        everybody = sum(len(case.answered) == len(case.event.people) for case in cases)
        nobody = sum(not case.answered for case in cases)
        days = [case.days for case in cases if case.days is not None]
        said = Counter(case.said for case in cases if case.said)
        return Outcome(len(cases), everybody, len(cases) - everybody - nobody, nobody, median(days) if days else None, said)

    def people(self) -> list[Introduced]:
        """Who was introduced, most often first."""
        total: Counter[str] = Counter()
        unannounced: Counter[str] = Counter()
        for case in self.cases:
            if case.event.verdict != Verdict.REQUEST:
                total.update(case.event.people)
            if case.event.verdict == Verdict.UNANNOUNCED:
                unannounced.update(case.event.people)
        ranked = sorted(total, key=lambda mark: -total[mark])  # stable: equal ones in the order of the archive
        return [Introduced(number, mark, total[mark], unannounced[mark], self.names.get(mark, "")) for number, mark in enumerate(ranked, 1)]


_PLACES = 20  # of each kind of error


def summarise(parts: Iterable[Part], order: Mapping[str, int]) -> Summary:
    """The sum of the parts. `order` is the position of each chunk in the archive; a mail found twice counts once as a case."""
    summary = Summary()
    errors: list[tuple[int, Place, str]] = []
    for part in parts:
        summary.read += part.read
        summary.sent += part.sent
        summary.warnings += part.warnings
        summary.sent_by_month.update(part.months)
        summary.sent_by_language.update(part.languages)
        summary.findings.update(part.findings)
        summary.cases += [Case(event, Place(part.key, event.at)) for event in part.events]
        for at, reason in part.errors:
            summary.errors[reason] += 1
            if summary.errors[reason] <= _PLACES:
                errors.append((order[part.key], Place(part.key, at), reason))
    for _, place, reason in sorted(errors):
        summary.places[reason].append(place)
    summary.unread = summary.errors.total()
    summary.cases.sort(key=lambda case: (order[case.place.chunk], case.place.at))
    once = {case.event.id or str(number): case for number, case in reversed(list(enumerate(summary.cases)))}
    summary.cases = list(reversed(once.values()))
    return summary


def match(cases: Iterable[Case], parts: Iterable[Part]) -> None:
    """Note in the cases who answered them."""
    by_id: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for name in (case.event.id, case.event.thread and f"thread {case.event.thread}"):
            if name:
                by_id[name].append(case)
    for part in parts:
        for answer in part.answers:
            for name in (*answer.refers, f"thread {answer.thread}"):
                for case in by_id.get(name, ()):
                    _note(case, answer, Place(part.key, answer.at))


def _note(case: Case, answer: Answer, place: Place) -> None:
    late = answer.seconds is None or case.event.seconds is None or answer.seconds >= case.event.seconds
    if answer.sender in case.event.people and late:
        known = case.answered.get(answer.sender)
        mine = (answer.seconds, place)
        case.answered[answer.sender] = min(known, mine, key=_when) if known else mine


def _when(entry: tuple[int | None, Place]) -> tuple[bool, int, Place]:
    return entry[0] is None, entry[0] or 0, entry[1]


def _between(months: Iterable[str]) -> list[str]:
    """Every month from the first to the last."""
    numbers = sorted({int(month[:4]) * 12 + int(month[5:]) - 1 for month in months if month})
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(numbers[0], numbers[-1] + 1)] if numbers else []
