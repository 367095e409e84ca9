"""The whole story over real HTTP: askfirst's backend, Google's own client, and the Gmail emulator of npm; tokens signed and verified."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from mailboxes import running
from panel import AMBUSH, ANNA, BASE, MIKE
from remote import RemotePanel
from servers import gmail_emulator, new_database, postgresql
from signing import OAUTH_CLIENT, SERVICE_ACCOUNT, Signer

from addon import create_app
from addon.auth import GoogleVerifier
from addon.clock import Clock
from addon.gmail import Gmail
from addon.keys import Keys
from addon.settings import Settings
from addon.store import open_store

pytestmark = pytest.mark.slow

YES = {"en": "Yes please, go ahead!", "de": "Ja, sehr gern!"}
WORDS = {
    "en": ("This looks like an introduction. Have Mike Hale and Anna Roth said yes?", "Ask first", "That is right", "Write it"),
    "de": ("Das sieht nach einer Vorstellung aus. Haben Mike Hale und Anna Roth zugesagt?", "Zuerst fragen", "Stimmt", "Schreib sie"),
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with gmail_emulator(tmp_path_factory.mktemp("emulate"), {"ya29.clara": "clara@voss.example"}) as url:
        yield url


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgresql() as address:
        yield address


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
        panel = RemotePanel(backends=[backend], signer=signer, api=service.users())
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
        response = requests.post(panel.backends[0] + "/compose", json=event, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        assert response.status_code == 401
