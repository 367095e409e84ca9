"""What the draft says beside a name: "Rajesh sir", "my niece", "Sehr geehrter Herr …" for the one it greets."""

from __future__ import annotations

import re

from linter.people import name_words
from linter.scene import Scene


def honoured(scene: Scene, who: int) -> str:
    """A name with the word of respect that stands behind it wherever the draft has it, "Balaji anna"; else ""."""
    behind = re.compile(rf"\s(?:{scene.language.rewrite['honorific_behind']})\b")
    said = [(call, behind.match(scene.text, call.end)) for call in scene.called if call.who == who]
    if not said or not all(found and not call.title for call, found in said):
        return ""
    call, found = said[0]
    return f"{call.words[0].upper()}{call.words[1:]}{found.group() if found else ''}"


def is_kin(scene: Scene, who: int) -> bool:
    """Whether the draft calls somebody the writer's own kin, and by the first name alone: "meine Nichte, Frau Kern … Ida"."""
    given = next(iter(name_words(scene.person(who))), "")
    alone = any(call.who == who and not call.title and call.words == given for call in scene.called)
    before, behind = (re.compile(pattern.format(scene.language.rewrite["own_kin"])) for pattern in (r"(?:{}),?\s$", r",\s(?:{})\b"))
    called = [call for call in scene.called if call.who == who]
    return alone and any(
        before.search(scene.text, max(0, call.start - 40), call.start) or behind.match(scene.text, call.end) for call in called
    )


def sex_greeted(scene: Scene, who: int) -> str:
    """The sex of the one person the draft greets, by the words of the greeting: "Gnädige Frau", "Sehr geehrter …"; else ""."""
    if scene.side_of(who) != scene.default or scene.default is None or len(scene.members[scene.default]) > 1:
        return ""
    fits = [found for found, pattern in scene.language.rewrite["greeted_sex"].items() if re.search(pattern, scene.greeting)]
    return fits[0] if len(fits) == 1 else ""
