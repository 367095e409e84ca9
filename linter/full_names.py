"""A name in full: with the first name, the title and the office that a reader needs who does not know the person."""

from __future__ import annotations

import re

from linter.hello import is_titled
from linter.honour import sex_greeted, spoken_of
from linter.people import address_words, name_words
from linter.persons import full_name, greeted_in_pair, is_group, namesakes
from linter.scene import Scene, is_family, is_first_name
from linter.several import couple_called, couple_of
from linter.voice import form, gender, given_name, label, spelt_out


def full(scene: Scene, who: int) -> str:
    """The whole name, with the "Frau" or "Ms" the draft gives it: what a reader needs who does not know the person."""
    short, name = label(scene, who), spelt_out(scene.language, full_name(scene.person(who)))
    if len(name.split()) < 2 or is_group(scene.person(who), scene.language):
        return short if short != scene.language.rewrite["unknown"] or not name else name
    if "," in name or (couple_of(scene, who) and greeted_in_pair(scene, who)):
        return short
    title = _title_of(scene, who, short, name) or _title_beside(scene, who)
    posted = not scene.language.rewrite["formal"] and re.fullmatch(f"(?:{scene.language.rewrite['offices']})", name.split()[0], re.I)
    again = rf"\b{re.escape(title)}(?!\w)|(?i:{re.escape(title)})\s"  # "Frau" is no part of Frauke, but of Freifrau
    if title and not posted and not re.search(again, name):
        return f"{title} {_undoubled(title, name)}"
    given = next(iter(name_words(scene.person(who))), name)
    before, _, called = short.partition(" ")
    if called == given and name.startswith(f"{given} ") and before.lower() not in scene.text.split():  # "dr Anna"
        return f"{before} {name}"  # "Aunty Folake Adebanjo"
    pet_name = scene.cast.names.get(short.lower()) == who and short not in name.split() and short not in (f"{given}s", short.upper())
    pet_name = pet_name and not short.startswith(given) and short[:4] != name.split()[-1][:4]  # "Fenjakind", "Dotter" for Dotterweich
    known = is_first_name(short, scene.language.code) or short.lower() in address_words(scene.person(who))
    pet_name = pet_name and (known or short in spoken_of(scene, who))  # "Trudeli" is so to who greets her
    return name.replace(given, short, 1) if pet_name and "-" not in given else name  # "Lotte Bieling" for Charlotte


def _undoubled(title: str, name: str) -> str:
    """A name without the titles at its head that stand in the title, too: "Mag. Robert Ecker" behind "Herr Direktor" for "Dir. Mag. …"."""
    first, _, rest = name.partition(" ")
    parts = re.findall(r"[^\W\d_]{3,20}", first) if first.endswith(".") else [first]
    again = rest and any(word.startswith(part) for word in title.split() for part in parts)
    return _undoubled(title, rest) if again else name


def _title_of(scene: Scene, who: int, short: str, name: str) -> str:
    """ "Frau Dr." of "Frau Dr. Köpcke" (only "Frau" before a name with a title of its own), or "Herr" for who is addressed as "Sie"."""
    words = scene.language.rewrite
    titles = rf"(?:(?:{words['polite']}|{words['polite_form']}|{words['family_title']})\.?\s+)+"
    plain = is_titled(scene.language, name) or not is_family(scene, who, short.split()[-1])  # "Sister Benedicta", dialect "dr Matteo"
    called = re.match(rf"{words['polite']}|{words['given_title']}" if plain else titles, short)
    if called:
        return called.group().strip()
    spelt = known_as(scene, who)
    return spelt.partition(" ")[0] if spelt != short and " " in spelt and not is_family(scene, who, short) else ""


def known_as(scene: Scene, who: int) -> str:
    """What the draft calls a person, with the "Herr" of who is addressed as "Sie" and called by both names."""
    side, name = scene.side_of(who), label(scene, who)
    distant = scene.language.rewrite["formal"] and side is not None and form(scene, side) == "sie"
    if pair := greeted_in_pair(scene, who) or couple_called(scene, who, bool(distant)):
        return pair
    if distant:
        return with_title(scene, who, name)
    return full_name(scene.person(who)) if _is_surname(scene, who, name) else name  # "Lieber Kollege Kunz"


def _is_surname(scene: Scene, who: int, name: str) -> bool:
    """Whether a name is the family name alone; "Esther" is none, though the header has Ammann Esther."""
    last = name_words(scene.person(who))[-1:] == [name]  # "Aisyah" of Nurul Aisyah Rahman is none
    return last and is_family(scene, who, name) and not is_first_name(name, scene.language.code)


def with_title(scene: Scene, who: int, name: str) -> str:
    """ "Herr Kiepe" for somebody the draft calls Jonas Kiepe and does not say "du" to."""
    words = scene.language.rewrite
    person = scene.person(who)
    title = words["plain_titles"].get(gender(scene, who), "") if _have_titles(scene, who) else ""
    given = given_name(scene, who) or name
    before, _, family = name.partition(f"{given} ")
    academic = before and all(re.match(rf"{words['academic']}|\S+\.$|[A-ZÄÖÜ]{{2,4}}$", word) for word in before.split())
    if title and family and (academic or re.match(words["academic"], name)):
        return f"{title} {before}{family}"  # "Herr Prof. Schwenk", "Frau OÄ Sperl"
    if _is_surname(scene, who, name):
        return f"{title} {name}" if title else full_name(person)  # "Lieber Kollege Kunz"
    plain = name == full_name(person) and len(name.split()) == 2 and not is_group(person, scene.language)
    known = is_first_name(given, scene.language.code) or sex_greeted(scene, who)
    plain = plain and bool(known or given.lower() in address_words(person))  # a firm is no Herr
    short = name if namesakes(scene, who) else name.split()[-1]
    return f"{title} {short}" if title and plain and not re.match(words["polite_form"], name) else name


def _have_titles(scene: Scene, who: int) -> bool:
    """Whether all on a side could have one: not "Gitta Hahn und Herr Peter Hahn"."""
    return all(gender(scene, i) for i in scene.members[scene.side_of(who) or 0] if not is_group(scene.person(i), scene.language))


def _title_beside(scene: Scene, who: int) -> str:
    """ "Herr" for the husband of Frau Diallo: whose family name the text has for the other of two alone; else ""."""
    polite = any(re.match(scene.language.rewrite["polite"], label(scene, i)) for i in namesakes(scene, who))
    return str(scene.language.rewrite["plain_titles"].get(gender(scene, who), "")) if polite else ""
