"""Words into pieces of a fixed vocabulary: unigram segmentation (Kudo 2018), the likeliest pieces by the Viterbi algorithm."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

UNKNOWN = 0
BOUNDARY = "▁"  # stands before a word that a space precedes
_LONGEST = 60  # characters of one word that are segmented; what is longer is no word


@dataclass(frozen=True)
class Subwords:
    """A vocabulary: piece to (id, log probability). Id 0 is the unknown piece.

    `special` are words of our own, which are never taken apart.
    """

    pieces: Mapping[str, tuple[int, float]]
    special: Mapping[str, int]
    longest: int = field(init=False)
    worst: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max(map(len, self.pieces), default=1))
        object.__setattr__(self, "worst", min((score for _, score in self.pieces.values()), default=0.0) - 10.0)

    def split(self, word: str, *, spaced: bool) -> list[int]:
        """The ids of a word's pieces; `spaced` says whether a space precedes it."""
        if word in self.special:
            return [self.special[word]]
        text = unicodedata.normalize("NFKC", word[:_LONGEST])
        if spaced:
            text = BOUNDARY + text
        whole = self.pieces.get(text)
        return [whole[0]] if whole else self._segment(text)

    def _segment(self, text: str) -> list[int]:
        best = [0.0] + [float("-inf")] * len(text)
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                found = self.pieces.get(text[start:end])
                score = best[start] + (found[1] if found else self.worst)
                if (found or end == start + 1) and score > best[end]:
                    best[end], back[end] = score, (start, found[0] if found else UNKNOWN)
        ids = []
        end = len(text)
        while end:
            end, piece = back[end]
            ids.append(piece)
        return ids[::-1]


def parse(text: str) -> Subwords:
    """Read a vocabulary: a line each with piece and log probability, or a word of our own alone; ids count from 1."""
    pieces: dict[str, tuple[int, float]] = {}
    special: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        piece, tab, score = line.partition("\t")
        if tab:
            pieces[piece] = (number, float(score))
        else:
            special[piece] = number
    return Subwords(pieces, special)
