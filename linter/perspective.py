"""What one side may read about the others, in the connector's own words: sentence by sentence, turned or left out.

A sentence goes over when it is plain whom it speaks to and of, and nothing in it concerns the mail itself, the meeting, or
anybody's contact details. When in doubt it stays behind: a gap shows, a wrong sentence does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linter.hanging import conclusion, cut, dangles, own_half, support
from linter.language import vocabulary
from linter.predicate import described
from linter.retelling import piece_of
from linter.scene import APART, TOKEN, Scene, Told, named
from linter.standing import stands
from linter.telling import Piece, Place, statements, stranger
from linter.turning import GENITIVE, NAME, OBLIQUE, Party
from linter.voice import gender

__all__ = ["Piece", "pieces"]

_MOST = 7  # sentences of one ask


def pieces(scene: Scene, reader: int) -> list[Piece]:
    """What the draft says about the other sides, for one side to read."""
    found: list[Piece] = []
    near = _near(scene)
    topic: int | None = None
    carried = -1  # the sentence last carried over
    for n, told in enumerate(scene.told):
        before = scene.told[n - 1] if n else None
        if before is not None and told.paragraph != before.paragraph and not before.about:
            topic = None
        follows = n > 0 and carried == n - 1 and _together(scene.told[carried], told)
        for text in statements(scene, told) if told.quotable >= APART else ():
            place = Place(near.get(n, ""), follows, topic, stranger(scene, n))
            whole = _whole(scene, text, place, reader)
            piece = conclusion(scene, n, whole, found) or piece_of(scene, told, whole, reader, place)
            before_it: list[Piece] = []
            if piece and (piece.joint or not follows) and dangles(scene, piece.text):
                before_it = [part for part in support(scene, n, reader) if all(part.source != other.source for other in found)]
                piece = piece if before_it or follows else cut(scene, piece)
            if piece and stands(piece.text, scene.language) and not _of_one_of_several(scene, reader, piece.text):
                found += before_it
                found.append(replace(piece, source=n, line=piece.line and not (follows and scene.told[carried].line == told.line)))
                carried, follows = n, True
        if told.about:
            topic = next(iter(told.about)) if len(told.about) == 1 else None
    if not any(piece.why for piece in found) and len(scene.members) == 2:
        halves = [own_half(scene, piece.source, reader) for piece in found if piece.who and not piece.line]
        found = sorted(next(filter(None, halves), []) + found, key=lambda piece: piece.source)
    return _with_names(scene, reader, found[:_MOST])


def _of_one_of_several(scene: Scene, reader: int, text: str) -> bool:
    """Whether "he" would be one of several others, or rather the reader: "if you could take him through a lock"."""
    words = scene.language.rewrite
    single = re.search(words["he"], text) or (words["verb_second"] and re.search(words["she"], text))
    others = [members for n, members in enumerate(scene.members) if n != reader]
    return single is not None and single is not False and all(len(members) > 1 for members in others) and not named(scene, text)


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


def _whole(scene: Scene, text: str, place: Place, reader: int) -> str:
    """A sentence without a verb, behind one about somebody, as a sentence about them: "Two seasons on a J/80."."""
    topic, words = place.topic, scene.language.rewrite
    alone = topic is None or topic == reader or len(scene.members[topic]) > 1 or not place.follows or named(scene, text)
    if topic is None or alone or stands(text, scene.language):
        return text
    if any(re.match(words[kind], text) for kind in ("about_me", "impersonal")) or re.search(words["second"], text):
        return text  # "Sounds like a plan."
    if not re.match(words["own_fragment"], text):
        return text  # "22 children, a day, a lake."
    return described(chr(NAME + scene.members[topic][0]), text, scene.language) or text


def _with_names(scene: Scene, reader: int, found: list[Piece]) -> list[Piece]:
    """The first sentence names the person it begins with, instead of a pronoun; a further one that would name them again does not."""
    others = [i for n, members in enumerate(scene.members) if n != reader for i in members]
    sides = len(scene.members) - 1
    if not found or sides != 1:
        return found
    words = scene.language.rewrite
    name = Party(tuple(others)).named(scene.language.messages["and"])
    done: list[Piece] = []
    said = False
    pronoun = {"m": words["he_subject"], "f": words["she_subject"]}.get(gender(scene, others[0]) if len(others) == 1 else "")
    for piece in found:
        text = piece.text
        if not said and not re.search(TOKEN, text) and len(others) == 1:
            for pattern, base in words["first_mention"].items():
                text = re.sub(pattern, chr({"genitive": GENITIVE, "oblique": OBLIQUE}[base] + others[0]), text)
        if not said and not re.search(TOKEN, text):
            text = _with_name(text, name, words)
        elif said and pronoun and done and not piece.line and re.match(rf"{name} [a-zäöü]", text):
            text = pronoun + text[1:] if re.match(f"{name}|{pronoun}", done[-1].text) else text
        said = said or re.search(TOKEN, text) is not None
        done.append(replace(piece, text=text))
    return done


def _with_name(text: str, name: str, words: Mapping[str, Any]) -> str:
    """The sentence with the name instead of the pronoun it begins with."""
    short = re.match(rf"(?:{words['subject_pronoun']})(?=['’]s\s+(\w+))", text)
    if short and (short[1].endswith("ed") or short[1].lower() in vocabulary("en", "participles")):
        return name + text[short.end() :]  # "Anna's trained": is or has
    long: dict[str, str] = words["long_forms"]
    pattern = rf"^(?:{words['subject_pronoun']})\b(['’](?:s|re|ve|d|ll)\b)?"
    return re.sub(pattern, lambda m: name + (f" {long[m[1][1:]]}" if m[1] else ""), text)
