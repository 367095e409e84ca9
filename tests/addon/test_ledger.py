"""The ledger: what it keeps and in which form, what it deletes, and that both databases agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import text
from stage import HASH_KEY, NAME_KEY

from addon.errors import SettingsError, StoreDown
from addon.introductions import CONNECT, Doing
from addon.keys import Keys
from addon.store import Store, open_store
from addon.tables import METADATA
from linter.consent import Consent, State
from linter.dismissal import Dismissal, Scope
from linter.draft import Person

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
ANNA, MIKE, PAUL = Person("Anna Roth", "anna@roth.example"), Person("Mike Hale", "mike@hale.example"), Person("", "paul@weber.example")
SIDES = [((MIKE,), False), ((ANNA, PAUL), False)]


@pytest.fixture
def keys() -> Keys:
    return Keys(HASH_KEY, (NAME_KEY,))


@pytest.fixture
def store(database_url: str, keys: Keys) -> Iterator[Store]:
    store = open_store(database_url, keys)
    yield store
    store.close()


def everything(store: Store) -> str:
    """All rows of all tables as text."""
    with store._database.transaction() as connection:
        rows = [connection.execute(table.select()).all() for table in METADATA.sorted_tables]
    return repr(rows)


def test_the_migrations_make_the_tables(store: Store) -> None:
    with store._database.transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_second_start_changes_nothing(store: Store, database_url: str, keys: Keys) -> None:
    store.begin("u", "d", "r1", "en", SIDES, NOW)
    again = open_store(database_url, keys)
    assert len(again.introductions("u")) == 1
    again.close()


def test_neither_name_nor_address_can_be_read(store: Store) -> None:
    store.begin("u", "d", "r1", "en", SIDES, NOW)
    kept = everything(store).lower()
    for word in ("anna", "roth", "mike", "hale", "paul", "weber", "example"):
        assert word not in kept
    sides = store.introductions("u")[0].sides
    assert [sorted(side.names) for side in sides] == [["Mike Hale"], ["Anna Roth", "paul"]]


def test_names_of_an_older_key_can_be_read_and_of_a_lost_key_not(store: Store, database_url: str) -> None:
    store.begin("u", "d", "r1", "en", SIDES, NOW)
    newer = Fernet.generate_key().decode()
    for name_keys, names in (((newer, NAME_KEY), ("Mike Hale",)), ((newer,), ("",))):
        other = open_store(database_url, Keys(HASH_KEY, name_keys))
        assert other.introductions("u")[0].sides[0].names == names
        other.close()


def test_a_person_has_another_hash_for_another_user_and_key(keys: Keys) -> None:
    assert keys.person("u", ANNA) == keys.person("u", Person("A. R.", "ANNA@roth.example"))
    assert len({keys.person("u", ANNA), keys.person("v", ANNA), Keys(b"x" * 32, (NAME_KEY,)).person("u", ANNA)}) == 3
    assert keys.side(["a", "b"]) == keys.side(["b", "a"]) != keys.side(["ab"])


@pytest.mark.parametrize("key", ["", "x", "bm90IGEga2V5"])
def test_a_name_key_that_is_none(key: str) -> None:
    with pytest.raises(SettingsError, match="ASKFIRST_NAME_KEYS"):
        Keys(HASH_KEY, (key,))


def test_the_same_draft_is_the_same_introduction(store: Store) -> None:
    first = store.begin("u", "d", "r1", "en", SIDES, NOW)
    second = store.begin("u", "d", "r1", "en", [*SIDES, ((Person("Eve", "e@e.example"),), True)], NOW)
    assert first.id == second.id
    assert [side.consent and side.consent.state for side in second.sides] == [None, None, State.YES]
    assert store.begin("v", "d", "r1", "en", SIDES, NOW).id != first.id


def test_one_draft_is_made_by_one(store: Store) -> None:
    introduction = store.begin("u", "d", "r1", "en", SIDES, NOW)
    slot = introduction.sides[0].key
    claim = store.claim(introduction.id, slot, "x", NOW, 30)
    assert (claim.mine, claim.before) == (True, False)
    assert not store.claim(introduction.id, slot, "x", NOW, 30).mine
    late = store.claim(introduction.id, slot, "y", NOW + timedelta(seconds=31), 30)
    assert (late.mine, late.before) == (True, True)
    assert late.operation.mark == claim.operation.mark
    store.made(claim.operation, "x", "r2", "m2", "t2")
    assert store.claim(introduction.id, slot, "x", NOW + timedelta(days=1), 30).operation.state is Doing.MADE
    assert store.introductions("u")[0].sides[0].consent == Consent(State.ASKED)
    store.undone(claim.operation)
    assert store.introductions("u")[0].sides[0].consent is None
    anew = store.claim(introduction.id, slot, "z", NOW, 30)
    assert (anew.mine, anew.before) == (True, False)
    assert anew.operation.mark != claim.operation.mark


def test_an_ask_is_found_by_its_thread_and_only_by_its_user(store: Store) -> None:
    introduction = store.begin("u", "d", "r1", "en", SIDES, NOW)
    for slot, thread in ((introduction.sides[1].key, "t1"), (CONNECT, "t2")):
        store.made(store.claim(introduction.id, slot, "x", NOW, 30).operation, "x", "r", "m", thread)
    found = store.asked_in("u", "t1")
    assert found
    assert found[1].key == introduction.sides[1].key
    assert store.asked_in("v", "t1") is None
    assert store.asked_in("u", "t2") is None
    assert store.asked_in("u", "") is None


def test_consent_is_within_one_introduction_and_as_of_a_day(store: Store) -> None:
    introduction = store.begin("u", "d", "r1", "en", SIDES, NOW)
    other = store.begin("u", "e", "r2", "en", [((MIKE,), False), ((Person("Eve", "e@e.example"),), False)], NOW)
    store.say("u", introduction.sides[0].id, Consent(State.LATER, date(2026, 12, 1)), NOW)
    store.say("u", other.sides[1].id, Consent(State.YES), NOW)
    before, after = store.consents("u", date(2026, 11, 30)), store.consents("u", date(2026, 12, 1))
    assert not before(MIKE, (ANNA,))
    assert after(MIKE, (ANNA,))
    assert after(MIKE, (ANNA, PAUL))
    assert not after(MIKE, (Person("Eve", "e@e.example"),))
    assert not after(ANNA, (MIKE,))
    assert not store.consents("v", date(2026, 12, 1))(MIKE, (ANNA,))


def test_nobody_speaks_for_another_user(store: Store) -> None:
    introduction = store.begin("u", "d", "r1", "en", SIDES, NOW)
    store.say("v", introduction.sides[0].id, Consent(State.YES), NOW, "m", "yes")
    assert store.introductions("u")[0].sides[0].consent is None
    assert not store.confirmed(introduction.sides[0].id, "m")


def fill(store: Store, user: str, now: datetime) -> None:
    """Something in every table."""
    introduction = store.begin(user, "d", "r1", "en", SIDES, now)
    store.claim(introduction.id, CONNECT, "x", now, 30)
    store.say(user, introduction.sides[0].id, Consent(State.YES), now, "m", "yes")
    store.dismiss(user, [Dismissal(Scope.DRAFT, "0" * 32, "AF101")] * 2, now)
    store.prefer(user, {"quiet": "AF103"}, now)
    store.prefer(user, {"quiet": "AF102"}, now)
    store.take(user, now, 10)


def counts(store: Store) -> dict[str, int]:
    with store._database.transaction() as connection:
        return {t.name: int(connection.execute(text(f'SELECT count(*) FROM "{t.name}"')).scalar_one()) for t in METADATA.sorted_tables}


def test_forget_me_deletes_every_row_of_the_user_and_no_other(store: Store) -> None:
    fill(store, "u", NOW)
    one = counts(store)
    assert all(one.values())
    fill(store, "v", NOW)
    store.forget("u")
    assert counts(store) == one
    assert store.introductions("u") == []
    assert len(store.introductions("v")) == 1
    store.forget("v")
    assert not any(counts(store).values())


def test_what_is_older_than_the_retention_is_deleted(store: Store) -> None:
    fill(store, "old", NOW - timedelta(days=181))
    fill(store, "new", NOW - timedelta(days=179))
    store.purge(NOW, 180)
    assert store.introductions("old") == []
    assert len(store.introductions("new")) == 1
    assert store.preferences("old") == {}
    assert store.preferences("new") == {"quiet": "AF102"}
    assert not store.dismissals("old").entries
    assert len(store.dismissals("new").entries) == 1
    assert counts(store)["rate"] == 0


def test_a_database_that_is_not_there() -> None:
    keys = Keys(HASH_KEY, (NAME_KEY,))
    for url in ("sqlite:////nowhere/at/all.sqlite", "postgresql://askfirst@127.0.0.1:1/x"):
        with pytest.raises(StoreDown):
            open_store(url, keys)
    for url in ("", "mysql://x/y", "nonsense"):
        with pytest.raises(SettingsError, match="ASKFIRST_DATABASE"):
            open_store(url, keys)
