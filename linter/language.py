"""Languages are data: one TOML file each in `languages/`, read here and nowhere else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

UNKNOWN = "und"  # BCP 47 for "undetermined"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_JUDGED = 4_000  # characters looked at to tell a language


@dataclass(frozen=True)
class Dates:
    """The words of which times are made; `linter.date_patterns` puts them together."""

    after: tuple[str, ...]
    before: tuple[str, ...]
    article: tuple[str, ...]
    past: tuple[str, ...]
    ago: tuple[str, ...]
    early: tuple[str, ...]
    middle: tuple[str, ...]
    end: tuple[str, ...]
    next: tuple[str, ...]
    this: tuple[str, ...]
    connect: tuple[str, ...]
    tomorrow: Mapping[str, int]
    amounts: Mapping[str, int]
    units: Mapping[str, str]
    spans: Mapping[str, str]
    periods: Mapping[str, str]
    compounds: Mapping[str, str]
    after_next: Mapping[str, str]
    month_parts: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous: tuple[str, ...]
    ordinals: Mapping[str, int]
    day_suffix: tuple[str, ...]
    quarter: tuple[str, ...]
    half: tuple[str, ...]
    week: tuple[str, ...]
    week_of: tuple[str, ...]
    seasons: Mapping[str, int]
    holidays: Mapping[str, str]
    new_year: tuple[str, ...]
    hence: tuple[str, ...]
    ahead: tuple[str, ...]
    on: tuple[str, ...]
    week_later: tuple[str, ...]
    event: tuple[str, ...]
    condition: tuple[str, ...]
    vague: tuple[str, ...]


@dataclass(frozen=True)
class Replies:
    """The words of answers to a permission request."""

    dates: Dates
    cues: Mapping[str, tuple[str, ...]]
    redirect: Mapping[str, tuple[str, ...]]
    tell: Mapping[str, str]


@dataclass(frozen=True)
class Language:
    """What we know of a language outside the trained pipeline."""

    code: str
    name: str
    function_words: frozenset[str]
    greetings: tuple[str, ...]
    everyone: tuple[str, ...]
    conjunctions: frozenset[str]
    titles: frozenset[str]
    sign_offs: tuple[str, ...]
    mobile_signatures: tuple[str, ...]
    attribution: tuple[str, ...]
    forwarded: tuple[str, ...]
    header: tuple[str, ...]
    role_addresses: frozenset[str]
    list_words: frozenset[str]
    nicknames: Mapping[str, tuple[str, ...]]
    agreement: tuple[str, ...]
    messages: Mapping[str, str]
    rewrite: Mapping[str, Any]
    concepts: Mapping[str, tuple[str, ...]]
    replies: Replies
    sent_folders: tuple[str, ...]
    unsent_folders: tuple[str, ...]
    audit: Mapping[str, str]


@cache
def languages() -> tuple[Language, ...]:
    """All languages we have a file for, ordered by code."""
    folder = files("linter") / "languages"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_load(name[:-5], (folder / name).read_text(encoding="utf-8")) for name in names)


def _load(code: str, text: str) -> Language:
    data = tomllib.loads(text)
    return Language(
        code=code,
        name=data["name"],
        function_words=frozenset(data["function_words"].split()),
        greetings=tuple(data["greetings"]),
        everyone=tuple(data["everyone"]),
        conjunctions=frozenset(data["conjunctions"]),
        titles=frozenset(data["titles"]),
        sign_offs=tuple(data["sign_offs"]),
        mobile_signatures=tuple(data["mobile_signatures"]),
        attribution=tuple(data["quotation"]["attribution"]),
        forwarded=tuple(data["quotation"]["forwarded"]),
        header=tuple(data["quotation"]["header"]),
        role_addresses=frozenset(data["people"]["role_addresses"]),
        list_words=frozenset(data["people"]["list_words"]),
        nicknames={name: tuple(short) for name, short in data["nicknames"].items()},
        agreement=tuple(data["agreement"]["phrases"]),
        messages=data["messages"],
        rewrite=data["rewrite"],
        concepts={name: tuple(words) for name, words in data["concepts"].items()},
        replies=Replies(
            dates=_dates(data["replies"]["dates"]),
            redirect={name: tuple(phrases) for name, phrases in data["replies"]["redirect"].items()},
            cues={name: tuple(phrases) for name, phrases in data["replies"]["cues"].items()},
            tell=data["replies"]["tell"],
        ),
        sent_folders=tuple(data["folders"]["sent"]),
        unsent_folders=tuple(data["folders"]["unsent"]),
        audit=data["audit"],
    )


def _dates(table: Mapping[str, Any]) -> Dates:
    values: dict[str, Any] = {key: tuple(words) if isinstance(words, list) else words for key, words in table.items()}
    return Dates(**values)


def language(code: str) -> Language:
    """The language of a code; English where we have no file for it."""
    known = {entry.code: entry for entry in languages()}
    return known.get(code, known["en"])


@cache
def vocabulary(code: str, part: str, table: str = "grammar") -> frozenset[str]:
    """The words that play a part in the sentences of a language: `part` is a key of [rewrite.grammar], or of another table."""
    return frozenset(language(code).rewrite[table][part].split())


def alternation(phrases: Iterable[str]) -> str:
    """A regular expression that matches any of the phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=len, reverse=True))


def detect(text: str) -> str:
    """The code of the language whose function words are most frequent in `text`, or "und".

    Counting function words is the oldest method of language identification (Ingle 1976); with two
    languages that differ this much it needs no model, and it costs a few microseconds.
    """
    words = _WORD.findall(text[:_JUDGED].lower())
    scores = [(sum(map(entry.function_words.__contains__, words)), entry.code) for entry in languages()]
    best, code = max(scores)
    return code if best * 12 >= len(words) and best else UNKNOWN


@cache
def _concepts() -> tuple[Mapping[str, str], Mapping[str, Sequence[tuple[str, str]]]]:
    """Whole words to their concept; and beginnings with theirs, the longest first, by their first three letters.

    The first language file wins.
    """
    whole: dict[str, str] = {}
    beginning: dict[str, str] = {}
    for entry in languages():
        for concept, words in entry.concepts.items():
            for word in words:
                (beginning if word.endswith("*") else whole).setdefault(word.rstrip("*"), concept)
    by_letters: dict[str, list[tuple[str, str]]] = {}
    for start in sorted(beginning, key=len, reverse=True):
        by_letters.setdefault(start[:3], []).append((start, beginning[start]))
    return whole, by_letters


def concept(word: str) -> str:
    """The kind of a word that matters for introductions ("agree", "copy", ...), in any language; empty if none."""
    word = word.lower()
    whole, beginning = _concepts()
    if word in whole:
        return whole[word]
    return next((name for start, name in beginning.get(word[:3], ()) if word.startswith(start)), "")
