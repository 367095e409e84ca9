"""Whom the draft calls by a pet name or a short name that no list has: the names that a greeting or the text adds to the people."""

from __future__ import annotations

import re
from dataclasses import replace

from linter.draft import Person
from linter.language import Language
from linter.people import Cast, address_words, is_role_address, name_words, title_before
from linter.persons import is_group
from linter.redact import has_contact
from linter.scene import ARTICLE, is_first_name
from linter.spelling import unmarked

_CLIPPED = 4  # letters of a name cut down to how it begins: "Gaz", "Odie"


def opening(text: str, greeting_end: int) -> str:
    """The greeting, or where no list knows its first word the short line of its own that a text begins with: "Annwyl Lowri"."""
    line = text.strip().partition("\n")[0]
    return text[:greeting_end] or (line if re.fullmatch(r"\S+ [^\s.!?]+[,!]?", line) else "")


def cleaned(people: tuple[Person, ...], text: str) -> tuple[Person, ...]:
    """The people with their names as the text writes them, without contact details: the name is what stands before."""
    plain = (replace(person, name=_before_contact(person.name)) if has_contact(person.name) else person for person in people)
    return tuple(_as_written(person, text) for person in plain)


def _before_contact(name: str) -> str:
    words = name.split()[:3]
    while words and (has_contact(" ".join(words)) or not all(re.fullmatch(r"[^\W\d_][^\W\d]*[.,]?", word) for word in words)):
        words.pop()
    return " ".join(words)


def _as_written(person: Person, text: str) -> Person:
    """Somebody with the name of the header as the text writes it, with the marks that the header leaves out: "Inés" for Ines."""
    if not person.address:
        return person  # the text is all that has the name
    words = re.findall(r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]{2,20}(?![\w-])", text)
    marked = {unmarked(word): word for word in words if unmarked(word) != word}
    plain = {plain for plain in marked if plain not in words}
    return replace(person, name=re.sub(r"[^\W\d_]{3,21}", lambda m: marked[m.group()] if m.group() in plain else m.group(), person.name))


def with_pet_names(people: Cast, greeting: str, language: Language) -> Cast:
    """The people with the names the greeting calls them by, where an address or a first name shows whose: "Liebe Burgl" is burgl@…,
    "Hi Lachie" is Lachlan."""
    found: dict[str, int] = {}
    persons = [(i, p.person) for i, p in enumerate(people.people) if p.place != "from" and not is_group(p.person, language)]
    known = _no_short_names(people, language) | {word for hello in language.greetings for word in hello.split()}
    for match in re.finditer(r"\b[A-ZÀ-Þ][^\W\d_]+", greeting):
        word = match.group().lower()
        whose = [i for i, person in persons if _is_short_for(word, person, language.code)] if len(word) > 2 else []
        long = len(word) > 2 or match.group().isupper() or greeting.strip(" ,!.:–—-").lower() == word  # "Mo," alone
        whose = whose or [i for i, person in persons if long and _is_clipped(match.group(), person)]
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
    first = r"[^\W\d_]" if text.strip().split("\n")[0].islower() else "[A-ZÀ-Þ]"  # "daz is stuck"
    for match in re.finditer(rf"(?<![\w-]){first}[^\W\d_]{{2,}}(?![\w-])", text):
        word = match.group()
        if ARTICLE.search(text[max(0, match.start() - 12) : match.start()]):
            continue  # "der Gang" is not Wolfgang
        short = len(word) == 3  # only where the address says so
        whose = [i for i, p in unnamed if _is_drawn_from(word.lower(), p) or (not short and _ends_or_pets(word.lower(), p, language.code))]
        if word.lower() not in known and len(whose) == 1 and whose[0] not in found.values():
            found[word.lower()] = whose[0]
    return replace(people, names={**_by_title(people, text, language), **_called_out(people, text, language), **found, **people.names})


def _by_title(people: Cast, text: str, language: Language) -> dict[str, int]:
    """The first word of a header of two that reads as a title, where the text has it alone and with a capital: "Dean" for Dean Marsh."""
    found: dict[str, int] = {}
    for i, participant in enumerate(people.people):
        first, *rest = participant.person.name.split() or [""]
        if participant.place == "from" or len(rest) != 1 or first.lower() not in language.titles or first.lower() in people.names:
            continue
        said = re.findall(rf"\b(?i:{re.escape(first)})\b(?:\s[A-ZÀ-Þ])?", text)
        if said and {*said} == {first} and not re.match(language.rewrite["polite"], f"{first} "):
            found[first.lower()] = i
    return found


