"""Notes in gaps: the connector's own sentence, where it says what is missing but cannot be turned."""

import pytest

from linter.rewrite import ask_first
from tests.linter.test_rewrite import draft_of, plan_of, report_of


def test_a_gap_quotes_the_sentence_that_could_fill_it() -> None:
    ask = plan_of("Hi Mike,\n\nAnna is in copy, for the kiln she will tell you which bricks.\n\nClara\n").asks[0]
    assert any("you wrote: “" in gap and "which bricks" in gap for gap in ask.placeholders)
    assert all(gap in ask.body for gap in ask.placeholders)


def test_a_german_gap_quotes_in_german() -> None:
    plan = plan_of("Hallo Mike,\n\nfrag wegen der Ziegel Anna, die kennt deinen Ofen.\n\nClara\n", language="de")
    gaps = [gap for ask in plan.asks for gap in ask.placeholders]
    assert any("du schriebst: „" in gap and gap.endswith("“]") for gap in gaps)


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna is in copy, I hope you don't mind.",
        "Anna doesn't know I'm writing this to you.",
        "Anna will tell you which bricks, call her on +44 20 7946 0018.",
        "Anna will tell you which bricks, anna at roth dot example.",
        "Please send Anna the invoice you owe me.",
    ],
)
def test_neither_contact_details_nor_manners_are_quoted(sentence: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{sentence}\n\nClara\n")
    for gap in (*[gap for ask in plan.asks for gap in ask.placeholders], *plan.connect.placeholders):
        assert "you wrote" not in gap


def test_a_note_is_short_and_keeps_its_brackets() -> None:
    long = "Anna is in copy, for the [big] kiln she will tell you " + "and tell you again " * 15 + "which bricks."
    for ask in plan_of(f"Hi Mike,\n\n{long}\n\nClara\n").asks:
        for gap in ask.placeholders:
            assert len(gap) < 260
            assert gap.count("[") == gap.count("]") == 1


def test_without_names_nothing_is_quoted() -> None:
    draft = draft_of("Hi Mike,\n\nAnna is in copy, for the kiln she will tell you which bricks.\n\nClara\n")
    plan = ask_first(draft, report_of(draft), named=False)
    assert "you wrote" not in "".join(ask.body for ask in plan.asks)


def test_the_reader_learns_their_own_half_of_the_reason() -> None:
    mike, anna = (ask.body for ask in plan_of("Hi both,\n\nMike has a kiln with no door. Anna has a door with no kiln.\n\nClara\n").asks)
    assert "You have a kiln with no door. Anna has a door with no kiln." in mike
    assert "Mike has a kiln with no door. You have a door with no kiln." in anna


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The lady in the copy line is Anna, our new head of kilns.", "Anna is our new head of kilns."),
        ("So here instead is Anna, who mends bronze in Bath.", "Anna mends bronze in Bath."),
        ("Anna is the kiln woman and is in cc.", "Anna is the kiln woman."),
        ("Anna (up top) builds kilns.", "Anna builds kilns."),
        ("I've slipped in my old friend Anna on the copy, who's from Leeds.", "My old friend Anna is from Leeds."),
    ],
)
def test_who_is_copied_is_described(text: str, told: str) -> None:
    assert told in plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[0].body


def test_titles_and_doubled_names_are_kept() -> None:
    plan = plan_of("Dear Tommy Lee,\n\nDr Anna Roth is in copy, she builds kilns.\n\nClara\n", to="Tommy Lee Vance <vance@gas.example>")
    assert plan.asks[0].body.startswith("Dear Tommy Lee,")
    assert plan.asks[1].body.startswith("Dear Dr Roth,")
    assert plan.connect.body.startswith("Dear Tommy Lee, dear Dr Roth,")
