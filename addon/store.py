"""The ledger: what is remembered of a user's introductions. Every method is one transaction and raises StoreDown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from addon.database import Database
from addon.introductions import Introductions
from addon.keys import Keys
from addon.tables import DISMISSAL, INTRODUCTION, PREFERENCE, RATE
from linter.dismissal import Dismissal, Dismissals, Scope

_MAX_DISMISSALS = 5_000  # of one user


class Store(Introductions):
    """Introductions (see there), and the user's own: dismissals, preferences, the right to be forgotten."""

    def close(self) -> None:
        """Close all connections to the database."""
        self._database.close()

    def ping(self) -> None:
        """Does nothing if the database answers."""
        with self._database.transaction() as connection:
            connection.execute(select(1))

    def take(self, user: str, now: datetime, most: int) -> bool:
        """Count one request of a user; whether there were at most `most` in this minute."""
        row = {"user": user, "minute": int(now.timestamp() // 60), "number": 1}
        statement = self._database.insert(RATE).values(row)
        counted = statement.on_conflict_do_update(index_elements=["user", "minute"], set_={"number": RATE.c.number + 1})
        with self._database.transaction() as connection:
            return int(connection.execute(counted.returning(RATE.c.number)).scalar_one()) <= most

    def dismissals(self, user: str) -> Dismissals:
        """The findings that a user does not want to hear of any more."""
        query = select(DISMISSAL.c.scope, DISMISSAL.c.digest, DISMISSAL.c.code).where(DISMISSAL.c.user == user)
        with self._database.transaction() as connection:
            rows = connection.execute(query.order_by(DISMISSAL.c.created.desc()).limit(_MAX_DISMISSALS)).all()
        return Dismissals(self._keys.hash_key, frozenset(Dismissal(Scope(row.scope), row.digest, row.code) for row in rows))

    def dismiss(self, user: str, entries: Iterable[Dismissal], now: datetime) -> None:
        """Remember answers to findings; those known already stay."""
        rows = [{"user": user, "scope": e.scope.value, "digest": e.digest, "code": e.code, "created": now} for e in entries]
        if rows:
            with self._database.transaction() as connection:
                connection.execute(self._database.insert(DISMISSAL).on_conflict_do_nothing(), rows)

    def undismiss(self, user: str) -> None:
        """Forget all answers to findings."""
        with self._database.transaction() as connection:
            connection.execute(delete(DISMISSAL).where(DISMISSAL.c.user == user))

    def preferences(self, user: str) -> Mapping[str, str]:
        """What a user has set."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(PREFERENCE.c.name, PREFERENCE.c.value).where(PREFERENCE.c.user == user)).all()
        return {row.name: row.value for row in rows}

    def prefer(self, user: str, values: Mapping[str, str], now: datetime) -> None:
        """Set preferences."""
        rows = [{"user": user, "name": name, "value": value, "changed": now} for name, value in values.items()]
        statement = self._database.insert(PREFERENCE)
        replaced = statement.on_conflict_do_update(
            index_elements=["user", "name"], set_={"value": statement.excluded.value, "changed": statement.excluded.changed}
        )
        if rows:
            with self._database.transaction() as connection:
                connection.execute(replaced, rows)

    def forget(self, user: str) -> None:
        """Delete everything of a user."""
        with self._database.transaction() as connection:
            for table in (INTRODUCTION, DISMISSAL, PREFERENCE, RATE):  # the other tables hang on the introduction
                connection.execute(delete(table).where(table.c.user == user))

    def purge(self, now: datetime, days: int) -> None:
        """Delete what nobody has touched for so many days, and the counts of past minutes."""
        before = now - timedelta(days=days)
        with self._database.transaction() as connection:
            connection.execute(delete(INTRODUCTION).where(INTRODUCTION.c.touched < before))
            connection.execute(delete(DISMISSAL).where(DISMISSAL.c.created < before))
            connection.execute(delete(PREFERENCE).where(PREFERENCE.c.changed < before))
            connection.execute(delete(RATE).where(RATE.c.minute < int(now.astimezone(UTC).timestamp() // 60) - 5))


def open_store(url: str, keys: Keys) -> Store:
    """The ledger at a database address (`sqlite:///…`, `sqlite://` in memory, `postgresql://…`), brought up to date.

    Raises SettingsError on an address that is none, StoreDown when the database does not answer.
    """
    database = Database(url)
    database.migrate()
    return Store(database, keys)
