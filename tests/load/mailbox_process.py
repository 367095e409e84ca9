"""`python mailbox_process.py FILE PORT`: the playground's Gmail-compatible server as a process whose mail outlives it."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from werkzeug.serving import make_server

from addon.playground.mailbox import create_mailbox
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_store import Store


def durable(path: Path) -> Store:
    """The store of a mailbox; what it has committed stays when the process is killed."""
    store = Store(path)
    store._rows("pragma journal_mode = wal")
    return store


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    _store = durable(Path(sys.argv[1]))
    make_server("127.0.0.1", int(sys.argv[2]), create_mailbox(_store, Faults(_store.clock)), threaded=True).serve_forever()
