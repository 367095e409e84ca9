"""The sentences of a draft as they are told to one reader: what they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linter.clauses import reason_clause, what_is_said, without_asides
from linter.language import vocabulary
from linter.predicate import is_order
from linter.scene import TOKEN, Scene, Told
from linter.turning import Party
from linter.unquoted import is_unquotable
from linter.voice import gender
from linter.whereabouts import LEFT_OUT

_LONGEST = 420  # characters of one sentence


@dataclass(frozen=True)
class Piece:
    """A sentence for one reader, names as tokens. `why`: it says what the reader has to do with it; `who`: it says who another
    is. `source` is the number of the sentence in the draft; `joint`: it was said to all."""

    text: str
    why: bool
    who: bool
    line: bool = False
    source: int = -1
    joint: bool = False
    to_all: str = ""  # the sentence as all sides may read it, where it was said to all


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: how near to where somebody is spoken of, whether the sentence before it went over, and whom
    "he" or "she" is about."""

    near: str
    follows: bool
    topic: int | None
    stranger: bool  # somebody who is on no side is named close by


def statements(scene: Scene, told: Told) -> list[str]:
    """What a sentence says, without lead-ins, asides and stale times; [] where it may not go over at all."""
    if len(told.text) > _LONGEST or told.contact or LEFT_OUT in told.text:
        return []
    words = scene.language.rewrite
    if re.fullmatch(rf"{TOKEN}, (?:(?:an?|eine?) [^,]{{1,20}}|(?:the|die) [\w-]{{1,20}};)", told.text.rstrip(".!")):
        return []  # "Anna, a pleasure.", "Anna, the list; list, Anna."
    whole = re.sub(words["lead_in"], "", re.sub(words["presuming"], "", re.sub(words["turns_to"], "", told.text)), flags=re.I)
    text = trimmed(scene, whole)
    if text != whole and "," not in text and re.match(words["subordinate"], text, re.I):
        return []  # the main clause is gone
    reason = re.match(words["reason"], text)
    if reason and re.search(words["drop"], without_asides(reason["rest"], scene.language), re.I):
        text = reason_clause(reason["clause"], scene.language)  # "as you keep bees, I am copying Anna"
    said = [re.sub(words["lead_in"], "", part.strip(), flags=re.I) for part in what_is_said(text, scene.language)]
    return [re.sub(words["stale"], "", part).strip(" ,;:–-") for part in said]


def trimmed(scene: Scene, text: str) -> str:
    """The sentence without the parts of it that are about the mail or the meeting."""
    return re.sub(scene.language.rewrite["trims"], "", text)


def dropped(scene: Scene, text: str) -> bool:
    """Whether a sentence is about the mail, the meeting, or manners. That somebody asked to meet the reader is a reason, not manners."""
    words = scene.language.rewrite
    if re.search(words["asked_for"], text):
        text = re.sub(words["meeting"], "", text)
    unfit = any(re.search(words[kind], text, re.I) for kind in ("drop", "pressing"))
    return unfit or is_order(text, scene.language) or is_unquotable(text, scene.language)


def stranger(scene: Scene, n: int) -> bool:
    """Whether this sentence or one of the two before names somebody by a first name who is on no side."""
    code = scene.language.code
    known = vocabulary(code, "f", "first_names") | vocabulary(code, "m", "first_names")
    close = " ".join(told.text for told in scene.told[max(0, n - 2) : n + 1] if told.paragraph == scene.told[n].paragraph)
    return any(word.lower() in known for word in re.findall(r"\b[A-ZÀ-Þ][^\W\d_]{2,}", close))


def party(scene: Scene, side: int) -> Party:
    """A side as it takes part in a sentence."""
    people = scene.members[side]
    return Party(people, "p" if len(people) > 1 else gender(scene, people[0]))
