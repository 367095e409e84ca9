"""What the header shows of people: their names, whether they are a team, who shares a family name, and which sex a first name has."""

from __future__ import annotations

import re
from bisect import bisect_left

from linter.draft import Person
from linter.hello import hello_of, is_office, is_titled, speaks_to_all
from linter.language import Language, alternation, languages, vocabulary
from linter.people import address_words, is_role_address, name_words
from linter.redact import has_contact
from linter.scene import Called, Scene, calls, is_first_name

_LONGEST_NAME = 60
_ASIDE = re.compile(r"\s?(?:\([^)]{0,200}\)|\[[^\]]{0,200}\])\s?")

TWO_TITLES = r"\b(Mr|Mrs|Ms|Dr|Herr|Frau)\.? (?:and|und|&) (Mrs|Mr|Ms|Dr|Frau|Herr)\b"
OF_COUPLE = re.compile(rf"{TWO_TITLES}\.? ([A-ZÀ-Þ][\w'’-]+)")
_RESIDENT = re.compile(r"[^()\d]{1,20}\d{1,4}[^\W\d_]? ?\(([A-ZÀ-Þ][^\W\d_]+(?: [A-ZÀ-Þ][\w'’-]+)?)\)")  # "Flat 3 (Jo Pell)"


def full_name(person: Person) -> str:
    """The name of a header as one would write it in a text: "Roth, Anna (Acme)" is Anna Roth; "" where there is none."""
    name = _ASIDE.sub(" ", person.name).strip(" \"'")
    if resident := _RESIDENT.fullmatch(person.name):
        name = resident[1]
    if has_contact(person.name) or len(name) > _LONGEST_NAME or not re.search(r"[^\W\d_]{2}", name):
        return ""
    family, comma, given = name.partition(",")
    if (
        comma
        and given.strip()
        and len(family.split()) <= 3
        and len(given.split()) <= 3
        and not re.search(rf"(?<![^\W\d_]{{2}})\.|\.$|\b{re.escape(family.split()[-1])}\b", given)
    ):
        name = f"{given.strip()} {family.strip()}"
    return " ".join(word.capitalize() if name.islower() else word for word in name.split())


def is_group(person: Person, known: Language) -> bool:
    """Whether a recipient is a team, an office or a list."""
    name = set(re.findall(r"[^\W\d_]+", person.name.lower()) if person.name else address_words(person))
    groups = known.rewrite["groups"]
    long = tuple(group for group in groups if len(group) > 4)  # "Projektgruppe", but not the surname Melchor
    if re.match(r"(?:listen|lists?|verteiler)\.", person.address.partition("@")[2], re.I):
        return True
    if re.match(r"(?i:the) (?!\w+\.)[^.]+s$", person.name) or is_at_group(person, known):
        return True  # "The Vandersteens", "Seekonk Masters" of crew@…
    if known.code == "de" and re.fullmatch(r"Die (?:[^\W\d_]+ )?[^\W\d_]+(?:n|s|er|el)", person.name):
        return True  # "Die Rostigen Nägel"
    names = name_words(person)
    office = len(names) < 2 or names[0].lower() in address_words(person)  # "Buchhaltung Kern" of buchhaltung@…
    return any(word in groups or word.endswith(long) for word in name) or (
        is_role_address(person) and office and not is_titled(known, person.name)
    )


def is_somebody(person: Person, known: Language) -> bool:
    """Whether a recipient is plainly one person: there is a first name in the name."""
    return not is_group(person, known) and any(is_first_name(word, known.code) for word in name_words(person))


def is_at_group(person: Person, known: Language) -> bool:
    """Whether somebody of several names, none of them a first name, whose domain begins with the first, is reached where a group is."""
    names, local = [word.lower() for word in name_words(person)], address_words(person)
    own = any(is_first_name(name, known.code) or any(name in word for word in local) for name in names)
    many = {word for word in known.rewrite["groups"] if not is_role_address(person) or word.endswith("s")} | {*known.everyone}
    at_group = len(names) > 1 and names[0] in person.domain.lower() and bool({*local} & many)
    return at_group and not own and not is_titled(known, person.name)


def is_generic(person: Person, known: Language) -> bool:
    """Whether a name says of a group no more than that it is one: "All members"."""
    words = re.findall(r"[^\W\d_]+", person.name.lower())
    return bool(words) and {*words} <= {*known.rewrite["groups"], *known.everyone}


def is_list(person: Person, known: Language) -> bool:
    """Whether a recipient is a mailing list, by its name, or by its address where there is no name; "Dev" is somebody's name."""
    words = re.findall(r"[^\W\d_]+", (person.name or person.address).lower())
    lists = {word for entry in languages() for word in entry.list_words}
    return is_generic(person, known) or (
        is_group(person, known) and any(word.endswith("liste") or (word in lists and len(words) > 1) for word in words)
    )


def namesakes(scene: Scene, who: int) -> list[int]:
    """Who else on the side has the same family name: the brothers Zeller, Frau Aichele and Herr Aichele."""
    family = name_words(scene.person(who))[1:][-1:]
    beside = scene.members[scene.side_of(who) or 0] if family else ()
    return [i for i in beside if i != who and name_words(scene.person(i))[1:][-1:] == family]


