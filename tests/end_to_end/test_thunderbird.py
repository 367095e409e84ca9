"""The extension in the real Thunderbird, with the real backend and a real SMTP server."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from email import message_from_string, policy
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from bird import Bird, flying
from clients import open_backend
from mailboxes import running
from panel import AMBUSH

from addon.words import words

pytestmark = [pytest.mark.slow, pytest.mark.mailclient]
MIKE, ANNA = "Mike Hale <mike@hale.example>", "Anna Roth <anna@roth.example>"
KEY = "a-key-that-stays-at-home"
INTRODUCTION = {code: text.replace("\n", "<br>") for code, text in AMBUSH.items()}
ORDINARY = "Hi Mike,<br><br>the meeting is at ten. I have booked the small room.<br><br>Best,<br>Clara"


@dataclass
class Sink:
    """An SMTP server that keeps what it is given."""

    port: int
    mails: list[tuple[list[str], str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append((sorted(envelope.rcpt_tos), envelope.content.decode()))
        return "250 OK"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink = Sink(probe.getsockname()[1])
    controller = Controller(sink, "127.0.0.1", sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real backend."""
    with open_backend(tmp_path_factory.mktemp("backend")) as app, running(app) as url:
        yield url


@pytest.fixture(scope="module")
def xpi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("xpi") / "askfirst.xpi"
    subprocess.run([Path(sys.executable).with_name("askfirst"), "thunderbird", "--out", file], check=True, capture_output=True)
    return file


@pytest.fixture(scope="module")
def flock(xpi: Path, sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Bird]]:
    """A running Thunderbird for each language that is asked for."""
    # The event page may sleep after 4 seconds: what the extension knows has to outlast that.
    prefs = {"extensions.background.idle.timeout": 4000}
    with ExitStack() as stack:

        @cache
        def bird(locale: str) -> Bird:
            return stack.enter_context(flying(tmp_path_factory.mktemp("bird"), xpi, sink.port, locale, **prefs))

        yield bird


@pytest.fixture
def bird(flock: Callable[[str], Bird], sink: Sink, backend: str, request: pytest.FixtureRequest) -> Iterator[Bird]:
    """A Thunderbird, an English one unless the test says otherwise, without open windows or mails, that knows the backend and a key."""
    bird = flock(getattr(request, "param", "en-US"))
    bird.extension("await messenger.storage.local.clear();")
    bird.set_backend(backend, KEY)
    sink.mails.clear()
    yield bird
    bird.close_all()


IN_BOTH = pytest.mark.parametrize("bird", ["en-US", "de"], indirect=True)


def say(bird: Bird, text: str, **values: str) -> str:
    """What the extension says for this English text in the language of this Thunderbird."""
    return words(bird.language)(text, **values)


def arrived(bird: Bird, sink: Sink, number: int = 1) -> list[tuple[list[str], str]]:
    bird.until(lambda: len(sink.mails) >= number)
    bird.until(lambda: all(not mail["locked"] for mail in bird.composing()))
    assert len(sink.mails) == number
    return sink.mails


def warned(bird: Bird) -> str:
    """Write an introduction, press Send, and read the warning."""
    bird.write(MIKE, ANNA, "Introduction", INTRODUCTION[bird.language])
    return sent(bird)


def sent(bird: Bird) -> str:
    """Press Send, and read the warning."""
    bird.press_send("mike@hale")
    return bird.page("warning.html")


def gone(bird: Bird) -> bool:
    """The warning's window is closed."""
    return not bird.run("return pages('warning.html').length")


def asked(bird: Bird) -> list[dict[str, Any]]:
    """Ask first; the mails in the windows that are open then."""
    bird.click("warning.html", say(bird, "Ask first"))
    bird.until(lambda: len(bird.composing()) == 2 and len(bird.drafts()) == 3 and gone(bird), 120)
    return bird.composing()


