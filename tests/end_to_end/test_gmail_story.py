"""The whole story over real HTTP: askfirst's backend, Google's own client, and the Gmail emulator of npm; tokens signed and verified."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from mailboxes import running
from panel import AMBUSH, ANNA, BASE, CLARA, MIKE, Json, Panel
from servers import new_database, postgresql
from signing import OAUTH_CLIENT, SERVICE_ACCOUNT, Signer

from addon import create_app
from addon.auth import GoogleVerifier
from addon.clock import Clock
from addon.gmail import Gmail
from addon.keys import Keys
from addon.settings import Settings
from addon.store import open_store

pytestmark = pytest.mark.slow

EMULATE = Path(__file__).parent / "emulate"
YES = {"en": "Yes please, go ahead!", "de": "Ja, sehr gern!"}
WORDS = {
    "en": ("This looks like an introduction. Have Mike Hale and Anna Roth said yes?", "Ask first", "That is right", "Write it"),
    "de": ("Das sieht nach einer Vorstellung aus. Haben Mike Hale und Anna Roth zugesagt?", "Zuerst fragen", "Stimmt", "Schreib sie"),
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = EMULATE / "node_modules" / "emulate" / "dist" / "index.js"
    node = shutil.which("node")
    assert node, "install Node.js 20 or newer"
    assert program.is_file(), f"run: npm ci --prefix {EMULATE.relative_to(Path(__file__).parents[2])}"
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("emulate")
    seed = folder / "seed.yaml"
    seed.write_text("google:\n  users:\n    - email: clara@voss.example\n      name: Clara Voss\n  oauth_clients: []\n")
    command = [node, str(program), "--service", "google", "--seed", str(seed), "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder)})
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgresql() as address:
        yield address


@dataclass(kw_only=True)
class RemotePanel(Panel):
    """The panel of a person whose mailbox is the emulator's, and whose backend is a server."""

    backend: str
    signer: Signer

    def oauth_token(self, message: str = "") -> str:
        return f"ya29.{message or 'clara'}"

    def identity_token(self) -> str:
        return self.signer.token(OAUTH_CLIENT, sub="clara")

    def send(self, path: str, event: Json) -> tuple[int, Json]:
        headers = {"Authorization": f"Bearer {self.signer.platform(BASE + path)}"}
        response = requests.post(self.backend + path, json=event, headers=headers, timeout=30)
        return response.status_code, response.json()

    api: Any  # Google's client, as the person's own mail program

    def drafts(self) -> dict[str, EmailMessage]:
        """The drafts in the mailbox."""
        listed = self.api.drafts().list(userId="me").execute().get("drafts", [])
        return {entry["id"]: self.draft(entry["id"]) for entry in listed}

    def draft(self, identifier: str) -> EmailMessage:
        raw = self.api.drafts().get(userId="me", id=identifier, format="raw").execute()["message"]["raw"]
        message = message_from_bytes(base64.urlsafe_b64decode(raw + "=="), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def save(self, body: str) -> str:
        message = EmailMessage()
        message["From"], message["To"], message["Cc"], message["Subject"] = CLARA, MIKE, ANNA, "Ihr zwei"
        message.set_content(body)
        raw = base64.urlsafe_b64encode(message.as_bytes()).decode()
        return str(self.api.drafts().create(userId="me", body={"message": {"raw": raw}}).execute()["id"])

    def answered(self, draft: str, text: str) -> str:
        """Send an ask; whoever was asked answers into its thread."""
        asked = self.draft(draft)
        sent = self.api.drafts().send(userId="me", body={"id": draft}).execute()
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = asked["To"], CLARA, f"Re: {asked['Subject']}"
        message["In-Reply-To"], message["Date"] = asked["Message-ID"], "Fri, 27 Nov 2026 10:00:00 +0100"
        message.set_content(text)
        body = {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode(), "threadId": sent["threadId"], "labelIds": ["INBOX"]}
        return str(self.api.messages().insert(userId="me", body=body).execute()["id"])

    def clear(self) -> None:
        for draft in self.drafts():
            self.api.drafts().delete(userId="me", id=draft).execute()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.sqlite"
    return new_database(request.getfixturevalue("postgres"), f"story{time.time_ns()}")


@pytest.fixture
def panel(emulator: str, database: str) -> Iterator[RemotePanel]:
    settings = Settings(
        public_url=BASE, hash_key=b"an end-to-end key, for tests only", name_keys=("bmFtZXMgYXJlIGVuY3J5cHRlZCB3aXRoIHRoaXMga2U=",),
        service_account=SERVICE_ACCOUNT, oauth_client=OAUTH_CLIENT, gmail_endpoint=emulator,
    )  # fmt: skip
    signer = Signer()
    store = open_store(database, Keys(settings.hash_key, settings.name_keys))
    verifier = GoogleVerifier(SERVICE_ACCOUNT, OAUTH_CLIENT, signer)
    app = create_app(settings, lambda tokens, budget: Gmail(emulator, tokens, budget), store, Clock(), verifier)
    with running(app) as backend:
        options = {"api_endpoint": emulator}
        service = build("gmail", "v1", credentials=Credentials("ya29.clara"), client_options=options, static_discovery=True)
        panel = RemotePanel(backend=backend, signer=signer, api=service.users())
        yield panel
        panel.clear()
    service.close()
    store.close()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_whole_story(panel: RemotePanel, language: str) -> None:
    panel.locale = language
    question, ask, right, write = WORDS[language]
    original = panel.save(AMBUSH[language])
    before = panel.draft(original).as_bytes()

    panel.post("/home")
    assert "Ihr zwei" in panel.says()
    panel.compose()
    assert question in panel.says()
    panel.press(ask)
    assert panel.opened
    asks = {str(mail["To"]): draft for draft, mail in panel.drafts().items() if draft != original}
    assert sorted(asks) == [ANNA, MIKE]
    assert panel.opened["draftId"] in asks.values()
    assert b"mike@hale.example" not in panel.draft(asks[ANNA]).as_bytes()
    assert b"anna@roth.example" not in panel.draft(asks[MIKE]).as_bytes()

    for draft in asks.values():
        panel.open(panel.answered(draft, YES[language]))
        panel.press(right)
    panel.press(write)
    assert panel.opened
    connecting = panel.drafts()[panel.opened["draftId"]]
    assert {address.addr_spec for address in connecting["To"].addresses} == {"anna@roth.example", "mike@hale.example"}
    assert panel.draft(original).as_bytes() == before

    panel.compose()
    assert question not in panel.says()


def test_a_request_that_is_not_googles_is_refused(panel: RemotePanel) -> None:
    event = panel.event()
    for token in ("", "nonsense", panel.signer.platform(BASE + "/home"), Signer().platform(BASE + "/compose")):
        response = requests.post(panel.backend + "/compose", json=event, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        assert response.status_code == 401


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        try:
            requests.get(url, timeout=2)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the emulator does not start")
