"""Who writes a draft: the names by which the connector signs."""

from __future__ import annotations

import re
from itertools import dropwhile

from linter.hello import is_titled
from linter.people import name_words, organisation
from linter.persons import full_name, is_group
from linter.scene import Scene
from linter.voice import is_formal


def name_of(scene: Scene) -> str:
    """The connector's name as the header has it: the first one, but all of it in a formal mail and for an office."""
    sender = scene.draft.sender
    whole = _without_kin(scene, full_name(sender)) if sender else ""
    return whole if is_formal(scene) else first_name_of(scene) or whole


def first_name_of(scene: Scene) -> str:
    """The connector's first name; "" for an office and of initials."""
    sender = scene.draft.sender
    names = _without_kin(scene, full_name(sender)).split() if sender else []
    given = list(dropwhile(lambda word: is_titled(scene.language, word), names))
    first = given[0] if given and (given == names or given[1:]) else ""  # nobody says only Tess of "Coach Tess"
    plain = sender is not None and not is_group(sender, scene.language) and "." not in first and first.lower() not in scene.language.titles
    return first if plain else ""


def _without_kin(scene: Scene, name: str) -> str:
    """A name without what only kin call its bearer: "Uncle Gary"."""
    return re.sub(rf"{scene.language.rewrite['closing_kin']}\s+(?=[A-ZÀ-Þ])", "", name)


def has_two_names(scene: Scene) -> bool:
    """Whether the connector's header has more than one name."""
    return scene.draft.sender is not None and len(name_words(scene.draft.sender)) > 1


def is_own(scene: Scene, text: str) -> bool:
    """Whether a text names the connector, or the organisation their address belongs to."""
    sender = scene.draft.sender
    words = set(re.findall(r"[^\W\d_]{3,}", f"{sender.name} {organisation(sender).partition('.')[0]}".lower())) if sender else set()
    return bool(words & set(re.findall(r"[^\W\d_]{3,}", text.lower())))