def _called_out(people: Cast, text: str, language: Language) -> dict[str, int]:
    """The beginnings of first names, or the pet names of the address, by which the text calls somebody out or honours them: "Des, …"."""
    persons = [(i, p.person) for i, p in enumerate(people.people) if p.place != "from" and not is_group(p.person, language)]
    known = _no_short_names(people, language) | {word for hello in language.greetings for word in hello.split()}
    found: dict[str, int] = {}
    for match in re.finditer(r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]{2,}(?![\w-])", text):
        word, before = match.group().lower(), text[max(0, match.start() - 20) : match.start()]
        out = re.search(r"(?:^|[.!?]\s+|\n)$", before) and re.match(r",\s", text[match.end() :])
        given = [(i, person, next(iter(name_words(person)), "").lower()) for i, person in persons]
        whose = [
            i
            for i, person, name in given
            if name.startswith(word) or _is_drawn_from(word, person) or _is_lengthened(word, name, language.code)
        ]
        if word not in known and len(whose) == 1 and (out or re.search(language.rewrite["honorific"], before)):
            found[word] = whose[0]
    return found


def _no_short_names(people: Cast, language: Language) -> set[str]:
    """Words that are somebody's name already, or nobody's."""
    return {
        *people.names,
        *language.titles,
        *language.function_words,
        *language.everyone,
        *language.rewrite["no_short_names"],
        *(word for kind in ("groups", "relatives") for word in language.rewrite[kind]),
    }


def _ends_or_pets(word: str, person: Person, code: str) -> bool:
    """Whether a word ends a first name, is its beginning with "i" or "y", or is the first name of the address: lotte.bieling@…"""
    given = unmarked(next(iter(name_words(person)), "").lower())
    stem = re.sub(r"(?:li|ie|i|y)$", "", word)
    address = "" if is_role_address(person) else person.address.lower()
    by_address = is_first_name(word, code) and address.startswith(word) and address_words(person)[0] == word
    ends = given.endswith(unmarked(word)) and len(given) > len(word)
    return by_address or ends or (stem != word and len(stem) > 2 and given.startswith(unmarked(stem)))


def _is_drawn_from(word: str, person: Person) -> bool:
    """Whether a word is the first of the address, and its letters stand in the first name in this order: "Pip" for Philippa, pip@…"""
    given = next(iter(name_words(person)), "").lower()
    first = "" if is_role_address(person) else next(iter(address_words(person)), "")
    rest = iter(given)
    return word == first and (all(letter in rest for letter in word) or word[:2] == given[:2])  # "Daz" for Darren


def _is_clipped(word: str, person: Person) -> bool:
    """Whether a greeting calls somebody by a clipped name or the initials: "Gaz" for Gareth, "KB" for Kunal Bedi."""
    names = [part for name in name_words(person) for part in name.split("-")]
    if word.isupper():
        return len(names) > 1 and word == "".join(name[0] for name in names[: len(word)])
    return len(word) <= _CLIPPED and names[:1] != [] and len(names[0]) > len(word) and names[0][:2].lower() == word[:2].lower()


def _is_lengthened(word: str, given: str, code: str) -> bool:
    """Whether a word is a first name with an ending of respect or love: "Naliniben", "Hedwigerl"."""
    longer = _CLIPPED <= len(given) < len(word) <= len(given) + _CLIPPED and word.startswith(given)
    return longer and word != given + "s" and not is_first_name(word, code)  # "Gwens is the white house"


def _is_short_for(word: str, person: Person, code: str) -> bool:
    given = next(iter(name_words(person)), "").lower()
    own = not is_role_address(person) and word in address_words(person)
    stem = re.sub("[aeiou]$", "", given)
    fond = len(stem) >= _CLIPPED and word.startswith(stem) and len(word) <= len(given) + _CLIPPED  # "Trudeli"
    return own or fond or _is_lengthened(word, given, code) or (len(word) <= len(given) + 1 and word[:3] == given[:3])
