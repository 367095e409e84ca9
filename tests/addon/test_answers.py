"""Answers: recognised in their thread, shown, confirmed or corrected; what comes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from panel import ANNA, MIKE, PREFIX
from stage import Stage
from test_asking import asked


@pytest.fixture
def asking(stage: Stage) -> dict[str, str]:
    """The ask drafts of an introduction that has begun, by person."""
    stage.write()
    stage.compose()
    stage.press("Ask first")
    return asked(stage)


def test_an_answer_is_shown_before_it_counts(stage: Stage, asking: dict[str, str]) -> None:
    message = stage.answered(asking[ANNA], "Yes please, go ahead!")
    stage.open(message)
    assert "Anna Roth says yes." in stage.says()
    stage.post("/home")
    assert "Anna Roth: question drafted or sent" in stage.says()
    stage.open(message)
    stage.press("That is right")
    assert "said yes" in stage.says()
    stage.open(message)
    assert "You have confirmed this already." in stage.says()


def test_a_wrong_reading_can_be_corrected(stage: Stage, asking: dict[str, str]) -> None:
    message = stage.answered(asking[ANNA], "Yes please, go ahead!")
    stage.open(message)
    stage.press("No")
    assert "said no" in stage.says()
    stage.open(message)
    stage.press("That is right")
    assert "said yes" in stage.says()


def test_an_unclear_answer_is_left_to_the_person(stage: Stage, asking: dict[str, str]) -> None:
    stage.open(stage.answered(asking[ANNA], "Hm."))
    assert "I cannot tell what Anna Roth says." in stage.says()
    assert "That is right" not in stage.buttons()
    stage.press("Yes")
    assert "said yes" in stage.says()


def test_a_no_stays_private(stage: Stage, asking: dict[str, str]) -> None:
    stage.open(stage.answered(asking[ANNA], "No thanks, not for me."))
    stage.press("That is right")
    assert "That stays between you." in stage.says()
    assert "Write it" not in stage.buttons()


def test_a_later_counts_when_its_day_has_come(stage: Stage, asking: dict[str, str]) -> None:
    for person in (ANNA, MIKE):
        stage.open(stage.answered(asking[person], "Yes please, go ahead!"))
        stage.press("That is right" if person == MIKE else "Later")
    introduction = stage.store.introductions(stage.app_user)[0]
    side = next(side for side in introduction.sides if side.names == ("Anna Roth",))
    day = (stage.clock.now() + timedelta(days=3)).date().isoformat()
    said = {"introduction": introduction.id, "side": side.id, "message": "", "answer": "later", "due": day}
    stage.post("/click/answer", said)
    assert "later, from Nov 30, 2026 on" in stage.says()
    assert "Write it" not in stage.buttons()
    stage.clock.turn(3 * 86_400)
    stage.post("/click/standing", {"introduction": introduction.id})
    assert "Write it" in stage.buttons()


def test_an_answer_from_another_address_is_told_of(stage: Stage, asking: dict[str, str]) -> None:
    stage.open(stage.answered(asking[ANNA], "Yes please, go ahead!", sender="Anna Roth <anna@home.example>"))
    assert "another address than the one you asked" in stage.says()


def test_the_ask_itself_and_other_mail_are_no_answers(stage: Stage, asking: dict[str, str]) -> None:
    own = stage.sent(asking[ANNA]).id
    stage.open(own)
    assert "This is no answer to a question of yours." in stage.says()
    other = stage.answered(stage.write("Lunch on Friday?", cc=""), "Yes please, go ahead!")
    stage.open(other)
    assert "This is no answer to a question of yours." in stage.says()


def test_without_the_right_to_read_messages_answers_are_noted_by_hand(stage: Stage, asking: dict[str, str]) -> None:
    message = stage.answered(asking[ANNA], "Yes please, go ahead!")
    stage.scopes = [scope for scope in stage.scopes if scope != f"{PREFIX}gmail.addons.current.message.readonly"]
    stage.open(message)
    assert "I may not read this message." in stage.says()
    stage.message = ""
    stage.post("/home")
    stage.press("Look", at=-1)
    stage.press("Said yes")
    stage.press("Said yes")
    assert "Write it" in stage.buttons()


def test_when_the_first_draft_is_gone_it_is_said(stage: Stage, asking: dict[str, str]) -> None:
    for person in (ANNA, MIKE):
        stage.open(stage.answered(asking[person], "Yes please, go ahead!"))
        stage.press("That is right")
    for draft in stage.drafts():
        stage.gmail().delete(draft)
    stage.press("Write it")
    assert "not there any more" in stage.says()


def test_sent_and_done_it_leaves_the_homepage(stage: Stage, asking: dict[str, str]) -> None:
    for person in (ANNA, MIKE):
        stage.open(stage.answered(asking[person], "Yes please, go ahead!"))
        stage.press("That is right")
    stage.press("Write it")
    before = len(stage.drafts())
    stage.post("/click/standing", {"introduction": stage.store.introductions(stage.app_user)[0].id})
    stage.press("I have sent it")
    assert "connected" in stage.says()
    stage.message = ""
    stage.post("/home")
    assert "Anna Roth" not in stage.says().partition("Introductions")[2]
    assert len(stage.drafts()) == before


@pytest.mark.parametrize("change", [{"answer": "perhaps"}, {"due": "soon"}, {"side": "nobody"}, {"answer": ""}])
def test_an_answer_that_is_none_is_refused(stage: Stage, asking: dict[str, str], change: dict[str, str]) -> None:
    introduction = stage.store.introductions(stage.app_user)[0]
    said = {"introduction": introduction.id, "side": introduction.sides[0].id, "message": "", "answer": "yes", "due": "", **change}
    stage.post("/click/answer", said)
    assert "Try again" in stage.buttons()
    assert all(side.consent and side.consent.state == "asked" for side in stage.store.introductions(stage.app_user)[0].sides)
