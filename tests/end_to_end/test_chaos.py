"""SIGKILL in the middle of *Ask first*: whatever dies, and whenever, ledger and mailbox agree once the person has tried again.

"In the middle" is meant: a trap on the line between service and mailbox strikes at the first or the second draft that is created,
before, while or after the mailbox does it, or when the service has been told and may be writing it down. Moments are drawn with
a seed; `ASKFIRST_CHAOS=SEED:ROUNDS` draws others, or more.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from mailbox_process import durable
from mailboxes import EVERYTHING, running
from processes import KEYS, Gunicorn, MailboxServer
from remote import RemotePanel
from servers import PostgreSQL, database_server, new_database
from signing import Signer
from story import Teller, mail_program
from trap import Blow, Moment, Trap

from addon.playground.mailbox_store import User
from addon.store import open_store

pytestmark = pytest.mark.slow

SEED, ROUNDS = (int(number) for number in os.environ.get("ASKFIRST_CHAOS", "20261127:8").split(":"))


@dataclass
class Ground:
    """What can be killed, and the people who suffer it, each with an introduction of their own."""

    service: Gunicorn
    database: PostgreSQL
    address: str
    mailbox: MailboxServer
    trap: Trap
    tellers: list[Teller]


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    mailbox, signer = MailboxServer(tmp_path / "mail.sqlite"), Signer()
    store = durable(mailbox.file)
    tokens = {}
    for number in range(ROUNDS):
        store.add_user(User(f"clara{number}@voss.example", "Clara Voss"))
        tokens[f"clara{number}"] = store.issue(f"clara{number}@voss.example", [EVERYTHING])
    store.close()
    trap = Trap(mailbox.url)
    with ExitStack() as stack:
        mailbox.start()
        stack.callback(lambda: mailbox.kill())
        line = stack.enter_context(running(trap))
        database = stack.enter_context(database_server())
        address = new_database(database.address, "chaos")
        service = Gunicorn(tmp_path / "service", address, line, signer, workers=1)
        service.start()
        stack.callback(service.stop)
        tellers = []
        for name, token in tokens.items():
            api = stack.enter_context(mail_program(mailbox.url, token))
            tellers.append(Teller(RemotePanel(backends=[service.url], signer=signer, api=api, user=name, token=token)))
        yield Ground(service, database, address, mailbox, trap, tellers)


def _worker(ground: Ground) -> tuple[Callable[[], None], Callable[[], None]]:
    return ground.service.kill_workers, lambda: None  # the server starts another by itself


def _postgresql(ground: Ground) -> tuple[Callable[[], None], Callable[[], None]]:
    return ground.database.kill, ground.database.start


def _gmail(ground: Ground) -> tuple[Callable[[], None], Callable[[], None]]:
    return ground.mailbox.kill, ground.mailbox.start


@pytest.mark.parametrize("victim", [_worker, _postgresql, _gmail], ids=["worker", "postgresql", "gmail"])
def test_whatever_is_killed_ledger_and_mailbox_agree(ground: Ground, victim: Callable[[Ground], tuple[Callable[[], None], ...]]) -> None:
    kill, restart = victim(ground)
    moments = random.Random(SEED)
    for number, teller in enumerate(ground.tellers):
        teller.begin(number)
        teller.ask()
        while "Ask first" not in teller.panel.buttons():  # a busy machine is no failure
            teller.ask()
        moment = list(Moment)[number % len(Moment)]
        ground.trap.set(Blow(moments.choice((1, 2)), moment, moments.choice((0.0, moments.uniform(0, 0.05))), kill))
        teller.press_ask()
        ground.trap.settle()
        restart()
    assert ground.trap.struck == ROUNDS
    with ThreadPoolExecutor(ROUNDS) as pool:
        list(pool.map(lambda teller: teller.until_done(pause=4.0), ground.tellers))
    store = open_store(ground.address, KEYS)
    for teller in ground.tellers:
        teller.check(store, KEYS.user(teller.panel.user))
    store.close()
