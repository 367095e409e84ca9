"""A new greeting, in the manner of the draft, for a side that the draft does not greet on its own."""

from __future__ import annotations

import re

from linter.full_names import with_title
from linter.hello import first_name, hello_of, is_own_hello, is_titled, strangers, turned_to
from linter.honour import is_given, is_kin
from linter.people import name_words
from linter.persons import full_name, is_group, is_list, sex
from linter.salutation import PAIR, Pieces, own_hello_for
from linter.scene import Scene, calls
from linter.several import couple_called, couple_of, couple_titled, is_team
from linter.voice import form, gender, label, listed


def new_greeting(scene: Scene, side: int, pieces: Pieces) -> str:
    """A greeting for somebody the draft does not greet on their own."""
    words = scene.language.rewrite
    manner = form(scene, side)
    turned = called_upon(scene, side)
    names = [turned] if turned else [called_in_greeting(scene, side, i) for i in scene.members[side]]
    titles = rf"{words['polite']}|{words['family_title']}|[A-ZÀ-Þ]\w{{0,3}}\.\s"  # "M. Perrault"
    formal = manner == "sie" or (manner == "you" and any(re.match(titles, name) for name in names))
    hello = _hello_like(scene, side, pieces)
    plain = [PAIR.match(text) or not (strangers(scene, text) or hello_of(scene, text)) for text, _ in pieces]
    names_alone = any(who for _, who in pieces) and all(plain)  # "Zofia, Hamish,"
    bare = names_alone or (bool(pieces) and not hello and all(_begins_with_name(scene, text) for text, _ in pieces))  # "Cass,"
    if not hello and (manner == "sie" or not (names_alone if formal else bare)):
        hello = str(words["hello_formal" if formal else "hello"])
    if is_nameless(scene, side):
        return str(words["hello_office"]) if manner == "sie" else f"{hello or words['hello']} {words['hello_all']}"
    whole = [full_name(scene.person(i)) for i in scene.members[side]]
    untitled = any(name == full and not is_titled(scene.language, name) for name, full in zip(names, whole, strict=not turned))
    families = any(re.match(words["team_without_article"], name) for name in names)
    if untitled and not families and re.match(words["formal_hello"], hello):
        hello = str(words["hello_formal"])  # "Guten Tag Steffen Bork"
    if hello.lower() in words["gendered"] or (manner == "sie" and any(couple_titled(scene, i) for i in scene.members[side])):
        return _to_each(scene, side, hello, names)
    comma = "," if hello and re.search(rf"(?i)\b{re.escape(hello)},\s", scene.greeting) else ""  # "Sport frei, Leute"
    return f"{hello}{comma} {listed(names, scene.language)}".strip()


def called_in_greeting(scene: Scene, side: int, who: int) -> str:
    """What a greeting of one side calls somebody on it."""
    if pair := couple_called(scene, who, form(scene, side) == "sie"):
        return pair
    if form(scene, side) == "sie":
        return with_title(scene, who, label(scene, who))
    given, *others = name_words(scene.person(who)) or [""]
    words = scene.language.rewrite
    whole = form(scene, side) != "you" and others[-1:] == label(scene, who).split()[-1:] and given.lower() not in words["relatives"]
    whole = whole and not re.match(words["team_without_article"], label(scene, who))  # nor "Papa von Mattis"
    whole = whole and (is_given(scene, who, given) or f"{given} {others[-1]}" in scene.text)  # with "du"
    whole = whole and not is_team(scene, who)
    short = first_name(scene, who) or (given if whole or is_kin(scene, who) else "") or label(scene, who)
    return short.split()[0] if _is_of_header(scene, who, short) else short


def _is_of_header(scene: Scene, who: int, name: str) -> bool:
    """Whether a name is both names of the header, by which nobody is greeted who is not so in the draft: "Dear Anna Roth"."""
    greeted = any(call.who == who and call.words == name for call in calls(scene, scene.greeting))
    person = scene.person(who)
    both = name == full_name(person) and re.fullmatch(r"[^\s.]+ \S+", name) and not is_group(person, scene.language)
    return bool(both) and not greeted and not is_titled(scene.language, name) and is_given(scene, who, name.split()[0])


