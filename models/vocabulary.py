"""Which pieces of the pretrained encoder's vocabulary are kept: those that English and German mail is made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from linter.encoder import OWN_WORDS
from linter.subwords import BOUNDARY, Subwords, parse
from models.e5 import Pretrained

SIZE = 8_000
_WORD = re.compile(r"(\s?)(\w+|[^\w\s])")
_SPECIAL = 4  # rows of the pretrained vocabulary that stand for no text
_PUNCTUATION = "–—’‘“”„…€•"


def keep(pretrained: Pretrained, texts: Iterable[tuple[str, int]]) -> tuple[str, list[int]]:
    """The vocabulary file, and the pretrained row of each of its lines, -1 for words of our own.

    `texts` are (text, weight). Single characters come first, then the pieces used most.
    """
    known = list(zip(pretrained.pieces, map(float, pretrained.scores), strict=True))
    rows = {piece: row for row, (piece, _) in enumerate(known) if row >= _SPECIAL and piece and not piece.isspace()}
    whole = Subwords({piece: (row, known[row][1]) for piece, row in rows.items()}, {})
    words: Counter[tuple[str, str]] = Counter()
    for text, weight in texts:
        for found in _WORD.findall(text):
            words[found] += weight
    used: Counter[int] = Counter()
    for (space, word), count in words.items():
        for row in whole.split(word, spaced=bool(space)):
            used[row] += count
    letters = [rows[c] for c in (BOUNDARY, *map(chr, range(33, 0x180)), *_PUNCTUATION) if c in rows]
    chosen = list(dict.fromkeys([*letters, *(row for row, _ in used.most_common() if row)]))[: SIZE - len(OWN_WORDS) - 1]
    lines = [*OWN_WORDS, *(f"{known[row][0]}\t{known[row][1]:.2f}" for row in chosen)]
    return "\n".join(lines) + "\n", [-1] * len(OWN_WORDS) + chosen


def completed(vocabulary: str) -> str:
    """A vocabulary file with the words of our own that it lacks, behind all others: the rows of the others stay where they are."""
    missing = [word for word in OWN_WORDS if word not in parse(vocabulary).special]
    return vocabulary + "".join(f"{word}\n" for word in missing)


class Remembering(Subwords):
    """A vocabulary that remembers words: for training only, the linter keeps nothing of a mail."""

    @lru_cache(maxsize=500_000)  # noqa: B019  one vocabulary lives as long as the training
    def split(self, word: str, *, spaced: bool) -> list[int]:
        """As `Subwords.split`."""
        return super().split(word, spaced=spaced)

    __hash__ = object.__hash__


def remembering(text: str) -> Remembering:
    """A vocabulary file, parsed, for training."""
    plain = parse(text)
    return Remembering(plain.pieces, plain.special)
