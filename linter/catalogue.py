"""The rule catalogue for readers: a table, one rule in full, and the page docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill, indent

from linter.rules import RULES, Fields, Rule

_WIDTH = 100  # characters


def table() -> str:
    """One line for each rule: code, severity, name, what it is about."""
    rows = [(rule.code, str(rule.severity), rule.name) for rule in RULES]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines) + "\nMore on a rule: askfirst rule CODE\n"


def page(rule: Rule) -> str:
    """The five sections of a rule and its examples, as plain text."""
    parts = [f"{rule.code} {rule.name} ({rule.severity})\n"]
    for title, text in _sections(rule):
        parts.append(f"{title}\n{indent(fill(text, _WIDTH - 2, break_on_hyphens=False, break_long_words=False), '  ')}\n")
    for title, examples in (("Fires", rule.fires), ("Stays silent", rule.silent)):
        parts += [f"{title}\n{_quoted(_mail(fields))}\n" for fields in examples]
    return "\n".join(parts)


def markdown(rules: Iterable[Rule] = RULES) -> str:
    """The rules as a Markdown page; of all rules, this is docs/rules.md."""
    rules = tuple(rules)
    parts = ["# Rules", "<!-- Generated: askfirst rule --format markdown > docs/rules.md -->"]
    if len(rules) > 1:
        rows = (f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.severity} |" for rule in rules)
        parts.append("\n".join(("| code | name | severity |", "| --- | --- | --- |", *rows)))
    for rule in rules:
        parts += [f"## {rule.code} {rule.name}", f"Severity: {rule.severity}."]
        parts += [f"**{title}.** {text}" for title, text in _sections(rule)]
        for title, examples in (("Fires:", rule.fires), ("Stays silent:", rule.silent)):
            parts += [title, *(f"```text\n{_mail(fields)}\n```" for fields in examples)]
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"  | {line}".rstrip() for line in text.split("\n"))


def _sections(rule: Rule) -> tuple[tuple[str, str], ...]:
    return ("What", rule.what), ("Why", rule.why), ("Instead", rule.instead), ("Fix", rule.fix), ("References", rule.references)


def _mail(fields: Fields) -> str:
    headers = (("From", fields.get("from")), ("To", fields.get("to")), ("Cc", fields.get("cc")), ("Subject", fields.get("subject")))
    head = [f"{name}: {value if isinstance(value, str) else ', '.join(value)}" for name, value in headers if value]
    return "\n".join((*head, "", str(fields.get("body", ""))))
