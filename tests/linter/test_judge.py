"""The policy, paragraph by paragraph, through the trained pipeline; and the rules' own examples."""

import time

import pytest

from linter import check, from_fields
from linter.body import split
from linter.classify import Reading, Sentence
from linter.draft import Person
from linter.finding import Report, Verdict
from linter.judge import Case, Ledger, judge, no_ledger
from linter.language import language
from linter.people import cast
from linter.pipeline import LABELS
from linter.rules import RULES, Rule

FIRES = [pytest.param(rule.code, fields, id=f"{rule.code}-{i}") for rule in RULES for i, fields in enumerate(rule.fires)]
SILENT = [pytest.param(rule.code, fields, id=f"{rule.code}-{i}") for rule in RULES for i, fields in enumerate(rule.silent)]


@pytest.mark.parametrize(("code", "fields"), FIRES)
def test_a_rule_fires_on_its_examples(code: str, fields: dict[str, object]) -> None:
    assert code in [finding.code for finding in check(from_fields(fields)).findings]


@pytest.mark.parametrize(("code", "fields"), SILENT)
def test_a_rule_is_silent_on_its_counterexamples(code: str, fields: dict[str, object]) -> None:
    assert code not in [finding.code for finding in check(from_fields(fields)).findings]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_documented_and_has_examples(rule: Rule) -> None:
    assert all(getattr(rule, section).strip() for section in ("what", "why", "instead", "fix", "references"))
    assert rule.fires
    assert rule.silent


BODY = "Hi Mike,\n\nmeet Anna, who knows pumps. Call 0113 496 0000.\n\nClara"
FACTS = {"puts_in_touch": 0.0, "first_asked": 0.0, "others_asked": 0.0, "asks_permission": 0.0, "hands_out_contact": 0.0}


def decide(
    facts: dict[str, float],
    labels: dict[str, float] | None = None,
    cc: str = "Anna Roth <anna@roth.example>",
    ledger: Ledger = no_ledger,
    warn_from: float = 0.5,
) -> Report:
    """The policy on facts given by hand: no model is asked."""
    fields = {"from": "Clara <c@voss.example>", "to": ["Mike Hale <mike@hale.example>"], "cc": [cc] if cc else [], "body": BODY}
    return decide_on(fields, facts, labels, ledger, warn_from)


def decide_on(
    fields: dict[str, object],
    facts: dict[str, float],
    labels: dict[str, float] | None = None,
    ledger: Ledger = no_ledger,
    warn_from: float = 0.5,
) -> Report:
    """The same on any draft."""
    draft = from_fields(fields)
    views = split(draft.body)
    sentence = Sentence(10, 37, dict.fromkeys(LABELS, 0.0) | (labels or {}))
    reading = Reading(FACTS | facts, (sentence,))
    return judge(Case(draft, views, cast(draft, views), reading, "en", language("en"), warn_from, ledger))


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_below_the_limit_the_likeliest_of_the_other_verdicts_is_given() -> None:
    doubtful = decide({"puts_in_touch": 0.6}, warn_from=0.7)
    assert (doubtful.verdict, doubtful.sides) == (Verdict.OTHER, ())
    assert doubtful.confidence == pytest.approx(0.4)


def test_who_is_not_known_to_have_agreed_is_not_said_to_have() -> None:
    report = decide({"puts_in_touch": 1, "first_asked": 0.9, "others_asked": 0.4}, warn_from=0.7)
    assert report.verdict is Verdict.PERMITTED
    assert [side.asked for side in report.sides] == [True, False]


def test_consent_is_evidence_only_where_one_side_was_asked() -> None:
    labels = {"introduce": 0.9, "consent_you": 0.8}
    nobody, one = decide({"puts_in_touch": 1}, labels), decide({"puts_in_touch": 1, "first_asked": 1}, labels)
    assert [[evidence.kind for evidence in report.findings[0].evidence] for report in (nobody, one)] == [
        ["introduce"],
        ["introduce", "consent_you"],
    ]


def test_it_takes_both_sides() -> None:
    assert decide({"puts_in_touch": 1, "first_asked": 1, "others_asked": 1}).verdict is Verdict.PERMITTED
    assert decide({"puts_in_touch": 1, "first_asked": 1}).verdict is Verdict.UNANNOUNCED


