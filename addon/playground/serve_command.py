"""`askfirst serve`: the playground in the browser."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

PORT = 8025
_HOST = "127.0.0.1"
_SECRET = "ASKFIRST_SECRET"  # noqa: S105  the name of the variable


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    command = commands.add_parser(
        "serve", help="open the playground: a mailbox and the add-on, in the browser", allow_abbrev=False,
        description="Serve the playground: a mailbox with the Gmail add-on beside it. Nothing is really sent, nothing is kept.",
        epilog=f"On an address other than loopback visitors need the secret in {_SECRET}. Exit codes: 0 ended; 2 could not start.",
    )  # fmt: skip
    command.add_argument("--port", type=int, default=PORT, metavar="N", help=f"port to listen on; 0 takes a free one (default: {PORT})")
    command.add_argument("--host", default=_HOST, metavar="ADDRESS", help=f"address to listen on (default: {_HOST}, this computer only)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    try:
        from addon.playground.gate import MIN_SECRET
        from addon.playground.serve import is_loopback, serve
    except ModuleNotFoundError as missing:
        print(f"askfirst: {missing.name} is not installed: the playground needs pip install 'askfirst[addon]'", file=sys.stderr)
        return 2
    if not 0 <= arguments.port <= 65_535:
        print("askfirst: --port is a number from 0 to 65535", file=sys.stderr)
        return 2
    secret = "" if is_loopback(arguments.host) else secret_of(os.environ)
    if not is_loopback(arguments.host) and len(secret) < MIN_SECRET:
        print(
            f"askfirst: {arguments.host} can be reached by others: set {_SECRET} to a secret of at least {MIN_SECRET} characters",
            file=sys.stderr,
        )
        return 2
    signal.signal(signal.SIGTERM, _stop)
    try:
        serve(arguments.host, arguments.port, secret, _started)
    except OSError as error:
        print(f"askfirst: cannot listen on {arguments.host}:{arguments.port}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def secret_of(environment: Mapping[str, str]) -> str:
    """The secret visitors have to know, "" if none is set."""
    return environment.get(_SECRET, "").strip()


def _started(address: str) -> None:
    print(
        f"askfirst playground: {address}\nA demonstration: nobody in it exists, nothing is sent, nothing is kept. Ctrl-C ends it.",
        flush=True,
    )


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
