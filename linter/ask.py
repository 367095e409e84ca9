"""The command `askfirst ask`: one draft in, private asks and the connecting mail out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from linter.archive import items
from linter.check import check
from linter.config import Config
from linter.draft import Draft, Person
from linter.errors import InputError
from linter.finding import VERSION, Verdict
from linter.report import dump, visible
from linter.rewrite import Ask, Connect, Plan, ask_first, plan_to_json, to_eml


def run(arguments: argparse.Namespace, config: Config) -> int:
    """Rewrite the draft at `arguments.path`; 0 also where there is nothing to ask. Raises AskfirstError."""
    draft = _only(arguments.path)
    judge = arguments.judge or check
    report = judge(draft, config)
    if report.verdict is not Verdict.UNANNOUNCED:
        print("askfirst: this draft is no unannounced introduction; there is nobody to ask first", file=sys.stderr)
        if arguments.format == "json":
            print(dump({"version": VERSION, "id": draft.id, "language": report.language, "asks": [], "connect": None}))
        return 0
    plan = ask_first(draft, report, named=not arguments.without_name, heads_up=arguments.heads_up)
    if arguments.out:
        for line in _written(plan, draft.sender, arguments.out, arguments.blurb):
            print(line)
    elif arguments.format == "json":
        print(dump(plan_to_json(plan)))
    else:
        sys.stdout.write("\n".join(_as_text(plan, arguments.blurb)))
    return 0


def _only(path: str) -> Draft:
    """The one draft a path holds. Raises InputError for none, several, or one that cannot be read."""
    found = list(zip(items([path], sys.stdin.buffer), range(2), strict=False))
    if len(found) != 1:
        raise InputError(f"{path}: {'several drafts' if found else 'no draft'}; askfirst ask takes one")
    item = found[0][0]
    if item.draft is None:
        raise InputError(f"{item.source}: {item.error}")
    return item.draft


def _as_text(plan: Plan, blurb: bool) -> Iterator[str]:
    for ask in plan.asks:
        yield _mail({"ask": "Ask", "heads_up": "Heads-up"}[ask.kind], ask)
        if blurb and ask.blurb:
            yield f"To pass on, about {_names(ask.about)}:\n\n{_shown(ask.blurb)}\n"
    yield _mail("For the day everybody has agreed", plan.connect)


def _mail(kind: str, mail: Ask | Connect) -> str:
    head = f"=== {kind}\nTo: {', '.join(visible(str(person)) for person in mail.to)}\nSubject: {visible(mail.subject)}\n"
    gaps = f"To fill in: {', '.join(visible(gap) for gap in mail.placeholders)}\n" if mail.placeholders else ""
    return f"{head}{gaps}\n{_shown(mail.body)}\n"


def _shown(text: str) -> str:
    return "\n".join(visible(line) for line in text.strip().split("\n"))


def _names(people: tuple[Person, ...]) -> str:
    return ", ".join(visible(person.name) for person in people if person.name) or "the other"


def _written(plan: Plan, sender: Person | None, folder: Path, blurb: bool) -> Iterator[str]:
    """Write the drafts into a folder, and what is to be passed on beside its ask; names say nothing of anybody. A line for each.

    Raises InputError rather than overwrite a file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, ask in enumerate(plan.asks, start=1):
        yield _new(folder / f"{ask.kind.replace('_', '-')}-{number}.eml", to_eml(ask, sender)) + _gaps(ask)
        if blurb and ask.blurb:
            yield _new(folder / f"about-{number}.txt", f"{ask.blurb.strip()}\n".encode("utf-8", "replace"))
    yield _new(folder / "connect.eml", to_eml(plan.connect, sender)) + _gaps(plan.connect)


def _gaps(mail: Ask | Connect) -> str:
    return f"  to fill in: {', '.join(visible(gap) for gap in mail.placeholders)}" if mail.placeholders else ""


def _new(path: Path, data: bytes) -> str:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise InputError(f"{path} is there already; name another folder") from error
    return str(path)
