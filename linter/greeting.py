"""How an ask begins: the greeting of the draft for one reader, or a new one in its manner."""

from __future__ import annotations

import re

from linter.hello import (
    called_out,
    greets,
    greets_alone,
    hello_of,
    is_no_hello,
    is_office,
    is_own_hello,
    speaks_to_all,
)
from linter.language import alternation
from linter.new_greeting import called_in_greeting, called_upon, is_nameless, new_greeting, with_object
from linter.people import name_words
from linter.persons import full_name, is_group, is_somebody, namesakes
from linter.salutation import PAIR, Pieces, as_joined, fit_pieces, greeting_pieces, with_words_behind
from linter.scene import PARTICLES, Scene, calls, is_family, is_first_name
from linter.several import couple_called, couple_of, is_team
from linter.signing import without_contact
from linter.voice import form, label, listed

_LONGEST_CALL = 4  # words


def greeting(scene: Scene, side: int) -> str:
    """The greeting for one side, in the manner of the draft."""
    pieces = fit_pieces(scene)
    text = _own(scene, side, pieces) or called_out(scene, side)
    if not text and (len(scene.members[side]) == 1 or len(pieces) > 1):
        text = _by_title(scene, side, pieces)
    return _marked(scene, with_object(scene, side, text) or new_greeting(scene, side, pieces))


def greeting_to_all(scene: Scene) -> str:
    """The greeting of a mail to all: the draft's own where it greets everybody, or speaks to all at once; else one for each side."""
    sides = range(len(scene.members))
    line = re.split(r"\n|\s\(", scene.greeting)[0].strip(" ,!:.;–-")
    pieces = greeting_pieces(scene)
    named = set().union(*[who for _, who in pieces])
    everybody = {i for side in sides for i in scene.members[side]}
    fit = bool(pieces) and pieces == fit_pieces(scene) and (greets(scene, line) or speaks_to_all(scene, line))
    lists = 0 < sum(is_team(scene, i) for i in everybody) < len(everybody)
    two = re.search(scene.language.rewrite["two"], line) and len(everybody) > 2
    many = speaks_to_all(scene, line) or re.search(scene.language.rewrite["many"], line)  # "Hi gals"
    to_all = scene.default is None and not named and not lists and not two and many
    if fit and (to_all or everybody <= named):
        return _marked(scene, _spelt(scene, line))
    hellos = [greeting(scene, side).rstrip(",!") for side in sides]
    bare = [any(call.start == 0 for call in calls(scene, hello)) for hello in hellos]
    if any(hello_of(scene, hello) for hello in hellos):  # "Hallo Max, hallo Anna", not "Max, hallo Anna"
        hellos = [f"{scene.language.rewrite['hello']} {hello}" if alone else hello for hello, alone in zip(hellos, bare, strict=True)]
    each = ", ".join(hellos)
    own = {hello for text in hellos if is_own_hello(scene, hello := hello_of(scene, text))}
    hello = rf"(?<=, )(?i:{alternation((*scene.language.greetings, *scene.language.rewrite['more_greetings'], *own))})(?=[ ,])"
    return re.sub(hello, lambda m: m.group()[0].lower() + m.group()[1:], each) + ","


def spoken_to(scene: Scene, side: int) -> str:
    """The names of a side as they are called out: as in the greeting, "Oonagh"; a list that the draft calls by no name as it is greeted."""
    if is_nameless(scene, side):
        return greeting(scene, side).rstrip(",!")
    if (names := called_upon(scene, side)) and len(scene.members[side]) > 1:
        return names
    return listed([_called(scene, side, i) for i in scene.members[side]], scene.language)


