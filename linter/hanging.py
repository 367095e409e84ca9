"""Sentences that hang on another: "one of theirs", "that should make a paper"."""

from __future__ import annotations

import re
from dataclasses import replace

from linter.scene import Scene, Told, named
from linter.standing import stands
from linter.telling import Piece, dropped, party, statements
from linter.turn import retold
from linter.turning import Roles
from linter.voice import form


def conclusion(scene: Scene, n: int, text: str, found: list[Piece]) -> Piece | None:
    """ "That should make a paper", behind what was said of both sides."""
    words = scene.language.rewrite
    told = scene.told[n]
    if (
        not re.match(words["conclusion"], text)
        or dropped(scene, re.sub(r"^(?:There|That|It)", "This", text))
        or re.search(words["second"], text)
        or named(scene, text)
    ):
        return None
    if not n or scene.told[n - 1].paragraph != told.paragraph or re.search(words["third_person_joint"], text):
        return None
    others = any(piece.who and scene.told[piece.source].paragraph == told.paragraph for piece in found if piece.source >= 0)
    return Piece(text, True, False, joint=True, to_all=text) if others else None


def support(scene: Scene, n: int, reader: int) -> list[Piece]:
    """The last sentence of the reader before, where the next one hangs on it; [] where that cannot be."""
    for m in range(n - 1, max(n - 4, -1), -1):
        if not _near_lines(scene.told[m], scene.told[n]):
            return []
        found = _supporting(scene, m, reader)
        if found:
            return found
    return []


def own_half(scene: Scene, n: int, reader: int) -> list[Piece]:
    """What is said of the reader right before or behind a sentence about the other, in the same breath or in the same words, as
    the reader's part of the reason: "You sew the blue. Anna dyes the blue."; [] where there is none."""
    words = scene.language.rewrite
    for m in (n - 1, n + 1):
        if 0 <= m < len(scene.told) and _near_lines(scene.told[m], scene.told[n]) and not scene.told[m].contact:
            one, other = scene.told[min(m, n)], scene.told[max(m, n)]
            shared = _content(scene, one) & _content(scene, other) - {*scene.language.function_words}
            if not shared and one.written != other.written and not one.written.endswith(";"):
                continue
            found = _supporting(scene, m, reader)
            first = found[0].text if found else ""
            if first and not any(re.match(words[kind], first) for kind in ("you_are", "about_me")) and named(scene, scene.told[m].text):
                return found
    return []


def _content(scene: Scene, told: Told) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[^\W\d_]{4,}", " ".join(statements(scene, told)).lower())}


def _supporting(scene: Scene, n: int, reader: int) -> list[Piece]:
    """A sentence that speaks of the reader alone, told to the reader; [] where that cannot be."""
    told, words = scene.told[n], scene.language.rewrite
    texts = statements(scene, told)
    if len(texts) != 1 or dropped(scene, texts[0]) or texts[0].endswith("?") or dangles(scene, texts[0]):
        return []
    text = texts[0]
    names = named(scene, text)
    if re.search(words["plural"], text) or names - {reader} or re.search(words["business"], text):
        return []
    if told.to == reader and re.search(words["second"], text) and not names:
        new: str | None = text
    elif names == {reader} and not re.search(words["second"], text):
        own = party(scene, reader)
        new = retold(text, Roles(own, None, own, form(scene, reader)), scene.language)
    else:
        return []
    if scene.language.code == "de" and re.match(words["you_are"], new or ""):
        return []  # the reader knows what they are
    return [Piece(new, True, False, told.bullet, n)] if new and stands(new, scene.language) else []


def dangles(scene: Scene, text: str) -> bool:
    """Whether a sentence hangs on the one before it: "that is exactly it", "one of theirs"."""
    words = scene.language.rewrite
    if re.search(words["dangling"], text):
        return True
    some = re.search(words["dangling_several"], text)
    if some and not re.search(words["several_before"], text[: some.start()]):
        return True
    thing = re.search(words["dangling_it"], text)
    return thing is not None and not re.search(words["it_before"], text[: thing.start()])


def cut(scene: Scene, piece: Piece) -> Piece | None:
    """The sentence up to the part that hangs on the one before: "Anna retired last year and carries it all in her head"."""
    for end in reversed([match.start() for match in re.finditer(scene.language.rewrite["cuts"], piece.text)]):
        text = piece.text[:end].rstrip(" ,;")
        if re.match(r",\s[^,]*\bzu \w+en\b|,\s(?:dass|ob|man)\b", piece.text[end:]):
            return None  # "es ist ihr Wunsch, mit Ihnen zu sprechen": what stays would say something else
        if len(text.split()) > 3 and not dangles(scene, text):
            return replace(piece, text=text) if stands(text, scene.language) else None
    return None


def _near_lines(one: Told, other: Told) -> bool:
    return one.paragraph == other.paragraph and one.bullet == other.bullet
