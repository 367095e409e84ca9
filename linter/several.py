"""Who is several: couples and teams in one line of the header, "Resi und Hans Kern", "Musikverein Au"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linter.language import alternation
from linter.people import name_words
from linter.persons import full_name, is_group, is_somebody, sex
from linter.scene import Scene


@dataclass(frozen=True)
class Couple:
    """Two who share a line: their first names, where the header has them, and the family name they share, else ""."""

    given: tuple[str, ...]
    family: str


def couple_of(scene: Scene, who: int) -> Couple | None:
    """The two of a line like "Resi und Hans Kern" or "Ehepaar Kern"; None for anybody else."""
    name, also = full_name(scene.person(who)), alternation(scene.language.conjunctions)
    pair = re.fullmatch(rf"([A-ZÀ-Þ][\w'’-]+) (?:{also}) ([A-ZÀ-Þ][\w'’-]+)(?: ([A-ZÀ-Þ][\w'’ -]+))?", name)
    joined = pair and re.search(rf"\b{re.escape(pair[1])} (?:{also}) {re.escape(pair[2])}\b", scene.text)
    own = pair and (
        joined or any(sex(scene, [given]) for given in pair.group(1, 2)) or (pair[3] or "-").lower() in scene.person(who).address.lower()
    )
    if pair and own and pair[1].lower() not in scene.language.titles:
        return Couple((pair[1], pair[2]), pair[3] or "")
    family = re.fullmatch(rf"(?:{scene.language.rewrite['married']}) ([A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?)", name)
    return Couple((), family[1]) if family else None


def couple_titled(scene: Scene, who: int) -> list[tuple[str, str]]:
    """Each of a couple with a title and their sex: "Frau Kern" and "Herr Kern", he first where the header or the draft has him first; []
    where a first name does not tell."""
    couple, titles = couple_of(scene, who), scene.language.rewrite["plain_titles"]
    if couple is None or not couple.family or not titles:
        return []
    said = scene.text.find(titles["m"]), scene.text.find(titles["f"])
    sexes = [sex(scene, [given]) for given in couple.given] or (["m", "f"] if 0 <= said[0] < said[1] else ["f", "m"])
    return [(f"{titles[found]} {couple.family}", found) for found in sexes] if all(sexes) else []


def couple_called(scene: Scene, who: int, distant: bool) -> str:
    """A couple as it is called: "Resi und Hans", or "Frau und Herr Kern" at a distance; "" where that is not known."""
    couple, conjunction = couple_of(scene, who), scene.language.messages["and"]
    if couple is None:
        return ""
    if distant:
        names = [name for name, _ in couple_titled(scene, who)]
        return f"{names[0].partition(' ')[0]} {conjunction} {names[1]}" if len(names) == 2 else ""
    return f" {conjunction} ".join(couple.given)


def is_team(scene: Scene, who: int) -> bool:
    """Whether one recipient is a team, by the header or by what the draft says: "Liebes Kollektiv", "liebe Werkerei-Crew", or, to an
    address of one word on which nobody is named, "hallo ihr Schrauber"."""
    person, known = scene.person(who), scene.language
    names = name_words(person)
    if is_group(person, known) or is_somebody(person, known) or not person.name or not names:
        return is_group(person, known)
    named = rf"{re.escape(names[0])}\b"
    many = "|".join([*known.rewrite["groups"], *known.rewrite["team_articles"]])
    if re.search(rf"\bLiebes {named}(?<!chen)(?<!lein)(?<!erl)(?<![il])|\b{named}-(?i:{many})\b", scene.text):
        return True
    lone = len(names) == 1 and scene.members[scene.side_of(who) or 0] == (who,) and scene.default == scene.side_of(who)
    return lone and re.search(known.rewrite["greeted_many"], scene.greeting) is not None and not scene.names_anybody(scene.greeting)


def is_several(scene: Scene, who: int) -> bool:
    """Whether one recipient is many: an office, "Tina und Marc Rehbein", or a family greeted by one name: "Hallo ihr Rehbeins"."""
    person = scene.person(who)
    also = alternation(scene.language.conjunctions)
    names = alternation(name_words(person)) or "(?!)"
    family = re.search(rf"\b(?i:ihr) (?:{names})s?\b", scene.greeting)
    many = not is_somebody(person, scene.language) and re.search(rf"\b(?:{names}), ihr [a-zäöüß]+t\b", scene.text) is not None
    return is_team(scene, who) or bool(family or many or re.search(rf"\s(?:{also})\s", person.name))


def team(scene: Scene, name: str, case: str) -> str:
    """A team within a sentence: "mit dem Musikverein Au", "Familie Kern"; in quotation marks where neither its article is known nor the
    draft has one."""
    words = scene.language.rewrite
    if re.match(words["team_without_article"], name):
        return re.sub("^The ", "the ", name)
    first, last = name.split()[0], name.split()[-1]
    head = last.rpartition("-")[2] if "-" in last else first
    for ending, articles in words["team_articles"].items():
        if re.search(rf"(?i)(?:{ending})$", head):
            return f"{articles[case]} {name}"
    for before, articles in words["team_articles_before"].items():
        if case in articles and re.search(rf"\b(?:{before}) {re.escape(first)}\b", scene.text):
            return f"{articles[case]} {name}"
    whole = " " in name or any(word in words["groups"] for word in re.findall(r"[^\W\d_]+", name.lower()))
    return str(words["quoted_group" if whole else "quoted_team"]).format(name=name)
