"""How far two independent label passes agree: the writers' labels and `corpus/second-pass.tsv`, read without seeing them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from models.corpus import FOLDER, VERDICTS, Example
from models.intervals import wilson

SECOND = FOLDER / "second-pass.tsv"  # id, verdict letter, findings, people not asked, remark
_LETTERS = dict(zip("UPRO", VERDICTS, strict=True))


def second_labels(path: Path = SECOND) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Verdict and findings of the second pass by id."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        identifier, letter, codes, *_ = line.split("\t")
        found[identifier] = (_LETTERS[letter], tuple(code for code in codes.replace(" ", "").split(",") if code != "-"))
    return found


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa (1960) of two labellings."""
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / (n * n)
    return (agreed - chance) / (1 - chance)


def agreement(examples: list[Example]) -> dict[str, Any]:
    """Agreement on the verdict and on AF101 against AF102, over all drafts that were labelled twice."""
    second = second_labels()
    pairs = [(e, *second[e.id]) for e in examples if e.id in second]
    verdicts = [(e.verdict, verdict) for e, verdict, _ in pairs]
    sided = [(e.findings, codes) for e, verdict, codes in pairs if e.verdict == verdict == VERDICTS[0]]
    return {
        "drafts": len(pairs),
        "verdict": wilson(sum(a == b for a, b in verdicts), len(verdicts)),
        "kappa": round(kappa(verdicts), 4),
        "one_side_or_none": wilson(sum(a == b for a, b in sided), len(sided)),
    }
