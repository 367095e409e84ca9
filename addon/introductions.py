"""Introductions in the ledger: sides, the drafts made for them, answers, consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Connection, Row, RowMapping, and_, select, update

from addon.database import Database
from addon.keys import Keys
from addon.tables import ANSWER, INTRODUCTION, MEMBER, OPERATION, SIDE
from linter.consent import Consent, State, as_of
from linter.draft import Person
from linter.judge import Ledger

OPEN = "open"  # the state of a side that nobody has asked yet
CONNECT = "connect"  # the slot of the connecting draft
_SHOWN = 50  # introductions of one user that are looked through


class Doing(StrEnum):
    """What became of the draft of an operation."""

    STARTED = "started"
    MADE = "made"
    UNDONE = "undone"


@dataclass(frozen=True)
class Operation:
    """A draft that is to be made, or was. The ids are "" until it is made."""

    id: str
    slot: str
    mark: str
    digest: str
    state: Doing
    draft_id: str
    message_id: str
    thread_id: str


@dataclass(frozen=True)
class Claim:
    """Whether a draft is ours to make: `mine`; `before` if an earlier try may have made it already."""

    operation: Operation
    mine: bool
    before: bool


@dataclass(frozen=True)
class Known:
    """A side as the ledger knows it. `consent` is None before anybody was asked; `people` are hashes, in the order of `names`."""

    id: str
    key: str
    names: tuple[str, ...]
    people: tuple[str, ...]
    consent: Consent | None


@dataclass(frozen=True)
class Introduction:
    """One introduction on its way. `draft_id` is "" where the text was pasted."""

    id: str
    draft_id: str
    language: str
    touched: datetime
    sides: tuple[Known, ...]
    operations: tuple[Operation, ...]

    def operation(self, slot: str) -> Operation | None:
        """The operation of a slot, if there is one."""
        return next((operation for operation in self.operations if operation.slot == slot), None)

    def side(self, identifier: str) -> Known | None:
        """The side with this id."""
        return next((side for side in self.sides if side.id == identifier), None)


class Introductions:
    """The part of the ledger that is about introductions. Every method is one transaction and raises StoreDown."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def begin(
        self, user: str, draft_key: str, draft_id: str, language: str, sides: Sequence[tuple[tuple[Person, ...], bool]], now: datetime
    ) -> Introduction:
        """The introduction of a draft, made if there is none; sides (people, asked already) that are new to it are added."""
        row = {
            "id": uuid4().hex,
            "user": user,
            "draft_key": draft_key,
            "draft_id": draft_id,
            "language": language,
            "created": now,
            "touched": now,
        }
        where = and_(INTRODUCTION.c.user == user, INTRODUCTION.c.draft_key == draft_key)
        with self._database.transaction() as connection:
            self._database.add(connection, INTRODUCTION, row)
            connection.execute(update(INTRODUCTION).where(where).values(touched=now))  # also keeps a second click waiting on PostgreSQL
            identifier: str = connection.execute(select(INTRODUCTION.c.id).where(where)).scalar_one()
            for position, (people, asked) in enumerate(sides):
                self._add_side(connection, identifier, user, position, people, asked)
            return self._load(connection, [identifier])[0]

    def introduction(self, user: str, identifier: str) -> Introduction | None:
        """One of a user's introductions; None if there is none with this id."""
        return self._one(and_(INTRODUCTION.c.user == user, INTRODUCTION.c.id == identifier))

    def of_draft(self, user: str, draft_key: str) -> Introduction | None:
        """The introduction of a draft."""
        return self._one(and_(INTRODUCTION.c.user == user, INTRODUCTION.c.draft_key == draft_key))

    def introductions(self, user: str) -> list[Introduction]:
        """A user's introductions, the one last touched first."""
        with self._database.transaction() as connection:
            query = select(INTRODUCTION.c.id).where(INTRODUCTION.c.user == user).order_by(INTRODUCTION.c.touched.desc()).limit(_SHOWN)
            return self._load(connection, list(connection.execute(query).scalars()))

    def asked_in(self, user: str, thread: str) -> tuple[Introduction, Known] | None:
        """The introduction and the side that was asked in a thread."""
        where = and_(
            INTRODUCTION.c.user == user, OPERATION.c.thread_id == thread, OPERATION.c.state == Doing.MADE, OPERATION.c.slot != CONNECT
        )
        query = select(INTRODUCTION.c.id, OPERATION.c.slot).join(OPERATION, OPERATION.c.introduction_id == INTRODUCTION.c.id).where(where)
        with self._database.transaction() as connection:
            found = connection.execute(query.order_by(INTRODUCTION.c.touched.desc())).first() if thread else None
            if found is None:
                return None
            introduction = self._load(connection, [found.id])[0]
        return next(((introduction, side) for side in introduction.sides if side.key == found.slot), None)

    def claim(self, introduction: str, slot: str, digest: str, now: datetime, seconds: float) -> Claim:
        """Take on the making of a draft for so many seconds, unless it is made or somebody else is at it."""
        lease = now + timedelta(seconds=seconds)
        fresh = {
            "id": uuid4().hex, "introduction_id": introduction, "slot": slot, "mark": uuid4().hex, "digest": digest, "lease": lease,
            "state": Doing.STARTED.value, "draft_id": "", "message_id": "", "thread_id": "",
        }  # fmt: skip
        where = and_(OPERATION.c.introduction_id == introduction, OPERATION.c.slot == slot)
        again = {"state": Doing.STARTED.value, "lease": lease, "mark": fresh["mark"], "digest": digest}
        abandoned = and_(OPERATION.c.state == Doing.STARTED, OPERATION.c.lease < now)
        with self._database.transaction() as connection:
            made = self._database.add(connection, OPERATION, fresh)
            mine = made or bool(
                connection.execute(update(OPERATION).where(where, OPERATION.c.state == Doing.UNDONE).values(again)).rowcount
            )
            taken = not mine and bool(connection.execute(update(OPERATION).where(where, abandoned).values(lease=lease)).rowcount)
            row = connection.execute(select(OPERATION).where(where)).mappings().one()
        return Claim(_operation(row), mine or taken, before=taken)

    def made(self, operation: Operation, digest: str, draft_id: str, message_id: str, thread_id: str) -> Operation:
        """The draft is there and says what `digest` stands for; the side counts as asked from now on."""
        ids = {"draft_id": draft_id, "message_id": message_id, "thread_id": thread_id}
        values = {"state": Doing.MADE.value, "digest": digest, **ids}
        with self._database.transaction() as connection:
            connection.execute(update(OPERATION).where(OPERATION.c.id == operation.id).values(values))
            introduction = select(OPERATION.c.introduction_id).where(OPERATION.c.id == operation.id).scalar_subquery()
            side = and_(
                SIDE.c.introduction_id == introduction, SIDE.c.key == operation.slot, SIDE.c.state.in_((OPEN, State.WITHDRAWN.value))
            )
            connection.execute(update(SIDE).where(side).values(state=State.ASKED.value))
        return replace(operation, state=Doing.MADE, digest=digest, **ids)

    def release(self, operation: Operation, until: datetime) -> None:
        """Leave an operation for the next try, from a moment on."""
        with self._database.transaction() as connection:
            started = and_(OPERATION.c.id == operation.id, OPERATION.c.state == Doing.STARTED)
            connection.execute(update(OPERATION).where(started).values(lease=until))

    def undone(self, operation: Operation) -> None:
        """The draft was not made, or deleted again; the side counts as not asked, unless it has answered."""
        with self._database.transaction() as connection:
            connection.execute(update(OPERATION).where(OPERATION.c.id == operation.id).values(state=Doing.UNDONE.value))
            introduction = select(OPERATION.c.introduction_id).where(OPERATION.c.id == operation.id).scalar_subquery()
            side = and_(SIDE.c.introduction_id == introduction, SIDE.c.key == operation.slot, SIDE.c.state == State.ASKED)
            connection.execute(update(SIDE).where(side).values(state=OPEN))

    def say(self, user: str, side: str, consent: Consent, now: datetime, message_key: str = "", answer: str = "") -> None:
        """Set where a side stands; with `message_key`, because of an answer that the user has confirmed."""
        mine = select(INTRODUCTION.c.id).where(INTRODUCTION.c.user == user)
        with self._database.transaction() as connection:
            values = {"state": consent.state.value, "due": consent.due}
            found = connection.execute(update(SIDE).where(SIDE.c.id == side, SIDE.c.introduction_id.in_(mine)).values(values)).rowcount
            if not found:
                return
            introduction = select(SIDE.c.introduction_id).where(SIDE.c.id == side).scalar_subquery()
            connection.execute(update(INTRODUCTION).where(INTRODUCTION.c.id == introduction).values(touched=now))
            if message_key:
                row = {"side_id": side, "message_key": message_key, "answer": answer, "due": consent.due, "confirmed": now}
                statement = self._database.insert(ANSWER).values(row)
                changed = {name: row[name] for name in ("answer", "due", "confirmed")}
                connection.execute(statement.on_conflict_do_update(index_elements=["side_id", "message_key"], set_=changed))

    def confirmed(self, side: str, message_key: str) -> bool:
        """Whether the answer in a message was confirmed already."""
        with self._database.transaction() as connection:
            query = select(ANSWER.c.side_id).where(ANSWER.c.side_id == side, ANSWER.c.message_key == message_key)
            return connection.execute(query).first() is not None

    def consents(self, user: str, today: date) -> Ledger:
        """Who has agreed to meet whom, for the linter: within one introduction, as of a day."""
        agreed: dict[str, set[str]] = {}
        for introduction in self.introductions(user):
            for side in introduction.sides:
                if side.consent and as_of(side.consent, today).state in (State.YES, State.CONNECTED):
                    others = {person for other in introduction.sides if other is not side for person in other.people}
                    for person in side.people:
                        agreed.setdefault(person, set()).update(others)

        def ledger(person: Person, others: tuple[Person, ...]) -> bool:
            return {self._keys.person(user, other) for other in others} <= agreed.get(self._keys.person(user, person), set())

        return ledger

    def _add_side(
        self, connection: Connection, introduction: str, user: str, position: int, people: tuple[Person, ...], asked: bool
    ) -> None:
        hashes = {self._keys.person(user, person): person for person in people}
        state = State.YES.value if asked else OPEN
        row = {
            "id": uuid4().hex,
            "introduction_id": introduction,
            "key": self._keys.side(hashes),
            "position": position,
            "state": state,
            "due": None,
        }
        if self._database.add(connection, SIDE, row):
            members = [
                {"side_id": row["id"], "person": h, "name": self._keys.seal(p.name or p.address.partition("@")[0])}
                for h, p in hashes.items()
            ]
            connection.execute(MEMBER.insert(), members)

    def _one(self, where: object) -> Introduction | None:
        with self._database.transaction() as connection:
            found = connection.execute(select(INTRODUCTION.c.id).where(where)).scalars().all()  # type: ignore[arg-type]
            return self._load(connection, list(found))[0] if found else None

    def _load(self, connection: Connection, identifiers: list[str]) -> list[Introduction]:
        """Introductions with everything that hangs on them, in this order."""
        heads = {row.id: row for row in connection.execute(select(INTRODUCTION).where(INTRODUCTION.c.id.in_(identifiers)))}
        sides = connection.execute(select(SIDE).where(SIDE.c.introduction_id.in_(identifiers)).order_by(SIDE.c.position, SIDE.c.id)).all()
        operations = connection.execute(select(OPERATION).where(OPERATION.c.introduction_id.in_(identifiers))).mappings().all()
        members = connection.execute(
            select(MEMBER).where(MEMBER.c.side_id.in_([side.id for side in sides])).order_by(MEMBER.c.person)
        ).all()
        known = {side.id: self._known(side, [member for member in members if member.side_id == side.id]) for side in sides}
        return [
            Introduction(
                identifier, heads[identifier].draft_id, heads[identifier].language, _aware(heads[identifier].touched),
                tuple(known[side.id] for side in sides if side.introduction_id == identifier),
                tuple(_operation(row) for row in operations if row["introduction_id"] == identifier),
            )
            for identifier in identifiers if identifier in heads
        ]  # fmt: skip

    def _known(self, side: Row[tuple[object, ...]], members: list[Row[tuple[object, ...]]]) -> Known:
        consent = None if side.state == OPEN else Consent(State(side.state), side.due)
        return Known(side.id, side.key, tuple(self._keys.open(m.name) for m in members), tuple(m.person for m in members), consent)


def _operation(row: RowMapping) -> Operation:
    return Operation(
        row["id"], row["slot"], row["mark"], row["digest"], Doing(row["state"]), row["draft_id"], row["message_id"], row["thread_id"]
    )


def _aware(moment: datetime) -> datetime:
    """SQLite forgets the zone; everything in the ledger is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
