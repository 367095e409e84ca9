"""The task pane in headless Chromium, with the real backend and a stand-in for Office.js that says it is one (office.js here)."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from panel import AMBUSH
from panes import CLIENT, WITH_GRAPH, WITHOUT_GRAPH, Pane, World
from werkzeug.wrappers import Response

pytestmark = [pytest.mark.slow, pytest.mark.browser]
IN_BOTH = pytest.mark.parametrize("language", ["en", "de"])
AXE = Path(__file__).parents[1] / "end_to_end" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
FIRST = "The first question is in the mail that is open. Read it, then send it yourself."


def addresses(mail: dict[str, Any], field: str) -> list[str]:
    return [one["emailAddress"] for one in mail[field]]


def as_it_was(mail: dict[str, Any], language: str) -> bool:
    return (addresses(mail, "to"), addresses(mail, "cc"), mail["subject"], mail["body"]) == (
        ["mike@hale.example"], ["anna@roth.example"], "Introduction", AMBUSH[language],
    )  # fmt: skip


@IN_BOTH
def test_the_pane_shows_the_warning_and_its_evidence(world: World, language: str) -> None:
    pane = world.open(language)
    text = pane.shows("Looks like an introduction")
    assert pane.say("Not asked: {people}", people="Mike Hale, Anna Roth") in text
    assert {"en": "introduce you to Anna, who runs a design studio in Leeds.", "de": "dir Anna vorstellen"}[language] in text
    assert pane.say("Ask first") in text
    assert pane.problems == []


@IN_BOTH
def test_ask_first_rewrites_the_mail_keeps_its_text_and_shows_the_rest_to_copy(world: World, language: str) -> None:
    pane = world.open(language)
    pane.press("Ask first")
    text = pane.shows(FIRST)
    mail = pane.state["mail"]
    assert addresses(mail, "to") == ["mike@hale.example"]
    assert (mail["cc"], mail["bcc"]) == ([], [])
    assert mail["body"].startswith({"en": "Hi Mike,<br><br>", "de": "Hallo Mike,<br><br>"}[language])
    assert "anna@roth.example" not in json.dumps(mail)
    assert pane.say("To {people}", people="Anna Roth") in text
    assert {"en": "Mike is building a new booking app", "de": "Mike baut eine neue Buchungs-App"}[language] in text
    assert pane.say("Copy") in text
    # The first draft is there again, in another window.
    again = world.open(language, empty="")
    again.press("Open")
    again.shows("Looks like an introduction")
    found = again.state["mail"]
    assert found["subject"] == "Introduction"
    assert (addresses(found, "to"), addresses(found, "cc"), found["subject"]) == (
        ["mike@hale.example"],
        ["anna@roth.example"],
        "Introduction",
    )
    assert found["body"].replace("<br>", "\n") == AMBUSH[language]
    last = world.open(language, empty="")
    last.press("Delete")
    last.page.get_by_role("button", name=last.say("Open"), exact=True).wait_for(state="detached")
    assert world.graph.drafts == []
    assert [*pane.problems, *again.problems, *last.problems] == []


def test_undo_puts_the_mail_back_with_its_attachments(world: World) -> None:
    pane = world.open(attached="prices.txt|picture.png")
    before = pane.state["attached"]
    pane.press("Ask first")
    text = pane.shows("The attachments are not in the question, and are not kept. Undo brings them back.")
    assert FIRST in text
    assert pane.state["attached"] == []
    pane.press("Undo")
    pane.shows("Looks like an introduction")
    assert as_it_was(pane.state["mail"], "en")
    assert pane.state["attached"] == before
    again = world.open(empty="")
    again.shows("Nothing to ask first here.")
    assert again.page.get_by_role("button", name="Open").count() == 0


def test_an_attachment_that_cannot_be_put_back_leaves_the_mail_alone(world: World) -> None:
    pane = world.open(attached="cloud.docx", format="url")
    pane.press("Ask first")
    text = pane.shows("The mail that is open stays as it is. The questions:")
    assert "To Mike Hale" in text
    assert "To Anna Roth" in text
    assert as_it_was(pane.state["mail"], "en")
    assert len(pane.state["attached"]) == 1


def test_a_reply_becomes_the_question_to_who_is_answered_and_a_forwarded_mail_none(world: World) -> None:
    pane = world.open(type="reply", attached="prices.txt")
    pane.press("Ask first")
    pane.shows(FIRST)
    mail = pane.state["mail"]
    assert (addresses(mail, "to"), mail["cc"], pane.state["attached"]) == (["mike@hale.example"], [], [])
    assert mail["subject"] != "Introduction"
    pane = world.open(type="forward")
    pane.press("Ask first")
    pane.shows("The mail that is open stays as it is. The questions:")
    assert as_it_was(pane.state["mail"], "en")


def test_a_mail_that_cannot_be_rewritten_is_put_back(world: World) -> None:
    pane = world.open(broken="subject", attached="prices.txt")
    pane.press("Ask first")
    pane.shows("I could not do this. Your mail is as it was.")
    assert as_it_was(pane.state["mail"], "en")
    assert [one["name"] for one in pane.state["attached"]] == ["prices.txt"]


def test_a_mail_too_long_to_be_kept_is_left_alone(world: World) -> None:
    pane = world.open(body=AMBUSH["en"] + "\n\n-- \nClara Voss\n" + "Gardens and more. " * 1300)
    pane.press("Ask first")
    pane.shows("The mail that is open stays as it is. The questions:")


@IN_BOTH
def test_with_graph_the_first_draft_and_the_other_questions_are_real_drafts(world: World, language: str) -> None:
    pane = world.open(language, WITH_GRAPH, signIn="yes", attached="prices.txt")
    pane.press("Ask first")
    text = pane.shows(FIRST)
    assert pane.say("Your first draft is among your drafts, with everything in it.") in text
    assert pane.say("The attachments are in your first draft, not in the question.") in text
    assert pane.say("The question to {people} is among your drafts.", people="Anna Roth") in text
    assert pane.say("Copy") not in text
    assert world.graph.copied == ["AAA-b_c="]  # the item's id as Graph wants it, after the item was saved
    assert pane.state["saved"] == 1
    (draft,) = world.graph.drafts
    assert draft["toRecipients"] == [{"emailAddress": {"name": "Anna Roth", "address": "anna@roth.example"}}]
    assert draft["body"]["contentType"] == "html"
    assert {"en": "Mike is building a new booking app", "de": "Mike baut eine neue Buchungs-App"}[language] in draft["body"]["content"]
    assert "mike@hale.example" not in json.dumps(draft)
    assert addresses(pane.state["mail"], "to") == ["mike@hale.example"]
    assert pane.state["attached"] == []
    assert pane.state["signedIn"] == [f"GetToken {CLIENT} https://graph.microsoft.com/Mail.ReadWrite"]
    assert pane.problems == []


@pytest.mark.parametrize("how", ["not allowed", "refused"])
def test_where_graph_does_not_do_it_there_is_text_to_copy(world: World, how: str) -> None:
    world.graph.refuses = how == "refused"
    pane = world.open("en", WITH_GRAPH, signIn="no" if how == "not allowed" else "yes")
    pane.press("Ask first")
    text = pane.shows(FIRST)
    assert "The text of your first draft is kept" in text
    assert "To Anna Roth" in text
    assert "Copy" in text
    assert world.graph.drafts == []


def is_readable(pane: Pane) -> None:
    """Nothing is too wide, and axe finds nothing to complain about: contrast, names of buttons, order of headings."""
    assert pane.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    pane.page.evaluate(AXE.read_text("utf-8"))
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = pane.page.evaluate("options => axe.run(document.querySelector('main'), options)", options)["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []


@IN_BOTH
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_is_readable_in_a_narrow_pane(world: World, language: str, theme: str) -> None:
    pane = world.open(language, size=(320, 640), theme=theme, attached="prices.txt")
    pane.shows("Looks like an introduction")
    is_readable(pane)
    pane.press("Ask first")
    pane.shows(FIRST)
    is_readable(pane)
    kept = world.open(language, size=(320, 640), theme=theme, empty="")
    kept.shows("Your first draft")
    is_readable(kept)
    answer = world.open(language, size=(320, 640), theme=theme, read="", body=ANSWERS[language]["no"])
    answer.shows("{who} says no.", who="Anna Roth")
    is_readable(answer)
    world.answer = lambda environ, start_response: Response(status=401)(environ, start_response)
    key = world.open(language, size=(320, 640), theme=theme)
    key.shows("My backend does not take the key.")
    is_readable(key)


@IN_BOTH
def test_who_asked_both_is_noted_in_the_window_only(world: World, language: str) -> None:
    pane = world.open(language)
    pane.press("I asked both")
    pane.shows("Noted.")
    assert pane.state["session"] == {"askfirst-asked": "yes"}
    assert as_it_was(pane.state["mail"], language)


ANSWERS = {
    "en": {
        "yes": "yes, please do, I would love to talk to him.",
        "no": "no thanks, not for me.",
        "later": "not now, please ask me again in March 2027.",
    },
    "de": {
        "yes": "ja, sehr gerne, stell uns einander vor.",
        "no": "nein danke, das ist nichts für mich.",
        "later": "gerade passt es nicht, bitte frag mich im März 2027 noch einmal.",
    },
}


@IN_BOTH
def test_an_answer_that_is_read_is_recognised(world: World, language: str) -> None:
    greeting = {"en": "Hi Clara,\n\n", "de": "Hallo Clara,\n\n"}[language]
    pane = world.open(language, read="", body=f"{greeting}{ANSWERS[language]['yes']}\n\nAnna")
    pane.shows("{who} says yes.", who="Anna Roth")
    pane.page.evaluate("body => select('Mike Hale', body)", f"{greeting}{ANSWERS[language]['no']}\n\nMike")
    text = pane.shows("{who} says no.", who="Mike Hale")
    assert pane.say("That stays between you. The other side only needs to hear that it does not work out now.") in text
    pane.page.evaluate("body => select('Paul Berg', body)", f"{greeting}{ANSWERS[language]['later']}\n\nPaul")
    text = pane.shows("{who} says: later.", who="Paul Berg")
    assert {"en": "March 1, 2027", "de": "1. März 2027"}[language] in text
    pane.page.evaluate("body => select('Eva Lind', body)", {"en": "Who is he?", "de": "Wer ist das?"}[language])
    pane.shows("I cannot tell what {who} says.", who="Eva Lind")
    assert world.calls == ["/v1/reply"] * 4
    assert pane.problems == []


def nonsense(environ: Any, start_response: Any) -> Any:
    return Response('{"version": 1, "verdict": {}}', mimetype="application/json")(environ, start_response)


def broken(environ: Any, start_response: Any) -> Any:
    return Response(status=500)(environ, start_response)


def silent(environ: Any, start_response: Any) -> Any:
    threading.Event().wait(3)  # twice as long as is waited for
    return Response(status=500)(environ, start_response)


@IN_BOTH
@pytest.mark.parametrize("how", [nonsense, broken, silent])
def test_a_backend_that_fails_is_said_and_nothing_is_changed(world: World, language: str, how: Any) -> None:
    world.answer = how
    pane = world.open(language, patient=how is not silent)
    pane.shows("My backend does not answer. Mails are sent as always.")
    world.answer = None
    pane.page.get_by_role("button", name=pane.say("Check again")).wait_for()
    assert as_it_was(pane.state["mail"], language)


def test_a_key_is_asked_for_kept_in_the_mailbox_and_sent_to_the_backend_only(world: World) -> None:
    seen: list[str] = []

    def closed(environ: Any, start_response: Any) -> Any:
        seen.append(environ.get("HTTP_AUTHORIZATION", ""))
        return Response(status=401)(environ, start_response)

    world.answer = closed
    pane = world.open()
    pane.page.get_by_label("Key, if the backend wants one").fill("secret")
    pane.press("Save")
    pane.page.wait_for_function("localStorage.getItem('askfirst-key') === 'secret'")
    pane.page.get_by_label("Key, if the backend wants one").wait_for()
    assert seen[0] == ""
    assert "secret" not in json.dumps(pane.state)
    again = world.open()
    again.page.get_by_label("Key, if the backend wants one").wait_for()
    assert seen[-1] == "Bearer secret"


def framed(world: World, by: str, host: str = WITHOUT_GRAPH) -> bool:
    """Whether a page of this host may show the pane in a frame."""
    page = world.context.new_page()
    page.goto(f"https://{by}/?https://{host}/outlook/taskpane.html")
    frame = page.frames[1]
    return "taskpane" in frame.url and bool(frame.query_selector("main"))


def test_only_outlook_may_frame_the_pane(world: World) -> None:
    for host in ("outlook.office.com", "outlook.office365.com", "outlook.live.com", "outlook.cloud.microsoft"):
        assert framed(world, host)
    assert not framed(world, "elsewhere.example")


def test_the_page_may_run_nothing_and_call_nobody_else(world: World) -> None:
    pane = world.open()
    pane.shows("Looks like an introduction")
    tried = """async () => {
      const made = document.createElement('script');
      made.textContent = 'window.inline = true';
      document.body.append(made);
      const other = document.createElement('script');
      const loaded = new Promise((done) => { other.onload = () => done(true); other.onerror = () => done(false); });
      other.src = 'https://elsewhere.example/x.js';
      document.body.append(other);
      const called = await fetch('https://graph.microsoft.com/v1.0/me/messages', { method: 'POST' }).then(() => true, () => false);
      return [Boolean(window.inline), await loaded, called];
    }"""
    assert pane.page.evaluate(tried) == [False, False, False]
