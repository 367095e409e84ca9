"""What happens to messages: drafts are saved and sent, mail arrives, threads hold together."""

from __future__ import annotations

import secrets
from email.utils import formataddr, formatdate

from addon.playground.mailbox_errors import invalid, not_found
from addon.playground.mailbox_message import Mail, decode_raw, read, with_headers
from addon.playground.mailbox_store import Row, Store, User
from linter.errors import InputError

MAX_RECIPIENTS = 20  # of one message: each gets a mailbox
_LABELS = ("INBOX", "SENT", "DRAFT", "UNREAD", "STARRED", "IMPORTANT", "SPAM", "TRASH")


def save_draft(store: Store, user: User, message: object, draft: str = "") -> tuple[str, Row]:
    """Create a draft, or replace the message of an existing one, which then has another id, as in Gmail."""
    mail, wanted = _incoming(store, user, message)
    with store.lock:
        old = draft_row(store, user, draft) if draft else None
        thread = _own_thread(store, user, mail, wanted, old)
        row = store.add(user.address, mail, ("DRAFT",), thread)
        identifier = draft or f"r{secrets.randbits(62)}"
        store.set_draft(user.address, identifier, row.id)
        if old:
            store.remove(old.id)
    return identifier, row


def draft_row(store: Store, user: User, draft: str) -> Row:
    """The message of a draft. Raises GmailError 404."""
    found = [message for identifier, message in store.drafts(user.address) if identifier == draft]
    if not found:
        raise not_found()
    return store.messages(user.address, found[0])[0]


def send_draft(store: Store, user: User, draft: str, message: object) -> Row:
    """Send a draft, as stored or with the message given, and delete it. The sent message has an id of its own."""
    with store.lock:
        old = draft_row(store, user, draft)
        if message is None:
            row = _send(store, user, read(old.raw), old.thread)
        else:
            mail, wanted = _incoming(store, user, message)
            row = _send(store, user, mail, _own_thread(store, user, mail, wanted, old))
        store.remove(old.id)
    return row


def send_message(store: Store, user: User, message: object) -> Row:
    """Send a message that never was a draft."""
    mail, wanted = _incoming(store, user, message)
    return _send(store, user, mail, _own_thread(store, user, mail, wanted, None))


def deliver(store: Store, user: User, mail: Mail, milliseconds: int | None = None, unread: bool = True) -> Row:
    """Put a message into a mailbox, in the thread it answers."""
    labels = ("INBOX", "UNREAD") if unread else ("INBOX",)
    return store.add(user.address, mail, labels, _answered(store, user, mail), milliseconds)


def change_labels(store: Store, user: User, identifier: str, add: list[str], remove: list[str]) -> Row:
    """Add and remove labels. Raises GmailError 404, or 400 for a label there is not."""
    unknown = [label for label in add + remove if label not in _LABELS]
    if unknown:
        raise invalid(f"Invalid label: {unknown[0][:100]}")
    with store.lock:
        found = store.messages(user.address, identifier)
        if not found:
            raise not_found()
        kept = [label for label in found[0].labels if label not in remove]
        store.label(identifier, dict.fromkeys(kept + add))
        return store.messages(user.address, identifier)[0]


def labels() -> list[dict[str, str]]:
    """The labels every mailbox has."""
    return [{"id": name, "name": name, "type": "system"} for name in _LABELS]


def _incoming(store: Store, user: User, message: object) -> tuple[Mail, str]:
    """The message of a request, completed with the headers Gmail adds, and the thread wished for."""
    if not isinstance(message, dict):
        raise invalid("Missing draft message")
    wanted = message.get("threadId") or ""
    if not isinstance(wanted, str):
        raise invalid("Invalid thread_id value")
    try:
        mail = read(decode_raw(message.get("raw")))
        sender = mail.draft.sender
        added = {} if sender and sender.address.lower() == user.address else {"From": formataddr((user.name, user.address))}
        if not mail.header("Date"):
            added["Date"] = formatdate(store.clock(), localtime=False)
        if not mail.header("MIME-Version"):
            added["MIME-Version"] = "1.0"
        if not mail.message_id:
            added["Message-ID"] = _new_id(user)
        return (read(with_headers(mail.raw, added)) if added else mail), wanted
    except (InputError, ValueError) as error:
        raise invalid(str(error)) from error


def _send(store: Store, user: User, mail: Mail, thread: str) -> Row:
    recipients = mail.draft.to + mail.draft.cc + mail.draft.bcc
    if not any(person.address for person in recipients):
        raise invalid("Recipient address required")
    if len(recipients) > MAX_RECIPIENTS:
        raise invalid(f"a message of the playground has at most {MAX_RECIPIENTS} recipients")
    named = {"Message-ID": _new_id(user), "Date": formatdate(store.clock(), localtime=False)}  # Gmail gives its own
    with store.lock:
        row = store.add(user.address, read(with_headers(mail.raw, named)), ("SENT",), thread)
        copy = read(with_headers(mail.raw, named, drop=("Bcc",)))
        for person in {person.address.lower(): person for person in recipients if person.address}.values():
            store.add_user(User(person.address.lower(), person.name or person.address.partition("@")[0]))
            mailbox = store.user(person.address)
            if mailbox:
                deliver(store, mailbox, copy)
    return row


def _own_thread(store: Store, user: User, mail: Mail, wanted: str, old: Row | None) -> str:
    """The thread for a message of one's own: the one asked for, if the headers agree, else a new one ("").

    Gmail wants In-Reply-To or References and the same subject; whoever forgets them gets a draft beside the thread.
    """
    if old and wanted in ("", old.thread) and len(store.messages(user.address, thread=old.thread)) == 1:
        return old.thread
    wanted = wanted or (old.thread if old else "")
    if not wanted:
        return ""
    members = [row for row in store.messages(user.address, thread=wanted) if old is None or row.id != old.id]
    if not members:
        raise not_found()
    known = {row.message_id for row in members if row.message_id}
    fits = known.intersection(mail.references) and any(row.topic == mail.topic for row in members)
    return wanted if fits else ""


def _answered(store: Store, user: User, mail: Mail) -> str:
    for reference in mail.references:
        found = [row for row in store.messages(user.address, message_id=reference) if row.topic == mail.topic]
        if found:
            return found[0].thread
    return ""


def _new_id(user: User) -> str:
    return f"<CA{secrets.token_urlsafe(24)}@{user.address.rpartition('@')[2]}>"
