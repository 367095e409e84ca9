"""Languages are data: one TOML file each in `languages/`, read here and nowhere else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

UNKNOWN = "und"  # BCP 47 for "undetermined"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_JUDGED = 4_000  # characters looked at to tell a language


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
    certainty: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
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
        certainty=data["certainty"],
        concepts={name: tuple(words) for name, words in data["concepts"].items()},
        sent_folders=tuple(data["folders"]["sent"]),
        unsent_folders=tuple(data["folders"]["unsent"]),
        audit=data["audit"],
    )


def language(code: str) -> Language:
    """The language of a code; English where we have no file for it."""
    known = {entry.code: entry for entry in languages()}
    return known.get(code, known["en"])


def alternation(phrases: Iterable[str]) -> str:
    """A regular expression that matches any of the phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=len, reverse=True))


def detect(text: str) -> str:
    """The code of the language whose function words are most frequent in `text`, or "und".

    Counting function words is the oldest method of language identification (Ingle 1976); with two
    languages that differ this much it needs no model, and it costs a few microseconds.
    """
    words = [word.lower() for word in _WORD.findall(text[:_JUDGED])]
    scores = [(sum(w in entry.function_words for w in words), entry.code) for entry in languages()]
    best, code = max(scores)
    return code if best * 12 >= len(words) and best else UNKNOWN


@cache
def _concepts() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Whole words and beginnings of words to the concept they belong to; the first language file wins."""
    whole: dict[str, str] = {}
    beginning: dict[str, str] = {}
    for entry in languages():
        for concept, words in entry.concepts.items():
            for word in words:
                (beginning if word.endswith("*") else whole).setdefault(word.rstrip("*"), concept)
    return whole, beginning


def concept(word: str) -> str:
    """The kind of a word that matters for introductions ("agree", "copy", ...), in any language; empty if none."""
    word = word.lower()
    whole, beginning = _concepts()
    if word in whole:
        return whole[word]
    return next((beginning[word[:n]] for n in range(min(len(word), 14), 2, -1) if word[:n] in beginning), "")