def is_nameless(scene: Scene, side: int) -> bool:
    """Whether a side is a list that the draft never calls by its name, or in a formal mail an office."""
    people = [scene.person(i) for i in scene.members[side]]
    offices = all(is_group(person, scene.language) for person in people) and form(scene, side) == "sie"
    return (offices or all(is_list(person, scene.language) for person in people)) and not any(
        call.who in scene.members[side] for call in scene.called
    )


def called_upon(scene: Scene, side: int) -> str:
    """How the draft turns to a side it does not greet, where the greeting needs no him or her; else ""."""
    plain = not scene.language.rewrite["formal"] or (len(scene.members[side]) == 1 and is_team(scene, scene.members[side][0]))
    return turned_to(scene, side) if plain and side != scene.default else ""


def _to_each(scene: Scene, side: int, hello: str, names: list[str]) -> str:
    """A greeting whose word goes with him or her, for each by itself: "Liebe Gesa, lieber Onno"; a plain one where that is not known."""
    by_sex = scene.language.rewrite["gendered"].get(hello.lower()) or dict.fromkeys(("", "f", "m"), hello)
    each = [one for i, name in zip(scene.members[side], names, strict=True) for one in _with_sex(scene, side, i, name)]
    if not all(sex for _, sex in each):
        return f"{by_sex['']} {listed(names, scene.language)}"
    first, *rest = [f"{by_sex[sex]} {name}" for name, sex in each]
    return ", ".join([first, *(text[0].lower() + text[1:] for text in rest)])


def _with_sex(scene: Scene, side: int, who: int, name: str) -> list[tuple[str, str]]:
    """A name with the sex its greeting goes with; each of a couple by themselves: "Resi" and "Hans", "Frau Kern" and "Herr Kern"."""
    if couple := couple_of(scene, who):
        each = couple_titled(scene, who) if form(scene, side) == "sie" else [(given, sex(scene, [given])) for given in couple.given]
        return each or [(name, "")]
    return [(name, "f" if re.match(scene.language.rewrite["team_without_article"], name) else gender(scene, who))]


def with_object(scene: Scene, side: int, text: str) -> str:
    """A greeting whose "dich" or "euch" suits a side: "Griaß dich Mena" of "Griaß enk Mena und Rui"."""
    words = scene.language.rewrite
    manner = form(scene, side)
    return re.sub(words["object_of_hello"].get(manner, "(?!)"), words["hello_object"].get(manner, ""), text, count=1)


def _begins_with_name(scene: Scene, piece: str) -> bool:
    """Whether a piece of a greeting is one word, or begins with a name: "Captain", "Joan dear", but not "Salve Joan"."""
    return " " not in piece or any(mention.start == 0 for mention in scene.cast.mentions(piece, 0, len(piece)))


def _hello_like(scene: Scene, side: int, pieces: Pieces) -> str:
    """The word of greeting of the draft for one side: "Lieber" for "Liebe", "Grüß euch" for "Grüß dich"; "" where it has none."""
    words = scene.language.rewrite
    greeted = [text for n, (text, who) in enumerate(pieces) if who or not n]  # not "my dear" behind a name
    hello = next((found for text in greeted if (found := hello_of(scene, text))), "")
    if not hello:  # "Ihr Lieben"
        hello = next((one for many, one in words["one_of_many"].items() if many in scene.greeting.lower()), "")
    close = scene.default not in (None, side) and form(scene, scene.default or 0) != "sie"
    if close and form(scene, side) == "sie" and hello.lower() in words["too_casual"]:
        return ""  # "Moin" is for whom one says "du" to
    if is_own_hello(scene, hello):
        hello = own_hello_for(scene, side, hello)
    if form(scene, side) in ("du", "ihr") and re.match(words["formal_hello"], hello):
        hello = words["hello_close"]  # among people who are addressed as "Sie"
    hello = with_object(scene, side, hello)
    hello = words["hello_mild"].get(hello.lower(), hello) if side != scene.default else hello
    return hello[:1].upper() + hello[1:]