def test_an_ordinary_mail_goes_out_without_a_word(bird: Bird, sink: Sink) -> None:
    bird.write(MIKE, ANNA, "Friday", ORDINARY)
    bird.press_send("mike@hale")
    (recipients, text), *_ = arrived(bird, sink)
    assert recipients == ["anna@roth.example", "mike@hale.example"]
    assert "the meeting is at ten" in text
    assert gone(bird)


@IN_BOTH
def test_an_introduction_is_warned_about_with_its_evidence(bird: Bird, sink: Sink, shots: Path) -> None:
    text = warned(bird)
    assert text.startswith(say(bird, "Looks like an introduction"))
    assert say(bird, "Not asked: {people}", people="Mike Hale, Anna Roth") in text
    assert {"en": "introduce you to Anna, who runs a design studio in Leeds.", "de": "dir Anna vorstellen"}[bird.language] in text
    for button in ("Ask first", "I asked both", "Send anyway", "Keep writing"):
        assert say(bird, button) in text
    bird.picture(shots / f"thunderbird-{bird.language}-warning.png", "warning.html")
    bird.click("warning.html", say(bird, "Keep writing"))
    bird.until(lambda: gone(bird) and not bird.composing()[0]["locked"])
    (kept,) = bird.composing()
    assert (kept["to"], kept["cc"]) == (MIKE, ANNA)
    assert "Leeds" in kept["body"]
    assert sink.mails == []


def body_of(source: str) -> str:
    """A mail without its header, byte for byte."""
    return re.split(r"\r?\n\r?\n", source, maxsplit=1)[1]


def subject_of(source: str) -> str:
    return str(message_from_string(source, policy=policy.default)["Subject"])


@IN_BOTH
def test_ask_first_makes_the_mail_the_first_question_and_keeps_the_draft(bird: Bird, sink: Sink, backend: str, shots: Path) -> None:
    bird.write(MIKE, ANNA, "Introduction", INTRODUCTION[bird.language])
    bird.save("mike@hale")
    (before,) = bird.drafts()
    window = bird.run("return composer(args[0]).windowUtils.outerWindowID;", "mike@hale")
    sent(bird)
    mails = {mail["to"]: mail for mail in asked(bird)}
    assert set(mails) == {MIKE, ANNA}
    for to, other in ((MIKE, "anna@roth.example"), (ANNA, "mike@hale.example")):
        mail = mails[to]
        assert (mail["cc"], mail["bcc"], mail["attachments"]) == ("", "", 0)
        assert other not in mail["body"] + mail["subject"]
    assert {"en": "Mike is building a new booking app", "de": "Mike baut eine neue Buchungs-App"}[bird.language] in mails[ANNA]["body"]
    assert mails[MIKE]["body"].startswith({"en": "Hi Mike,", "de": "Hallo Mike,"}[bird.language])
    # The window that was open has the first question; the mail that was in it is a draft still, to the byte.
    assert bird.run("return composer(args[0]).windowUtils.outerWindowID;", "mike@hale") == window
    bird.save("mike@hale")
    assert [body_of(draft) for draft in bird.drafts() if subject_of(draft) == "Introduction"] == [body_of(before)]
    bird.picture(shots / f"thunderbird-{bird.language}-question.png")
    assert sink.mails == []
    # Sending the questions leaves the first draft where it is.
    bird.press_send("mike@hale")
    bird.press_send("anna@roth")
    mailed = arrived(bird, sink, 2)
    assert sorted(recipients for recipients, _ in mailed) == [["anna@roth.example"], ["mike@hale.example"]]
    bird.until(lambda: len(bird.drafts()) == 1)
    (draft,) = bird.drafts()
    assert (subject_of(draft), body_of(draft)) == ("Introduction", body_of(before))
    assert "To: Mike Hale <mike@hale.example>" in draft
    assert "Cc: Anna Roth <anna@roth.example>" in draft
    for text in [draft, *(text for _, text in mailed)]:  # nothing tells of us
        assert KEY not in text
        assert backend not in text
        assert "askfirst" not in text.lower()


PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">'


