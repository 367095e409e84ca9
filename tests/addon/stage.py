"""A person with a mailbox and the add-on's panel: events as Google posts them, buttons pressed by what they say."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import strict
from flask import Flask
from flask.testing import FlaskClient
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from addon.clock import Budget, Clock
from addon.errors import Denied
from addon.gmail import Gmail, Tokens
from addon.manifest import SCOPES
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_message import read
from addon.playground.mailbox_post import deliver
from addon.playground.mailbox_store import Row
from addon.playground.mailbox_store import Store as MailStore
from addon.settings import Settings
from addon.store import Store

Json = dict[str, Any]
BASE = "https://askfirst.example"
PREFIX = "https://www.googleapis.com/auth/"
ALL = [f"{PREFIX}{name}" for name, _ in SCOPES]
CLARA, ANNA, MIKE = "Clara Voss <clara@voss.example>", "Anna Roth <anna@roth.example>", "Mike Hale <mike@hale.example>"
AMBUSH = {
    "en": "Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds. Anna, Mike is building a new booking app and "
    "could use your eye. I'll let you two take it from here.\n\nBest,\nClara",
    "de": "Hallo Mike,\n\nich möchte dir Anna vorstellen, sie leitet ein Designbüro in Leeds. Anna, Mike baut eine neue Buchungs-App und "
    "könnte deinen Blick gebrauchen. Ihr zwei solltet euch unbedingt unterhalten.\n\nLiebe Grüße\nClara",
}


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


@dataclass
class Stage:
    """The app, the mailbox behind it, and what the person sees."""

    app: Flask
    settings: Settings
    store: Store
    clock: TurnedClock
    mail: MailStore
    faults: Faults
    url: str  # of the Gmail server
    locale: str = "en"
    user: str = "clara"
    scopes: list[str] = field(default_factory=lambda: list(ALL))
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    message: str = ""  # the open message
    inputs: dict[str, list[str]] = field(default_factory=dict)
    answer: Json = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.user}@voss.example"

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def event(self, parameters: dict[str, str] | None = None) -> Json:
        """The event Google would post now."""
        gmail: Json = {"toRecipients": self.to, "ccRecipients": self.cc, "bccRecipients": []}
        tokens: Json = {
            "userOAuthToken": self.mail.issue(self.address, self.scopes),
            "userIdToken": f"user {self.user}",
            "authorizedScopes": self.scopes,
        }
        if self.message:
            token = self.mail.issue(self.address, self.scopes, self.message)
            gmail = {"messageId": self.message, "threadId": "thread-f:1", "accessToken": token}
        zone = {"id": "Europe/Vienna", "offset": 3600000}
        common: Json = {"userLocale": self.locale, "hostApp": "GMAIL", "platform": "WEB", "timeZone": zone}
        if parameters:
            common["parameters"] = parameters
        if self.inputs:
            common["formInputs"] = {name: {"stringInputs": {"value": value}} for name, value in self.inputs.items()}
        return {"commonEventObject": common, "authorizationEventObject": tokens, "gmail": gmail}

    def post(self, path: str, parameters: dict[str, str] | None = None) -> Json:
        """Post an event; the answer is checked for what the platform takes."""
        headers = {"Authorization": f"Bearer platform for {BASE}{path}"}
        response = self.client.post(path, json=self.event(parameters), headers=headers)
        assert response.status_code == 200, response.text
        self.answer = response.get_json()
        strict.check_answer(self.answer, BASE)
        assert ("renderActions" in self.answer) == path.startswith("/click/") or "requesting_google_scopes" in self.answer
        return self.answer

    def compose(self, to: str = MIKE, cc: str = ANNA) -> Json:
        """Open the panel in a compose window."""
        self.to, self.cc, self.message = [to] if to else [], [cc] if cc else [], ""
        return self.post("/compose")

    def open(self, message: str) -> Json:
        """Open a message with the panel."""
        self.message = message
        return self.post("/message")

    def press(self, text: str, at: int = 0) -> Json:
        """Press a button of the card on the screen."""
        action = self.buttons()[text][at]
        parameters = {entry["key"]: entry["value"] for entry in action.get("parameters", [])}
        return self.post(action["function"].removeprefix(BASE), parameters)

    def buttons(self) -> dict[str, list[Json]]:
        """The buttons on the screen that call us, by what they say."""
        found: dict[str, list[Json]] = {}
        for item in strict.objects(self.answer):
            if "action" in item.get("onClick", {}):
                found.setdefault(item["text"], []).append(item["onClick"]["action"])
        return found

    def says(self) -> str:
        """Everything on the screen, as the person reads it."""
        keys = ("text", "title", "subtitle", "header", "topLabel", "bottomLabel", "label")
        texts = [value for key, value in strict.walk(self.answer) if key in keys and isinstance(value, str)]
        return html.unescape("\n".join(texts).replace("<br>", "\n"))

    @property
    def opened(self) -> Json | None:
        """The draft the client was told to open."""
        action = self.answer.get("renderActions", {}).get("hostAppAction", {}).get("gmailAction", {})
        return action.get("openCreatedDraftActionMarkup")

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
