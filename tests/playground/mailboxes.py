"""A mailbox server on a real port, driven by Google's own client."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from werkzeug.serving import make_server

from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_store import Store

SCOPE = "https://www.googleapis.com/auth/"
EVERYTHING = "https://mail.google.com/"
CLARA, ANNA, MIKE = "clara@voss.example", "anna@roth.example", "mike@hale.example"


class Clock:
    """Seconds since the epoch; moves when told."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The address of a WSGI application served on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@dataclass
class Mailbox:
    """The running server and what a test turns: its store, its faults, its clock."""

    url: str
    store: Store
    faults: Faults
    clock: Clock
    clients: list[Any] = field(default_factory=list)

    def client(self, address: str = CLARA, *scopes: str, message: str = "") -> Any:
        """Google's client, for a user and scopes."""
        made = client_for(self.url, self.store.issue(address, scopes or (EVERYTHING,), message))
        self.clients.append(made)
        return made


def client_for(url: str, token: str) -> Any:
    """Google's client for the Gmail API, against another address."""
    return build("gmail", "v1", credentials=Credentials(token), client_options={"api_endpoint": url}, static_discovery=True)
