"""Whom a reply points to instead of, or besides, the person who was asked."""

from __future__ import annotations

import re
from functools import cache

from linter.language import Language, alternation, languages

_CAPITAL = r"[A-ZÄÖÜ][\w'’-]{1,30}(?<!['’]s)"
_TITLES = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Frau|Herrn?|Herr|Señora?|Senhora?)\.?[ ]){0,2}"


def redirect(text: str) -> str:
    """The name or words of the other person, as written; "" if there is none."""
    for pattern, excluded in _patterns():
        for match in pattern.finditer(text):
            name = match["name"].strip()
            if name not in excluded and name.split()[0] not in excluded:
                return name
    return ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (_compiled(pattern, entry), frozenset(entry.replies.redirect["not_names"]))
        for entry in languages()
        for pattern in entry.replies.redirect["patterns"]
    )


def _compiled(pattern: str, entry: Language) -> re.Pattern[str]:
    """Everything but the name may stand in either case."""
    noun = r"[A-ZÄÖÜ]\w{1,30}" if entry.code == "de" else r"\w{2,30}"
    owned = rf"(?i:{alternation(entry.replies.redirect['nouns'])})[ ]{noun}(?:[ ]{_CAPITAL})?"
    article = r"(?:(?:der|die|den|dem)[ ])?" if entry.code == "de" else ""
    name = rf"{article}(?P<name>{_TITLES}{_CAPITAL}(?:[ ]{_CAPITAL})?|{owned})"
    before, _, behind = pattern.partition("NAME")
    return re.compile(rf"(?i:{before}){name}(?i:{behind})")
