"""Ask first: from one unannounced introduction to private asks, and the connecting mail for later (docs/rewrite.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from linter.compose_mail import to_eml
from linter.draft import Draft, Person
from linter.errors import RewriteError
from linter.finding import VERSION, Report, Side, Verdict
from linter.language import language
from linter.people import name_words


__all__ = ["Ask", "Connect", "Plan", "ask_first", "plan_to_json", "to_eml"]


@dataclass(frozen=True)
class Ask:
    """One private mail to one side, about the others. `placeholders` stand in `body` word for word; `links` are public profiles
    of the others that stayed in; `kind` is "ask" or "heads_up"; `blurb` is the text about the others alone, to be passed on."""

    to: tuple[Person, ...]
    about: tuple[Person, ...]
    subject: str
    body: str
    placeholders: tuple[str, ...]
    links: tuple[str, ...]
    kind: str
    blurb: str = ""


@dataclass(frozen=True)
class Connect:
    """The mail for the day both have agreed."""

    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    body: str
    placeholders: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What becomes of an unannounced introduction. `id` is the draft's, `language` the one it is written in."""

    id: str
    language: str
    asks: tuple[Ask, ...]
    connect: Connect


def ask_first(draft: Draft, report: Report, *, named: bool = True, heads_up: bool = False) -> Plan:
    """The asks and the connecting mail for an unannounced introduction; the draft itself stays as it is.

    Without `named`, the asks do not say who the other is. `heads_up` adds a short note to a side that has agreed already.
    Raises RewriteError when the report is of no unannounced introduction or nobody is left to ask.
    """
    if report.verdict is not Verdict.UNANNOUNCED:
        raise RewriteError("this draft is no unannounced introduction: there is nothing to ask first")
    if len(report.sides) < 2 or all(side.asked for side in report.sides):
        raise RewriteError("the draft does not show who the two sides are: name them in the greeting or on To and Cc")
    asks = [_ask(draft, report, side, named) for side in report.sides if not side.asked]
    everybody = tuple(person for side in report.sides for person in side.people)
    words = language(report.language).rewrite
    names = " & ".join(_name(person) for person in everybody)
    connect = Connect(everybody, (), words["connect_subject"].format(names=names), words["connect"].format(names=names), ())
    return Plan(draft.id, report.language, tuple(asks), connect)


def _ask(draft: Draft, report: Report, side: Side, named: bool) -> Ask:
    words = language(report.language).rewrite
    about = tuple(person for other in report.sides if other is not side for person in other.people)
    other = ", ".join(_name(person) for person in about) if named else words["somebody"]
    placeholder = words["why"].format(reader=_name(side.people[0]))
    body = words["ask"].format(reader=_name(side.people[0]), other=other, why=placeholder)
    return Ask(side.people, about, words["subject"].format(other=other), body, (placeholder,), (), "ask")


def _name(person: Person) -> str:
    return " ".join(name_words(person)) or "…"


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as a JSON object of version 1 (docs/rewrite.md)."""
    return {"version": VERSION, **asdict(plan)}