def fits(scene: Scene, who: int, title: str) -> bool:
    """Whether a title suits the first name: "Frau Aichele" is not said to Bernd Aichele."""
    sexes = {found for found, pattern in scene.language.rewrite["gender"].items() if re.match(pattern, f"{title} ")}
    return not sexes or sex(scene, name_words(scene.person(who))[:1]) in {*sexes, ""}


def sex(scene: Scene, names: list[str]) -> str:
    """ "f" or "m" for first names that a list has, else ""."""
    given = {part for name in names for part in (name.lower(), name.lower().partition("-")[0])}  # "Jan-Hinrich"
    return next((found for found in ("f", "m") if given & vocabulary(scene.language.code, found, "first_names")), "")


def greeted_in_pair(scene: Scene, who: int) -> str:
    """ "Mrs Pell" for the one of two whom the draft greets together, "Dear Mr and Mrs Pell"; else ""."""
    pair, others, family = OF_COUPLE.search(scene.greeting), namesakes(scene, who), name_words(scene.person(who))[-1:]
    if pair is None or family != [pair[3]] or scene.language.rewrite["formal"]:
        return ""
    if re.search(scene.language.rewrite["couple"], scene.person(who).name):
        return pair.group()  # "Jean and Douglas Pell"
    if len(others) != 1:
        return ""
    suit = [title for title in pair.group(1, 2) if fits(scene, who, title)]
    return f"{suit[0] if len(suit) == 1 else pair[1 + (others[0] < who)]} {pair[3]}"


def bears(scene: Scene, who: int, title: str) -> bool:
    """Whether a title is somebody's: "Miss Roth" is another than "Ms Anna Roth", whom the draft greets as Anna."""
    header = re.match(scene.language.rewrite["polite"], full_name(scene.person(who)))
    greeted = any(call.who == who and not call.title for call in calls(scene, scene.greeting))
    return header is None or not greeted or re.match(header.group(), title) is not None


def greeted_without_name(scene: Scene, text: str) -> int | None:
    """The side that a greeting without names is for, as it is the only one on To, and the text speaks of all others: "Sehr geehrter Herr
    Vorstand, lieber Freund", "you two" to the two of three people, "ihr Schrauber" to a team; else None."""
    told_of = {call.who for call in scene.called}
    to = {scene.side_of(i) for i, p in enumerate(scene.cast.people) if p.place == "to"} - {None}
    side = to.pop() if len(to) == 1 else None
    if side is None or not all({*members} & told_of for n, members in enumerate(scene.members) if n != side):
        return None
    words, people = scene.language.rewrite, scene.members[side]
    if speaks_to_all(scene, text):
        two = re.search(words["two"], text) is not None
        team = re.search(words["greeted_many"], text) and not is_somebody(scene.person(people[0]), scene.language)
        many = len(people) == 1 and not two and team
        return side if many or (two and len(people) == 2 and sum(map(len, scene.members)) > len(people)) else None
    sexes = [found for found, pattern in words["greeted_sex"].items() if re.search(pattern, text)]
    offices = sum(is_office(scene.language, word) for word in re.findall(r"\w+", text))
    return side if len(people) == 1 and len(sexes) < 2 and offices < 2 else None


def only_title(scene: Scene, who: int, name: str) -> str:
    """What to call somebody whom the draft never names: "Mr Hale" of the header, or both names for who is greeted "Reverend"; else ""."""
    header = re.match(scene.language.rewrite["polite"], name)
    words = name_words(scene.person(who))
    family = words[0] if len(words) == 1 else name.partition(f" {next(iter(words), name)} ")[2]
    if header and family and not namesakes(scene, who):
        return f"{header.group().strip()} {family}"
    called = scene.greeting[len(hello_of(scene, scene.greeting)) :].strip(" ,!.:")
    office = is_office(scene.language, called) and not scene.language.rewrite["formal"]  # but "Oma"
    return name if office and scene.side_of(who) == (scene.default or 0) else ""


def is_of_couple(scene: Scene, call: Called) -> bool:
    """Whether a first name shares the family name behind the next one: "Silke und Tomasz Hale"."""
    also = re.compile(rf"\s(?:{alternation(scene.language.conjunctions)}|&)\s").match(scene.text, call.end)
    if not also:
        return False
    at = bisect_left(scene.called, also.end(), key=lambda other: other.start)  # they stand in the order of the text
    beside = scene.called[at] if at < len(scene.called) and scene.called[at].start == also.end() else None
    return beside is not None and beside.who in namesakes(scene, call.who) and " " in beside.words


def of_spouse(scene: Scene, who: int) -> list[Called]:
    """What the draft says to who shares the family name and is of the other sex: "Frau Hale" may be read as the name of either."""
    others, own = namesakes(scene, who), sex(scene, name_words(scene.person(who))[:1])
    sexes = {sex(scene, name_words(scene.person(i))[:1]) for i in others}
    spouses = others if own and sexes and sexes <= {"m" if own == "f" else "f", ""} else []
    return [call for call in scene.called if call.who in spouses and " " not in call.words and fits(scene, who, call.title)]
