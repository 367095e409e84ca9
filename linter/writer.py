"""Who writes a draft: the names by which the connector signs, one or several, and how they spell "du"."""

from __future__ import annotations

import re
from itertools import dropwhile

from linter.draft import Person
from linter.hello import is_titled
from linter.language import alternation
from linter.people import name_words, organisation
from linter.persons import full_name, is_at_group, is_group
from linter.scene import Scene
from linter.voice import is_formal

_DU = "[Dd](?:u|ich|ir|ein(?:e[nmrs]?)?)|[Ee]u(?:ch|er|re[nmrs]?)"


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


def in_person(scene: Scene, text: str) -> str:
    """The text with "we" for "I", where the draft speaks as several, and with "Du" where it writes that with a capital."""
    text = _with_capital_du(scene, text)
    words = scene.language.rewrite
    sender = scene.draft.sender
    signed = sender or Person(scene.closing.rpartition("\n")[2])
    one = bool(name_words(signed)) and (is_at_group(signed, scene.language) or not is_group(signed, scene.language))  # who signs for a club
    also = alternation(scene.language.conjunctions)
    one = one and not re.search(rf"\s(?:{also}|&|\+)\s", f"{sender.name if sender else ''}\n{scene.closing}")
    pattern = words["several_act" if one else "several_write"]
    acts = [told.text for told in scene.told if not one or re.search(words["drop"], told.text, re.I)]
    if re.search(words["one_writes"], scene.text) or not any(re.search(pattern, act) for act in acts):
        return text  # "our bill" in the mail of one person is not "we"; "we are copying Anna" is
    for one, several in words["as_several"].items():
        text = text.replace(one, several)
    return text


def _with_capital_du(scene: Scene, text: str) -> str:
    """The text with "Du" and "Euch" for "du" and "euch", but in quotation marks, where the draft writes most of these with a capital."""
    if not scene.language.rewrite["formal"]:
        return text
    within = re.findall(rf"(?<=[a-zäöüß,] )(?:{_DU})\b", scene.text)
    if 2 * sum(word[0].isupper() for word in within) <= len(within):
        return text
    return re.sub(rf"„[^“]*+“|\b(?:{_DU}|ihr)\b(?! [A-ZÄÖÜ])", lambda m: m.group()[0].upper() + m.group()[1:], text)