def test_attachments_and_pictures_stay_with_the_draft(bird: Bird, sink: Sink) -> None:
    bird.write(MIKE, ANNA, "Introduction", INTRODUCTION["en"] + PICTURE)
    bird.attach("mike@hale", "prices.txt", "What Anna asked for")
    sent(bird)
    mails = asked(bird)
    assert [mail["attachments"] for mail in mails] == [0, 0]
    drafts = bird.drafts()
    questions = [draft for draft in drafts if subject_of(draft) != "Introduction"]
    (kept,) = [message_from_string(draft, policy=policy.default) for draft in drafts if subject_of(draft) == "Introduction"]
    parts = {part.get_content_type(): part for part in kept.walk()}
    assert [part.get_filename() for part in kept.iter_attachments()] == ["prices.txt"]
    assert parts["image/gif"].get_payload(decode=True)
    bird.press_send("mike@hale")
    bird.press_send("anna@roth")
    for text in [*questions, *(text for _, text in arrived(bird, sink, 2))]:
        assert "prices.txt" not in text
        assert "multipart/mixed" not in text
        assert "image/gif" not in text


def test_a_question_leaves_the_thread_of_a_reply(bird: Bird, sink: Sink) -> None:
    bird.receive(f"From: {MIKE}\nTo: Clara Voss <clara@voss.example>\nSubject: Our booking app\nDate: Fri, 27 Nov 2026 09:00:00 +0000\n"
                 "Message-ID: <mine@hale.example>\nContent-Type: text/plain; charset=utf-8\n\nDo you know a designer?\n")  # fmt: skip
    bird.reply("mike@hale", ANNA, INTRODUCTION["en"])
    sent(bird)
    assert {mail["to"] for mail in asked(bird)} == {MIKE, ANNA}
    (kept,) = [draft for draft in bird.drafts() if "mine@hale.example" in draft]
    assert "In-Reply-To: <mine@hale.example>" in kept
    assert "Do you know a designer?" in kept
    bird.press_send("mike@hale")
    bird.press_send("anna@roth")
    for _, text in arrived(bird, sink, 2):
        assert "mine@hale.example" not in text
        assert "Do you know a designer?" not in text
        assert "Our booking app" not in text


def test_a_plain_text_mail_is_asked_about_in_plain_text(bird: Bird) -> None:
    bird.write(MIKE, ANNA, "Introduction", INTRODUCTION["en"].replace("<br>", "\n"), html=False)
    bird.press_send("mike@hale")
    bird.page("warning.html")
    assert [mail["html"] for mail in asked(bird)] == [False, False]
    assert [re.findall("^Content-Type: ([^;]*)", draft, re.MULTILINE) for draft in bird.drafts()] == [["text/plain"]] * 3


@IN_BOTH
def test_send_anyway_sends_it_as_it_is(bird: Bird, sink: Sink) -> None:
    warned(bird)
    bird.click("warning.html", say(bird, "Send anyway"))
    (recipients, text), *_ = arrived(bird, sink)
    assert recipients == ["anna@roth.example", "mike@hale.example"]
    assert "Leeds" in text
    assert gone(bird)


def test_somebody_who_asked_both_is_not_warned_again(bird: Bird, sink: Sink) -> None:
    warned(bird)
    bird.click("warning.html", "I asked both")
    arrived(bird, sink)
    bird.write(MIKE, ANNA, "Once more", INTRODUCTION["en"])
    bird.press_send("mike@hale")
    arrived(bird, sink, 2)
    kept = bird.extension("return messenger.storage.local.get('vouched');")
    assert "@" not in str(kept)


def test_closing_the_warning_keeps_the_mail(bird: Bird, sink: Sink) -> None:
    warned(bird)
    bird.run("windows().find((win) => win.location.href.includes('extensionPopup')).close();")
    bird.until(lambda: not bird.composing()[0]["locked"])
    assert sink.mails == []


