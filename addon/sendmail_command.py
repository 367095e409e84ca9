"""`askfirst sendmail -- MAILER …`: stands between a command line mail program and the mailer it calls (docs/sendmail.md).

The message goes on byte for byte. Whatever goes wrong with judging it never keeps a mail from being sent.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from linter.bounds import MAX_MESSAGE
from linter.errors import AskfirstError

if TYPE_CHECKING:
    from linter.report import Result

_KILLED = 128  # plus the number of the signal, as a shell reports it


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    command = commands.add_parser(
        "sendmail",
        help="check a message on its way to a mailer such as msmtp",
        usage="askfirst sendmail [-h] -- MAILER [ARGUMENT ...]",
        description="Read a message on standard input, check it, and pass it on to MAILER byte for byte. With a warning it asks on the "
        "terminal whether to send; where there is no terminal it exits with 1 and nothing is sent.",
        epilog="exit codes: those of MAILER; 1 a warning, and the message was not sent; 2 wrong usage, or MAILER cannot be started",
        allow_abbrev=False,
    )
    command.add_argument("mailer", nargs=argparse.REMAINDER, metavar="MAILER", help="the program that sends, and its arguments")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the message on standard input and, if it may go out, pass it on. The exit code (see `--help`)."""
    mailer: list[str] = arguments.mailer[1:] if arguments.mailer[:1] == ["--"] else arguments.mailer
    if not mailer:
        return _complain("name the mailer behind --, as in: askfirst sendmail -- msmtp", 2)
    if shutil.which(mailer[0]) is None:  # before anybody is asked
        return _complain(f"{mailer[0]}: there is no such program", 2)
    message = sys.stdin.buffer.read(MAX_MESSAGE + 1)
    if not _may_go(message):
        return 1
    return pass_on(mailer, message, sys.stdin.buffer)


def pass_on(mailer: list[str], message: bytes, rest: BinaryIO) -> int:
    """Start the mailer with the message, and what is left in `rest`, on its standard input. Its exit code."""
    with subprocess.Popen(mailer, stdin=subprocess.PIPE) as process:  # noqa: S603 - the caller's own mailer
        assert process.stdin
        with suppress(BrokenPipeError):  # a mailer that has read enough; its exit code tells
            process.stdin.write(message)
            shutil.copyfileobj(rest, process.stdin)
        with suppress(BrokenPipeError):
            process.stdin.close()
        code = process.wait()
    return code if code >= 0 else _KILLED - code


def _may_go(message: bytes) -> bool:
    """Whether there is nothing to warn about, or the person wants to send it all the same."""
    from linter.report import as_text

    try:
        result = _judged(message)
    except AskfirstError as error:
        _complain(f"not checked: {error}")
        return True
    except Exception as error:  # whatever it is: a mail must not stay behind because of us
        _complain(f"not checked: {type(error).__name__}")
        return True
    assert result.report
    if not any(finding.severity == "warning" for finding in result.report.findings):
        return True
    return _confirmed("".join(as_text(iter([result]))))


def _judged(message: bytes) -> Result:
    from linter.check import check
    from linter.config import dismissals_file, load, merge
    from linter.dismissal import Dismissals, read_file
    from linter.mime import from_bytes
    from linter.report import Result

    config = merge(load(Path.cwd(), os.environ))
    file = dismissals_file(os.environ)
    draft = from_bytes(message)
    return Result("message", draft.id, draft, check(draft, config, read_file(file) if file else Dismissals()))


def _confirmed(warning: str) -> bool:
    """Show the warning on the terminal and ask there, for standard input is the message; False where there is no terminal."""
    try:
        reading = open("/dev/tty", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed below
    except OSError:
        sys.stderr.write(warning)
        _complain("not sent: ask first, or send it with your mailer itself")
        return False
    with reading, open("/dev/tty", "w", encoding="utf-8", errors="backslashreplace") as writing:
        writing.write(f"{warning}Send it all the same? [y/N] ")
        writing.flush()
        sent = reading.readline(100).strip().lower() in ("y", "yes")
    if not sent:
        _complain("not sent")
    return sent


def _complain(message: str, code: int = 0) -> int:
    from linter.report import visible

    print(f"askfirst: {visible(message)}", file=sys.stderr)
    return code
