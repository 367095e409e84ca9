"""One sentence of the draft for one reader: as it stands, turned, or not at all."""

from __future__ import annotations

import re

from linter.clauses import reason_clause
from linter.joint import joint
from linter.persons import is_group
from linter.predicate import german_verb
from linter.scene import TOKEN, Scene, Told, named
from linter.telling import Piece, Place, dropped, party
from linter.turn import retold
from linter.turning import GENITIVE, NAME, OBLIQUE, Party, Roles
from linter.voice import form, gender, label


def piece_of(scene: Scene, told: Told, text: str, reader: int, place: Place) -> Piece | None:
    """What a reader learns from a text of the draft (`told` is its sentence), or None."""
    words = scene.language.rewrite
    names = named(scene, text)
    kin = re.match(rf"(?i:{words['kin']})\s+({TOKEN})", text)
    if kin and named(scene, kin[1]) == {reader}:
        text = text[kin.start(1) :]  # "my sister Anna builds tables", for Anna
    if len(re.sub(TOKEN, "names", text)) < 8 or text.endswith("?") or dropped(scene, text):
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
    plain = re.match(rf"{words['subject_pronoun']}|{words['name_article']}{TOKEN}", text)
    if place.stranger and re.search(words["third_person"], text) and not plain:
        return None  # "the title is his": whose is not certain
    if second and told.to != reader:
        return _said_to_another(scene, told, text, reader, place)
    topic = _topic(scene, told, text, names, place)
    if not second and (reader in names or topic == reader):
        return _of_the_reader(scene, told, text, reader, topic)
    return _said_to_reader(scene, told, text, reader, place, topic)


def _topic(scene: Scene, told: Told, text: str, names: frozenset[int], place: Place) -> int | None:
    """The side that "he" or "she" in the text is about; None where there is no such word or no such side."""
    words = scene.language.rewrite
    side = place.topic if not names else next(iter(names)) if len(names) == 1 else None
    if side is not None and side == told.to:  # whom it speaks to is no "he"
        side = 1 - side if len(scene.members) == 2 else None
    several = side is not None and len(scene.members[side]) > 1
    if not re.search(words["third_several"] if several else words["third_person"], text):
        return None
    if side is None or len(scene.members[side]) > 1:
        return side
    sex = gender(scene, scene.members[side][0])
    he, she = (re.search(words[pronoun], text) is not None for pronoun in ("he", "she"))
    wrong = {"m": she, "f": he}.get(sex, he and she)
    return None if wrong and scene.language.code != "de" else side


def _said_to_reader(scene: Scene, told: Told, text: str, reader: int, place: Place, topic: int | None) -> Piece | None:
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
        near = place.near == "after" or (place.near == "next" and re.match(words["you_first"], text) is not None)
        near = near and not re.search(words["business"], text)
        if not place.near or not (linked or near) or (place.near == "after" and re.search(words["by_the_way"], text)):
            return None
    elif not second and not others and not (about and (place.follows or place.topic is not None)):
        return None
    told_of = bool(others or not second or re.match(words["subject_pronoun"], text))
    return Piece(text, second or (wants and about and not second), about and told_of, told.bullet)


def _said_to_another(scene: Scene, told: Told, text: str, reader: int, place: Place) -> Piece | None:
    """A sentence said to another side, told of them; what it says of the reader is told to the reader."""
    words = scene.language.rewrite
    names = named(scene, text)
    if told.to is None or any(is_group(scene.person(i), scene.language) for i in scene.members[told.to]):
        return None
    if told.to in names or names - {reader} or re.search(words["yourselves"], text):
        return None
    reason = re.match(words["reason"], text)
    if reason and not re.search(words["second"], reason["rest"]):
        text = reason_clause(reason["clause"], scene.language)  # "since you paint: Anna frames pictures"
        names = named(scene, text)
    topic = _topic(scene, told, text, names, place)
    if (
        re.match(words["hers_or_yours"], text)
        and place.topic == reader
        and not re.search(rf"{words['formal']}|{words['third_person']}", text[4:])
    ):
        return None  # "Ihr Büro" may be hers
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
    other = party(scene, told.to)
    if any(label(scene, i) == words["unknown"] for i in scene.members[told.to]):
        return None
    new = retold(text, Roles(party(scene, reader), other, party(scene, reader) if third else None, form(scene, reader)), scene.language)
    if new is None or not re.search(TOKEN, new) or re.match(words["of_you_only"], new):
        return None
    return Piece(new, of_reader or wants, not re.match(words["you_are"], new), told.bullet)


def _of_the_reader(scene: Scene, told: Told, text: str, reader: int, topic: int | None) -> Piece | None:
    """A sentence to nobody in particular that names the reader and another: the reader becomes "you"."""
    others = named(scene, text) - {reader}
    if not others or (topic is not None and topic != reader) or re.search(scene.language.rewrite["about_me"], text):
        return None
    own = party(scene, reader)
    shared = re.fullmatch(rf"({TOKEN} [^,\ue000-\ue2ff]+), ({TOKEN}) ([^\ue000-\ue2ff]+)", text)
    manner = {"du": "du", "sie": "Sie"}.get(form(scene, reader))
    if shared and manner and len(own.people) == 1 and named(scene, shared[2]) == {reader} and not german_verb(shared[3].split()[0]):
        return Piece(f"{shared[1]}, {manner} {shared[3]}", True, True, told.bullet)  # one verb for two: "Anna liest Krimis, du Gedichte"
    if re.search(scene.language.rewrite["third_person_any"], text):
        return None  # he or she may be either
    new = retold(text, Roles(own, None, None, form(scene, reader)), scene.language)
    return Piece(new, True, True, told.bullet) if new and re.search(TOKEN, new) else None


def _joint(scene: Scene, told: Told, text: str, reader: int) -> Piece | None:
    """A sentence to both sides, as a reason for one of them."""
    words = scene.language.rewrite
    text = re.sub(rf"^(?:{TOKEN}[\s,&]+(?:(?:and|und)\s+)?)+", "", text)
    if named(scene, text):
        text = text.partition(":")[0]  # "you both work on locks: Anna in Leeds, Mike in York"
    if named(scene, text) or re.search(words["third_person_joint"], text) or re.match(words["about_me_joint"], text):
        return None
    if any(label(scene, i) == words["unknown"] for n, members in enumerate(scene.members) if n != reader for i in members):
        return None
    others = Party(tuple(i for n, members in enumerate(scene.members) if n != reader for i in members))
    conjunction = scene.language.messages["and"]
    names = others.named(conjunction)
    oblique = "".join(chr(ord(char) + OBLIQUE - NAME) if NAME <= ord(char) < GENITIVE else char for char in names)
    if scene.default not in (None, reader) and re.search(words["yours"], text):
        return None  # "you two should meet, with your grandad's cellos to sell": whose, only whom the draft greets knows
    new = joint(text, names, oblique, form(scene, reader), scene.language)
    return Piece(new, True, False, joint=True, to_all=text) if new else None


def _unclear(scene: Scene, text: str, reader: int) -> bool:
    """Whether a sentence that names nobody is of the connector, of him and her at once, or of "Sie" that may be they or you."""
    words = scene.language.rewrite
    both = re.search(words["he"], text) and re.search(words["she"], text)
    several = len([i for members in scene.members for i in members]) - len(scene.members[reader]) > 1
    return bool(re.match(words["about_me"], text) or both or (several and re.match(words["they_or_you"], text)))
