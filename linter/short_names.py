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
    for match in re.finditer(r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]{3,}(?![\w-])", text):
        word = match.group()
        if ARTICLE.search(text[max(0, match.start() - 12) : match.start()]):
            continue  # "der Gang" is not Wolfgang
        whose = [i for i, person in unnamed if _ends_or_pets(word.lower(), person, language.code)]
        if word.lower() not in known and len(whose) == 1 and whose[0] not in found.values():
            found[word.lower()] = whose[0]
    return replace(people, names={**found, **people.names})


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


def _unmarked(word: str) -> str:
    """A word without marks on its letters: "robi" of "röbi"."""
    return "".join(char for char in normalize("NFD", word) if not combining(char))


def _is_short_for(word: str, person: Person) -> bool:
    given = next(iter(name_words(person)), "").lower()
    own = not is_role_address(person) and word in address_words(person)
    return own or (len(word) <= len(given) + 1 and word[:3] == given[:3])