def test_a_long_decision_does_not_hang_the_window(bird: Bird, sink: Sink) -> None:
    warned(bird)
    time.sleep(10)  # the event page would sleep after 4 seconds
    bird.click("warning.html", "Send anyway")
    arrived(bird, sink)


class Failing(BaseHTTPRequestHandler):
    """A backend that does what its server's `act` says."""

    def do_POST(self) -> None:
        self.server.act(self)  # type: ignore[attr-defined]

    def log_message(self, *_: Any) -> None:
        pass


def nonsense(handler: Failing) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"version": 1, "verdict": {"constructor": 5}}')


def broken(handler: Failing) -> None:
    handler.send_error(500)


def hangs_up(handler: Failing) -> None:
    handler.connection.close()


def silent(handler: Failing) -> None:
    handler.server.over.wait(120)  # type: ignore[attr-defined]


@pytest.fixture
def failing() -> Iterator[Callable[[Callable[[Failing], None]], str]]:
    over = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    server.over = over  # type: ignore[attr-defined]
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that has hung up is part of the test
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def act(how: Callable[[Failing], None]) -> str:
        server.act = how  # type: ignore[attr-defined]
        return f"http://127.0.0.1:{server.server_port}"

    yield act
    over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@IN_BOTH
def test_a_backend_that_fails_keeps_no_mail_back(bird: Bird, sink: Sink, failing: Callable[[Any], str]) -> None:
    for number, how in enumerate([nonsense, broken, hangs_up, silent, None], 1):
        # A silent one is waited for a second and a half (measured in tests/shared); it is silent for longer than this test takes.
        url = failing(how) if how else "http://127.0.0.1:1"
        bird.extension("await messenger.storage.local.set(args[0]);", {"url": url, "key": KEY, "wait": {}})
        bird.write(MIKE, ANNA, "Introduction", INTRODUCTION[bird.language])
        bird.press_send("mike@hale")
        arrived(bird, sink, number)
        bird.until(lambda: bird.composing() == [])  # the window is not held up
        assert gone(bird)


def badge(bird: Bird) -> str:
    script = "return composers()[0].document.querySelector('[id*=composeAction-toolbarbutton]').getAttribute('badge') || '';"
    return str(bird.run(script))


def open_popup(bird: Bird) -> str:
    bird.extension(
        "const tab = (await messenger.tabs.query({})).find((one) => one.type === 'messageCompose');"
        "return messenger.composeAction.openPopup({ windowId: tab.windowId });"
    )
    return bird.page("warning.html")


def test_while_writing_a_badge_shows_and_its_popup_explains(bird: Bird, sink: Sink) -> None:
    bird.write(MIKE, ANNA, "Introduction", ORDINARY)
    assert badge(bird) == ""
    bird.run("composers()[0].gMsgCompose.editor.insertText(args[0]);", INTRODUCTION["en"].replace("<br>", " "))
    bird.until(lambda: badge(bird) == "!")
    text = open_popup(bird)
    assert text.startswith("Looks like an introduction")
    assert "Send anyway" not in text
    assert {mail["to"] for mail in asked(bird)} == {MIKE, ANNA}
    assert sink.mails == []


def test_the_popup_says_so_where_nothing_answers(bird: Bird) -> None:
    bird.set_backend("http://127.0.0.1:1")
    bird.write(MIKE, "", "Friday", ORDINARY)
    assert open_popup(bird).startswith("My backend does not answer. Mails are sent as always.")


