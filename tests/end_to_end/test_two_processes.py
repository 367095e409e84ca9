"""Two gunicorn processes on one PostgreSQL, and one of them killed under load: no click is lost, no draft is doubled.

The Gmail emulator of npm is on the wire. What a load balancer does stands in `remote.py`: when a connection breaks, the
request is sent again, to the other backend.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Lock

import pytest
from processes import KEYS, Gunicorn
from remote import RemotePanel
from servers import gmail_emulator, new_database, postgresql
from signing import Signer
from story import Teller, mail_program

from addon.store import open_store

pytestmark = pytest.mark.slow

PEOPLE, EACH = 5, 3  # people, introductions of each
KILL_AFTER = 4  # introductions


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[list[Gunicorn], list[Teller], str]]:
    names = [f"clara{number}" for number in range(PEOPLE)]
    with ExitStack() as stack:
        (tmp_path / "gmail").mkdir()
        gmail = stack.enter_context(gmail_emulator(tmp_path / "gmail", {f"ya29.{name}": f"{name}@voss.example" for name in names}))
        database = new_database(stack.enter_context(postgresql()), "two")
        signer = Signer()
        services = [Gunicorn(tmp_path / name, database, gmail, signer) for name in ("one", "other")]
        for service in services:
            service.start()
            stack.callback(service.stop)
        tellers = []
        for name in names:
            api = stack.enter_context(mail_program(gmail, f"ya29.{name}"))
            panel = RemotePanel(backends=[s.url for s in services], signer=signer, api=api, user=name, token=f"ya29.{name}")
            tellers.append(Teller(panel))
        yield services, tellers, database


def test_a_killed_process_loses_no_click_and_doubles_no_draft(stage: tuple[list[Gunicorn], list[Teller], str]) -> None:
    services, tellers, database = stage
    lock, done = Lock(), [0]

    def work(teller: Teller) -> None:
        for number in range(EACH):
            teller.begin(number)
            teller.ask()
            teller.until_done()
            with lock:
                done[0] += 1
                if done[0] == KILL_AFTER:
                    services[0].kill()

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(work, tellers))
    store = open_store(database, KEYS)
    for teller in tellers:
        assert teller.panel.failed == []
        teller.check(store, KEYS.user(teller.panel.user))
    store.close()
    repeated = sum(teller.panel.repeated for teller in tellers)
    print(f"{PEOPLE * EACH} introductions, {repeated} requests sent again, {sum(t.asked_again for t in tellers)} cards asked to try again")
    assert repeated > 0
