"""From an unannounced introduction to private asks."""

import json

import pytest

from linter import from_fields
from linter.draft import Draft, Person
from linter.errors import RewriteError
from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first, plan_to_json, to_eml

MIKE = "Mike Hale <mike@hale.example>"
ANNA = "Anna Roth <anna@roth.example>"
CLARA = "Clara Voss <clara@voss.example>"


def draft_of(body: str, to: str = MIKE, cc: str = ANNA, sender: str = CLARA) -> Draft:
    return from_fields({"id": "d1", "from": sender, "to": [to], "cc": [cc] if cc else [], "subject": "hello", "body": body})


def report_of(draft: Draft, asked: tuple[bool, ...] = (), language: str = "en") -> Report:
    """A report by hand: everybody on the mail is a side; the model plays no part here."""
    sides = tuple(Side((person,), i < len(asked) and asked[i]) for i, person in enumerate(draft.recipients))
    missing = tuple(person for side in sides if not side.asked for person in side.people)
    return Report(draft.id, language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, missing, sides=sides)


def plan_of(body: str, asked: tuple[bool, ...] = (), language: str = "en", to: str = MIKE, cc: str = ANNA) -> Plan:
    draft = draft_of(body, to, cc)
    return ask_first(draft, report_of(draft, asked, language))


def test_each_side_is_asked_about_the_other() -> None:
    plan = plan_of("Hi Mike,\n\nmeet Anna, who knows pumps.\n\nClara\n")
    assert [[p.name for p in ask.to] for ask in plan.asks] == [["Mike Hale"], ["Anna Roth"]]
    assert [[p.name for p in ask.about] for ask in plan.asks] == [["Anna Roth"], ["Mike Hale"]]
    assert all(ask.kind == "ask" for ask in plan.asks)


def test_nothing_is_asked_where_nothing_was_introduced() -> None:
    draft = draft_of("Hi Mike,\n\nthanks.\n")
    report = Report("d1", "en", Verdict.OTHER, 0.9, Certainty.LIKELY)
    with pytest.raises(RewriteError):
        ask_first(draft, report)


def test_the_plan_is_json() -> None:
    data = json.loads(json.dumps(plan_to_json(plan_of("Hi Mike,\n\nmeet Anna, who knows pumps.\n\nClara\n"))))
    assert data["version"] == 1
    assert data["asks"][0]["to"] == [{"name": "Mike Hale", "address": "mike@hale.example"}]
    assert {"to", "subject", "body", "placeholders"} <= data["connect"].keys()


def test_the_draft_opens_for_editing() -> None:
    ask = plan_of("Hi Mike,\n\nmeet Anna, who knows pumps.\n\nClara\n").asks[0]
    data = to_eml(ask, Person("Clara Voss", "clara@voss.example"))
    assert b"X-Unsent: 1" in data
    assert b"anna@roth.example" not in data
