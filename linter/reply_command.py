"""The subcommand `askfirst reply`."""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING, Any

from linter.errors import InputError

if TYPE_CHECKING:
    from linter.draft import Draft
    from linter.reply import Reply


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    reply = commands.add_parser(
        "reply", help="read an answer", description="Read the answer to a permission request: yes, no, later or unclear.",
        epilog="exit codes: 0 the answer was read; 2 wrong usage, or the input could not be read", allow_abbrev=False,
    )  # fmt: skip
    reply.add_argument("path", metavar="PATH", help=".eml, or - (standard input)")
    reply.add_argument("--format", choices=("text", "json"), default="text", help="form of the answer (default: text)")
    reply.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the answer that a mail holds. Raises InputError where there is none to read."""
    from linter.reply import read_reply, reply_to_json
    from linter.report import dump

    reply = read_reply(_mail(arguments.path))
    if arguments.format == "json":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 whatever the terminal speaks
        print(dump(reply_to_json(reply)))
    else:
        sys.stdout.write(as_text(reply))
    return 0


def _mail(path: str) -> Draft:
    """The one mail in a file or on standard input."""
    from linter.archive import items

    found = items([path], sys.stdin.buffer)
    first = next(found, None)
    if first is None:
        raise InputError(f"{path}: no mail in it")
    if first.draft is None:
        raise InputError(f"{first.source}: {first.error}")
    if next(found, None):
        raise InputError(f"{path}: holds several mails; name a file with one")
    if not first.draft.body.strip():
        raise InputError(f"{first.source}: there is no text in this mail")
    return first.draft


def as_text(reply: Reply) -> str:
    """A reply for people: the answer, and what belongs to it, a line each."""
    from linter.report import visible

    lines = [f"{reply.answer.value} (how sure: {reply.confidence:.0%})"]
    if reply.when:
        date = f" = {reply.when.date.isoformat()}" if reply.when.date else ", no date found"
        lines.append(f"  when: “{visible(reply.when.text)}”{date}")
    if reply.redirect:
        lines.append(f"  points to: {visible(reply.redirect)}")
    return "\n".join(lines) + "\n"
