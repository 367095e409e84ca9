"""Other matters of a mail than the introduction: sentences that only call somebody out, postscripts, halves of a subject."""

from __future__ import annotations

import re

from linter.fit import has_content, shares
from linter.scene import TOKEN, Scene, named, tokens

_POSTSCRIPT = re.compile(r"(?:P\.\s?){1,3}S\b|P{1,3}S\b|ps\b|N\.?B\b")


def stems(scene: Scene, text: str) -> set[str]:
    """The beginnings of the words of a text that are neither names nor everywhere."""
    words = re.findall(r"[^\W\d_]{3,}", re.sub(TOKEN, " ", text).lower())
    return {word[:4] for word in words if word not in scene.language.function_words}


def own_subject(scene: Scene, subject: str, text: str) -> str:
    """The subject, of one that names several matters those that a text is of: "The boiler; and Anna's kiln"."""
    several = ",|" if subject.count(",") > 1 else ""
    parts = re.split(several + scene.language.rewrite["and_another"], subject)
    own = [part for part in parts if stems(scene, tokens(scene, part)) & stems(scene, tokens(scene, text))]
    return " ".join(own) if own else subject


def only_calls(scene: Scene, n: int, last: int) -> bool:
    """Whether a sentence names whom it calls out, and is of nobody and nothing that the passage is of: "Anna, the printer is broken"."""
    words = scene.language.rewrite
    rest = re.sub(
        rf"^(?:{words['interjections']}[,:.]?\s+)*(?:{TOKEN}\s*(?:[,:!–-]|and|und)\s*)+", "", tokens(scene, scene.told[n].written)
    )
    own = re.sub(words["yours"], " ", rest)
    spoken = named(scene, rest) or any(re.search(words[kind], own) for kind in ("second", "plural", "third_person_any"))
    before = " ".join(told.text for told in scene.told[: last + 1])
    return not spoken and not shares(scene, n, before)


def is_postscript(scene: Scene, n: int) -> bool:
    """Whether a sentence stands in a postscript that is of nobody else than whom it speaks to: "P.S. Mike, you left your hat"."""
    below = [m for m, told in enumerate(scene.told) if told.paragraph == scene.told[n].paragraph]
    begin = next((m for m in below if m <= n and re.match(_POSTSCRIPT, scene.told[m].written)), None)
    return begin is not None and not any(_is_of_others(scene, m) for m in below if m >= begin)


def _is_of_others(scene: Scene, n: int) -> bool:
    told = scene.told[n]
    spoken = named(scene, told.text) - {told.to} or re.search(scene.language.rewrite["third_person_any"], told.text)
    return bool(spoken) and has_content(scene, told)
