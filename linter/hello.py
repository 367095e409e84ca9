"""Words of greeting: where a text begins with one, whom it greets, and where the draft turns to one side in its middle."""

from __future__ import annotations

import re
from functools import cache

from linter.language import Language, alternation, language
from linter.scene import Scene, is_family, is_post

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@cache
def _words_of_greeting(code: str, everyone: bool) -> re.Pattern[str]:
    known = language(code)
    hellos = (*known.greetings, *known.rewrite["more_greetings"], *(known.everyone if everyone else ()))
    return re.compile(rf"(?:{alternation(hellos)})\b", re.I)


@cache
def _everybody(code: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternation(language(code).everyone)})\b", re.I)


@cache
def _within_a_sentence(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|, )((?:{alternation(language(code).greetings)})\s[^,.!?:;]{{1,40}})(?=[,!:.])", re.I)


@cache
def _titles(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(language(code).titles)})\b", re.I)


def is_titled(known: Language, name: str) -> bool:
    """Whether a name begins with a title: "Dr Mokoena"."""
    return _titles(known.code).match(name) is not None


def is_office(known: Language, word: str) -> bool:
    """Whether a word is no name but what one calls somebody by their title or office: "Reverend"."""
    return word.lower() in known.titles or word.lower() in known.rewrite["no_short_names"]


def hello_of(known: Language, text: str) -> str:
    """The word of greeting that a text begins with; "" where there is none."""
    first = _words_of_greeting(known.code, False).match(text)
    return first.group() if first else ""


def greets(known: Language, text: str) -> bool:
    """Whether a text begins with a word of greeting, or with one for everybody: "Ihr Lieben"."""
    return _words_of_greeting(known.code, True).match(text) is not None


def speaks_to_all(known: Language, text: str) -> bool:
    """Whether a greeting has a word for everybody in it: "Hallo ihr zwei"."""
    return _everybody(known.code).search(text) is not None


def strangers(scene: Scene, text: str) -> list[str]:
    """The words behind the word of greeting that are neither names nor titles: all of "Morning yoga is run by", none of "Dear Anna"."""
    hello = _words_of_greeting(scene.language.code, True).match(text)
    rest = text[hello.end() :] if hello else text
    named = {rest[m.start : m.end].lower() for m in scene.cast.mentions(rest, 0, len(rest))}
    known = {*named, *scene.language.titles, *scene.language.rewrite["endearments"]}
    return [word for word in _WORD.findall(rest) if word.lower() not in known and not is_post(scene.language, word)]


def called_out(scene: Scene, side: int) -> str:
    """The greeting by which a sentence within the draft turns to a side: "Lieber Alois, …", "…, dear Tom"; "" where none does."""
    for told in scene.told:
        hellos = [text for text in _within_a_sentence(scene.language.code).findall(told.written) if not strangers(scene, text)]
        named = [{mention.who for mention in scene.cast.mentions(text, 0, len(text))} for text in hellos]
        mine = [n for n, who in enumerate(named) if who and who <= set(scene.members[side])]
        if mine and set().union(*(named[n] for n in mine)) == set(scene.members[side]):
            return ", ".join(hellos[n] for n in mine)  # "Liebe Frau Beyer, lieber Herr Kern"
    return ""


def called_together(scene: Scene, side: int) -> bool:
    """Whether a sentence within the draft turns to the several of a side at once, and tells them of another: "Ihr Lieben, Anna ist …"."""
    together = re.compile(scene.language.rewrite["together"])
    told_of_another = [told.written for told in scene.told if told.about and side not in told.about]
    return len(scene.members[side]) > 1 and any(together.match(text) for text in told_of_another)


def first_name(scene: Scene, who: int) -> str:
    """The name by itself that a sentence of the draft calls out to somebody of whom it speaks with a title: "Bridget, this is …"."""
    side = scene.side_of(who)
    for told in scene.told:
        honour = scene.language.rewrite["honorific_behind"]
        name = re.match(rf"([A-ZÀ-Þ][^\W\d_]+(?:-[^\W\d_]+)*(?:\s(?:{honour}))?),\s", told.written)
        if name and told.to == side and {m.who for m in scene.cast.mentions(name[1], 0, len(name[1]))} == {who}:
            return "" if is_family(scene, who, name[1]) or name[1].lower() in scene.language.titles else name[1]
    return ""


def as_joined(scene: Scene, pieces: list[str]) -> str:
    """The pieces of a greeting with what stands between them in the draft: "Dear Jean and Malcolm"."""
    start, end = scene.greeting.find(pieces[0]), scene.greeting.find(pieces[-1])
    text = scene.greeting[start : end + len(pieces[-1])] if 0 <= start < end else ""
    between = re.split("|".join(map(re.escape, pieces)), text)
    return text if all(len(part) <= 5 for part in between) and "\n" not in text and text else ", ".join(pieces)