def _called(scene: Scene, side: int, who: int) -> str:
    """A name as it is called out; who is addressed as "Sie" is no "Jonas Kiepe" but "Herr Kiepe"."""
    greeted = [call for hello in (scene.greeting, called_out(scene, side)) for call in calls(scene, hello) if call.who == who]
    if greeted and not greeted[0].title and (couple := couple_called(scene, who, False)):
        return couple  # "Hallo Resi, hallo Hans"
    if greeted and label(scene, who).startswith(f"{greeted[0].words} "):
        return label(scene, who)  # "Ramanathan sir"
    single = greeted and not greeted[0].title and len(greeted[0].words.split()) == 1 and not is_team(scene, who)
    if single and not is_family(scene, who, greeted[0].words):
        return greeted[0].words[0].upper() + greeted[0].words[1:]
    alone = greeting(scene, side).rstrip(",!") if len(scene.members[side]) == 1 else ""
    first = alone if couple_of(scene, who) else alone.partition(",")[0]  # of "Lieber Herr Hofrat, lieber Freund"
    pet_name = first[len(hello_of(scene, first)) :].strip()  # "Schorsch" for Heinz-Georg
    several = 1 < len(pet_name.split()) <= _LONGEST_CALL and pet_name != full_name(scene.person(who))
    if several and (re.match(scene.language.rewrite["polite"], pet_name) or _is_name(scene, who, pet_name)):
        return pet_name  # "Graf Rehberg", "Dame Winifred", "Herr Hofrat"
    kin = re.search(scene.language.rewrite["own_kin"], f"mein {pet_name}") and not is_office(scene.language, pet_name)  # "Lieber Cousin"
    plain = form(scene, side) != "sie" and not is_team(scene, who) and not kin  # "Coach", "Liebe Gotte", "Kuddel"
    given = pet_name in name_words(scene.person(who))[:1]  # "Gail" beside "Mr Theakston"
    known = given or is_first_name(pet_name, scene.language.code) or (plain and re.fullmatch(r"[A-ZÀ-Þ][^\W\d_]{3,}", pet_name))
    return pet_name if known else called_in_greeting(scene, side, who)


def _is_name(scene: Scene, who: int, text: str) -> bool:
    """Whether every word of a text is a title or a name of somebody, and one a name."""
    own = {text[m.start : m.end].lower() for m in scene.cast.mentions(text, 0, len(text)) if m.who == who}
    return bool(own) and {word.lower() for word in re.findall(r"[^\W\d_]+", text)} <= {*own, *scene.language.titles} and "," not in text


def _own(scene: Scene, side: int, pieces: Pieces) -> str:
    """What the draft's greeting says to one side; "" where it says nothing to it alone."""
    people, words = scene.members[side], scene.language.rewrite
    hello = greets(scene, scene.greeting)
    mine = [text for text, who in pieces if who and who <= set(people) and (hello or len(text.split()) <= 3 or PAIR.match(text))]
    mine = [text for n, text in enumerate(mine) if text not in mine[:n]]
    if mine and hello_of(scene, pieces[0][0]) and not any(hello_of(scene, text) for text in mine):
        return ""  # "Dear Rosalind and Ichiro"
    if mine and (len(mine) >= len(people) or set().union(*[who for _, who in pieces]) <= set(people) or _is_family_of(scene, mine, people)):
        text = as_joined(scene, mine)
        text = text if hello_of(scene, text) else re.sub(rf"^(?:{words['interjections']})[,:]?\s+(?=[A-ZÀ-Þ])", "", text)
        both = len(people) == 1 and text.split() in (full_name(scene.person(people[0])).split(), name_words(scene.person(people[0])))
        cited = not hello and " " in text and is_first_name(text.split()[0], scene.language.code)  # "Jo Ball, cc'd"
        whole = both and (cited or any(len(piece.split()) == 1 for piece, _ in pieces))
        others = set().union(*[who for _, who in greeting_pieces(scene)]) - set(people)
        return label(scene, people[0]) if whole else _spelt(scene, text if others else with_words_behind(scene, text))
    return _own_without_name(scene, side) if side == (scene.default or 0) and not any(who for _, who in pieces) else ""


def _is_family_of(scene: Scene, pieces: list[str], people: tuple[int, ...]) -> bool:
    """Whether a greeting calls all of a side by the family name they share: "liebe Familie Kern"."""
    shared = {*people} == {people[0], *namesakes(scene, people[0])} and len(pieces) == 1
    words = [pieces[0][m.start : m.end] for m in scene.cast.mentions(pieces[0], 0, len(pieces[0]))]
    return shared and all(is_family(scene, people[0], word) for word in words)


