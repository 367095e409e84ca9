import datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.consent import Consent, Event, State, Telling, as_of, hear, may_connect, step, telling, what_to_tell
from linter.reply import Answer, Reply, When

TODAY = datetime.date(2026, 11, 12)
DAY = datetime.timedelta(1)
PAGE = Path(__file__).parents[2] / "docs" / "answers.md"
DUES = (None, TODAY - DAY, TODAY, TODAY + DAY)


def documented() -> dict[tuple[State, Event], State]:
    """The table in the documentation."""
    lines = PAGE.read_text(encoding="utf-8").partition("<!-- transitions -->\n")[2].partition("<!--")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {(State(row[0]), Event(event)): State(after) for row in rows[2:] for event, after in zip(rows[0][1:], row[1:], strict=True)}


def test_every_transition_is_as_documented() -> None:
    table = documented()
    assert set(table) == set(product(State, Event))
    for (state, event), after in table.items():
        assert step(state, event) is after, (state, event)


def test_a_no_is_never_asked_again_but_may_change_its_mind() -> None:
    by_connector = (Event.ASK, Event.WITHDRAW, Event.EXPIRE, Event.CONNECT, Event.DUE, Event.UNCLEAR)
    assert {step(State.NO, event) for event in by_connector} == {State.NO}
    assert step(State.NO, Event.YES) is State.YES


@given(st.lists(st.sampled_from(Event)))
def test_nobody_is_connected_whose_last_word_was_not_yes(events: list[Event]) -> None:
    state = State.ASKED
    for event in events:
        before, state = state, step(state, event)
        if state is State.CONNECTED and before is not State.CONNECTED:
            assert before is State.YES


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [
        (Consent(State.YES), Consent(State.YES), True),
        (Consent(State.YES), Consent(State.LATER, TODAY), True),
        (Consent(State.YES), Consent(State.LATER, TODAY + DAY), False),
        (Consent(State.YES), Consent(State.LATER), False),
    ],
)
def test_a_later_counts_from_its_date(first: Consent, second: Consent, may: bool) -> None:
    assert may_connect((first, second), TODAY) is may


def test_all_sides_must_agree_and_one_is_no_introduction() -> None:
    yes = Consent(State.YES)
    assert may_connect((yes, yes, yes), TODAY)
    assert not may_connect((yes,), TODAY)
    assert not may_connect((), TODAY)
    for state in set(State) - {State.YES}:
        assert not may_connect((yes, yes, Consent(state)), TODAY), state


def test_a_no_is_never_revealed() -> None:
    """Whatever pair of states: what a side hears is the same whether the other said no, kept silent, or can't say when."""
    hidden = [Consent(State.NO), Consent(State.WITHDRAWN), Consent(State.EXPIRED), Consent(State.LATER)]
    for own, due in product(State, DUES):
        told = {(may_connect((Consent(own, due), other), TODAY), what_to_tell(other, TODAY)) for other in hidden}
        assert told == {(False, Telling.NOT_NOW)}
    for code in ("en", "de"):
        assert len({telling(other, TODAY, code) for other in hidden}) == 1


def test_only_a_yes_is_told_as_one() -> None:
    for state, due in product(State, DUES):
        consent = Consent(state, due)
        agreed = as_of(consent, TODAY).state in (State.YES, State.CONNECTED)
        assert (what_to_tell(consent, TODAY) is Telling.AGREED) is agreed


def test_a_reply_is_heard() -> None:
    due = TODAY + DAY
    asked = Consent(State.ASKED)
    assert hear(asked, Reply(Answer.YES, None, 0.9)) == Consent(State.YES)
    assert hear(asked, Reply(Answer.LATER, When("tomorrow", due), 0.9)) == Consent(State.LATER, due)
    assert hear(asked, Reply(Answer.LATER, None, 0.9)) == Consent(State.LATER)
    later = Consent(State.LATER, due)
    assert hear(later, Reply(Answer.UNCLEAR, None, 0.9)) == later
    assert hear(later, Reply(Answer.NO, None, 0.9)) == Consent(State.NO)
    assert hear(Consent(State.WITHDRAWN), Reply(Answer.LATER, When("tomorrow", due), 0.9)) == Consent(State.WITHDRAWN)
