"""How long one check takes, beside bare tokenisation in the same run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import perf_counter_ns

import spacy

from linter import Draft, check
from linter.classify import pipeline
from tests.benchmarks.timing import best, milliseconds, quantiles, table, told

WARM = 4  # rounds


def rows(groups: dict[str, Sequence[Draft]]) -> str:
    """A table: per group of drafts, tokenisation, the first check of a draft, and later ones, as quantiles over the drafts."""
    bare = spacy.blank("en")
    check(next(draft for drafts in groups.values() for draft in drafts))  # the model is loaded before; `commands` times that
    pipeline()
    found = []
    for name, drafts in groups.items():
        if not drafts:
            continue
        plain, cold, warm = [], [], []
        for draft in drafts:
            start = perf_counter_ns()
            check(draft)
            cold.append((perf_counter_ns() - start) / 1e6)
            one, other = best([partial(bare, draft.body), partial(check, draft)], WARM)
            plain.append(one)
            warm.append(other)
        ratios = [b / a for a, b in zip(plain, warm, strict=True)]
        found.append([name, len(drafts), milliseconds(quantiles(plain)[0]), *told(cold), *told(warm), f"{quantiles(ratios)[0]:.1f}"])
    head = "drafts", "n", "tokenise p50", "first p50", "p90", "p99", "again p50", "p90", "p99", "ratio p50"
    return table(head, found)
