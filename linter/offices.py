"""Who somebody is by what the draft calls them: an office, "Sehr geehrte Frau Bürgermeisterin", or a relation, "Tante Resi"."""

from __future__ import annotations

import re
from functools import cache

from linter.full_names import full, known_as
from linter.greeting import greeting
from linter.hello import hello_of
from linter.language import language
from linter.persons import is_group
from linter.scene import Scene, is_first_name
from linter.voice import form, oblique

_SHORT = 4  # letters of a title cut short
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _offices(code: str) -> re.Pattern[str]:
    return re.compile(language(code).rewrite["offices"], re.I)


def presented(scene: Scene, who: int) -> str:
    """The whole name with the office, as it stands behind "to" or "mit": "Anna Roth, the vicar", "Frau Anna Roth, der Bürgermeisterin,";
    "" where the draft greets by none, or by one that the name has already."""
    side = scene.side_of(who)
    name = full(scene, who)
    if (
        side is None
        or form(scene, side) == "du"
        or len(scene.members[side]) != 1
        or is_group(scene.person(who), scene.language)
        or len(name.split()) < 2
    ):
        return ""
    called = re.fullmatch(scene.language.rewrite["called_by_office"], _called(scene, side, who))
    word = called["office"] if called else ""
    if not _offices(scene.language.code).fullmatch(word) or _has(name, word):
        return ""
    words = scene.language.rewrite
    word = word if words["formal"] else word.lower()  # "the coach"; German has capitals
    behind = next((article + re.sub(ending, more, word) for ending, article, more in words["office_behind"] if re.search(ending, word)), "")
    wrong = called and called["title"] == "Frau" and not behind.startswith("der ")  # "Frau Direktor"
    return "" if wrong else str(words["with_office"]).format(name=oblique(name), office=behind)


def _has(name: str, office: str) -> bool:
    """Whether a name has an office already, in full or short: "Cllr" for councillor, "RAin" for Rechtsanwältin."""
    if any(office.lower().startswith(word.lower()) for word in re.findall(r"\b([^\W\d_]{3,40}+)\.", name)):
        return True  # "Capt. Menzies"
    short = [word.lower() for word in _WORD.findall(name) if not re.search("(?i)[aeiouäöü]", word) or sum(map(str.isupper, word)) > 1]
    return office.lower() in name.lower() or any(
        word != "dr" and len(word) <= _SHORT and word[0] == office[0].lower() and _is_within(word, office.lower()) for word in short
    )


def _is_within(word: str, whole: str) -> bool:
    """Whether a word is another with letters left out."""
    rest = iter(whole)
    return all(letter in rest for letter in word)


def _called(scene: Scene, side: int, who: int) -> str:
    """The title by which a greeting calls somebody, without the name behind it: "Herr Kommandant"."""
    hello = greeting(scene, side).rstrip(",!")
    name = next((m.start for m in scene.cast.mentions(hello, 0, len(hello)) if m.who == who), len(hello))
    return hello[len(hello_of(scene, hello)) : name].strip()


def own_kin(scene: Scene, who: int) -> str:
    """ "my mom" for who is called by nothing but a word of kinship: whose, another reader would not know; else ""."""
    name, words = full(scene, who), scene.language.rewrite
    kin = name.lower() in words["relatives"] and not is_first_name(name, scene.language.code)  # Nan may be her name
    return str(words["own_kin_alone"]).format(name=name.lower()) if kin else ""


def owned(scene: Scene, who: int, name: str) -> str:
    """A name behind "to" or "mit", and whose kin its bearer is, where the draft says so of the writer's: "meiner Tante Resi"."""
    kin, _, rest = name.partition(" ")
    if not rest or kin.lower() not in scene.language.rewrite["relatives"]:
        return name
    own = re.search(rf"\b(?i:my|our|(?:mein|unser)(?P<ending>e[nmr]?)?) (?i:{re.escape(kin)})\b(?! [A-ZÀ-Þ])", scene.text)
    if own is None:
        return name
    if not scene.language.rewrite["formal"]:
        return f"my {name[0].lower()}{name[1:]}"
    return f"{'meiner' if own['ending'] in ('e', 'er') else 'meinem'} {name}"


def is_presented(scene: Scene, who: int) -> bool:
    """Whether the name by which an ask calls somebody says who that is: "Director Roth", "Tante Resi"."""
    known = scene.language
    if presented(scene, who) or own_kin(scene, who):
        return True
    before_name = [word.lower() for name in (known_as(scene, who), full(scene, who)) for word in _WORD.findall(name)[:-1]]
    titles = [word for word in before_name if not is_first_name(word, known.code)]
    return any(_offices(known.code).fullmatch(word) or word in known.rewrite["relatives"] for word in titles)
