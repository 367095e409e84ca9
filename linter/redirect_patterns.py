"""Whom a reply points to as far as fixed patterns tell: what the readers of answers and of redirections are told beside the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from linter import dates
from linter.body import Span
from linter.language import Language, alternation, languages

_CAPITAL = r"[A-ZÄÖÜ][\w'’-]{1,30}(?<!['’]s)"
_TITLES = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Coach|Colonel|Kollegin|Kollege|Frau|Herrn?|Señora?|Senhora?)\.?[ ]){0,3}"
_PARTICLES = r"(?:[ ](?:de|van|von|der|la|di|zu)){0,2}"
_SHORT = re.compile(r"['’](?:m|re|ve|ll|d)$", re.I)  # "I'm", "We're"
_BEFORE = 30  # characters in front of a pattern that can say that the writer does it


@dataclass(frozen=True)
class _Words:
    """How a language points to somebody, and what is nobody."""

    patterns: tuple[re.Pattern[str], ...]
    own: re.Pattern[str]
    not_names: frozenset[str]
    things: frozenset[str]


def by_pattern(text: str) -> Span | None:
    """Where a pattern of the language files names the other person: (start, end); None if there is nobody."""
    times = [(time.start, time.end) for time in dates.find(text)]
    for words in _words():
        for pattern in words.patterns:
            for match in pattern.finditer(text):
                own = words.own.search(text, max(0, match.start() - _BEFORE), match.start())
                if not own and _is_person(match, words, times):
                    return match.span("name")
    return None


def _is_person(match: re.Match[str], words: _Words, times: list[Span]) -> bool:
    name, (start, end) = match["name"].strip(), match.span("name")
    parts = name.split()
    nobody = name in words.not_names or parts[0] in words.not_names or parts[-1] in words.things or _SHORT.search(parts[0])
    return not nobody and all(end <= first or start >= last for first, last in times)


@cache
def _words() -> tuple[_Words, ...]:
    return tuple(
        _Words(
            tuple(_compiled(pattern, entry) for pattern in entry.replies.redirect["patterns"]),
            re.compile(rf"\b(?:{alternation(entry.replies.redirect['own'])})\s+$", re.I),
            frozenset(entry.replies.redirect["not_names"]),
            frozenset(entry.replies.redirect["things"]),
        )
        for entry in languages()
    )


def _compiled(pattern: str, entry: Language) -> re.Pattern[str]:
    """Everything but the name may stand in either case."""
    if entry.code == "de":
        noun = r"(?:[a-zäöüß]{3,20}(?:en|er|e)[ ])?[A-ZÄÖÜ]\w{1,30}(?:[ ]\d{1,3})?"
    else:
        plain = rf"(?!(?:{alternation(entry.function_words)})\b)\w{{2,30}}"
        noun = rf"{plain}(?:[ ](?!(?:first|again|instead|too|he|she|has|is)\b){plain})?(?:[ ]of[ ]\w{{2,30}})?"
    owned = rf"(?i:{alternation(entry.replies.redirect['nouns'])})[ ]{noun}(?:[ ]{_TITLES}{_CAPITAL})?"
    article = r"(?:(?:der|die|den|dem)[ ])?" if entry.code == "de" else ""
    name = rf"{article}(?P<name>{_TITLES}{_CAPITAL}(?:{_PARTICLES}[ ]{_CAPITAL})?|{owned})"
    before, _, behind = pattern.partition("NAME")
    return re.compile(rf"(?i:{before}){name}(?i:{behind})")
