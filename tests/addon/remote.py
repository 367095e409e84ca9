"""The panel of a person whose mailbox is a server, and whose backend is one or several."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any

import requests
from panel import ANNA, BASE, CLARA, MIKE, Json, Panel
from signing import OAUTH_CLIENT, Signer

_ATTEMPTS = 8  # what a load balancer in front of the backends does: try the next one when a connection breaks
_PAUSE = 0.25  # seconds


@dataclass(kw_only=True)
class RemotePanel(Panel):
    """The panel over HTTP, turn about at each backend; `api` is Google's client, as the person's own mail program."""

    backends: list[str]
    signer: Signer
    api: Any
    token: str = "ya29.clara"
    repeated: int = 0  # requests that were sent again because a backend was gone
    failed: list[str] = field(default_factory=list)  # requests that nobody answered
    _turn: count[int] = field(default_factory=count, repr=False)

    def oauth_token(self, message: str = "") -> str:
        return f"ya29.{message}" if message else self.token

    def identity_token(self) -> str:
        return self.signer.token(OAUTH_CLIENT, sub=self.user)

    def send(self, path: str, event: Json) -> tuple[int, Json]:
        headers = {"Authorization": f"Bearer {self.signer.platform(BASE + path)}"}
        for _ in range(_ATTEMPTS):
            backend = self.backends[next(self._turn) % len(self.backends)]
            try:
                response = requests.post(backend + path, json=event, headers=headers, timeout=60)
            except requests.ConnectionError:
                if len(self.backends) == 1:
                    break
                self.repeated += 1
                time.sleep(_PAUSE)
            else:
                return response.status_code, response.json()
        self.failed.append(path)
        return 0, {}

    def drafts(self) -> dict[str, EmailMessage]:
        """The drafts in the mailbox."""
        found: dict[str, EmailMessage] = {}
        page = ""
        while True:
            listed = self.api.drafts().list(userId="me", maxResults=100, **({"pageToken": page} if page else {})).execute()
            found |= {entry["id"]: self.draft(entry["id"]) for entry in listed.get("drafts", [])}
            page = listed.get("nextPageToken", "")
            if not page:
                return found

    def draft(self, identifier: str) -> EmailMessage:
        raw = self.api.drafts().get(userId="me", id=identifier, format="raw").execute()["message"]["raw"]
        message = message_from_bytes(base64.urlsafe_b64decode(raw + "=="), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def save(self, body: str, to: str = MIKE, cc: str = ANNA) -> str:
        message = EmailMessage()
        message["From"], message["To"], message["Cc"], message["Subject"] = CLARA, to, cc, "Ihr zwei"
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
