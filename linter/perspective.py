"""What one side may read about the others, in the connector's own words: sentence by sentence, turned or left out.

A sentence goes over when it is plain whom it speaks to and of, and nothing in it concerns the mail itself, the meeting, or
anybody's contact details. When in doubt it stays behind: a gap shows, a wrong sentence does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.clauses import what_is_said
from linter.redact import has_contact
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
            piece = _piece(scene, told, text, reader, topic, follows, n in near)
            if piece:
                found.append(replace(piece, line=piece.line and not (follows and scene.told[carried].line == told.line)))
                carried, follows = n, True
        if told.about:
            topic = next(iter(told.about)) if len(told.about) == 1 else None
    return _with_names(scene, reader, found[:_MOST])


def _near(scene: Scene) -> set[int]:
    """The sentences close to where another side is spoken of: in its paragraph, at most three before it."""
    near: set[int] = set()
    for n, told in enumerate(scene.told):
        if told.about:
            around = range(max(0, n - 3), min(len(scene.told), n + 6))
            near |= {m for m in around if _together(told, scene.told[m])}
    return near


def _together(one: Told, other: Told) -> bool:
    """Whether two sentences belong to one train of thought: a paragraph, or one entry of a list."""
    return one.paragraph == other.paragraph and (one.line == other.line or not (one.bullet or other.bullet))


def _texts(scene: Scene, told: Told) -> list[str]:
    if len(told.text) > _LONGEST or has_contact(told.text):
        return []
    words = scene.language.rewrite
    whole = re.sub(words["lead_in"], "", told.text, flags=re.I)
    text = re.sub(words["trims"], "", whole)
    if text != whole and "," not in text and re.match(words["subordinate"], text, re.I):
        return []  # the main clause is gone
    return [re.sub(words["lead_in"], "", said.strip(), flags=re.I) for said in what_is_said(text, scene.language)]


def _piece(scene: Scene, told: Told, text: str, reader: int, topic: int | None, follows: bool, near: bool) -> Piece | None:
    words = scene.language.rewrite
    text = text.strip(" ,;:–-")
    others = named(scene, text) - {reader}
    if len(text) < 8 or text.endswith("?") or reader in named(scene, text) or re.search(words["drop"], text, re.I):
        return None
    if not follows and re.search(words["dangling"], text):
        return None
    if not others and re.match(words["about_me"], text):
        return None
    second = re.search(words["second"], text) is not None
    about = bool(others) or (topic is not None and topic != reader and re.search(words["third_person"], text) is not None)
    if told.to == reader:
        if re.search(words["plural"], text) or not (about or (second and near)):
            return None
    elif second:
        new = _turned(scene, told, text, near)
        if new is None:
            return None
        text, about, second = new, True, False
    elif not others and not (about and follows):
        return None
    wants = re.search(words["wants"], text) is not None
    return Piece(text, second or wants, about and (not second or bool(others)), told.bullet)


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
