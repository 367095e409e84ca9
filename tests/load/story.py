"""Somebody who introduces people, presses *Ask first* until it is done, and what mailbox and ledger must say afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from panel import AMBUSH
from remote import RemotePanel

from addon.introductions import CONNECT, Doing
from addon.store import Store

PATIENCE = 240.0  # seconds until an introduction has to be asked about: a busy machine is no failure
_AGAIN = ("Try again", "Check again")
_DONE = "are in your drafts"


class FreshHttp(httplib2.Http):  # type: ignore[misc]
    """A new connection for each request: a person is slow, and servers close what is idle."""

    def request(self, *arguments: Any, **options: Any) -> Any:
        answer = super().request(*arguments, **options)
        self.close()
        return answer


@contextmanager
def mail_program(url: str, token: str) -> Iterator[Any]:
    """A person's own mail program: the users of Google's client for the Gmail API."""
    http = AuthorizedHttp(Credentials(token), http=FreshHttp(timeout=60))
    api = build("gmail", "v1", http=http, client_options={"api_endpoint": url}, static_discovery=True)
    yield api.users()
    api.close()


@dataclass
class Teller:
    """One person's introductions: each original draft with its bytes, and how often a card asked to try again."""

    panel: RemotePanel
    originals: dict[str, bytes] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    asked_again: int = 0

    def begin(self, number: int) -> None:
        """Save a draft that introduces two people, and open the panel beside it."""
        to, cc = f"Mike Hale <mike{number}@hale.example>", f"Anna Roth <anna{number}@roth.example>"
        draft = self.panel.save(AMBUSH["en"], to, cc)
        self.originals[draft] = self.panel.draft(draft).as_bytes()
        self.pairs.append((to, cc))

    def ask(self) -> None:
        """See the warning and press *Ask first*; a request that nobody answers leaves the panel as it was."""
        to, cc = self.pairs[-1]
        self.panel.to, self.panel.cc, self.panel.message = [to], [cc], ""
        self._press("/compose", {})

    def until_done(self, pause: float = 1.0) -> None:
        """Press whatever offers to go on until the asks are there."""
        end = time.monotonic() + PATIENCE
        while not self.done and time.monotonic() < end:
            buttons = self.panel.buttons() if self.panel.answer else {}
            wanted = next((name for name in ("Ask first", *_AGAIN) if name in buttons), None)
            if wanted is None:
                self._press("/compose", {})
                continue
            action = buttons[wanted][0]
            if wanted != "Ask first":
                self.asked_again += 1
                time.sleep(pause)
            self._press(action["function"].removeprefix("https://askfirst.example"), {e["key"]: e["value"] for e in action["parameters"]})
        assert self.done, self.panel.says()

    @property
    def done(self) -> bool:
        """Whether the card says that the asks are there."""
        return _DONE in self.panel.says()

    def press_ask(self) -> None:
        """Press *Ask first* once, whatever becomes of it."""
        action = self.panel.buttons()["Ask first"][0]
        self._press("/click/ask", {entry["key"]: entry["value"] for entry in action["parameters"]})

    def check(self, store: Store, user: str) -> None:
        """Nothing lost, nothing doubled, the originals untouched; the ledger names the drafts that are there, and no other."""
        drafts = self.panel.drafts()
        wanted = sorted(person for pair in self.pairs for person in pair)
        asks = {identifier: mail for identifier, mail in drafts.items() if identifier not in self.originals}
        assert sorted(str(mail["To"]) for mail in asks.values()) == wanted
        assert {identifier: drafts[identifier].as_bytes() for identifier in self.originals} == self.originals
        operations = [operation for introduction in store.introductions(user) for operation in introduction.operations]
        assert {operation.state for operation in operations} == {Doing.MADE}
        assert all(operation.slot != CONNECT for operation in operations)
        assert sorted(operation.draft_id for operation in operations) == sorted(asks)
        for introduction in store.introductions(user):
            assert introduction.draft_id in self.originals
            assert [side.consent.state.value if side.consent else "" for side in introduction.sides] == ["asked", "asked"]

    def _press(self, path: str, parameters: dict[str, str]) -> None:
        status, answer = self.panel.send(path, self.panel.event(parameters))
        if status == 200:
            self.panel.answer = answer
