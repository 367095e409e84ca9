"""The playground put together: pages, the add-on's backend and two ways to one mailbox, behind one address.

The add-on is the one of production, with Google's part played by `platform.py`: it is called over HTTP, verifies signed tokens,
and reaches the mailbox over HTTP through Google's client. Nothing is kept when it ends.
"""

from __future__ import annotations

import json
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from addon import create_app
from addon.auth import GoogleVerifier
from addon.clock import Budget, Clock
from addon.gmail import Gmail, Mailbox, Tokens
from addon.keys import Keys
from addon.manifest import manifest
from addon.playground.front import Stage, create_front
from addon.playground.gate import COOKIE, Gate, pass_for
from addon.playground.mailbox import create_mailbox
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_store import Store
from addon.playground.platform import OAUTH_CLIENT, SERVICE_ACCOUNT, Platform, subject_of
from addon.playground.samples import CONNECTOR, LANGUAGES
from addon.playground.seed import seed
from addon.settings import Settings
from addon.store import open_store
from addon.warm import warm

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_ELSEWHERE = "https://playground.invalid"  # a deployment names https addresses only; ours is put in its place


@dataclass(frozen=True)
class Parts:
    """A playground ready to be served, and what a test turns."""

    app: Wsgi
    store: Store
    faults: Faults
    close: Callable[[], None]


def build(base: str, folder: Path, secret: str = "") -> Parts:
    """The playground for the address it will be called at by itself, with its databases in a folder."""
    store = Store(folder / "mailbox.sqlite")
    seed(store, LANGUAGES[0])
    faults = Faults(store.clock)
    user = parseaddr(CONNECTOR)[1]
    deployment = _deployment(f"{base}/addon")
    platform = Platform(f"{base}/addon", deployment, store, user, {COOKIE: pass_for(secret)} if secret else None)
    settings = Settings(
        public_url=f"{base}/addon",
        hash_key=secrets.token_bytes(32),
        name_keys=(Fernet.generate_key().decode(),),
        service_account=SERVICE_ACCOUNT,
        oauth_client=OAUTH_CLIENT,
        gmail_endpoint=f"{base}/mailbox",
        api_keys=None,
        requests_per_minute=600,
    )
    keys = Keys(settings.hash_key, settings.name_keys)
    ledger = open_store(f"sqlite:///{folder / 'ledger.sqlite'}", keys)

    def mailbox(tokens: Tokens, budget: Budget) -> Mailbox:
        return Gmail(settings.gmail_endpoint, tokens, budget, settings.call_seconds)

    verifier = GoogleVerifier(SERVICE_ACCOUNT, OAUTH_CLIENT, platform.certificates)
    addon = create_app(settings, mailbox, ledger, Clock(), verifier)
    stage = Stage(store, faults, platform, lambda: ledger.forget(keys.user(subject_of(user))), f"{base}/addon")
    mounts: dict[str, Any] = {
        "/addon": addon,
        "/mailbox": create_mailbox(store, faults),
        "/gmail": create_mailbox(store, Faults(store.clock)),  # the visitor's own way: it works while the add-on's fails
    }

    def close() -> None:
        ledger.close()
        store.close()

    return Parts(Gate(DispatcherMiddleware(create_front(stage), mounts), secret), store, faults, close)


def serve(host: str, port: int, secret: str = "", started: Callable[[str], None] = print) -> None:
    """Serve until interrupted. `started` is told the address once it answers. Raises OSError when the address is taken."""
    with tempfile.TemporaryDirectory(prefix="askfirst-") as folder:
        server = _bind(host, port)
        inner = f"http://{_own(host)}:{server.socket.getsockname()[1]}"
        parts = build(inner, Path(folder), secret)
        server.app = parts.app
        warm()
        started(f"{inner}/")
        try:
            with suppress(KeyboardInterrupt):
                server.serve_forever()
        finally:
            server.server_close()
            parts.close()


def is_loopback(host: str) -> bool:
    """Whether an address to bind to can be reached from this computer only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bind(host: str, port: int) -> BaseWSGIServer:
    """The server, listening. The socket is opened here: werkzeug would end the process if the address is taken."""
    with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        return make_server(host, port, _not_yet, threaded=True, request_handler=_Quiet, fd=listener.fileno())


def _not_yet(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("503 Service Unavailable", [("Content-Length", "0")])
    return [b""]


def _own(host: str) -> str:
    """The address at which a server bound to `host` reaches itself."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  what is meant is any of them
    return f"[{address}]" if ":" in address else address


def _deployment(url: str) -> dict[str, Any]:
    """The deployment of `askfirst manifest`, with the addresses of this computer in it."""
    local: dict[str, Any] = json.loads(json.dumps(manifest(_ELSEWHERE)).replace(_ELSEWHERE, url))
    return local


class _Quiet(WSGIRequestHandler):
    """Writes no log: addresses in it would tell who wrote to whom."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing."""