@pytest.mark.parametrize(
    ("asked", "code", "named"),
    [
        ({}, "AF101", ["mike@hale.example", "anna@roth.example"]),
        ({"first_asked": 1}, "AF102", ["anna@roth.example"]),
        ({"others_asked": 1}, "AF102", ["mike@hale.example"]),
    ],
)
def test_the_finding_names_the_side_that_was_not_asked(asked: dict[str, float], code: str, named: list[str]) -> None:
    report = decide({"puts_in_touch": 1, **asked})
    assert codes(report) == [code]
    assert [person.address for person in report.not_asked] == named


def test_nobody_is_put_in_touch_with_a_single_recipient() -> None:
    assert decide({"puts_in_touch": 1}, cc="").verdict is Verdict.OTHER


def test_a_question_in_a_mail_that_shows_both_is_too_late() -> None:
    assert decide({"puts_in_touch": 0.9, "asks_permission": 0.9}).verdict is Verdict.UNANNOUNCED


def test_the_ledger_counts_as_consent() -> None:
    def knows_anna(person: Person, others: tuple[Person, ...]) -> bool:
        return person.address == "anna@roth.example" and [other.address for other in others] == ["mike@hale.example"]

    assert decide({"puts_in_touch": 1, "first_asked": 1}, ledger=knows_anna).verdict is Verdict.PERMITTED
    assert codes(decide({"puts_in_touch": 1}, ledger=knows_anna)) == ["AF102"]


@pytest.mark.parametrize("ledger", [no_ledger, lambda person, others: False], ids=["none", "empty"])
def test_a_mail_to_thousands_takes_bounded_time(ledger: Ledger) -> None:
    everybody = [f"p{i}@gmail.com" for i in range(8000)]  # each a side of its own
    begun = time.process_time()
    fields = {"from": "c@voss.example", "to": everybody, "body": "Hi all,\n\nyou two should talk.\n"}
    report = decide_on(fields, {"puts_in_touch": 1}, {}, ledger)
    assert time.process_time() - begun < 4
    assert len(report.not_asked) == 8000


def test_a_permission_request_with_the_third_person_on_the_mail_exposes_them() -> None:
    assert "AF201" in codes(decide({"asks_permission": 1}))


def test_a_request_with_many_people_in_copy_takes_bounded_time() -> None:
    copied = [f"Anna Roth {i} <p{i}@roth.example>" for i in range(1000)]
    body = "Hi Mike, shall I introduce you to Anna? " + "More about pumps, and more. " * 3_500
    fields = {"from": "c@voss.example", "to": ["Mike Hale <mike@hale.example>"], "cc": copied, "body": body}
    begun = time.process_time()
    report = decide_on(fields, {"asks_permission": 1})
    assert time.process_time() - begun < 5
    assert [person.address for person in report.findings[0].people] == ["p0@roth.example"]


def test_a_permission_request_wants_a_reason_and_a_way_out() -> None:
    assert codes(decide({"asks_permission": 1}, cc="")) == ["AF202", "AF203"]
    assert codes(decide({"asks_permission": 1}, {"describe": 0.9, "way_out": 0.9}, cc="")) == []


def test_a_permitted_introduction_wants_a_reason() -> None:
    both = {"puts_in_touch": 1, "first_asked": 1, "others_asked": 1}
    assert codes(decide(both)) == ["AF301"]
    assert codes(decide(both, {"reason": 0.9})) == []


def test_a_handout_needs_contact_data_in_the_text() -> None:
    assert codes(decide({"hands_out_contact": 1}, cc="")) == ["AF103"]
    assert codes(decide({}, {"contact": 0.9}, cc="")) == []  # the number stands in another sentence
    assert codes(decide({}, cc="")) == []


def test_evidence_quotes_the_sentence_at_its_place() -> None:
    (finding,) = decide({"puts_in_touch": 1}, {"introduce": 0.9}).findings
    assert [(e.kind, e.text) for e in finding.evidence] == [("introduce", BODY[10:37])]
    assert BODY[finding.evidence[0].start : finding.evidence[0].end] == finding.evidence[0].text
