"""Memory of one process that checks drafts, and whether it grows: `python -m tests.benchmarks.memory NUMBER` prints rows as JSON."""

from __future__ import annotations

import json
import sys

from linter import check, from_fields
from tests.benchmarks.drafts import invented
from tests.benchmarks.timing import child, memory, table

INTRODUCTION = {
    "from": "Clara <clara@voss.example>", "to": ["Mike Hale <mike@hale.example>"], "cc": ["Anna Roth <anna@roth.example>"],
    "body": "Hi Mike, meet Anna, who knows all about heat pumps. Anna, Mike has a cold house. You two should talk! I'll leave you to it.",
}  # fmt: skip


def rows(number: int) -> str:
    """A table of resident memory after so many distinct drafts, in a process of its own."""
    return table(("after", "MiB"), json.loads(child("memory", str(number))))


def main(number: int) -> None:
    found: list[tuple[str, str]] = []

    def note(name: str) -> None:
        found.append((name, f"{memory():.0f}"))

    import spacy  # noqa: F401

    note("importing the linter and spaCy")
    check(from_fields({"to": ["Mike <mike@hale.example>"], "body": "See you at eight!"}))
    note("one ordinary draft: the model is loaded")
    check(from_fields(INTRODUCTION))
    note("one introduction: the careful reader is unpacked")
    marks = [number // 100, number // 10, number // 2, number]
    for i, draft in enumerate(invented(number), start=1):
        check(draft)
        if i in marks:
            note(f"{i:,} distinct ordinary drafts more")
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
