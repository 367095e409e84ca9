"""The classic introduction, which presents each side by itself: what it says of one is what the other should read, as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from linter.hanging import dangles
from linter.other_matters import stems
from linter.scene import TOKEN, Scene, Told, begins_with_pronoun, named
from linter.telling import Piece, dropped, trimmed
from linter.voice import gender
from linter.whereabouts import LEFT_OUT

_MANNERS = 3  # words of a sentence that only introduces
_SHORTEST = 4  # words of a sentence that presents somebody


@dataclass(frozen=True)
class _Portrait:
    """Sentences (their numbers) that present one side; `you` is the side that "you" means in them, if it stands there."""

    topic: int
    you: int | None
    sentences: tuple[int, ...]


def portraits(scene: Scene, chosen: list[int], reader: int) -> list[Piece]:
    """The sentences of the passage (`chosen`) for one reader: those that present the others, and reasons said to all; [] where
    the passage says anything else, or does not present every side, or speaks to another than the reader in what the reader should read."""
    found: list[_Portrait] = []
    reasons: list[int] = []
    for _, sentences in groupby(chosen, key=lambda n: (scene.told[n].paragraph, scene.told[n].to)):
        group = list(sentences)
        said = [n for n in group if _says_something(scene, scene.told[n])]
        if any(_is_more(scene, scene.told[n]) for n in group if n not in said):
            return []  # "Anna has to be taxed now, so let me introduce you": more than manners
        to_all = [n for n in said if _speaks_to_all(scene, scene.told[n])]
        reasons += to_all
        own = _by_topic(scene, [n for n in said if n not in to_all])
        part = [_portrait(scene, sentences, alone=len(own) == 1) for sentences in own]
        if None in part or not all(_is_for_each(scene, scene.told[n]) for n in to_all):
            return []
        found += filter(None, part)
    mine = [portrait for portrait in found if portrait.topic != reader]
    theirs = [scene.told[n].text for portrait in found if portrait.topic == reader for n in portrait.sentences]
    if any(re.search(scene.language.rewrite[kind], text) for text in theirs for kind in ("wants", "worth")):
        return []  # "Mike builds doors. He needs a test room.": what the reader needs is the reason
    presented = {portrait.topic for portrait in found} == set(range(len(scene.members)))
    if not presented or any(portrait.you not in (None, reader) for portrait in mine):
        return []
    if any(portrait.topic == reader and portrait.you is not None for portrait in found):
        return []  # "Mike wants to sell in Spain, and there is no way round you": of both
    known = [Piece(scene.told[n].text, True, True, source=n) for portrait in mine for n in portrait.sentences]
    return known + [Piece(scene.told[n].text, True, False, source=n, joint=True, to_all=scene.told[n].text) for n in reasons]


def _is_more(scene: Scene, told: Told) -> bool:
    """Whether a sentence that introduces or wishes them well says what for: "A meeting about the noise limits would do you both good"."""
    words = scene.language.rewrite
    text = re.sub(words["meeting"], " ", re.sub(words["drop"], " ", told.text, flags=re.I))
    return len(stems(scene, text)) > _MANNERS


def _says_something(scene: Scene, told: Told) -> bool:
    """Whether a sentence is more than an act of introducing, manners, or a word on the meeting."""
    words = scene.language.rewrite
    text = trimmed(scene, told.text)  # "she has Tuesdays free, so I thought of you" is more than the thought
    manners = re.search(words["no_content"], told.text) or (dropped(scene, text) and not re.search(words["third_person"], told.text))
    return not manners and not (_speaks_to_all(scene, told) and re.search(words["meeting"], told.text))


def _speaks_to_all(scene: Scene, told: Told) -> bool:
    words = scene.language.rewrite
    return told.to is None and not told.about and any(re.search(words[kind], told.text) for kind in ("plural", "second"))


def _is_for_each(scene: Scene, told: Told) -> bool:
    """Whether each may read a sentence said to all as it stands: not "she has the barn and you the hay", "talk to each other", nor
    "you'd fix it in one call", where that are the two."""
    words = scene.language.rewrite
    of_one = re.search(words["second"], told.text) and not any(re.search(words[kind], told.text) for kind in ("plural", "opinion"))
    return not of_one and not any(re.search(words[kind], told.text) for kind in ("third_person", "not_for_each"))


def _by_topic(scene: Scene, sentences: list[int]) -> list[list[int]]:
    """The sentences cut where one begins with the name of another side than the one before."""
    parts: list[list[int]] = []
    topic: frozenset[int] = frozenset()
    for n in sentences:
        begins = named(scene, scene.told[n].text[:1])
        if not parts or (begins and begins != topic):
            parts.append([])
        topic = begins or topic
        parts[-1].append(n)
    return parts


def _portrait(scene: Scene, sentences: list[int], *, alone: bool) -> _Portrait | None:
    """The sentences as a portrait, if each begins with the one person they are of, or with a pronoun that can be nobody else."""
    words = scene.language.rewrite
    first = scene.told[sentences[0]]
    topic = next(iter(named(scene, first.text[:1])), None)
    if topic is None or len(first.text.split()) < _SHORTEST:
        return None
    for n in sentences:
        told = scene.told[n]
        begins = re.match(rf"{TOKEN}(?!\s*[:,])", told.text) or _is_pronoun_of(scene, topic, told.text, alone)
        if (
            not begins
            or told.bullet
            or told.text.endswith(";")
            or LEFT_OUT in told.text
            or told.about - {topic}
            or _is_of_another(scene, topic, told.text)
            or re.search(words["plural"], told.text)
            or dangles(scene, told.text)
        ):
            return None
    speaks = any(re.search(words["second"], scene.told[n].text) for n in sentences)
    return None if speaks and first.to is None else _Portrait(topic, first.to if speaks else None, tuple(sentences))


def _is_of_another(scene: Scene, side: int, text: str) -> bool:
    """Whether "he" or "she" is not the side that is presented: "Jack and Min coach and could use her"."""
    words, members = scene.language.rewrite, scene.members[side]
    own = gender(scene, members[0]) if len(members) == 1 else "p"
    he = re.search(words["he"], text) and own in ("f", "p")
    she = words["verb_second"] and re.search(words["she"], text) and own in ("m", "p")
    return bool(he or she)


def _is_pronoun_of(scene: Scene, side: int, text: str, alone: bool) -> bool:
    words = scene.language.rewrite
    first = begins_with_pronoun(scene, text)
    wrong = {"m": words["she_subject"], "f": words["he_subject"]}.get(gender(scene, scene.members[side][0]), "")
    return first is not None and (first.group() != wrong if wrong else alone)
