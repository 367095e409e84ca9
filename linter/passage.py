"""The passage of a draft that introduces: which of its sentences an ask quotes where they cannot all be told to its reader.

What the careful reader finds of each sentence, and that neighbours belong together: a linear-chain conditional random field with the
states "quoted" and "left out" (Lafferty 2001), its likeliest path found by the Viterbi algorithm. `models/passage.py` fits the weights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, log

from linter.finding import UNREAD
from linter.fit import has_content, is_business, is_errand, may_be_quoted, only_introduces
from linter.quoting import names_in
from linter.scene import Scene, begins_with_pronoun, told_in

_SPOKEN = ("second", "third_person", "wants", "several_write")
_LEAST_BEHIND = 0.1  # probability: the other half of a sentence less likely than that is another matter
_LEAST = 0.003  # probability: nothing is surer than that


@dataclass(frozen=True)
class Chain:
    """Weights of quoting a sentence for what it is (`alone_read`, `alone_unread`), and of the step from the one before (`beside`).

    `both` are quoted, the quotation `ends` before this one, or `begins` with it.
    """

    alone: tuple[float, ...]
    both: tuple[float, ...]
    ends: tuple[float, ...]
    begins: tuple[float, ...]


_READ = Chain((0.44, 0.94), (-0.89, 0.55, -0.08), (-0.16, -0.51, 0.1), (-0.02, -1.08, 0.72))
_NOT_READ = Chain((-1.86, 3.12, 0.92, -0.52, -1.53), (0.04, 0.67, 0.26), (0.56, -0.71, 0.49), (0.61, -1.55, 1.03))


def passage(scene: Scene, known: tuple[str, ...] = ()) -> list[int]:
    """The numbers of the sentences that a considerate person would quote in a private question; [] where none may be quoted.

    `known` are the sentences that the linter has found to introduce: they decide where it has not read carefully (`Told.quotable`).
    """
    read = any(told.quotable != UNREAD for told in scene.told)
    chain = _READ if read else _NOT_READ
    features = alone_read(scene) if read else alone_unread(scene, known)
    alone = [_times(chain.alone, row) if may_be_quoted(scene, n) else -inf for n, row in enumerate(features)]
    chosen = _with_whole_thoughts(scene, _whom_it_is_of(scene, likeliest(alone, beside(scene), chain)))
    best = max(range(len(alone)), key=alone.__getitem__, default=0)
    return chosen or ([best] if alone and alone[best] > -inf else [])


def _whom_it_is_of(scene: Scene, chosen: list[int]) -> list[int]:
    """The sentences without those that say nothing but who is introduced, "Mike, Anna - Anna, Mike.", except where the next one goes on
    from there, "Anna, this is Mike. He bakes."; there they come along."""
    told = scene.told
    bare = {n for n in range(len(told)) if only_introduces(scene, told[n].written)}
    kept = {n for n in chosen if n not in bare}
    for n in sorted(kept):
        goes_on = begins_with_pronoun(scene, told[n].written) is not None
        each = re.search(scene.language.rewrite["one_and_other"], told[n].written)  # "The one fires pots, the other keeps bees"
        lacks_name = each is None and not names_in(scene, told[n])
        m = n - 1
        while m in bare and told[m].paragraph == told[n].paragraph and may_be_quoted(scene, m):
            if goes_on or (lacks_name and m in chosen):
                kept.add(m)
            m -= 1
    return sorted(kept) or chosen


def _with_whole_thoughts(scene: Scene, chosen: list[int]) -> list[int]:
    """The sentences with what goes on behind their semicolon, without the end of another entry of a list and what is a word alone."""
    told = scene.told
    ends = {n for n in chosen if n and told[n].bullet and n - 1 not in chosen and told[n - 1].line == told[n].line}
    torn = {n for n in ends if not names_in(scene, told[n]) and any(told[m].line != told[n].line for m in chosen)}
    alone = {n for n in (*chosen[:1], *chosen[-1:]) if re.fullmatch(r"[^\W\d_]{4,}\W*", told[n].written)}  # "Me. Roth" is one name
    words = {n for n in alone if not names_in(scene, told[n])}
    kept = {*chosen} - torn - words
    behind = {n + 1 for n in kept if told[n].written.endswith(";") and n + 1 < len(told) and told[n + 1].line == told[n].line}
    return sorted(kept | {n for n in behind if may_be_quoted(scene, n) and told[n].quotable > _LEAST_BEHIND}) or chosen


def alone_read(scene: Scene) -> list[tuple[float, ...]]:
    """Of each sentence: one, and the log odds that it may be quoted."""
    return [(1.0, log(max(told.quotable, _LEAST) / max(1 - told.quotable, _LEAST))) for told in scene.told]


def alone_unread(scene: Scene, known: tuple[str, ...]) -> list[tuple[float, ...]]:
    """Of each sentence: one, whether it is known to introduce, names or speaks to anybody, is of business, and says nothing."""
    introducing, words = told_in(scene, known), scene.language.rewrite
    return [
        (
            1.0,
            float(n in introducing),
            float(bool(names_in(scene, told)) or any(re.search(words[kind], told.text) for kind in _SPOKEN)),
            float(is_business(scene, n) or is_errand(scene, n)),
            float(not has_content(scene, told)),
        )
        for n, told in enumerate(scene.told)
    ]


def beside(scene: Scene) -> list[tuple[float, ...]]:
    """Of each sentence but the first: one, whether it stands in the paragraph of the one before, and whether there it leans on that."""
    words = scene.language.rewrite
    found: list[tuple[float, ...]] = []
    for before, told in zip(scene.told, scene.told[1:], strict=False):
        near = before.paragraph == told.paragraph
        leans = re.match(words["leans"], told.text) or begins_with_pronoun(scene, told.written)
        found.append((1.0, float(near), float(near and leans is not None)))
    return found


def likeliest(alone: list[float], steps: list[tuple[float, ...]], chain: Chain) -> list[int]:
    """The numbers of the sentences quoted on the path of the greatest weight."""
    if not alone:
        return []
    left_out, quoted = 0.0, alone[0]
    before: list[tuple[bool, bool]] = []  # whether the one before is quoted on the best path that leaves this out, and that quotes it
    for score, step in zip(alone[1:], steps, strict=True):
        ends, begins, goes_on = quoted + _times(chain.ends, step), left_out + _times(chain.begins, step), quoted + _times(chain.both, step)
        before.append((ends >= left_out, goes_on >= begins))
        left_out, quoted = max(left_out, ends), max(begins, goes_on) + score
    path = [quoted >= left_out]
    for out, within in reversed(before):
        path.append(within if path[-1] else out)
    return [n for n, chosen in enumerate(reversed(path)) if chosen]


def _times(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    return sum(weight * feature for weight, feature in zip(weights, features, strict=True))
