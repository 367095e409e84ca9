"""Fit which sentences a private question quotes: `python -m models.passage` prints the weights of `linter.passage` and their worth.

They are fitted to judgements that the careful reader has not learnt from (`models.quotable.is_held_out`), and measured on writers whose
judgements they have not seen either: a passage is without fault that lacks no sentence that belongs and has none that does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from linter.fit import may_be_quoted
from linter.language import language
from linter.passage import Chain, alone_read, alone_unread, beside, likeliest
from linter.reading import scene_of
from linter.scene import Scene, as_read, told_in
from models.corpus import judged, load
from models.intervals import wilson
from models.quotable import is_held_out
from models.reports import case, read

_FOLDS = 5
_STRENGTH = 0.5  # of the L2 penalty

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """The features of the sentences of a draft (n, features), of the steps between them (n - 1, 3), which may be quoted,
    and which belong."""

    writer: str
    alone: Array
    steps: Array
    allowed: tuple[bool, ...]
    signs: str


def gather(*, careful: bool) -> list[Judged]:
    """The drafts whose judgements are held out, with what the careful reader finds or, without it, the labels of the corpus."""
    examples = {example.id: example for example in load()}
    found = []
    for name, signs in judged().items():
        if not is_held_out(name):
            continue
        draft, report = case(examples[name])
        scene = scene_of(draft, report.sides, language(report.language))
        found_of_each = read(draft, report).quotable
        told = _signs(scene, found_of_each, signs)
        if careful:
            scene = as_read(scene, found_of_each)
        alone = alone_read(scene) if careful else alone_unread(scene, report.passage)
        allowed = tuple(may_be_quoted(scene, n) for n in range(len(scene.told)))
        found.append(Judged(name.rpartition("-")[0], np.array(alone), np.array(beside(scene)).reshape(-1, 3), allowed, told))
    return found


def _signs(scene: Scene, sentences: tuple[tuple[str, float], ...], signs: str) -> str:
    """The judgements of the reader's sentences as those of the scene's: "o" where one sentence is several."""
    known = {sign: told_in(scene, tuple(text for (text, _), s in zip(sentences, signs, strict=False) if s == sign)) for sign in "+-"}
    return "".join("o" if (n in known["+"]) == (n in known["-"]) else "+" if n in known["+"] else "-" for n in range(len(scene.told)))


def fit(drafts: list[Judged]) -> Chain:
    """The weights of the greatest likelihood (Lafferty 2001), slightly drawn to zero."""
    count = drafts[0].alone.shape[1]

    def loss(weights: Array) -> float:
        return _STRENGTH * float(weights @ weights) - sum(
            _log_likelihood(draft, weights[:count], weights[count:].reshape(3, 3)) for draft in drafts
        )

    found = minimize(loss, np.zeros(count + 9), method="L-BFGS-B", options={"maxiter": 30}).x
    rows = [tuple(round(float(weight), 2) for weight in row) for row in (found[:count], *found[count:].reshape(3, 3))]
    return Chain(*rows)


def _log_likelihood(draft: Judged, alone: Array, steps: Array) -> float:
    free = [(True, allowed) for allowed in draft.allowed]
    told = [(sign != "+" or not allowed, allowed and sign != "-") for sign, allowed in zip(draft.signs, draft.allowed, strict=True)]
    scores, moves = draft.alone @ alone, draft.steps @ steps.T
    return _paths(scores, moves, told) - _paths(scores, moves, free)


def _paths(scores: Array, moves: Array, may_be: list[tuple[bool, bool]]) -> float:
    """The logarithm of the summed weight of all paths that go through no state that may not be."""
    left_out, quoted = (0.0 if may_be[0][0] else -np.inf), (scores[0] if may_be[0][1] else -np.inf)
    for score, (both, ends, begins), (may_stay, may_stand) in zip(scores[1:], moves, may_be[1:], strict=True):
        out = np.logaddexp(left_out, quoted + ends) if may_stay else -np.inf
        quoted = np.logaddexp(left_out + begins, quoted + both) + score if may_stand else -np.inf
        left_out = out
    return float(np.logaddexp(left_out, quoted))


def choose(draft: Judged, chain: Chain) -> list[int]:
    """The sentences that the chain quotes."""
    alone = [float(row @ np.array(chain.alone)) if allowed else -np.inf for row, allowed in zip(draft.alone, draft.allowed, strict=True)]
    return likeliest(alone, [tuple(row) for row in draft.steps], chain)


def unseen(drafts: list[Judged]) -> list[tuple[Judged, list[int]]]:
    """Each draft with what is quoted of it by weights fitted to other writers."""
    writers = sorted({draft.writer for draft in drafts})
    fold = {writer: n % _FOLDS for n, writer in enumerate(writers)}
    chains = [fit([draft for draft in drafts if fold[draft.writer] != n]) for n in range(_FOLDS)]
    return [(draft, choose(draft, chains[fold[draft.writer]])) for draft in drafts]


def _share(pairs: list[tuple[Judged, list[int]]], wanted: Callable[[bool, bool], bool]) -> str:
    faults = [
        (any(s == "+" and n not in chosen for n, s in enumerate(draft.signs)), any(draft.signs[n] == "-" for n in chosen))
        for draft, chosen in pairs
    ]
    found: dict[str, Any] = wilson(sum(wanted(*fault) for fault in faults), len(faults))
    return f"{found['share']:.1%} [{found['low']:.1%}, {found['high']:.1%}]"


def main() -> None:
    """Fit and measure, with and without the careful reader."""
    for careful in (True, False):
        drafts = gather(careful=careful)
        pairs = unseen(drafts)
        print(f"{'read carefully' if careful else 'not read carefully'}: {fit(drafts)}")
        print(f"  of {len(drafts)} passages by weights of other writers:")
        print(f"  without fault {_share(pairs, lambda lacks, adds: not (lacks or adds))},")
        print(f"  lacking a sentence {_share(pairs, lambda lacks, _: lacks)},")
        print(f"  with one too many {_share(pairs, lambda _, adds: adds)}")


if __name__ == "__main__":
    main()
