"""What a text is about: the beginnings of its words, and the part of a subject that is of it."""

from __future__ import annotations

import re

from linter.scene import TOKEN, Scene, tokens


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
