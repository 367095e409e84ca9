"""The stage on which the add-on is tested: a mailbox server on a real port, a ledger on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from mailboxes import running
from panel import BASE
from servers import new_database, postgresql
from stage import HASH_KEY, NAME_KEY, OwnTokens, Stage, TurnedClock

from addon import create_app
from addon.clock import Budget
from addon.gmail import Gmail, Tokens
from addon.keys import Keys
from addon.playground.mailbox import create_mailbox
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_store import Store as MailStore
from addon.playground.mailbox_store import User
from addon.settings import Settings
from addon.store import open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgresql() as address:
        yield address


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ledger.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return sqlite_url
    return new_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")


@pytest.fixture
def settings() -> Settings:
    return Settings(public_url=BASE, hash_key=HASH_KEY, name_keys=(NAME_KEY,), api_keys=None, requests_per_minute=1000, call_seconds=10.0)


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Callable[[Settings, str], Stage]]:
    """Builds stages; everything is taken down afterwards."""
    closing: list[Callable[[], None]] = []

    def build(settings: Settings, database: str) -> Stage:
        clock = TurnedClock()
        mail = MailStore(tmp_path / f"mail-{len(closing)}.sqlite", lambda: clock.now().timestamp())
        faults = Faults(lambda: clock.now().timestamp())
        for address, name in (("clara@voss.example", "Clara Voss"), ("anna@roth.example", "Anna Roth"), ("mike@hale.example", "Mike Hale")):
            mail.add_user(User(address, name))
        server = running(create_mailbox(mail, faults))
        url = server.__enter__()
        store = open_store(database, Keys(settings.hash_key, settings.name_keys))

        def mailbox(tokens: Tokens, budget: Budget) -> Gmail:
            return Gmail(url, tokens, budget, settings.call_seconds)

        app = create_app(settings, mailbox, store, clock, OwnTokens())
        closing.extend((lambda: server.__exit__(None, None, None), mail.close, store.close))
        return Stage(app=app, settings=settings, store=store, clock=clock, mail=mail, faults=faults, url=url)

    yield build
    for close in closing:
        close()


@pytest.fixture
def stage(set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str) -> Stage:
    return set_up(settings, sqlite_url)
