"""The tables of the ledger. Nothing of a mail is in them: hashes, opaque ids of Gmail, states, dates, encrypted names.

A change here needs a migration in `migrations/versions/` (a test compares the two).
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

_HASH = String(40)
_ID = String(32)
_GMAIL = String(200)  # an opaque id of Gmail


def _moment(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=False)


INTRODUCTION = Table(
    "introduction",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("user", _HASH, nullable=False),
    Column("draft_key", _HASH, nullable=False),
    Column("draft_id", _GMAIL, nullable=False),  # "" where the text was pasted
    Column("language", String(8), nullable=False),
    _moment("created"),
    _moment("touched"),
    UniqueConstraint("user", "draft_key"),
    Index(None, "user", "touched"),
    Index(None, "touched"),
)

SIDE = Table(
    "side",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("introduction_id", _ID, ForeignKey("introduction.id", ondelete="CASCADE"), nullable=False),
    Column("key", _HASH, nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),  # linter.consent.State; "open" before anybody was asked
    Column("due", Date),
    UniqueConstraint("introduction_id", "key"),
)

MEMBER = Table(
    "member",
    METADATA,
    Column("side_id", _ID, ForeignKey("side.id", ondelete="CASCADE"), nullable=False),
    Column("person", _HASH, nullable=False),
    Column("name", Text, nullable=False),  # encrypted
    PrimaryKeyConstraint("side_id", "person"),
)

# One draft that is to be made: the row is there before Gmail is called, and tells afterwards what became of it.
OPERATION = Table(
    "operation",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("introduction_id", _ID, ForeignKey("introduction.id", ondelete="CASCADE"), nullable=False),
    Column("slot", _HASH, nullable=False),  # the key of the side that is asked, or "connect"
    Column("mark", String(40), nullable=False),  # stands in the Message-ID of the draft
    Column("digest", _HASH, nullable=False),  # of what the draft says
    Column("state", String(16), nullable=False),  # started, made, undone
    _moment("lease"),  # until then whoever started it is at work
    Column("draft_id", _GMAIL, nullable=False),
    Column("message_id", _GMAIL, nullable=False),
    Column("thread_id", _GMAIL, nullable=False),
    UniqueConstraint("introduction_id", "slot"),
    Index(None, "thread_id"),
)

ANSWER = Table(
    "answer",
    METADATA,
    Column("side_id", _ID, ForeignKey("side.id", ondelete="CASCADE"), nullable=False),
    Column("message_key", _HASH, nullable=False),
    Column("answer", String(16), nullable=False),
    Column("due", Date),
    _moment("confirmed"),
    PrimaryKeyConstraint("side_id", "message_key"),
)

DISMISSAL = Table(
    "dismissal",
    METADATA,
    Column("user", _HASH, nullable=False),
    Column("scope", String(16), nullable=False),
    Column("digest", _HASH, nullable=False),
    Column("code", String(16), nullable=False),
    _moment("created"),
    PrimaryKeyConstraint("user", "scope", "digest", "code"),
    Index(None, "created"),
)

PREFERENCE = Table(
    "preference",
    METADATA,
    Column("user", _HASH, nullable=False),
    Column("name", String(40), nullable=False),
    Column("value", Text, nullable=False),
    _moment("changed"),
    PrimaryKeyConstraint("user", "name"),
)

RATE = Table(
    "rate",
    METADATA,
    Column("user", _HASH, nullable=False),
    Column("minute", Integer, nullable=False),  # since 1970
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("user", "minute"),
    Index(None, "minute"),
)
