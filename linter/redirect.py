"""Whom a reply points to instead of, or besides, the person who was asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from linter import dates
from linter.language import Language, alternation, languages
from linter.sentences import sentences

_CAPITAL = r"[A-ZÄÖÜ][\w'’-]{1,30}(?<!['’]s)"
_TITLES = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Coach|Colonel|Kollegin|Kollege|Frau|Herrn?|Señora?|Senhora?)\.?[ ]){0,3}"
_PARTICLES = r"(?:[ ](?:de|van|von|der|la|di|zu)){0,2}"
_SHORT = re.compile(r"['’](?:m|re|ve|ll|d)$", re.I)  # "I'm", "We're"
_SENTENCES = 20  # read
_BEFORE = 30  # characters in front of a pattern that can say that the writer does it


@dataclass(frozen=True)
class _Words:
    """How a language points to somebody, and what is nobody."""

    patterns: tuple[re.Pattern[str], ...]
    own: re.Pattern[str]
    not_names: frozenset[str]
    things: frozenset[str]
    asked_first: re.Pattern[str]
    person: re.Pattern[str]
    hints: re.Pattern[str]


def redirect(text: str, loosely: bool = False) -> str:
    """The name or words of the other person, as written; "" if there is none.

    `loosely` also takes somebody in a sentence that only hints at it: right where nobody else is likely to be named, as in a no.
    """
    times = [(time.start, time.end) for time in dates.find(text)]
    return _by_pattern(text, times) or (_by_hint(text, times) if loosely else "")


def _by_pattern(text: str, times: list[tuple[int, int]]) -> str:
    for words in _words():
        for pattern in words.patterns:
            for match in pattern.finditer(text):
                own = words.own.search(text, max(0, match.start() - _BEFORE), match.start())
                if not own and _is_person(match, words, times):
                    return match["name"]
    return ""


def _by_hint(text: str, times: list[tuple[int, int]]) -> str:
    """Somebody in a sentence that says in any order that another one is meant; no question, and nothing the writer will do."""
    for start, end in sentences(text, 0, len(text))[:_SENTENCES]:
        if text[start:end].rstrip().endswith("?"):
            continue
        for words in _words():
            for match in words.person.finditer(text, start, end):
                if _is_person(match, words, times) and _is_meant(text, start, end, match, words):
                    return match["name"]
    return ""


def _is_meant(text: str, start: int, end: int, person: re.Match[str], words: _Words) -> bool:
    others = text[start : person.start()], text[person.end() : end]
    return any(map(words.hints.search, others)) and not any(map(words.asked_first.search, others))


def _is_person(match: re.Match[str], words: _Words, times: list[tuple[int, int]]) -> bool:
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
            re.compile(rf"\b(?:{alternation(entry.replies.redirect['asked_first'])})\b", re.I),
            _person(entry),
            re.compile(rf"\b(?:{alternation(entry.replies.redirect['hints'])})\b", re.I),
        )
        for entry in languages()
    )


def _person(entry: Language) -> re.Pattern[str]:
    """A name that stands for a person whatever stands around it, or a word for people with "my" or the like."""
    redirects = entry.replies.redirect
    adjective = r"(?:[a-zäöüß]{3,20}[ ])?"
    people = rf"\w{{0,25}}(?i:{alternation(redirects['people'])})(?:e?[ns])?\b(?:[ ](?:of|for)[ ]\w+)?"
    role = rf"(?i:{alternation(redirects['nouns'])})[ ]{adjective}{people}(?:[ ]{_TITLES}{_CAPITAL})?"
    alone = rf"|(?<=[a-z,] ){_CAPITAL}(?:[ ]{_CAPITAL})?" if entry.code == "en" else ""
    full = rf"{_CAPITAL}{_PARTICLES}[ ]{_CAPITAL}" if entry.code == "en" else rf"{_CAPITAL}(?=[ ](?:vom|aus|von)[ ])"
    titled = rf"{_TITLES.replace('{0,3}', '{1,3}')}{_CAPITAL}(?:[ ]{_CAPITAL})?"
    return re.compile(rf"\b(?P<name>{role}|{titled}|{full}{alone})")


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
