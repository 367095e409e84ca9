"""The task pane in headless Chromium, with the real backend and a stand-in for Office.js that says it is one (office.js here)."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from clients import open_backend
from mailboxes import running
from werkzeug.wrappers import Response

from addon.outlook_files import files

pytestmark = [pytest.mark.slow, pytest.mark.browser]
URL, OFFICE = "https://askfirst.example/x", b"https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
BODY = {
    "en": "Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds. Anna, Mike is building a new booking app and "
    "could use your eye. I'll let you two take it from here.\n\nBest,\nClara",
    "de": "Hallo Mike,\n\nich möchte dir Anna vorstellen, sie leitet ein Designbüro in Leeds. Anna, Mike baut eine neue Buchungs-App und "
    "könnte deinen Blick gebrauchen. Ihr zwei solltet euch unbedingt unterhalten.\n\nLiebe Grüße\nClara",
}
Page = Callable[..., tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One address for the add-in's files and the backend, as in production."""
    made = files(URL)
    made["taskpane.html"] = made["taskpane.html"].replace(OFFICE, b"office.js")
    made["office.js"] = Path(__file__).with_name("office.js").read_bytes()
    with open_backend(tmp_path_factory.mktemp("backend")) as backend:

        def front(environ: dict[str, Any], start_response: Any) -> Any:
            name = environ["PATH_INFO"].lstrip("/")
            if name not in made:
                return backend(environ, start_response)
            data = made[name].replace(URL.encode(), f"http://{environ['HTTP_HOST']}".encode())
            return Response(data, mimetype=guess_type(name)[0])(environ, start_response)

        with running(front) as url:
            yield url


@pytest.fixture
def page(address: str, tmp_path: Path) -> Page:
    """Opens the pane for a mail and presses buttons; what stands in it then, and what the stand-in's mail is."""
    assert shutil.which("chromium"), "install it: apt-get install chromium"

    def opened(language: str, press: str = "", **more: str) -> tuple[str, dict[str, Any]]:
        query = urlencode({"language": language, "body": BODY[language[:2]], "press": press, **more})
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={tmp_path / 'chromium'}",
        ]
        command += ["--virtual-time-budget=8000", "--timeout=40000", "--dump-dom", f"{address}/taskpane.html?{query}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        main = re.search("<main.*?</main>", done.stdout, re.DOTALL)
        state = re.search('<output id="stand-in">(.*?)</output>', done.stdout, re.DOTALL)
        assert main, done.stdout + done.stderr
        assert state, done.stdout + done.stderr
        said = json.loads(html.unescape(state[1]))
        assert said["says"] == "This is a stand-in, not Outlook."
        assert said["pressing"] == []
        return html.unescape(re.sub("<[^>]+>", "\n", main[0])), said

    return opened


def test_the_pane_shows_the_warning_and_its_evidence(page: Page) -> None:
    text, _ = page("en-US")
    assert "Looks like an introduction" in text
    assert "Not asked: Mike Hale, Anna Roth" in text
    assert "who runs a design studio in Leeds." in text
    assert "Ask first" in text


def test_in_german(page: Page) -> None:
    text, said = page("de-DE", "Zuerst fragen")
    assert "Die erste Frage steht in der offenen Mail." in text
    assert "An Anna Roth" in text
    assert said["mail"]["body"].startswith("Hallo Mike,")


def test_ask_first_rewrites_the_mail_and_shows_the_rest_to_copy(page: Page) -> None:
    text, said = page("en-US", "Ask first")
    mail = said["mail"]
    assert [one["emailAddress"] for one in mail["to"]] == ["mike@hale.example"]
    assert (mail["cc"], mail["bcc"]) == ([], [])
    assert mail["body"].startswith("Hi Mike,<br><br>")
    assert "anna@roth.example" not in json.dumps(mail)
    assert "To Anna Roth" in text
    assert "Mike is building a new booking app" in text
    assert "Your first draft" in text
    assert "I'll let you two take it from here." in text


def test_undo_puts_the_mail_back(page: Page) -> None:
    text, said = page("en-US", "Ask first|Undo")
    assert [one["emailAddress"] for one in said["mail"]["cc"]] == ["anna@roth.example"]
    assert said["mail"]["body"] == BODY["en"]
    assert "Looks like an introduction" in text


def test_a_reply_is_left_as_it_is(page: Page) -> None:
    text, said = page("en-US", "Ask first", type="reply")
    assert [one["emailAddress"] for one in said["mail"]["cc"]] == ["anna@roth.example"]
    assert "To Mike Hale" in text
    assert "To Anna Roth" in text


def test_who_asked_both_is_noted_in_the_window_only(page: Page) -> None:
    text, said = page("en-US", "I asked both")
    assert "Noted." in text
    assert said["session"] == {"askfirst-asked": "yes"}
    assert said["mail"]["body"] == BODY["en"]
