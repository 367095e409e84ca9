"""How the cost grows with the length of a draft, with its recipients, and with the size of an archive."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from linter import Draft, Person, check
from tests.benchmarks.archive_of import archive
from tests.benchmarks.timing import best, milliseconds, table


def with_length(ordinary: Draft, introduction: Draft) -> str:
    """The table for drafts that are the same text again and again."""
    rows = []
    for times in (1, 4, 16, 64, 256):
        drafts = [Draft("\n\n".join([d.body] * times), d.subject, d.sender, d.to, d.cc) for d in (ordinary, introduction)]
        one, other = best([partial(check, draft) for draft in drafts], 2)
        rows.append([times, f"{len(drafts[0].body):,}", milliseconds(one), f"{len(drafts[1].body):,}", milliseconds(other)])
    return table(("repeated", "ordinary: characters", "ms", "introduction: characters", "ms"), rows)


def with_recipients(ordinary: Draft, introduction: Draft) -> str:
    """The table for drafts to more and more people."""
    rows = []
    for number in (2, 10, 100, 1_000, 10_000):
        more = tuple(Person(f"Guest{i} Number{i}", f"guest{i}@place{i % 97}.example") for i in range(number))
        drafts = [Draft(d.body, d.subject, d.sender, d.to, d.cc + more[: number - len(d.to) - len(d.cc)]) for d in (ordinary, introduction)]
        rows.append([f"{number:,}", *map(milliseconds, best([partial(check, draft) for draft in drafts], 2))])
    return table(("recipients", "ordinary, ms", "introduction, ms"), rows)


def with_archive(megabytes: float) -> str:
    """The table for `askfirst check` over generated archives, one process."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (megabytes / 16, megabytes / 4, megabytes):
            box = Path(folder) / "archive.mbox"
            with box.open("wb") as file:
                file.writelines(archive(int(size * 1e6), attachment=6_000, rate=0.02))
            start = perf_counter()
            command = [sys.executable, "-m", "linter", "check", "--format", "jsonl", str(box)]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            seconds = perf_counter() - start
            messages = done.stdout.count("\n")
            rows.append([f"{size:.1f}", f"{messages:,}", f"{seconds:.1f}", f"{messages / seconds:,.0f}", f"{size / seconds:.1f}"])
    return table(("MB", "messages", "seconds", "messages a second", "MB a second"), rows)
