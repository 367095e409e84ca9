"""Fill the mailboxes with the samples, and tell whether somebody has done anything since."""

from __future__ import annotations

from email.utils import parseaddr

from addon.playground import mailbox_post as post
from addon.playground.mailbox_message import read
from addon.playground.mailbox_store import Store, User
from addon.playground.samples import CONNECTOR, FRIENDS, samples

_BETWEEN = 47 * 60_000  # milliseconds from one sample draft to the next


def seed(store: Store, language: str) -> None:
    """Empty the mailboxes and fill them with the samples of a language."""
    chosen = samples(language)
    with store.lock:
        store.clear()
        for person in (CONNECTOR, *FRIENDS):
            name, address = parseaddr(person)
            store.add_user(User(address, name))
        connector = _connector(store)
        now = int(store.clock() * 1000)
        for sample in sorted(chosen.received, key=lambda sample: -sample.hours_ago):
            post.deliver(
                store, connector, read(sample.message().as_bytes()), now - sample.hours_ago * 3_600_000, unread=not sample.hours_ago
            )
        named = {sample.id: sample.message_id for sample in chosen.received}
        for age, sample in reversed(list(enumerate(chosen.drafts))):  # the first shall stand on top
            mail = read(sample.message(named.get(sample.answers, "")).as_bytes())
            row = store.add(
                connector.address, mail, ("DRAFT",), _thread(store, connector, named.get(sample.answers, "")), now - age * _BETWEEN
            )
            store.set_draft(connector.address, f"r-{sample.id}", row.id)


def untouched(store: Store) -> bool:
    """Whether the connector's mailbox holds nothing but samples."""
    return all(row.message_id.endswith("@samples.example>") for row in store.messages(_connector(store).address))


def language_of(store: Store) -> str:
    """The language the samples are in; "" once none is left."""
    names = [row.message_id for row in store.messages(_connector(store).address) if row.message_id.endswith("@samples.example>")]
    return names[0].partition("@")[0].rpartition(".")[2] if names else ""


def _connector(store: Store) -> User:
    user = store.user(parseaddr(CONNECTOR)[1])
    assert user is not None
    return user


def _thread(store: Store, user: User, message_id: str) -> str:
    found = store.messages(user.address, message_id=message_id) if message_id else []
    return found[0].thread if found else ""
