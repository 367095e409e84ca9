"""The documentation cannot drift: it names every command, option, rule, configuration key and JSON field."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.catalogue import markdown
from linter.cli import parser
from linter.config import KEYS
from linter.dismissal import Scope
from linter.draft import Draft, Person
from linter.finding import Certainty, Evidence, Finding, Report, Role, Severity, Side, Verdict, error_json, to_json
from linter.report import KINDS
from linter.rules import RULES

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    return next(dict(action.choices) for action in parser()._actions if isinstance(action, argparse._SubParsersAction))


def options() -> Iterator[tuple[str, str, str | None]]:
    """Every (command, argument, help)."""
    for name, command in {"": parser(), **commands()}.items():
        for action in command._actions:
            if not isinstance(action, argparse._SubParsersAction):
                yield name, action.option_strings[-1] if action.option_strings else str(action.metavar), action.help


def section(command: str) -> str:
    """The part of docs/command.md about a command, or what stands before the first."""
    parts = re.split(r"^## `askfirst (\w+).*$", page("command.md"), flags=re.M)
    return dict(zip(["", *parts[1::2]], parts[0::2], strict=True))[command]


@pytest.mark.parametrize(("command", "argument", "help_text"), list(options()))
def test_every_command_and_argument_is_documented(command: str, argument: str, help_text: str | None) -> None:
    assert f"`{argument}" in section(command)
    assert help_text


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert re.findall(r"^## `askfirst (\w+)", page("command.md"), flags=re.M) == list(commands())


@pytest.mark.parametrize("command", commands())
def test_no_option_is_documented_that_does_not_exist(command: str) -> None:
    named = set(re.findall(r"^\| `(--[\w-]+)", section(command), flags=re.M))
    assert named <= {argument for name, argument, _ in options() if name == command}


def test_the_rules_page_is_generated() -> None:
    assert page("rules.md") == markdown(), "run: askfirst rule --format markdown > docs/rules.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_on_the_rules_page(rule: object) -> None:
    assert all(f"## {entry.code} {entry.name}\n" in page("rules.md") for entry in RULES if entry is rule)


@pytest.mark.parametrize("key", [*KEYS, "locked", *Scope])
def test_every_key_and_scope_is_documented(key: str) -> None:
    assert f"| `{key}` |" in page("configuration.md")


@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_is_documented(severity: str) -> None:
    assert f'`"{severity}"`' in page("configuration.md")


def fields(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from fields(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from fields(item)


def report() -> Report:
    mike = Person("Mike", "mike@hale.example")
    finding = Finding("AF101", "n", Severity.WARNING, "m", 0.9, (Evidence("introduce", 0, 1, "x"),), (mike,))
    roles = (Role("Mike", "mike@hale.example", "recipient"),)
    return Report("i", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (mike,), (finding,), roles, (Side((mike,), False),))


@pytest.mark.parametrize("field", sorted(set(fields(to_json(report())))))
def test_every_json_field_is_documented(field: str) -> None:
    assert f"`{field}`" in page("json.md")


@pytest.mark.parametrize("value", [*Verdict, *Certainty, *KINDS, "connector", "introducee", "recipient"])
def test_every_json_value_is_documented(value: str) -> None:
    assert f"`{value}`" in page("json.md")


def test_an_error_has_the_fields_of_a_report() -> None:
    assert set(error_json("", "", "")) == set(to_json(report()))


def test_offsets_are_explained_as_they_are() -> None:
    body = "Grüße 🙂 meet Anna"
    piece = Evidence("introduce", body.index("meet"), len(body), "meet Anna")
    assert Draft(body).body[piece.start : piece.end] == piece.text
