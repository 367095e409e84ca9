"""A person with a mailbox and the add-on's panel, on a clock that a test turns."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from panel import AMBUSH, ANNA, BASE, CLARA, MIKE, Json, Panel

from addon.clock import Budget, Clock
from addon.errors import Denied
from addon.gmail import Gmail, Tokens
from addon.keys import Keys
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_message import read
from addon.playground.mailbox_post import deliver, save_draft
from addon.playground.mailbox_store import Row
from addon.playground.mailbox_store import Store as MailStore
from addon.settings import Settings
from addon.store import Store

HASH_KEY = b"a key for tests and nothing else."
NAME_KEY = "bmFtZXMgYXJlIGVuY3J5cHRlZCB3aXRoIHRoaXMga2U="


class TurnedClock(Clock):
    """A clock whose hands a test turns; waiting takes no time."""

    def __init__(self, start: datetime = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)) -> None:
        self.moment = start
        self.ticks = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.ticks

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.turn(seconds)

    def turn(self, seconds: float) -> None:
        self.ticks += seconds
        self.moment += timedelta(seconds=seconds)


class OwnTokens:
    """The verifier of the stage: exact tokens, exact addresses."""

    def platform(self, token: str, url: str) -> None:
        if token != f"platform for {url}":
            raise Denied("not the platform")

    def user(self, token: str) -> str:
        if not token.startswith("user "):
            raise Denied("nobody")
        return token


@dataclass(kw_only=True)
class Stage(Panel):
    """The panel with the app behind it in this process, and the playground's mailbox on a real port."""

    app: Flask
    settings: Settings
    store: Store
    clock: TurnedClock
    mail: MailStore
    faults: Faults
    url: str  # of the Gmail server

    @property
    def address(self) -> str:
        return f"{self.user}@voss.example"

    @property
    def app_user(self) -> str:
        """What the ledger calls the person."""
        return Keys(self.settings.hash_key, self.settings.name_keys).user(self.identity_token())

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def oauth_token(self, message: str = "") -> str:
        return self.mail.issue(self.address, self.scopes, message)

    def identity_token(self) -> str:
        return f"user {self.user}"

    def send(self, path: str, event: Json) -> tuple[int, Json]:
        response = self.client.post(path, json=event, headers={"Authorization": f"Bearer platform for {BASE}{path}"})
        return response.status_code, response.get_json()

    def write(
        self, body: str = AMBUSH["en"], to: str = MIKE, cc: str = ANNA, subject: str = "You two", thread: str = "", html_body: str = ""
    ) -> str:
        """Save a draft, as Gmail does by itself; its id."""
        message = EmailMessage()
        for name, value in (("From", CLARA), ("To", to), ("Cc", cc), ("Subject", subject)):
            if value:
                message[name] = value
        message.set_content(body)
        if html_body:
            message.add_alternative(html_body, subtype="html")
        return self.gmail().create(message.as_bytes()).draft

    def drafts(self) -> list[str]:
        """The ids of all drafts, the newest first."""
        return [draft for draft, _ in self.mail.drafts(self.address)]

    def text_of(self, draft: str) -> str:
        """A draft as RFC 5322 text."""
        return self.gmail().draft(draft, raw=True).raw.decode("utf-8", "replace")

    def sent(self, draft: str) -> Row:
        """The person sends a draft: the message as it went out."""
        service = build(
            "gmail", "v1", credentials=Credentials(self._all()), client_options={"api_endpoint": self.url}, static_discovery=True
        )
        done = service.users().drafts().send(userId="me", body={"id": draft}).execute()
        return self.mail.messages(self.address, done["id"])[0]

    def update(self, draft: str, raw: bytes) -> None:
        """The person edits a draft."""
        user = self.mail.user(self.address)
        assert user
        save_draft(self.mail, user, {"raw": base64.urlsafe_b64encode(raw).decode()}, draft)

    def answered(self, draft: str, text: str, sender: str = "") -> str:
        """The person sends an ask, and whoever was asked (or `sender`) answers: the id of the answer."""
        asked = self.sent(draft)
        raw = (
            f"From: {sender or asked.recipients}\r\nTo: {CLARA}\r\nSubject: Re: {asked.subject}\r\nIn-Reply-To: {asked.message_id}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
        )
        person = self.mail.user(self.address)
        assert person
        return deliver(self.mail, person, read(raw.encode())).id

    def gmail(self) -> Gmail:
        """The mailbox, with every right."""
        return Gmail(self.url, Tokens(self._all()), Budget.of(Clock(), 60))

    def _all(self) -> str:
        return self.mail.issue(self.address, ["https://mail.google.com/"])
