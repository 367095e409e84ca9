"""What one side may read about the others, in the connector's own words: sentence by sentence, turned or left out.

A sentence goes over when it is plain whom it speaks to and of, and nothing in it concerns the mail itself, the meeting, or
anybody's contact details. When in doubt it stays behind: a gap shows, a wrong sentence does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.clauses import what_is_said
from linter.scene import GENITIVE, NAME, TOKEN, Scene, Told, named
from linter.turn import turned
from linter.voice import gender

_MOST = 6  # sentences of one ask
_LONGEST = 420  # characters of one sentence


@dataclass(frozen=True)
class Piece:
    """A sentence for one reader, names as tokens. `why`: it says what the reader has to do with it."""

    text: str
    why: bool
    who: bool
    line: bool = False


def pieces(scene: Scene, reader: int) -> list[Piece]:
    """What the draft says about the other sides, for one side to read."""
    found: list[Piece] = []
    near = _near(scene)
    topic: int | None = None
    carried = -1  # the sentence last carried over
    for n, told in enumerate(scene.told):
        if n and told.paragraph != scene.told[n - 1].paragraph:
            topic = None
        follows = n > 0 and carried == n - 1 and _together(scene.told[carried], told)
        for text in _texts(scene, told):
            piece = _piece(scene, told, text, reader, topic, follows, near.get(n, ""))
            if piece:
                found.append(replace(piece, line=piece.line and not (follows and scene.told[carried].line == told.line)))
                carried, follows = n, True
        if told.about:
            topic = next(iter(told.about)) if len(told.about) == 1 else None
    return _with_names(scene, reader, found[:_MOST])


def _near(scene: Scene) -> dict[int, str]:
    """The sentences close to where somebody is spoken of, in the same paragraph: at most one "before", the "next" to it and
    itself, and some "after" it."""
    near: dict[int, str] = {}
    for n, told in enumerate(scene.told):
        if told.about:
            for m in range(max(0, n - 2), min(len(scene.told), n + 6)):
                if _together(told, scene.told[m]):
                    place = "after" if m > n else "next" if m >= n - 1 else "before"
                    near[m] = min(place, near.get(m, place), key=("next", "before", "after").index)
    return near


def _together(one: Told, other: Told) -> bool:
    """Whether two sentences belong to one train of thought: a paragraph, or one entry of a list."""
    return one.paragraph == other.paragraph and (one.line == other.line or not (one.bullet or other.bullet))


def _texts(scene: Scene, told: Told) -> list[str]:
    if len(told.text) > _LONGEST or told.contact:
        return []
    words = scene.language.rewrite
    whole = re.sub(words["lead_in"], "", told.text, flags=re.I)
    text = re.sub(words["trims"], "", whole)
    if text != whole and "," not in text and re.match(words["subordinate"], text, re.I):
        return []  # the main clause is gone
    return [re.sub(words["lead_in"], "", said.strip(), flags=re.I) for said in what_is_said(text, scene.language)]


def _piece(scene: Scene, told: Told, text: str, reader: int, topic: int | None, follows: bool, near: str) -> Piece | None:
    words = scene.language.rewrite
    text = text.strip(" ,;:–-")
    others = named(scene, text) - {reader}
    if len(text) < 8 or text.endswith("?") or reader in named(scene, text) or re.search(words["drop"], text, re.I):
        return None
    if re.search(words["loose_end"], text) or (len(text.split()) < 3 and not others and not re.match(words["subject_pronoun"], text)):
        return None
    if not follows and re.search(words["dangling"], text):
        return None
    if others and re.match(words["subject_pronoun"], text):
        return None  # "He reads, Dunstan writes": he is somebody else
    if not others and _unclear(scene, text, reader):
        return None
    second = re.search(words["second"], text) is not None
    wants = re.search(words["wants"], text) is not None
    about = bool(others) or (topic is not None and topic != reader and re.search(words["third_person"], text) is not None)
    if told.to == reader:
        aside = near == "after" and not about and re.search(words["by_the_way"], text)
        if re.search(words["plural"], text) or aside or not (about or (second and near)):
            return None
    elif second:
        new = _turned(scene, told, text, bool(near and wants) or (near == "next" and re.match(words["you_first"], text) is not None))
        if new is None:
            return None
        text, about, second = new, True, False
    elif not others and not (about and follows):
        return None
    wants = wants or re.search(words["wants"], text) is not None
    told_of = bool(others or not second or re.match(words["subject_pronoun"], text))
    return Piece(text, second or wants, about and told_of, told.bullet)


def _unclear(scene: Scene, text: str, reader: int) -> bool:
    """Whether a sentence that names nobody is of the connector, of him and her at once, or of "Sie" that may be they or you."""
    words = scene.language.rewrite
    both = re.search(words["he"], text) and re.search(words["she"], text)
    several = len([i for members in scene.members for i in members]) - len(scene.members[reader]) > 1
    return bool(re.match(words["about_me"], text) or both or (several and re.match(words["they_or_you"], text)))


def _turned(scene: Scene, told: Told, text: str, near: bool) -> str | None:
    """A sentence said to another side, told of them: of one person only, and if nobody else comes into it."""
    words = scene.language.rewrite
    if told.to is None or not near or len(scene.members[told.to]) != 1 or re.search(TOKEN, text):
        return None
    if re.search(words["third_person_any"], text) or re.search(words["plural"], text):
        return None
    who = scene.members[told.to][0]
    return turned(text, chr(NAME + who), chr(GENITIVE + who), gender(scene, who), scene.language)


def _with_names(scene: Scene, reader: int, found: list[Piece]) -> list[Piece]:
    """The first sentence names the person it begins with, instead of a pronoun."""
    others = [i for n, members in enumerate(scene.members) if n != reader for i in members]
    if not found or len(others) != 1 or re.search(TOKEN, found[0].text):
        return found
    words = scene.language.rewrite
    first = found[0]
    text = re.sub(rf"^(?:{words['subject_pronoun']})\b(['’]s\b)?", lambda m: chr(NAME + others[0]) + (" is" if m[1] else ""), first.text)
    return [Piece(text, first.why, first.who, first.line), *found[1:]]
