"""Who may be meant by a redirection: every name and every phrase for people that a reply holds, recall first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from linter import dates
from linter.body import Span
from linter.language import alternation, detect, languages
from linter.sentences import sentences

MAX_SENTENCES = 40  # as many as the reader of answers reads
MAX_CANDIDATES = 300  # a reply of 4,000 characters could hold a thousand
_MAX_WORDS = 4  # of a name, or behind an article
_WORD = re.compile(r"[^\W_]+(?:['’.]?-[^\W_]+|['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.I)
_GAP = re.compile(r"(?:['’]s?)?\s{1,3}")
_TITLE_GAP = re.compile(r"\.?\s{0,3}")  # "Dr. Amari", "Dipl.-Ing. Falk"


@dataclass(frozen=True)
class Word:
    """A word of the text: where it stands, its `key` in lower case; a possessive "'s" belongs to neither, and is told by `owner`."""

    start: int
    end: int
    key: str
    capital: bool
    owner: bool


@dataclass(frozen=True)
class Candidate:
    """Words `first` to `last` (inclusive) of sentence `sentence`, at `start` to `end` of the text.

    `kind` is "name" (capital letters), "owned" (behind an article or a possessive), "some" ("whoever runs it") or "bare" (lower case).
    """

    start: int
    end: int
    kind: str
    sentence: int
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """The sentences of a text as spans and as words, and the candidates in their order."""

    text: str
    sentences: tuple[Span, ...]
    words: tuple[tuple[Word, ...], ...]
    candidates: tuple[Candidate, ...]


def read(text: str) -> Reading:
    """Find the candidates of a reply."""
    spans = tuple(sentences(text, 0, len(text))[:MAX_SENTENCES])
    words = tuple(tuple(_split(text, *span)) for span in spans)
    times = {place for time in dates.find(text) for place in range(time.start, time.end)}
    return Reading(text, spans, words, tuple(_found(text, words, times)))


def _found(text: str, words: tuple[tuple[Word, ...], ...], times: set[int]) -> list[Candidate]:
    """The first `MAX_CANDIDATES`, none of them with a time in it, nor somebody the writer will ask: "I'll ask my cousin"."""
    german = detect(text) == "de"
    asked = {match.end() for match in _asked_first().finditer(text)}
    found: dict[Span, Candidate] = {}
    taken = 0  # where the phrase ends that is nobody: "my cousin Bertil"
    for number, row in enumerate(words):
        for kind, first, last in _phrases(text, row, german):
            start, end = row[first].start, row[last].end
            if start in asked:
                taken = max(taken, end)
            if len(found) == MAX_CANDIDATES:
                return list(found.values())
            if end - start > 1 and start >= taken and times.isdisjoint(range(start, end)):  # "I" is nobody else
                found.setdefault((start, end), Candidate(start, end, kind, number, first, last))
    return list(found.values())


def _split(text: str, start: int, end: int) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        bare = _POSSESSIVE.sub("", match.group())
        yield Word(match.start(), match.start() + len(bare), bare.lower().replace("’", "'"), bare[0].isupper(), bare != match.group())


def _phrases(text: str, row: tuple[Word, ...], german: bool) -> Iterator[tuple[str, int, int]]:
    """Kind, first and last word of every phrase; where two have the same words, the first kind counts."""
    lower = not any(word.capital for word in row[1:])  # on a phone; elsewhere a name has its capital
    for i, word in enumerate(row):
        if word.key in _of("determiners"):
            for last in _ends(text, row, i + 1, german):
                yield "owned", i, last
                yield from (("owned", i, further) for further in _further(text, row, last, german))
        if word.key in _of("indefinite"):
            yield from (("some", i, last) for last in range(i, _reach(text, row, i, 6) + 1))
        if word.capital and not _is_grammar(word):
            last = i
            while last < len(row) and last - i < _MAX_WORDS + 2 and _belongs(text, row, last, i):
                if row[last].capital:
                    yield "name", i, last
                    yield from (("name", i, further) for further in _further(text, row, last, german))
                elif row[last].key.isdigit():
                    yield "name", i, last
                last += 1
        elif lower and not word.capital and not _is_grammar(word) and not word.key.isdigit():
            yield "bare", i, i


def _belongs(text: str, row: tuple[Word, ...], at: int, first: int) -> bool:
    """Whether the name that begins with word `first` may go on with this one: a capital, or "de" or "von" before one."""
    if at == first:
        return True
    return _joined(text, row, at) and (
        row[at].key in _of("particles") or row[at].key.isdigit() or (row[at].capital and not _is_grammar(row[at]))
    )


def _ends(text: str, row: tuple[Word, ...], begin: int, german: bool) -> Iterator[int]:
    """Where a phrase behind an article may end: in German with a noun, in English with any of the next words."""
    last = begin
    while last < min(len(row), begin + _MAX_WORDS) and _joined(text, row, last) and not _is_grammar(row[last]):
        if not german or row[last].capital or row[last].key.isdigit() or last == begin:
            yield last
        last += 1


def _further(text: str, row: tuple[Word, ...], last: int, german: bool) -> Iterator[int]:
    """Where a phrase may end that goes on with a place or a second person ("Jean at reception", "Tobi und Mats"), or as "Ed's mum" does."""
    begin = last + 1
    if row[last].owner:
        yield from _ends(text, row, begin, german)
    if begin < len(row) and row[begin].key in _of("links") and _joined(text, row, begin):
        begin += 1
        begin += begin < len(row) and row[begin].key in _of("determiners")
        yield from _ends(text, row, begin, german)


def _reach(text: str, row: tuple[Word, ...], first: int, most: int) -> int:
    """The last of at most `most` further words without a mark between them."""
    last = first
    while last + 1 < len(row) and last - first < most and _joined(text, row, last + 1):
        last += 1
    return last


def _joined(text: str, row: tuple[Word, ...], at: int) -> bool:
    """Whether nothing but a blank, or the full stop of a title or an initial, stands before this word."""
    before = row[at - 1]
    short = before.key in _titles() or len(before.key) == 1
    return (_TITLE_GAP if short else _GAP).fullmatch(text, before.end, row[at].start) is not None


def _is_grammar(word: Word) -> bool:
    """Whether the word, with or without a contraction, is one that holds sentences together."""
    return word.key in _grammar() or word.key.partition("'")[0] in _grammar()


@cache
def _grammar() -> frozenset[str]:
    return frozenset(chain.from_iterable(entry.function_words for entry in languages())) | _of("determiners")


@cache
def _asked_first() -> re.Pattern[str]:
    """What the writer says before somebody who is to be asked first, "I'll ask", with the blanks behind it."""
    own = tuple(_of("own"))
    return re.compile(rf"(?<!\w)(?:{alternation(phrase for phrase in _of('asked_first') if phrase.startswith(own))})\s{{1,3}}", re.I)


@cache
def _titles() -> frozenset[str]:
    return frozenset(chain.from_iterable(entry.titles for entry in languages()))


@cache
def _of(part: str) -> frozenset[str]:
    """The words of all languages for a part of a phrase, a key of [replies.redirect]."""
    return frozenset(chain.from_iterable(entry.replies.redirect[part] for entry in languages()))
