"""The playground over HTTP: pages, Google's part, the gate."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mailboxes import ANNA, CLARA, MIKE, client_for
from werkzeug.serving import make_server
from werkzeug.test import Client

from addon.playground.gate import COOKIE, Gate, pass_for
from addon.playground.serve import Parts, build, is_loopback
from linter.rules import RULES

Json = dict[str, Any]
STATIC = sorted(Path("addon/playground/static").iterdir())
LOOKS = "This looks like an introduction"


@dataclass
class Running:
    """A playground on a real port."""

    url: str
    parts: Parts

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        return self._open(urllib.request.Request(f"{self.url}{path}", headers=headers))

    def post(self, path: str, body: object, kind: str = "application/json") -> tuple[int, Any]:
        return self._open(urllib.request.Request(f"{self.url}{path}", json.dumps(body).encode(), {"Content-Type": kind}))

    def event(self, **visit: Any) -> Json:
        status, answer = self.post("/playground/event", {"locale": "en", **visit})
        assert status == 200
        assert answer["problem"] == ""
        found: Json = answer["body"]
        return found

    @staticmethod
    def _open(request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                content = answer.read()
                return answer.status, json.loads(content) if answer.headers["Content-Type"] == "application/json" else content
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    server = make_server("127.0.0.1", 0, lambda environ, start: [], threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    parts = build(url, tmp_path_factory.mktemp("playground"))
    server.app = parts.app
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    yield Running(url, parts)
    server.shutdown()
    thread.join(10)
    server.server_close()
    parts.close()


@pytest.fixture
def playground(running: Running) -> Running:
    running.post("/playground/start", {"language": "en"})
    return running


def card(answer: Json) -> Json:
    render = answer.get("renderActions", answer)
    step = render["action"]["navigations"][-1]
    found: Json = next(iter(step.values()))
    return found


def buttons(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if "onClick" in node and "text" in node:
            yield node
        for value in node.values():
            yield from buttons(value)
    elif isinstance(node, list):
        for item in node:
            yield from buttons(item)


def press(playground: Running, shown: Json, text: str, **visit: Any) -> Json:
    action = next(item["onClick"]["action"] for item in buttons(shown) if item["text"] == text)
    parameters = {item["key"]: item["value"] for item in action.get("parameters", [])}
    return playground.event(function=action["function"], parameters=parameters, **visit)


def test_pages_and_session(playground: Running) -> None:
    assert playground.get("/")[0] == 200
    for file in STATIC:
        assert playground.get(f"/static/{file.name}")[0] == 200
    session = playground.get("/playground/session")[1]
    assert [user["address"] for user in session["users"]] == [CLARA, ANNA, MIKE]
    assert [user["connector"] for user in session["users"]] == [True, False, False]
    assert session["untouched"] is True
    assert session["language"] == "en"
    profile = client_for(f"{playground.url}/gmail", session["users"][1]["token"]).users().getProfile(userId="me").execute()
    assert profile["emailAddress"] == ANNA


def test_the_story_runs_through_the_add_on_of_production(playground: Running) -> None:
    compose = {"to": [MIKE], "cc": [ANNA], "bcc": []}
    shown = card(playground.event(trigger="compose", compose=compose))
    assert LOOKS in json.dumps(shown)
    answer = press(playground, shown, "Ask first", compose=compose)
    opened = answer["renderActions"]["hostAppAction"]["gmailAction"]["openCreatedDraftActionMarkup"]
    drafts = playground.parts.store.drafts(CLARA)
    assert opened["draftId"] in [identifier for identifier, _ in drafts]
    assert len(drafts) == 14
    assert playground.get("/playground/session")[1]["untouched"] is False


def test_an_event_says_what_gmail_would_say(playground: Running) -> None:
    message = next(row for row in playground.parts.store.messages(CLARA) if "INBOX" in row.labels)
    event = playground.post(
        "/playground/event",
        {"trigger": "message", "message": message.id, "locale": "de-AT", "timeZone": {"id": "Europe/Vienna", "offset": 3600000}},
    )[1]
    assert event["event"] == {
        "commonEventObject": {
            "userLocale": "de-AT",
            "hostApp": "GMAIL",
            "platform": "WEB",
            "timeZone": {"id": "Europe/Vienna", "offset": 3600000},
        },
        "gmail": {"messageId": f"msg-f:{int(message.id, 16)}", "threadId": f"thread-f:{int(message.thread, 16)}"},
    }
    assert event["status"] == 200
    assert card(event["body"])["sections"]


def test_a_scope_not_granted_is_not_in_the_token(playground: Running) -> None:
    withheld = ["https://www.googleapis.com/auth/gmail.compose"]
    shown = card(playground.event(trigger="compose", compose={"to": [MIKE], "cc": [ANNA]}, withheld=withheld))
    assert LOOKS not in json.dumps(shown)
    assert any("textInput" in widget for section in shown["sections"] for widget in section["widgets"])


@pytest.mark.parametrize("visit", [
    {"function": "http://192.0.2.1/home"}, {"function": "file:///etc/passwd"}, {"trigger": "nothing"}, {}, {"function": 1},
    {"trigger": "message", "message": "0"}, {"trigger": "compose", "compose": [1]}, {"trigger": "compose", "compose": {"to": "x"}},
])  # fmt: skip
def test_what_is_no_event_is_refused(playground: Running, visit: Json) -> None:
    assert playground.post("/playground/event", visit)[0] == 400


def test_an_add_on_that_answers_nonsense_is_reported(playground: Running) -> None:
    answer = playground.post("/playground/event", {"function": f"{playground.url}/addon/nowhere"})[1]
    assert (answer["problem"], answer["status"]) == ("refused", 404)


def test_a_failing_mailbox_gives_a_card_and_not_an_error(playground: Running) -> None:
    assert playground.post("/playground/faults", {"faults": [{"kind": "401", "method": "drafts.list", "times": None}]})[0] == 200
    shown = card(playground.event(trigger="compose", compose={"to": [MIKE], "cc": [ANNA]}))
    assert LOOKS not in json.dumps(shown)
    session = playground.get("/playground/session")[1]  # the visitor's own way to the mailbox has no faults
    assert client_for(f"{playground.url}/gmail", session["users"][0]["token"]).users().drafts().list(userId="me").execute()["drafts"]


@pytest.mark.parametrize("faults", [None, [{}], [{"kind": "418"}], [{"kind": "500", "more": 1}], [{"kind": "500"}] * 11])
def test_there_are_no_other_faults(playground: Running, faults: object) -> None:
    assert playground.post("/playground/faults", {"faults": faults})[0] == 400


def test_starting_over_forgets_everything(playground: Running) -> None:
    compose = {"to": [MIKE], "cc": [ANNA]}
    press(playground, card(playground.event(trigger="compose", compose=compose)), "Not an introduction", compose=compose)
    assert LOOKS not in json.dumps(playground.event(trigger="compose", compose=compose))
    session = playground.post("/playground/start", {"language": "de"})[1]
    assert session["language"] == "de"
    playground.post("/playground/start", {"language": "en"})
    assert LOOKS in json.dumps(playground.event(trigger="compose", compose=compose))


def test_see_gives_sentences_sides_and_figures(playground: Running) -> None:
    body = "Hi Mike,\n\nlet me introduce you to Anna, who builds heat pumps.\n\nClara"
    seen = playground.post("/playground/see", {"from": CLARA, "to": [f"Mike <{MIKE}>"], "cc": [f"Anna <{ANNA}>"], "body": body})[1]
    assert seen["report"]["verdict"] == "unannounced_introduction"
    introducing = max(seen["sentences"], key=lambda sentence: sentence["labels"].get("introduce", 0))
    assert "introduce you to Anna" in body[introducing["start"] : introducing["end"]]
    assert set(seen["facts"]) == {"puts_in_touch", "first_asked", "others_asked", "asks_permission", "hands_out_contact"}
    plain = playground.post("/playground/see", {"body": "See you at eight!"})[1]
    assert plain["sentences"]  # read for the curious although the gate lets it pass
    assert playground.post("/playground/see", {"body": ""})[1]["sentences"] == []
    assert playground.post("/playground/see", {"body": 1})[0] == 400
    model = playground.get("/playground/model")[1]
    assert [rule["code"] for rule in model["rules"]] == [rule.code for rule in RULES]
    assert model["reliability"]
    assert set(model["test"]) == {"en", "de"}


def test_a_foreign_page_cannot_post(playground: Running) -> None:
    assert playground.post("/playground/start", {"language": "de"}, kind="text/plain")[0] == 415
    assert playground.get("/playground/session", Host="evil.example")[0] == 400


def test_every_answer_has_the_headers_that_keep_it_in(playground: Running) -> None:
    for path in ("/", "/static/app.js", "/playground/session", "/nowhere"):
        with urllib.request.urlopen(f"{playground.url}{path}") if path != "/nowhere" else _error(f"{playground.url}{path}") as answer:
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _error(url: str) -> urllib.error.HTTPError:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    return caught.value


SECRET = "a secret of enough letters"


def test_elsewhere_only_who_knows_the_secret_comes_in() -> None:
    def app(environ: Json, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"inside"]

    client = Client(Gate(app, SECRET))
    assert client.get("/playground/session").status_code == 401
    page = client.get("/", headers={"Accept": "text/html"})
    assert (page.status_code, "password" in page.text) == (401, True)
    assert client.post("/login", data={"secret": "wrong"}).status_code == 401
    assert client.post("/login", data={"secret": "x" * 20_000}).status_code == 413
    assert client.get("/", headers={"Cookie": f"{COOKIE}=wrong"}).status_code == 401
    assert client.post("/login", data={"secret": SECRET}).status_code == 303
    assert client.get("/playground/session").text == "inside"
    assert SECRET not in pass_for(SECRET)


@pytest.mark.parametrize(("host", "loopback"), [
    ("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("192.0.2.1", False),
    ("example.org", False), ("", False),
])  # fmt: skip
def test_what_is_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