def answer(bird: Bird, who: str, to: str, text: str) -> str:
    """The answer to a question arrives, is opened, and its popup read."""
    source = (
        f"From: {who}\nTo: Clara Voss <clara@voss.example>\nSubject: Re: question\nDate: Fri, 27 Nov 2026 10:00:00 +0000\n"
        f"Message-ID: <{time.monotonic_ns()}@answers.example>\nIn-Reply-To: {to}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    bird.receive(source)
    enabled = "return [...(await messenger.mailTabs.query({}))].length && messenger.messageDisplayAction.isEnabled({ tabId: args[0] });"
    tab = bird.extension("return (await messenger.tabs.query({ type: 'mail' }))[0].id;")
    bird.until(lambda: bird.extension(enabled, tab))
    bird.extension("return messenger.messageDisplayAction.openPopup();")
    return bird.page("answer.html")


def confirmed(bird: Bird, button: str) -> str:
    bird.click("answer.html", button)
    text: str = bird.until(lambda: (text := bird.page("answer.html")).startswith("Noted.") and text)
    return text


def test_answers_are_recognised_and_lead_to_the_connecting_mail(bird: Bird, sink: Sink, shots: Path) -> None:
    warned(bird)
    asked(bird)
    bird.close_composer("anna@roth")  # a question that is sent later, from the drafts
    bird.open_draft("May I introduce you to Mike Hale?")
    bird.until(lambda: len(bird.composing()) == 2)
    time.sleep(2)
    bird.press_send("anna@roth")
    bird.press_send("mike@hale")
    ids = {to: re.search("^Message-ID: (.*)$", text, re.MULTILINE) for (to,), text in arrived(bird, sink, 2)}
    assert ids["anna@roth.example"]
    assert ids["mike@hale.example"]
    time.sleep(1)
    text = answer(bird, ANNA, ids["anna@roth.example"][1].strip(), "Hi Clara,\n\nyes, please do, I would love to talk to him.\n\nAnna")
    assert text.startswith("Anna Roth says yes.")
    assert "Open" not in confirmed(bird, "That is right")
    bird.close_popup("answer.html")
    text = answer(bird, MIKE, ids["mike@hale.example"][1].strip(), "Hi Clara,\n\nno thanks, not for me.\n\nMike")
    assert text.startswith("Mike Hale says no.")
    bird.picture(shots / f"thunderbird-{bird.language}-answer.png", "answer.html")
    assert "That stays between you." in text
    assert "now that everybody agreed" in confirmed(bird, "Yes")  # the person knows better
    bird.click("answer.html", "Open")
    bird.until(lambda: len(bird.composing()) == 1)
    (mail,) = bird.composing()
    assert (mail["to"], mail["cc"]) == (MIKE, ANNA)
    bird.until(lambda: bird.extension("return (await messenger.storage.local.get({ vouched: [] })).vouched.length;"))
    bird.press_send("mike@hale")
    arrived(bird, sink, 3)  # without a warning: everybody has agreed


@IN_BOTH
def test_an_answer_is_read_with_its_day(bird: Bird) -> None:
    warned(bird)
    asked(bird)
    (introduction,) = bird.extension("return (await messenger.storage.local.get('introductions')).introductions;")
    for who in ("mike@hale", "anna@roth"):
        bird.close_composer(who)
    later = {
        "en": "Hi Clara,\n\nnot now, please ask me again in March 2027.\n\nAnna",
        "de": "Hallo Clara,\n\ngerade passt es nicht, bitte frag mich im März 2027 noch einmal.\n\nAnna",
    }[bird.language]
    text = answer(bird, ANNA, f"<{introduction['asks'][1]['id']}>", later)
    assert text.startswith(say(bird, "{who} says: later.", who="Anna Roth"))
    assert {"en": "March 1, 2027", "de": "1. März 2027"}[bird.language] in text


def test_settings_take_only_safe_addresses(bird: Bird, backend: str) -> None:
    bird.extension("await messenger.runtime.openOptionsPage();")
    assert bird.page("options.html").startswith("Settings")
    script = "document.querySelector('input[name=url]').value = argument;"
    bird.run("return inPage(pages('options.html')[0], args[0], args[1]);", script, "http://askfirst.example")
    bird.click("options.html", "Save")
    bird.until(lambda: "must begin with https://" in bird.page("options.html"))
    assert bird.extension("return messenger.storage.local.get('url');") == {"url": backend}
    bird.run("const tabmail = windows('mail:3pane')[0].document.getElementById('tabmail'); tabmail.closeTab(tabmail.tabInfo.at(-1));")
