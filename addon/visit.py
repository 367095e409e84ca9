"""One request of a person: everything a handler needs, passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from addon.clock import Budget, Clock
from addon.event import Event
from addon.gmail import Mailbox
from addon.keys import Keys
from addon.response import Answer
from addon.settings import Settings
from addon.store import Store
from addon.words import Words

SCOPE = "https://www.googleapis.com/auth/"
COMPOSE = f"{SCOPE}gmail.compose"


@dataclass(frozen=True)
class Look:
    """How a card speaks, and where its buttons lead."""

    words: Words
    settings: Settings

    def click(self, name: str) -> str:
        """The address of a button's endpoint."""
        return self.settings.url(f"/click/{name}")


@dataclass(frozen=True)
class Visit:
    """A verified event, and what it may use. `user` is a hash."""

    event: Event
    user: str
    words: Words
    mailbox: Mailbox
    store: Store
    keys: Keys
    settings: Settings
    clock: Clock
    budget: Budget

    @property
    def look(self) -> Look:
        """How this person's cards look."""
        return Look(self.words, self.settings)

    @property
    def today(self) -> date:
        """The day where the person is."""
        return self.clock.now().astimezone(self.words.zone).date()

    @property
    def can_read(self) -> bool:
        """Whether drafts may be read: the deployment asks for it, and the person has allowed it."""
        return self.settings.read_drafts and self.event.granted(COMPOSE)

    def parameter(self, name: str) -> str:
        """A parameter of the button that was pressed, or ""."""
        return self.event.parameters.get(name, "")


Handler = Callable[[Visit], Answer]
