"""`askfirst thunderbird`: packs the Thunderbird extension."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    command = commands.add_parser(
        "thunderbird",
        help="pack the Thunderbird extension",
        description="Write the Thunderbird extension as one .xpi file, to be installed from Thunderbird's add-on manager.",
        allow_abbrev=False,
    )
    command.add_argument("--out", type=Path, default=Path("askfirst.xpi"), metavar="FILE", help="where to (default: askfirst.xpi)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; the exit code."""
    try:
        from addon.xpi import pack
    except ModuleNotFoundError as missing:
        print(f"askfirst: {missing.name} is not installed: this needs pip install 'askfirst[addon]'", file=sys.stderr)
        return 2
    try:
        arguments.out.write_bytes(pack())
    except OSError as error:
        print(f"askfirst: {arguments.out}: cannot be written: {error.strerror or error}", file=sys.stderr)
        return 2
    print(arguments.out)
    return 0
