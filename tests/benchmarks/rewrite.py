"""How long a rewrite takes on top of the check of the same draft: `python -m tests.benchmarks.rewrite [--sample FILE]`.

With `--sample`, prints the drafts kept aside for reviewers with their rewrites instead. Not a test: times on a shared machine fail nobody.
"""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path

from linter import check
from linter.rewrite import Ask, Connect, ask_first
from models.reports import read_case
from tests.benchmarks.timing import best
from tests.rewriting import unannounced

DRAFTS = 200
ROUNDS = 3


def main() -> None:
    """Print median times in milliseconds over drafts, the best of some rounds for each."""
    checks, rewrites = [], []
    known = unannounced()[0]
    for example in known[:: len(known) // DRAFTS]:
        draft, report = read_case(example)
        one, other = best([partial(check, draft), partial(ask_first, draft, report)], ROUNDS)
        checks.append(one)
        rewrites.append(other)
    both = statistics.median(checks), statistics.median(rewrites)
    print(f"check {both[0]:.1f} ms, rewrite {both[1]:.1f} ms on top (medians of {len(checks)} drafts), ratio {both[1] / both[0]:.2f}")


def sample(path: Path) -> None:
    """Write drafts and rewrites of the held-out sample as Markdown."""
    parts = []
    for example in unannounced()[1]:
        draft, report = read_case(example)
        plan = ask_first(draft, report)
        head = "\n".join(f"{key}: {value}" for key, value in example.headers.items())
        sides = " | ".join(f"{', '.join(side.names)} ({'asked' if side.asked else 'not asked'})" for side in example.sides)
        shown = "".join(_shown(f"{ask.kind} {n}", ask) for n, ask in enumerate(plan.asks, start=1)) + _shown(
            "connect (after both agreed)", plan.connect
        )
        parts.append(f"# {example.id}\n\nSides: {sides}\n\n## original\n\n```\n{head}\n\n{example.body}```\n\n{shown}")
    path.write_text("\n".join(parts), encoding="utf-8")


def _shown(kind: str, mail: Ask | Connect) -> str:
    return f"## {kind}\n\n```\nTo: {', '.join(map(str, mail.to))}\nSubject: {mail.subject}\n\n{mail.body}```\n\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sample"]:
        sample(Path(sys.argv[2]))
    else:
        main()
