"""A mailbox server on a real port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mailboxes import ANNA, CLARA, MIKE, Clock, Mailbox, running

from addon.playground.mailbox import create_mailbox
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_store import Store, User


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    clock = Clock()
    store, faults = Store(tmp_path / "mail.sqlite", clock), Faults(clock)
    for address, name in ((CLARA, "Clara Voss"), (ANNA, "Anna Roth"), (MIKE, "Mike Hale")):
        store.add_user(User(address, name))
    with running(create_mailbox(store, faults)) as url:
        made = Mailbox(url, store, faults, clock)
        yield made
        for client in made.clients:
            client.close()
    store.close()
