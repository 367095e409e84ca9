"""What the panel says and does: the draft it finds, the buttons, what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from mailboxes import running
from panel import AMBUSH, ANNA, BASE, MIKE, PREFIX
from stage import Stage

from addon.clock import Budget
from addon.gmail import Gmail
from addon.settings import Experiment, Settings

QUESTION = "This looks like an introduction. Have Mike Hale and Anna Roth said yes?"
CALM = "Hi Mike,\n\nplease send me the invoice for March when you get a chance.\n\nThanks,\nClara"


def test_the_card_names_the_draft_it_looked_at_and_when_it_was_saved(stage: Stage) -> None:
    stage.write(subject="About the studio")
    stage.compose()
    assert "About the studio" in stage.says()
    assert "To Mike Hale and Anna Roth" in stage.says()
    assert "saved 11/27/26, 10:00" in stage.says().replace("\u202f", " ")  # in Vienna


def test_an_ordinary_draft_is_left_in_peace(stage: Stage) -> None:
    stage.write(CALM, cc="")
    stage.compose(cc="")
    assert "Nothing to ask first here." in stage.says()
    assert "Ask first" not in stage.buttons()


def test_of_several_drafts_the_one_with_these_recipients_is_checked(stage: Stage) -> None:
    stage.write(subject="the right one")
    stage.clock.turn(60)
    stage.write(CALM, to=MIKE, cc="", subject="newer, to Mike alone")
    stage.write(CALM, to="Eve <eve@eve.example>", cc="", subject="newest")
    stage.compose()
    assert "the right one" in stage.says()


def test_recipients_that_are_partly_there_already_are_enough(stage: Stage) -> None:
    stage.write(subject="half typed", cc="")
    stage.compose()
    assert "half typed" in stage.says()


def test_an_event_without_recipients_means_the_newest_draft(stage: Stage) -> None:
    stage.write(subject="old")
    stage.clock.turn(60)
    stage.write(subject="new")
    stage.compose(to="", cc="")
    assert "new" in stage.says()


def test_a_draft_that_is_not_saved_yet_is_waited_for_and_then_asked_for(stage: Stage) -> None:
    stage.compose()
    assert "I do not see this draft yet" in stage.says()
    assert stage.clock.slept == [1.0, 1.5]
    stage.write()
    stage.press("Check again")
    assert QUESTION in stage.says()


def test_check_again_reads_the_text_anew(stage: Stage) -> None:
    draft = stage.write()
    stage.compose()
    stage.gmail().delete(draft)
    stage.write(CALM)
    stage.press("Check again")
    assert "Nothing to ask first here." in stage.says()


def test_why_shows_the_sentences_and_the_reason(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("Why?")
    assert "I'd like to introduce you to Anna" in stage.says()
    assert "had no chance to say no" in stage.says()


def test_text_of_a_mail_is_shown_as_it_is_and_never_as_markup(stage: Stage) -> None:
    body = AMBUSH["en"].replace("a design studio", "<b>a design</b> & <a href='https://evil.example'>studio</a>")
    stage.write(body, subject="<i>You</i> & me", to='"<b>Mike</b>" <mike@hale.example>')
    stage.compose()
    assert "<i>You</i> & me" in stage.says()
    stage.press("Why?")
    assert "<b>a design</b> & <a href='https://evil.example'>studio</a>" in stage.says()


def test_dismissed_for_this_draft_it_stays_quiet_until_the_sentences_change(stage: Stage) -> None:
    draft = stage.write()
    stage.compose()
    stage.press("Not an introduction")
    assert "you told me not to warn about this" in stage.says()
    stage.gmail().delete(draft)
    stage.write(AMBUSH["en"] + "\nPS: bring the plans.")
    stage.compose()
    assert "you told me not to warn about this" in stage.says()
    stage.gmail().delete(stage.drafts()[0])
    stage.write(AMBUSH["de"])
    stage.compose()
    assert QUESTION in stage.says()


def test_dismissed_for_these_people_it_stays_quiet_whatever_the_words(stage: Stage) -> None:
    draft = stage.write()
    stage.compose()
    stage.press("Don't warn about these people")
    stage.gmail().delete(draft)
    stage.write(AMBUSH["de"])
    stage.compose()
    assert "you told me not to warn about this" in stage.says()
    stage.press("Check again")
    stage.post("/click/settings")
    stage.press("Warn about everything again")
    stage.compose()
    assert QUESTION in stage.says()


def test_who_vouches_for_one_side_is_only_asked_about_the_other(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("I asked Mike Hale")
    assert "Has Anna Roth said yes?" in stage.says()
    stage.press("Ask first")
    assert len(stage.drafts()) == 2
    assert "anna@roth.example" in stage.text_of(stage.drafts()[0])


def test_who_vouches_for_both_is_believed(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("I asked both")
    assert "everybody has agreed" in stage.says()


def test_what_one_person_says_does_not_count_for_another(stage: Stage) -> None:
    stage.mail.add_user(replace(stage.mail.users()[0], address="eve@voss.example", name="Eve Voss"))
    stage.write()
    stage.compose()
    stage.press("I asked both")
    stage.user = "eve"
    stage.write()
    stage.compose()
    assert QUESTION in stage.says()


def test_an_introduction_of_somebody_else_cannot_be_reached(stage: Stage) -> None:
    stage.mail.add_user(replace(stage.mail.users()[0], address="eve@voss.example", name="Eve Voss"))
    stage.write()
    stage.compose()
    stage.press("Ask first")
    action = stage.buttons()["Undo"][0]
    stage.user = "eve"
    stage.post("/click/undo", {entry["key"]: entry["value"] for entry in action["parameters"]})
    assert "not there any more" in stage.says()
    stage.user = "clara"
    assert len(stage.drafts()) == 3


@pytest.mark.parametrize("name", ["standing", "undo", "connect", "done", "answer"])
@pytest.mark.parametrize("identifier", ["", "x", "0" * 32, "\x00", "' or 1=1 --", "ü" * 32])
def test_an_introduction_that_there_is_not(stage: Stage, name: str, identifier: str) -> None:
    stage.post(f"/click/{name}", {"introduction": identifier, "side": identifier, "answer": "yes"})
    assert "not there any more" in stage.says()


def test_the_homepage_lists_warnings_and_open_introductions(stage: Stage) -> None:
    stage.write(CALM, cc="", subject="harmless")
    stage.write(subject="risky")
    stage.post("/home")
    assert "risky" in stage.says()
    assert "harmless" not in stage.says()
    stage.press("Look")
    assert QUESTION in stage.says()
    stage.press("Ask first")
    stage.post("/home")
    assert "question drafted or sent" in stage.says()


def test_the_settings_are_kept_and_used(stage: Stage) -> None:
    stage.post("/click/settings")
    stage.inputs = {"rules": ["AF102"], "domains": ["Roth.example, me@hale.example; not a domain, x"]}
    stage.press("Save")
    assert "hale.example, roth.example" in [value["value"] for value in _inputs(stage)]
    stage.inputs = {}
    stage.write()
    stage.compose()
    assert "Ask first" not in stage.buttons()


def test_forget_me_deletes_everything_after_a_question(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("Ask first")
    stage.post("/click/settings")
    stage.press("Forget me")
    stage.press("Delete it all")
    stage.post("/home")
    assert "question drafted or sent" not in stage.says()
    assert len(stage.drafts()) == 3


def test_without_the_right_to_read_drafts_a_pasted_text_does(stage: Stage) -> None:
    stage.scopes = [scope for scope in stage.scopes if scope != f"{PREFIX}gmail.compose"]
    stage.compose()
    assert "I may not read your drafts" in stage.says()
    stage.inputs = {"pasted": [AMBUSH["en"]]}
    stage.press("Check this text")
    assert QUESTION in stage.says()
    stage.press("Why?")
    assert "I'd like to introduce you to Anna" in stage.says()
    stage.post("/click/check")
    stage.press("Ask first")
    assert len(stage.drafts()) == 2
    assert "Undo" not in stage.buttons()
    stage.post("/click/check")
    stage.press("Ask first")
    assert len(stage.drafts()) == 2
    stage.post("/home")
    assert "question drafted or sent" in stage.says()


def test_the_right_can_be_given_from_the_card(stage: Stage) -> None:
    stage.scopes = [scope for scope in stage.scopes if scope != f"{PREFIX}gmail.compose"]
    stage.compose()
    assert stage.press("Let me read my drafts") == {"requesting_google_scopes": {"scopes": [f"{PREFIX}gmail.compose"]}}
    stage.scopes.append(f"{PREFIX}gmail.compose")  # the client repeats the click once it is given
    stage.post("/click/allow")
    assert "Now check the draft again" in stage.says()


def test_a_deployment_that_does_not_ask_for_it_offers_no_button(
    set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str
) -> None:
    stage = set_up(replace(settings, read_drafts=False), sqlite_url)
    stage.write()
    stage.compose()
    assert "I may not read your drafts" in stage.says()
    assert "Let me read my drafts" not in stage.buttons()


def test_somebody_in_a_hurry_is_slowed_down(set_up: Callable[[Settings, str], Stage], settings: Settings, database_url: str) -> None:
    stage = set_up(replace(settings, requests_per_minute=3), database_url)
    for _ in range(3):
        stage.post("/home")
    assert "Your drafts" in stage.says()
    stage.post("/home")
    assert "a lot in one minute" in stage.says()
    stage.clock.turn(60)
    stage.post("/home")
    assert "Your drafts" in stage.says()


def test_experiments_are_off_unless_they_are_switched_on(
    set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str
) -> None:
    stage = set_up(settings, sqlite_url)
    wanted = stage.write(subject="named by the event", to="Eve <eve@eve.example>", cc="")
    stage.write(subject="found by recipients")
    stage.to, stage.cc = [MIKE], [ANNA]
    event = stage.event()
    event["gmail"] |= {"draftId": wanted, "accessToken": "t"}
    assert "found by recipients" in str(stage.send("/compose", event))
    bold = set_up(replace(settings, experiments=frozenset(Experiment)), sqlite_url)
    bold.mail = stage.mail
    with running(_echo()) as url:
        assert "X-Goog-Gmail-Access-Token" not in _headers(url, "")
        assert "X-Goog-Gmail-Access-Token" in _headers(url, "t")
    status, answer = bold.send("/click/open", bold.event({"draft": "r1", "thread": "t1"}))
    assert status == 200
    assert set(answer) == {"action", "hostAppAction"}


def test_a_button_of_an_introduction_leads_to_its_own_address(stage: Stage) -> None:
    stage.write()
    stage.compose()
    for actions in stage.buttons().values():
        for action in actions:
            path = action["function"].removeprefix(BASE)
            assert stage.app.url_map.bind("").test(path, "POST"), path


def _inputs(stage: Stage) -> list[dict[str, str]]:
    from strict import objects

    return [item["textInput"] for item in objects(stage.answer) if "textInput" in item]


def _echo() -> object:
    from flask import Flask, jsonify, request

    app = Flask("echo")
    app.add_url_rule("/gmail/v1/users/me/drafts", "drafts", lambda: jsonify({"drafts": [{"id": name} for name, _ in request.headers]}))
    return app


def _headers(url: str, message: str) -> list[str]:
    """The names of the headers that the Gmail API gets."""
    from addon.clock import Clock
    from addon.gmail import Tokens

    gmail = Gmail(url, Tokens("o", message), Budget.of(Clock(), 10))
    try:
        return gmail.drafts(50)
    finally:
        gmail.close()
