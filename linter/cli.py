"""The command `askfirst`. Whatever needs spaCy is imported where it is used, so that help and errors answer at once."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from linter import reply_command
from linter.audit import command as audit
from linter.errors import AskfirstError, ConfigError, InputError

if TYPE_CHECKING:
    from linter.archive import Item
    from linter.config import Config, Layer
    from linter.dismissal import Dismissals
    from linter.draft import Draft
    from linter.finding import Report
    from linter.report import Result, Tally

    Judge = Callable[[Draft, Config, Dismissals], Report]

_INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it
_PIPE_CLOSED = 141  # 128 + SIGPIPE
_EXIT_CODES = "exit codes: 0 nothing to warn about; 1 warnings; 2 wrong usage, or an input could not be read (the others are still done)"


class _Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what is wrong."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """The arguments; those of a subcommand that are unknown are its own to complain of."""
        known, unknown = super().parse_known_args(args, namespace)
        return (known, unknown) if not unknown else self.error(f"unrecognized arguments: {' '.join(unknown)}")

    def error(self, message: str) -> NoReturn:
        _complain(f"{message} (see {self.prog} --help)")
        raise SystemExit(2)


class _Version(argparse.Action):
    """Prints the version; reading the metadata of the distribution takes a while, so only when asked."""

    def __call__(self, *_: Any) -> NoReturn:
        print(f"askfirst {version()}")
        raise SystemExit(0)


def main(argv: list[str] | None = None, judge: Judge | None = None) -> int:
    """Run the command with these arguments (default: of the process) and return its exit code.

    `judge` stands in for `linter.check.check`, for whoever brings another pipeline.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: threads only get in each other's way
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv, argparse.Namespace(judge=judge))
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except SystemExit as done:  # argparse's way to end
        return done.code if isinstance(done.code, int) else 2
    except AskfirstError as error:
        _complain(str(error))
        return 2
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return _PIPE_CLOSED
    except OSError as error:  # a full disk, a closed terminal
        _drop_output()
        _complain(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return 2


def version() -> str:
    """The version of the installed distribution, or "unknown"."""
    from importlib import metadata

    try:
        return metadata.version("askfirst")
    except metadata.PackageNotFoundError:
        return "unknown"


def parser() -> argparse.ArgumentParser:
    """The arguments of the command and its subcommands."""
    top = _Parser(prog="askfirst", description="Warns of mail drafts that put people in touch without asking them first.")
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    check = commands.add_parser("check", help="check drafts", description="Check mail drafts.", epilog=_EXIT_CODES, allow_abbrev=False)
    add = check.add_argument
    add("paths", nargs="*", metavar="PATH", help=".eml, mbox, Maildir, a folder of them, .jsonl of drafts, - (standard input)")
    add("--format", choices=("text", "json", "jsonl", "sarif"), default="text", help="form of the report (default: text)")
    add("--config", type=Path, metavar="FILE", help="configuration file, instead of the one found upwards from this folder")
    add("--show-config", action="store_true", help="print the configuration in effect and where it comes from, and exit")
    add("--dismissals", type=Path, metavar="FILE", help="dismissed findings (default: $XDG_DATA_HOME/askfirst/dismissals.jsonl)")
    add("--dismiss", choices=("draft", "pair", "person", "rule"), help="from the next run on, hide what this one finds: in this draft, for "
        "these pairs of people, for these people, or for these rules altogether")  # fmt: skip
    add("--verbose", action="store_true", help="name the drafts with nothing to warn about as well")
    check.set_defaults(run=_check)

    ask = commands.add_parser("ask", help="rewrite an introduction into private questions", allow_abbrev=False, description="Rewrite a "
        "draft that introduces people who were not asked: a private ask for each side, and a connecting mail for later.")  # fmt: skip
    add = ask.add_argument
    add("path", metavar="PATH", help="one draft: .eml, .jsonl of one line, - (standard input)")
    add("--out", type=Path, metavar="DIR", help="write .eml drafts into this folder, which mail programs open for editing")
    add("--format", choices=("text", "json"), default="text", help="form of the output (default: text)")
    add("--config", type=Path, metavar="FILE", help="configuration file, instead of the one found upwards from this folder")
    add("--without-name", action="store_true", help="do not say who the other is")
    add("--blurb", action="store_true", help="also print what is said about each, to pass on (with --out: write it)")
    add("--heads-up", action="store_true", help="a short note to a side that has agreed already")
    ask.set_defaults(run=_ask)

    rule = commands.add_parser("rule", help="explain the rules", description="Print the rules, or one rule in full.", allow_abbrev=False)
    rule.add_argument("code", nargs="?", metavar="CODE", help="code or name of a rule, such as AF101")
    rule.add_argument("--format", choices=("text", "markdown"), default="text", help="form of the catalogue (default: text)")
    rule.set_defaults(run=_rule)

    reply_command.add(commands)
    audit.add(commands)
    for entry in entry_points(group="askfirst.commands"):
        entry.load()(commands)
    return top


def _rule(arguments: argparse.Namespace) -> int:
    from linter.catalogue import markdown, page, table
    from linter.rules import RULES, find

    rule = find(arguments.code) if arguments.code else None
    if arguments.code and rule is None:
        known = {name.lower(): name for entry in RULES for name in (entry.code, entry.name)}
        close = get_close_matches(arguments.code.lower(), known, n=1, cutoff=0.35)
        meant = f"; did you mean {known[close[0]]}?" if close else "; see askfirst rule"
        _complain(f"{arguments.code}: no such rule{meant}")
        return 2
    if arguments.format == "markdown":
        sys.stdout.write(markdown([rule] if rule else RULES))
    else:
        sys.stdout.write(page(rule) if rule else table())
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from linter.config import load, merge
    from linter.report import Tally

    layers = load(Path.cwd(), os.environ, arguments.config)
    config = merge(layers)
    if arguments.show_config:
        sys.stdout.write(_effective(layers))
        return 0
    if not arguments.paths and sys.stdin.isatty():
        _complain("name at least one PATH, or - for standard input (see askfirst check --help)")
        return 2
    file, dismissals = _dismissals(arguments, os.environ)
    tally = Tally()
    seen: list[Result] = []
    judge: Judge = arguments.judge or _judged
    kept = seen if arguments.dismiss else None
    results = _results(arguments.paths or ["-"], lambda draft: judge(draft, config, dismissals), tally, kept)
    _write(results, arguments)
    if arguments.dismiss:
        _remember(arguments.dismiss, seen, file, dismissals)
    return tally.exit_code


def _ask(arguments: argparse.Namespace) -> int:
    from linter.config import load, merge

    config = merge(load(Path.cwd(), os.environ, arguments.config))
    from linter.ask import run

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # mails are UTF-8 whatever the terminal speaks
    return run(arguments, config)


def _judged(draft: Draft, config: Config, dismissals: Dismissals) -> Report:
    from linter.check import check

    return check(draft, config, dismissals)


def _results(paths: list[str], judge: Callable[[Draft], Report], tally: Tally, seen: list[Result] | None) -> Iterator[Result]:
    """Judge one draft after the other; complain of those that cannot be read; keep those with findings in `seen`."""
    from linter.archive import items

    for path in paths:
        item = None
        for item in items([path], sys.stdin.buffer):
            result = _result(item, judge)
            tally.add(result)
            if result.report is None:
                _complain(f"{result.source}: {result.error}")
            elif seen is not None and result.report.findings:
                seen.append(result)
            yield result
        if item is None:
            _complain(f"{path}: no mail in it")


def _result(item: Item, judge: Callable[[Draft], Report]) -> Result:
    from linter.report import Result

    if item.draft is None:
        return Result(item.source, item.id, error=item.error)
    try:
        return Result(item.source, item.id, item.draft, judge(item.draft))
    except InputError as error:
        return Result(item.source, item.id, error=str(error))


def _write(results: Iterator[Result], arguments: argparse.Namespace) -> None:
    from linter.report import as_json, as_jsonl, as_text
    from linter.sarif import as_sarif

    if arguments.format == "text":
        chunks = as_text(results, arguments.verbose)
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 whatever the terminal speaks
        if arguments.format == "sarif":
            chunks = iter([as_sarif(results, version())])
        else:
            chunks = as_json(results) if arguments.format == "json" else as_jsonl(results)
    for chunk in chunks:
        sys.stdout.write(chunk)
        sys.stdout.flush()


def _dismissals(arguments: argparse.Namespace, environment: Mapping[str, str]) -> tuple[Path, Dismissals]:
    from linter.config import dismissals_file
    from linter.dismissal import Dismissals, read_file

    file: Path | None = arguments.dismissals
    if file is None:
        file = dismissals_file(environment)
        if file is None:
            if arguments.dismiss:
                raise ConfigError("there is no home folder to keep dismissals in; name a file with --dismissals")
            return Path(), Dismissals()
    elif not file.exists() and not arguments.dismiss:
        raise ConfigError(f"{file}: cannot be read: there is no such file")
    return file, read_file(file)


def _remember(scope: str, seen: list[Result], file: Path, dismissals: Dismissals) -> None:
    from linter.dismissal import Scope, append_file, dismiss, make_key

    found = [(finding, result.draft) for result in seen if result.report and result.draft for finding in result.report.findings]
    if not found:
        _complain("nothing to dismiss")
        return
    try:
        key = dismissals.key or make_key(file)
        answers = [dismiss(Scope(scope), finding, draft, key) for finding, draft in found]
        append_file(file, (answer for several in answers for answer in several), dismissals)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror or error}") from error
    nobody = sum(not several for several in answers)
    _complain(f"{len(answers) - nobody} of {len(answers)} findings dismissed (scope: {scope}), kept in {file}")
    if nobody:
        _complain(f"{nobody} of them concern nobody by name or address: dismiss them with --dismiss draft or rule")


def _effective(layers: tuple[Layer, ...]) -> str:
    from linter.config import trace
    from linter.report import dump, visible

    lines = []
    for setting in trace(layers):
        value = dump(setting.value)
        lock = f", locked by {visible(setting.locked_by)}" if setting.locked_by else ""
        lines.append(f"{setting.key} = {value}  # {visible(setting.source)}{lock}\n")
    return "".join(lines)


def _complain(message: str) -> None:
    from linter.report import visible

    print(f"askfirst: {visible(message)}", file=sys.stderr)


def _drop_output() -> None:
    """Send what is still in the buffer nowhere, or Python complains of the closed pipe when it ends."""
    with suppress(OSError, ValueError):  # standard output may be no file, as in a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
