"""What one side may read about the others, in the connector's own words: sentence by sentence, turned or left out.

A sentence goes over when it is plain whom it speaks to and of, and nothing in it concerns the mail itself, the meeting, or
anybody's contact details. When in doubt it stays behind: a gap shows, a wrong sentence does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.clauses import reason_clause, what_is_said, without_asides
from linter.joint import joint
from linter.language import vocabulary
from linter.predicate import described, is_order
from linter.scene import TOKEN, Scene, Told, named
from linter.standing import stands
from linter.turn import retold
from linter.turning import GENITIVE, NAME, OBLIQUE, Party, Roles
from linter.voice import form, gender, label

_MOST = 7  # sentences of one ask
_LONGEST = 420  # characters of one sentence


@dataclass(frozen=True)
class Piece:
    """A sentence for one reader, names as tokens. `why`: it says what the reader has to do with it; `who`: it says who another
    is. `source` is the number of the sentence in the draft; `joint`: it was said to all."""

    text: str
    why: bool
    who: bool
    line: bool = False
    source: int = -1
    joint: bool = False
    to_all: str = ""  # the sentence as all sides may read it, where it was said to all


@dataclass(frozen=True)
class _Place:
    """Where a sentence stands: how near to where somebody is spoken of, whether the sentence before it went over, and whom
    "he" or "she" is about."""

    near: str
    follows: bool
    topic: int | None
    stranger: bool  # somebody who is on no side is named close by


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
        for text in _texts(scene, told):
            place = _Place(near.get(n, ""), follows, topic, _stranger(scene, n))
            text = _whole(scene, text, place, reader)  # noqa: PLW2901
            piece = _conclusion(scene, n, text, found) or _piece(scene, told, text, reader, place)
            support: list[Piece] = []
            if piece and (piece.joint or not follows) and _dangles(scene, piece.text):
                support = _support(scene, n, reader)
                piece = piece if support else _cut(scene, piece)
            if piece and stands(piece.text, scene.language):
                found += support
                found.append(replace(piece, source=n, line=piece.line and not (follows and scene.told[carried].line == told.line)))
                carried, follows = n, True
        if told.about:
            topic = next(iter(told.about)) if len(told.about) == 1 else None
    return _with_names(scene, reader, found[:_MOST])


def _stranger(scene: Scene, n: int) -> bool:
    """Whether this sentence or one of the two before names somebody by a first name who is on no side."""
    code = scene.language.code
    known = vocabulary(code, "f", "first_names") | vocabulary(code, "m", "first_names")
    close = " ".join(told.text for told in scene.told[max(0, n - 2) : n + 1] if told.paragraph == scene.told[n].paragraph)
    return any(word.lower() in known for word in re.findall(r"\b[A-ZÀ-Þ][^\W\d_]{2,}", close))


def _whole(scene: Scene, text: str, place: _Place, reader: int) -> str:
    """A sentence without a verb, behind one about somebody, as a sentence about them: "Two seasons on a J/80."."""
    topic = place.topic
    if topic is None or topic == reader or len(scene.members[topic]) > 1 or not place.follows or named(scene, text) or stands(text, scene.language):
        return text
    if re.search(scene.language.rewrite["second"], text) or re.match(scene.language.rewrite["about_me"], text):
        return text
    if re.match(scene.language.rewrite["impersonal"], text):
        return text  # "Sounds like a plan."
    return described(chr(NAME + scene.members[topic][0]), text, scene.language) or text


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


def _texts(scene: Scene, told: Told) -> list[str]:
    if len(told.text) > _LONGEST or told.contact:
        return []
    words = scene.language.rewrite
    if re.fullmatch(rf"{TOKEN}, (?:an?|eine?) [^,]{{1,20}}", told.text.rstrip(".!")):
        return []  # "Anna, a pleasure."
    whole = re.sub(words["lead_in"], "", told.text, flags=re.I)
    text = re.sub(words["trims"], "", whole)
    if text != whole and "," not in text and re.match(words["subordinate"], text, re.I):
        return []  # the main clause is gone
    reason = re.match(words["reason"], text)
    if reason and re.search(words["drop"], without_asides(reason["rest"], scene.language), re.I):
        text = reason_clause(reason["clause"], scene.language)  # "as you keep bees, I am copying Anna"
    said = [re.sub(words["lead_in"], "", part.strip(), flags=re.I) for part in what_is_said(text, scene.language)]
    return [re.sub(words["stale"], "", part).strip(" ,;:–-") for part in said]


def _dropped(scene: Scene, text: str) -> bool:
    """Whether a sentence is about the mail, the meeting, or manners. That somebody asked to meet the reader is a reason, not manners."""
    words = scene.language.rewrite
    if re.search(words["asked_for"], text):
        text = re.sub(words["meeting"], "", text)
    return re.search(words["drop"], text, re.I) is not None or is_order(text, scene.language)


def _piece(scene: Scene, told: Told, text: str, reader: int, place: _Place) -> Piece | None:
    words = scene.language.rewrite
    names = named(scene, text)
    if len(re.sub(TOKEN, "names", text)) < 8 or text.endswith("?") or _dropped(scene, text):
        return None
    if len(text.split()) < 3 and not names and not re.match(words["subject_pronoun"], text):
        return None
    asked = told.to == reader and place.topic not in (None, reader) and re.search(words["asked_for"], text)
    if re.search(words["plural"], text) and not asked and (scene.default is None or re.search(words["explicit"], text)):
        own = scene.default is None or place.near or told.to != scene.default
        business = scene.default is not None and re.search(words["business"], text)
        return _joint(scene, told, text, reader) if own and not business else None
    second = re.search(words["second"], text) is not None
    if second and told.to is None:
        return None
    if names - {reader} and re.match(words["subject_pronoun"], text):
        return None  # "He reads, Dunstan writes": he is somebody else
    if place.stranger and re.search(words["third_person"], text) and not re.match(words["subject_pronoun"], text):
        return None  # "the title is his": whose is not certain
    if second and told.to != reader:
        return _said_to_another(scene, told, text, reader, place)
    topic = _topic(scene, text, names, place)
    if not second and (reader in names or topic == reader):
        return _of_the_reader(scene, told, text, reader, topic)
    return _said_to_reader(scene, told, text, reader, place, topic)


def _topic(scene: Scene, text: str, names: frozenset[int], place: _Place) -> int | None:
    """The side that "he" or "she" in the text is about; None where there is no such word or no such side."""
    words = scene.language.rewrite
    side = place.topic if not names else next(iter(names)) if len(names) == 1 else None
    several = side is not None and len(scene.members[side]) > 1
    if not re.search(words["third_several"] if several else words["third_person"], text):
        return None
    if side is None or len(scene.members[side]) > 1:
        return side
    sex = gender(scene, scene.members[side][0])
    wrong = {"m": words["she"], "f": words["he"]}.get(sex)
    return None if wrong and re.search(wrong, text) and scene.language.code != "de" else side


def _said_to_reader(scene: Scene, told: Told, text: str, reader: int, place: _Place, topic: int | None) -> Piece | None:
    """A sentence that may stand as it is: to the reader, or to nobody in particular."""
    words = scene.language.rewrite
    others = named(scene, text) - {reader}
    second = re.search(words["second"], text) is not None
    if reader in named(scene, text) or (not others and _unclear(scene, text, reader)):
        return None
    if len(others) == 1 and topic is None and re.search(words["third_person_joint"], text) and not re.search(words["persons"], text):
        return None  # "Mike has the vans and she has the roads"
    about = bool(others) or (topic is not None and topic != reader)
    wants = any(re.search(words[kind], text) for kind in ("wants", "worth"))
    if second and not about:
        linked = wants or re.search(words["link"], text) is not None
        if not place.near or not linked or (place.near == "after" and re.search(words["by_the_way"], text)):
            return None
    elif not second and not others and not (about and (place.follows or place.topic is not None)):
        return None
    told_of = bool(others or not second or re.match(words["subject_pronoun"], text))
    return Piece(text, second or (wants and about and not second), about and told_of, told.bullet)


def _said_to_another(scene: Scene, told: Told, text: str, reader: int, place: _Place) -> Piece | None:
    """A sentence said to another side, told of them; what it says of the reader is told to the reader."""
    words = scene.language.rewrite
    names = named(scene, text)
    if told.to is None or told.to in names or names - {reader} or re.search(words["yourselves"], text):
        return None
    reason = re.match(words["reason"], text)
    if reason and not re.search(words["second"], reason["rest"]):
        text = reason_clause(reason["clause"], scene.language)  # "since you paint: Anna frames pictures"
        names = named(scene, text)
    topic = _topic(scene, text, names, place)
    third = re.search(words["third_person_any"], text) is not None
    if third and (topic != reader or re.search(words["persons"], re.sub(words["is_somebody"], "", text))):
        return None
    of_reader = bool(names) or third
    wants = re.search(words["wants"], text) is not None
    close = place.near == "after" or (place.near == "next" and re.match(words["you_first"], text))
    if not of_reader and not (scene.default is None or close or (place.near and wants)):
        return None
    if re.match(words["about_me"], text) and not re.match(words["i_know_you"], text):
        return None
    if not of_reader and re.search(words["business"], text):
        return None
    other = _party(scene, told.to)
    new = retold(text, Roles(_party(scene, reader), other, _party(scene, reader) if third else None, form(scene, reader)), scene.language)
    if new is None or not re.search(TOKEN, new):
        return None
    return Piece(new, of_reader or wants, not re.match(words["you_are"], new), told.bullet)


def _of_the_reader(scene: Scene, told: Told, text: str, reader: int, topic: int | None) -> Piece | None:
    """A sentence to nobody in particular that names the reader and another: the reader becomes "you"."""
    others = named(scene, text) - {reader}
    if not others or (topic is not None and topic != reader) or re.search(scene.language.rewrite["about_me"], text):
        return None
    party = _party(scene, reader)
    if re.search(scene.language.rewrite["third_person_any"], text):
        return None  # he or she may be either
    new = retold(text, Roles(party, None, None, form(scene, reader)), scene.language)
    return Piece(new, True, True, told.bullet) if new and re.search(TOKEN, new) else None


def _joint(scene: Scene, told: Told, text: str, reader: int) -> Piece | None:
    """A sentence to both sides, as a reason for one of them."""
    words = scene.language.rewrite
    if named(scene, text):
        text = text.partition(":")[0]  # "you both work on locks: Anna in Leeds, Mike in York"
    if named(scene, text) or re.search(words["third_person_joint"], text) or re.match(words["about_me_joint"], text):
        return None
    if any(label(scene, i) == words["unknown"] for n, members in enumerate(scene.members) if n != reader for i in members):
        return None
    others = Party(tuple(i for n, members in enumerate(scene.members) if n != reader for i in members))
    conjunction = scene.language.messages["and"]
    new = joint(text, others.named(conjunction), others.named(conjunction, OBLIQUE), form(scene, reader), scene.language)
    return Piece(new, True, False, joint=True, to_all=text) if new else None


def _conclusion(scene: Scene, n: int, text: str, found: list[Piece]) -> Piece | None:
    """ "That should make a paper", behind what was said of both sides."""
    words = scene.language.rewrite
    told = scene.told[n]
    if not re.match(words["conclusion"], text) or _dropped(scene, text) or re.search(words["second"], text) or named(scene, text):
        return None
    if not n or scene.told[n - 1].paragraph != told.paragraph or re.search(words["third_person_joint"], text):
        return None
    others = any(piece.who and scene.told[piece.source].paragraph == told.paragraph for piece in found if piece.source >= 0)
    return Piece(text, True, False, joint=True, to_all=text) if others else None


def _support(scene: Scene, n: int, reader: int) -> list[Piece]:
    """The last sentence of the reader before, where the next one hangs on it; [] where that cannot be."""
    for m in range(n - 1, max(n - 4, -1), -1):
        if not _near_lines(scene.told[m], scene.told[n]):
            return []
        support = _supporting(scene, m, reader)
        if support:
            return support
    return []


def _supporting(scene: Scene, n: int, reader: int) -> list[Piece]:
    """A sentence that speaks of the reader alone, told to the reader; [] where that cannot be."""
    told, words = scene.told[n], scene.language.rewrite
    texts = _texts(scene, told)
    if len(texts) != 1 or _dropped(scene, texts[0]) or texts[0].endswith("?") or _dangles(scene, texts[0]):
        return []
    text = texts[0]
    names = named(scene, text)
    if re.search(words["plural"], text) or names - {reader} or re.search(words["business"], text):
        return []
    if told.to == reader and re.search(words["second"], text) and not names:
        new: str | None = text
    elif names == {reader} and not re.search(words["second"], text):
        party = _party(scene, reader)
        new = retold(text, Roles(party, None, party, form(scene, reader)), scene.language)
    else:
        return []
    return [Piece(new, True, False, told.bullet, n)] if new and stands(new, scene.language) else []


def _dangles(scene: Scene, text: str) -> bool:
    """Whether a sentence hangs on the one before it: "that is exactly it", "one of theirs"."""
    words = scene.language.rewrite
    if re.search(words["dangling"], text):
        return True
    some = re.search(words["dangling_several"], text)
    if some and not re.search(words["several_before"], text[: some.start()]):
        return True
    thing = re.search(words["dangling_it"], text)
    return thing is not None and not re.search(words["it_before"], text[: thing.start()])


def _cut(scene: Scene, piece: Piece) -> Piece | None:
    """The sentence up to the part that hangs on the one before: "Anna retired last year and carries it all in her head"."""
    for end in reversed([match.start() for match in re.finditer(scene.language.rewrite["cuts"], piece.text)]):
        text = piece.text[:end]
        if len(text.split()) > 3 and not _dangles(scene, text):
            return replace(piece, text=text) if stands(text, scene.language) else None
    return None


def _near_lines(one: Told, other: Told) -> bool:
    return one.paragraph == other.paragraph and one.bullet == other.bullet


def _party(scene: Scene, side: int) -> Party:
    people = scene.members[side]
    return Party(people, "p" if len(people) > 1 else gender(scene, people[0]))


def _unclear(scene: Scene, text: str, reader: int) -> bool:
    """Whether a sentence that names nobody is of the connector, of him and her at once, or of "Sie" that may be they or you."""
    words = scene.language.rewrite
    both = re.search(words["he"], text) and re.search(words["she"], text)
    several = len([i for members in scene.members for i in members]) - len(scene.members[reader]) > 1
    return bool(re.match(words["about_me"], text) or both or (several and re.match(words["they_or_you"], text)))


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
            long = scene.language.rewrite["long_forms"]
            pattern = rf"^(?:{words['subject_pronoun']})\b(['’](?:s|re|ve|d|ll)\b)?"
            text = re.sub(pattern, lambda m: name + (f" {long[m[1][1:]]}" if m[1] else ""), text)
        elif said and pronoun and done and not piece.line and re.match(rf"{name} [a-zäöü]", text) and re.match(f"{name}|{pronoun}", done[-1].text):
            text = pronoun + text[1:]
        said = said or re.search(TOKEN, text) is not None
        done.append(replace(piece, text=text))
    return done
