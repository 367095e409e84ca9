"""The real backend as the mail clients meet it: the JSON API, open as on a person's own machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from addon import create_app
from addon.clock import Clock
from addon.errors import Denied
from addon.keys import Keys
from addon.settings import Settings
from addon.store import open_store
from addon.warm import warm


class _Nobody:
    """A verifier for a backend that only serves the JSON API."""

    def platform(self, token: str, url: str) -> None:
        raise Denied("not here")

    def user(self, token: str) -> str:
        raise Denied("not here")


def _no_mailbox(tokens: object, budget: object) -> Any:
    raise AssertionError("the JSON API touches no mailbox")


@contextmanager
def open_backend(folder: Path, host: str = "askfirst.example", outlook_client: str = "") -> Iterator[Flask]:
    """The application, with an empty ledger in the folder and the pipeline loaded, so that nobody waits for it."""
    settings = Settings(
        public_url=f"https://{host}",
        hash_key=b"a key for tests and nothing else.",
        name_keys=("bmFtZXMgYXJlIGVuY3J5cHRlZCB3aXRoIHRoaXMga2U=",),
        api_keys=None,
        outlook_client=outlook_client,
        requests_per_minute=10_000,
    )
    store = open_store(f"sqlite:///{folder}/ledger.sqlite", Keys(settings.hash_key, settings.name_keys))
    warm()
    try:
        yield create_app(settings, _no_mailbox, store, Clock(), _Nobody())
    finally:
        store.close()
