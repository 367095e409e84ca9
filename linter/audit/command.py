"""The subcommand `askfirst audit`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.errors import AskfirstError, ConfigError

if TYPE_CHECKING:
    from linter.audit.engine import Engine
    from linter.audit.summary import Summary
    from linter.config import Config
    from linter.draft import Draft
    from linter.raw import Progress

ENGINES = "askfirst.engines"  # entry points: functions from an address to an Engine
_TOLD = 20  # lines about what cannot be read; the report has all of them
_EXIT_CODES = "exit codes: 0 nothing to warn about; 1 warnings; 2 wrong usage, or something could not be read (the rest is still done)"


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    audit = commands.add_parser("audit", help="audit a whole archive of mail", epilog=_EXIT_CODES, allow_abbrev=False, description="Judge "
        "the sent mail of an archive and write a report. Stopped with Ctrl-C, the same command goes on where it was.")  # fmt: skip
    option = audit.add_argument
    option(
        "paths", nargs="+", metavar="PATH", help="mbox, Maildir, .eml, a folder or zip file of them, .jsonl of drafts; also .gz, .bz2, .xz"
    )
    option("--out", type=Path, default=Path("askfirst-audit"), metavar="DIR", help="folder of the report (default: askfirst-audit)")
    option("--own", action="append", default=[], metavar="ADDRESS", help="your address, or @domain for everybody there; may be repeated "
        "(default: who wrote what is in the sent folders, else who wrote most)")  # fmt: skip
    option("--names", action="store_true", help="show names, addresses and files in the report, for your eyes only")
    option("--language", choices=("en", "de"), default="en", help="language of the HTML report (default: en)")
    where = audit.add_mutually_exclusive_group()
    where.add_argument("--jobs", type=_jobs, metavar="N", help="processes (default: one for each core)")
    where.add_argument("--cluster", metavar="ADDRESS", help="judge on the Dask cluster with this scheduler, such as tcp://host:8786")
    option("--config", type=Path, metavar="FILE", help="configuration file, instead of the one found upwards from this folder")
    audit.set_defaults(run=run)


def _answer(draft: Draft) -> str:
    """What an answer says: yes, no, later or unclear."""
    from linter.reply import read_reply

    return read_reply(draft).answer.value


def run(arguments: argparse.Namespace) -> int:
    """Audit, write the report, print a line that sums up; the exit code. Raises AskfirstError and KeyboardInterrupt."""
    from linter.audit.run import Wishes, audit
    from linter.audit.state import FILE, State
    from linter.config import load, merge

    config = merge(load(Path.cwd(), os.environ, arguments.config))
    own = tuple(address.strip().lower() for address in arguments.own)
    if wrong := [address for address in own if "@" not in address]:
        raise ConfigError(f"--own {wrong[0]}: neither an address nor an @domain (see askfirst audit --help)")
    engine = _engine(arguments)
    arguments.out.mkdir(parents=True, exist_ok=True)
    state = State(arguments.out / FILE, circumstances(own, config))
    told = _Told()
    try:
        wishes = Wishes(own, arguments.names, config, arguments.judge, reader=_answer)
        summary = audit(arguments.paths, state, engine, wishes, _bar, told)
    except KeyboardInterrupt:
        told(f"stopped; the same command goes on where it was ({len(state.done):,} chunks are done)", always=True)
        raise
    told.end(", counted in the report" if summary.read else "")
    state.remove()
    if not summary.read:  # an earlier report is worth more than one of zeros
        told(
            "nothing could be read, so no report is written" if summary.unread else f"{', '.join(arguments.paths)}: no mail in it",
            always=True,
        )
        with suppress(OSError):  # it is not empty, so there was something before
            arguments.out.rmdir()
        return 2 if summary.unread else 0
    _write(summary, arguments)
    print(_line(summary))
    print(f"report: {arguments.out / 'report.html'}")
    return 2 if summary.unread else 1 if summary.warnings else 0


def _jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1_000:
        raise argparse.ArgumentTypeError("between 1 and 1000")
    return number


def _engine(arguments: argparse.Namespace) -> Engine:
    from linter.audit.engine import processes

    if not arguments.cluster:
        return processes(arguments.jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENGINES, name="dask"):
        try:
            engine: Engine = entry.load()(arguments.cluster)
        except ImportError as error:
            raise AskfirstError(f"--cluster needs Dask ({error}); install askfirst[cluster]") from error
        return engine
    raise AskfirstError("--cluster needs the engine for Dask; reinstall askfirst with askfirst[cluster]")


def circumstances(own: tuple[str, ...], config: Config) -> str:
    """All that a result depends on besides the archive: version, model, owner, configuration."""
    from importlib.resources import files

    from linter.cli import version

    model = (files("models") / "pipeline" / "meta.json").read_text(encoding="utf-8")
    chosen = [(field.name, _ordered(getattr(config, field.name))) for field in fields(config)]
    return json.dumps([version(), model, sorted(own), chosen])


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        return sorted(value.items())
    return sorted(value) if isinstance(value, frozenset) else value


@contextmanager
def _bar(task: str, total: int) -> Iterator[Progress]:
    """A progress bar with rate and time left where somebody watches."""
    from tqdm import tqdm

    with tqdm(total=total, desc=task, unit="B", unit_scale=True, disable=not sys.stderr.isatty(), leave=False, dynamic_ncols=True) as bar:
        yield bar.update


class _Told:
    """Writes lines to standard error, above the progress bar, and no more than a reader takes in."""

    def __init__(self) -> None:
        self._lines = 0

    def __call__(self, line: str, always: bool = False) -> None:
        from tqdm import tqdm

        from linter.report import visible

        self._lines += not always
        if always or self._lines <= _TOLD:
            tqdm.write(f"askfirst: {visible(line)}", file=sys.stderr)

    def end(self, where: str) -> None:
        """Say how many lines were held back, and where they are."""
        if self._lines > _TOLD:
            self(f"… and {self._lines - _TOLD:,} more{where}", always=True)


def _write(summary: Summary, arguments: argparse.Namespace) -> None:
    from linter.audit.page import page
    from linter.audit.tables import as_csv, as_json
    from linter.cli import version

    html = page(summary, arguments.language, version(), arguments.names)
    for name, text in (("report.html", html), ("report.json", as_json(summary)), ("introductions.csv", as_csv(summary))):
        unfinished = arguments.out / f"{name}.part"
        unfinished.write_text(text, encoding="utf-8", newline="", errors="backslashreplace")
        unfinished.replace(arguments.out / name)


def _line(summary: Summary) -> str:
    from linter.audit.page import number
    from linter.audit.summary import KINDS
    from linter.language import language

    words = language("en").audit
    kinds = [number(len(summary.of(kind)), words) for kind in KINDS]
    failed = f"; {number(summary.unread, words)} could not be read" if summary.unread else ""
    return (
        f"{number(summary.read, words)} messages read, {number(summary.sent, words)} of them sent by you: {kinds[0]} introductions "
        f"without asking, {kinds[1]} with permission, {kinds[2]} requests for permission{failed}"
    )
