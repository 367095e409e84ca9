"""`askfirst outlook`: writes the Outlook add-in for an address."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    command = commands.add_parser(
        "outlook",
        help="write the manifests of the Outlook add-in",
        description="Write the manifests of the Outlook add-in, and their pictures, for a backend, which serves the rest.",
        allow_abbrev=False,
    )
    command.add_argument("--url", required=True, help="public https address of the backend")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to; it is made if there is none")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the files. Raises OSError where that fails."""
    try:
        from addon.outlook_files import package
    except ModuleNotFoundError as missing:
        print(f"askfirst: {missing.name} is not installed: this needs pip install 'askfirst[addon]'", file=sys.stderr)
        return 2
    try:
        made = package(arguments.url)
    except ValueError as error:
        print(f"askfirst: --url: {error} (see askfirst outlook --help)", file=sys.stderr)
        return 2
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (arguments.out / name).write_bytes(data)
        print(arguments.out / name)
    return 0
