"""A note in a gap: the connector's own sentence, where it says what is missing but cannot be turned for the reader.

The gap stays a gap, to be filled in by hand; the note only spares the connector looking the sentence up.
"""

from __future__ import annotations

import re

from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, named, tokens

_MOST = 200  # characters of a note
_SHORT = 5  # sentences of a mail that is about the introduction alone
_MARKS = str.maketrans({"[": "(", "]": ")", "“": "'", "”": "'", "„": "'", '"': "'"})


def notes(scene: Scene, reader: int, wanted: frozenset[str], used: set[int]) -> dict[str, str]:
    """What to put behind the words of a gap: kind of gap to note. `wanted` are the kinds there are ("who", "why"), `used` the
    sentences that the reader has been told already."""
    found: dict[str, str] = {}
    taken = set(used)
    for kind, least in (("why", 2), ("who", 1), ("why", 1)):
        if kind not in wanted or kind in found:
            continue
        best = max(((_weight(scene, n, kind, reader), -n) for n in range(len(scene.told)) if n not in taken), default=(0, 0))
        if best[0] >= least:
            taken.add(-best[1])
            found[kind] = str(scene.language.rewrite["note"]).format(sentence=_quoted(scene.told[-best[1]].written))
    return found


def _quoted(written: str) -> str:
    text = " ".join(written.translate(_MARKS).split())
    return text if len(text) <= _MOST else text[: _MOST - 1].rsplit(" ", 1)[0] + "…"


def _weight(scene: Scene, n: int, kind: str, reader: int) -> int:
    """How plainly a sentence introduces the others (who), or says what the reader has to do with them (why); 0: not at all."""
    told, words = scene.told[n], scene.language.rewrite
    around = [other for other in scene.told[max(0, n - 2) : n + 3] if other.paragraph == told.paragraph]
    if any(other.contact for other in around) or has_contact(" ".join(other.written for other in around)) or not _has_content(scene, told):
        return 0
    third = re.search(words["third_person_any"], told.text) is not None
    topic = _topic(scene, n)
    short = scene.told[-1].paragraph == scene.told[0].paragraph and len(scene.told) <= _SHORT and len(scene.members) == 2
    if not topic and third and told.to is not None and len(scene.members) == 2 and (short or re.match(r"(?i)p\.?s\b", told.text)):
        topic = frozenset({1 - told.to})
    addressed = _addressed(scene, told, topic, third)
    near = short or bool(topic) or any(_names(scene, other) for other in around)
    of_other = bool(topic - {reader, addressed}) or (near and addressed not in (None, reader))
    of_reader = near and reader in {*topic, addressed}
    asked = re.search(words["wants"], told.text) is not None
    if kind == "who":
        if not topic and re.match(words["about_me"], told.text):
            return 0
        return 0 if not of_other or of_reader or asked else 2 if topic - {addressed} else 1
    if re.search(words["plural"], told.text) and near:
        return 4
    if of_other and of_reader:
        return 4
    if re.match(words["about_me"], told.text):
        return 0
    return 3 if asked and (of_other or of_reader) else 2 if addressed == reader and near else 1 if of_other else 0


def _names(scene: Scene, told: Told) -> frozenset[int]:
    return named(scene, tokens(scene, told.written))


def _topic(scene: Scene, n: int) -> frozenset[int]:
    """The sides a sentence names, or that its "she" goes back to."""
    names, told = _names(scene, scene.told[n]), scene.told[n]
    if names or (told.text.strip(" .") and re.search(scene.language.rewrite["third_person_any"], told.text) is None):
        return names
    if n and scene.told[n - 1].paragraph == told.paragraph:
        return _topic(scene, n - 1)
    sides = [scene.side_of(mention.who) for mention in scene.cast.mentions(scene.greeting, 0, len(scene.greeting))]
    return frozenset({sides[-1]}) if len(sides) > 1 and sides[-1] is not None and n == 0 else frozenset()


def _addressed(scene: Scene, told: Told, topic: frozenset[int], third: bool) -> int | None:
    """Whom "you" in a sentence means."""
    if re.search(scene.language.rewrite["second"], told.text) is None:
        return None
    if len(scene.members) == 2 and len(topic) == 1 and (third or told.to is None) and told.to in (None, *topic):
        return 1 - next(iter(topic))
    return told.to


def _has_content(scene: Scene, told: Told) -> bool:
    """Whether more is said than who is copied, what the connector hopes, or that somebody should write."""
    words = scene.language.rewrite
    if re.search(words["no_note"], told.text) or re.search(r"\d{5}", told.written):
        return False
    if re.search(words["business"], told.text) and not _names(scene, told) and not re.search(words["third_person_any"], told.text):
        return False
    rest = re.sub(words["drop"], " ", re.sub(TOKEN, " ", tokens(scene, told.written)), flags=re.I)
    common = {*scene.language.function_words, *scene.language.greetings, "this", "dies", "hier", "here", "done"}
    content = [word for word in re.findall(r"[^\W\d_]{3,}", rest.lower()) if word not in common]
    return len(content) >= (1 if re.match(rf"(?:{words['subject_pronoun']}|{TOKEN})\s+\w+", told.text) else 2)
