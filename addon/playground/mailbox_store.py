"""The mailboxes, in SQLite: users, their tokens, messages and drafts."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from addon.playground.mailbox_errors import full
from addon.playground.mailbox_message import Mail

MAX_USERS = 30
MAX_MESSAGES = 2_000  # in one mailbox
_SCHEMA = """
pragma synchronous = off;  -- a playground may lose its mail with the power
pragma journal_mode = memory;
create table if not exists users (address text primary key, name text not null, signature text not null);
create table if not exists tokens (token text primary key, address text not null, scopes text not null, message text not null);
create table if not exists counter (value integer not null);
create table if not exists messages (
  id text primary key, address text not null, thread text not null, labels text not null, milliseconds integer not null,
  history integer not null, raw blob not null, message_id text not null, topic text not null, sender text not null,
  recipients text not null, subject text not null, body text not null, snippet text not null);
create index if not exists messages_of on messages (address, milliseconds desc);
create index if not exists messages_named on messages (address, message_id);
create table if not exists drafts (id text primary key, address text not null, message text not null);
"""


@dataclass(frozen=True)
class User:
    """Somebody with a mailbox. `signature` is HTML, as in Gmail's settings."""

    address: str
    name: str
    signature: str = ""


@dataclass(frozen=True)
class Token:
    """What a bearer token allows: whose mailbox, which scopes, and for tokens of an add-on which open message."""

    address: str
    scopes: frozenset[str]
    message: str = ""


@dataclass(frozen=True)
class Row:
    """A stored message. `milliseconds` is Gmail's internalDate; `body` is the readable text, for searching."""

    id: str
    address: str
    thread: str
    labels: tuple[str, ...]
    milliseconds: int
    history: int
    raw: bytes
    message_id: str
    topic: str
    sender: str
    recipients: str
    subject: str
    body: str
    snippet: str


class Store:
    """One SQLite file, one lock: a playground has few visitors. `clock` gives seconds since the epoch."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.lock = threading.RLock()  # held over everything that has to happen together
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def clear(self) -> None:
        """Empty every mailbox; every token is void."""
        with self.lock:
            for table in ("users", "tokens", "messages", "drafts"):
                self._database.execute(f"delete from {table}")  # noqa: S608  a fixed list

    def _rows(self, query: str, *values: str | int | bytes) -> list[tuple[str, ...]]:
        with self.lock:
            return self._database.execute(query, values).fetchall()

    def add_user(self, user: User) -> None:
        """Open a mailbox; an existing one is left as it is. Raises GmailError 403 when there is no room."""
        with self.lock:
            if self.user(user.address) is None and len(self.users()) >= MAX_USERS:
                raise full(f"a playground has at most {MAX_USERS} mailboxes")
            self._rows("insert or ignore into users values (?, ?, ?)", user.address.lower(), user.name, user.signature)

    def users(self) -> tuple[User, ...]:
        """Everybody with a mailbox, in the order of their coming."""
        return tuple(User(*row) for row in self._rows("select address, name, signature from users order by rowid"))

    def user(self, address: str) -> User | None:
        """The user of an address, if there is one."""
        found = self._rows("select address, name, signature from users where address = ?", address.lower())
        return User(*found[0]) if found else None

    def issue(self, address: str, scopes: Iterable[str], message: str = "") -> str:
        """A new bearer token."""
        token = f"ya29.{secrets.token_urlsafe(32)}"
        self._rows("insert into tokens values (?, ?, ?, ?)", token, address.lower(), json.dumps(sorted(scopes)), message)
        return token

    def token(self, value: str) -> Token | None:
        """What a bearer token allows, None if it is not known."""
        found = self._rows("select address, scopes, message from tokens where token = ?", value)
        return Token(found[0][0], frozenset(json.loads(found[0][1])), found[0][2]) if found else None

    def add(self, address: str, mail: Mail, labels: Iterable[str], thread: str = "", milliseconds: int | None = None) -> Row:
        """Store a message; without a thread it begins one. Raises GmailError 403 when there is no room."""
        with self.lock:
            if int(self._rows("select count(*) from messages where address = ?", address)[0][0]) >= MAX_MESSAGES:
                raise full(f"a mailbox of the playground holds at most {MAX_MESSAGES:,} messages")
            history = self.tick()
            now = int(self.clock() * 1000)
            identifier = f"{(now << 20) | (history & 0xFFFFF):016x}"  # sixteen hexadecimal digits, rising, as Gmail's
            self._rows(
                "insert into messages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                identifier, address, thread or identifier, json.dumps(list(labels)), now if milliseconds is None else milliseconds, history,
                mail.raw, mail.message_id, mail.topic, str(mail.draft.sender or ""),
                ", ".join(map(str, mail.draft.to + mail.draft.cc + mail.draft.bcc)), mail.draft.subject, mail.draft.body, mail.snippet,
            )  # fmt: skip
            return self.messages(address, identifier)[0]

    def tick(self) -> int:
        """The next number of the history."""
        with self.lock:
            if not self._rows("select value from counter"):
                self._rows("insert into counter values (?)", 1000)
            self._rows("update counter set value = value + 1")
            return int(self._rows("select value from counter")[0][0])

    def messages(self, address: str, identifier: str = "", thread: str = "", message_id: str = "") -> list[Row]:
        """The messages of a mailbox, the newest first; all, one, those of a thread, or those with a Message-ID."""
        query, values = "select * from messages where address = ?", [address]
        for column, value in (("id", identifier), ("thread", thread), ("message_id", message_id)):
            if value:
                query, values = f"{query} and {column} = ?", [*values, value]
        rows = self._rows(f"{query} order by milliseconds desc, history desc", *values)
        return [Row(*row[:3], tuple(json.loads(row[3])), *row[4:]) for row in rows]  # type: ignore[call-arg,arg-type]

    def label(self, identifier: str, labels: Iterable[str]) -> None:
        """Replace the labels of a message."""
        self._rows("update messages set labels = ?, history = ? where id = ?", json.dumps(list(labels)), self.tick(), identifier)

    def remove(self, identifier: str) -> None:
        """Delete a message for good, and the draft it may be."""
        with self.lock:
            self._rows("delete from messages where id = ?", identifier)
            self._rows("delete from drafts where message = ?", identifier)

    def drafts(self, address: str) -> list[tuple[str, str]]:
        """(draft id, message id) of a mailbox's drafts, the last saved first."""
        query = "select d.id, d.message from drafts d join messages m on m.id = d.message where d.address = ? order by m.history desc"
        return [(row[0], row[1]) for row in self._rows(query, address)]

    def set_draft(self, address: str, identifier: str, message: str) -> None:
        """Let a draft consist of this message."""
        self._rows("insert or replace into drafts values (?, ?, ?)", identifier, address, message)
