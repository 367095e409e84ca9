"""A last look over a quotation: marks that stand alone where something beside them stayed behind."""

from __future__ import annotations

import re

_AROUND = 6  # characters on each side by which a place in the draft is known again
_STRAY = re.compile(
    r"(?<=[.!?…])[ \t]{1,4}[.,;:!?–—-]{1,4}(?=[ \t]*+(?:\n|$))"  # "his hands. ."
    r"|(?<=[.!?…])[ \t]{1,4}[.,;:!?]{1,4}(?=[ \t])"  # "you two. ! He"
    r"|(?<![^\n])[.,;:!?]{1,4}[ \t]{1,4}(?=\w)"  # at the beginning of a line
    r"|(?<=\w)[ \t]?[,;:–—-]{1,2}[ \t]?(?=[.!?](?:\s|$))"  # "a kiln, ."
    r"|(?<=[^.])\.(?=\.(?:[^.]|$))"  # ".."
)


def tidied(text: str, draft: str) -> str:
    """The text without such marks, except where the draft has them itself."""
    written = _squeezed(draft)

    def mended(found: re.Match[str]) -> str:
        around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        return found.group() if _squeezed(around) in written else ""

    return _STRAY.sub(mended, text)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
