"""The way to the database: SQLite or PostgreSQL, the same statements on both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError, TimeoutError

from addon.errors import SettingsError, StoreDown

Insert = sqlite.Insert | postgresql.Insert

_WAIT = 5  # seconds for a connection or a lock


class Database:
    """An engine, and transactions whose failures are StoreDown."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is committed at the end. Raises StoreDown when the database does not answer."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError, TimeoutError):
            raise StoreDown("the ledger cannot be reached") from None

    def insert(self, table: Table) -> Insert:
        """An INSERT that knows ON CONFLICT, for this kind of database."""
        return postgresql.insert(table) if self.kind == "postgresql" else sqlite.insert(table)

    def add(self, connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
        """Add a row unless there is one like it; whether it was added. (PostgreSQL's driver has no row count for this.)"""
        statement = self.insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key.columns)
        return connection.execute(statement).first() is not None

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def migrate(self) -> None:
        """Bring the tables up to date. Raises StoreDown."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.transaction() as connection:
            if self.kind == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236419001)")  # several workers start at once
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _engine(address: str) -> Engine:
    try:
        parsed = make_url(address)
    except ArgumentError:
        raise SettingsError("ASKFIRST_DATABASE is not a database address (docs/deploy.md)") from None
    if parsed.get_backend_name() == "postgresql":
        options = {"connect_timeout": _WAIT, "options": f"-c statement_timeout={_WAIT * 1000} -c lock_timeout={_WAIT * 1000}"}
        url = parsed.set(drivername="postgresql+psycopg")
        return create_engine(url, pool_pre_ping=True, pool_timeout=_WAIT, hide_parameters=True, connect_args=options)
    if parsed.get_backend_name() != "sqlite":
        raise SettingsError("ASKFIRST_DATABASE must be sqlite:///… or postgresql://…")
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": _WAIT, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _: Dialect | Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: taking the lock at once is what makes two clicks safe
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
