"""Whom the draft calls by a pet name or a short name that no list has: the names that a greeting or the text adds to the people."""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import combining, normalize

from linter.draft import Person
from linter.language import Language
from linter.people import Cast, address_words, is_role_address, name_words, title_before
from linter.persons import is_group
from linter.scene import ARTICLE, is_first_name


def with_pet_names(people: Cast, greeting: str, language: Language) -> Cast:
    """The people with the names the greeting calls them by, where an address or a first name shows whose: "Liebe Burgl" is burgl@…,
    "Hi Lachie" is Lachlan."""
    found: dict[str, int] = {}
    persons = [(i, p.person) for i, p in enumerate(people.people) if p.place != "from" and not is_group(p.person, language)]
    known = _no_short_names(people, language) | {word for hello in language.greetings for word in hello.split()}
    for match in re.finditer(r"\b[A-ZÀ-Þ][^\W\d_]{2,}", greeting):
        word = match.group().lower()
        whose = [i for i, person in persons if _is_short_for(word, person)]
        if word not in known and len(whose) == 1 and not title_before().search(greeting[: match.start()]):
            found[word] = whose[0]
    called = tuple(replace(p, addressed=p.addressed or i in found.values()) for i, p in enumerate(people.people))
    return replace(people, people=called, names={**found, **people.names})


def with_short_names(people: Cast, text: str, language: Language) -> Cast:
    """The people with the names the text calls those by whom it does not name otherwise: "Jide" for Babajide, "Werni" for Werner."""
    seen = {mention.who for mention in people.mentions(text, 0, len(text))}
    persons = [(i, p.person) for i, p in enumerate(people.people) if i not in seen and p.place != "from"]
    unnamed = [(i, person) for i, person in persons if not is_group(person, language)]
    known = _no_short_names(people, language)
    found: dict[str, int] = {}
    for match in re.finditer(r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]{2,}(?![\w-])", text):
        word = match.group()
        if ARTICLE.search(text[max(0, match.start() - 12) : match.start()]):
            continue  # "der Gang" is not Wolfgang
        short = len(word) == 3  # only where the address says so
        whose = [i for i, p in unnamed if _is_drawn_from(word.lower(), p) or (not short and _ends_or_pets(word.lower(), p, language.code))]
        if word.lower() not in known and len(whose) == 1 and whose[0] not in found.values():
            found[word.lower()] = whose[0]
    return replace(people, names={**_called_out(people, text, language), **found, **people.names})


def _called_out(people: Cast, text: str, language: Language) -> dict[str, int]:
    """The beginnings of first names by which the text calls somebody out, or which it honours: "Des, …", "Baba Tino"."""
    persons = [(i, p.person) for i, p in enumerate(people.people) if p.place != "from" and not is_group(p.person, language)]
    known = _no_short_names(people, language) | {word for hello in language.greetings for word in hello.split()}
    found: dict[str, int] = {}
    for match in re.finditer(r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]{2,}(?![\w-])", text):
        word, before = match.group().lower(), text[max(0, match.start() - 20) : match.start()]
        out = re.search(r"(?:^|[.!?]\s+|\n)$", before) and re.match(r",\s", text[match.end() :])
        whose = [i for i, person in persons if next(iter(name_words(person)), "").lower().startswith(word)]
        if word not in known and len(whose) == 1 and (out or re.search(language.rewrite["honorific"], before)):
            found[word] = whose[0]
    return found


def _no_short_names(people: Cast, language: Language) -> set[str]:
    """Words that are somebody's name already, or nobody's."""
    return {*people.names, *language.titles, *language.function_words, *language.everyone, *language.rewrite["groups"]}


def _ends_or_pets(word: str, person: Person, code: str) -> bool:
    """Whether a word ends a first name, is its beginning with "i" or "y", or is the first name of the address: lotte.bieling@…"""
    given = _unmarked(next(iter(name_words(person)), "").lower())
    stem = re.sub(r"(?:li|ie|i|y)$", "", word)
    address = "" if is_role_address(person) else person.address.lower()
    by_address = is_first_name(word, code) and address.startswith(word) and address_words(person)[0] == word
    ends = given.endswith(_unmarked(word)) and len(given) > len(word)
    return by_address or ends or (stem != word and len(stem) > 2 and given.startswith(_unmarked(stem)))


def _is_drawn_from(word: str, person: Person) -> bool:
    """Whether a word is the first of the address, and its letters stand in the first name in this order: "Pip" for Philippa, pip@…"""
    given = iter(next(iter(name_words(person)), "").lower())
    first = "" if is_role_address(person) else next(iter(address_words(person)), "")
    return word == first and all(letter in given for letter in word)


def _unmarked(word: str) -> str:
    """A word without marks on its letters: "robi" of "röbi"."""
    return "".join(char for char in normalize("NFD", word) if not combining(char))


def _is_short_for(word: str, person: Person) -> bool:
    given = next(iter(name_words(person)), "").lower()
    own = not is_role_address(person) and word in address_words(person)
    return own or (len(word) <= len(given) + 1 and word[:3] == given[:3])