def _own_without_name(scene: Scene, side: int) -> str:
    """The whole greeting, if it has no name and is to several on one side: "Ihr Lieben", "Dear Neighbours", "Ladies"; else ""."""
    people, line = scene.members[side], scene.greeting.rstrip(" ,!:")
    many = len(people) > 1 or is_team(scene, people[0])
    alone = many and len(line.split()) <= _LONGEST_CALL and greets_alone(scene, line) and not is_no_hello(scene, line)
    if not (alone or greets(scene, scene.greeting)):
        return ""
    whom = scene.greeting[len(hello_of(scene, scene.greeting)) :].strip(" ,!.:")
    several = bool(alone or speaks_to_all(scene, scene.greeting) or re.fullmatch(r"[A-ZÀ-Þ][\w'’-]+", whom))
    one = len(people) == 1 and is_somebody(scene.person(people[0]), scene.language)
    several = several or (many and side == scene.default and greets_alone(scene, line) and not is_no_hello(scene, line))
    if (scene.default is not None and several and not one) or _is_office_or_unknown(scene, people[0]):
        return without_contact(scene.greeting.split("\n")[0].rstrip(" ,!:."))
    return ""


def _is_office_or_unknown(scene: Scene, who: int) -> bool:
    return is_team(scene, who) or label(scene, who) == scene.language.rewrite["unknown"]


def _spelt(scene: Scene, text: str) -> str:
    """The text with its names and titles as the headers have them, or with a capital: "nilgün", "tante resi"."""
    for mention in scene.cast.mentions(text, 0, len(text)):
        name = text[mention.start : mention.end]
        if is_group(scene.person(mention.who), scene.language) or not name.islower() or re.match(PARTICLES, text[mention.start :]):
            continue
        known = {word.lower(): word for word in full_name(scene.person(mention.who)).split()}
        before = re.sub(
            r"(?<![^\W\d_])[^\W\d_]{1,20}(?=\.?\s$)",
            lambda m: m.group().capitalize() if m.group() in scene.language.titles else m.group(),
            text[: mention.start],
        )
        text = before + known.get(name, name[0].upper() + name[1:]) + text[mention.end :]
    return text


def _marked(scene: Scene, text: str) -> str:
    mark = re.search(r"(?<![,!:.–-])[,!:.–-]*+$", scene.greeting.rstrip())
    end = mark.group() if mark and mark.group() in (",", "!") else ","
    return text[0].upper() + text[1:] + end if text else ""


def _by_title(scene: Scene, side: int, pieces: Pieces) -> str:
    """ "Dear Judge", "Prof" or a pet name, where that is the only greeting without a name and it is for this side; else ""."""
    greeted = {scene.side_of(i) for _, who in pieces for i in who}
    others = [n for n in range(len(scene.members)) if n not in greeted]
    if (scene.default in greeted and side != scene.default) or (not greeted and speaks_to_all(scene, scene.greeting)):
        return ""  # "Herr Hauptmann, lieber Toni" is one
    spoken_of = {scene.side_of(call.who) for call in scene.called}
    if len(pieces) == 1 and len(others) == 2 and len(spoken_of & set(others)) == 1:
        others = [n for n in others if n not in spoken_of]  # "Coach, ... is Chip Farnsworth"
    nameless = [text for text, who in pieces if not who]
    if side == scene.default and not greeted and len(nameless) > 1 and all(greets(scene, text) for text in nameless):
        return ", ".join(nameless)  # "Sehr geehrter Herr Vorstand, lieber Freund"
    if scene.default is None and not greeted and len(nameless) == len(pieces) == len(scene.members) > 1:
        nameless, others = [nameless[side]], [side]  # "Sehr geehrter Herr Direktor, sehr geehrte Frau Ingenieur"
    if len(nameless) != 1 or side not in others or not (len(others) == 1 or (side == 0 and len(pieces) == 1)):
        return ""
    title = re.sub(scene.language.rewrite["of_mine"], "", nameless[0][len(hello_of(scene, nameless[0])) :].strip(" ,"))
    words = re.findall(r"[^\W\d_]+", title.lower())
    known = {*scene.language.function_words, *scene.language.everyone, *scene.language.rewrite["plural_titles"]}
    plain = re.fullmatch(r"[A-ZÄÖÜ][^\W\d_]{1,20}(?:[ -][A-ZÄÖÜ][^\W\d_]{1,20})?", title)
    polite = re.fullmatch(scene.language.rewrite["polite_alone"], title)
    names = f"{hello_of(scene, nameless[0])} {' '.join(name_words(scene.person(scene.members[side][0])))}".lower()
    own = side == scene.default and 0 < len(words) < _LONGEST_CALL and title != nameless[0]  # "Esteemed colleague", but not "hey dyl"
    own = own and not re.search(scene.language.rewrite["many"], title) and words[0] not in names
    office = is_office(scene.language, title.rstrip("."))
    return nameless[0] if ((plain or own) and not known & set(words)) or polite or office else ""
