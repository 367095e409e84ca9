"""How an ask begins: the greeting of the draft for one reader, or a new one in its manner."""

from __future__ import annotations

import re

from linter.language import alternation, vocabulary
from linter.redact import has_contact
from linter.scene import Scene
from linter.signing import without_contact
from linter.voice import called_out, form, full_name, gender, is_group, label, listed

_PAIR = re.compile(r"\bDamen und Herren\b|\b(?:Mr|Mrs|Ms|Dr|Herr|Frau)\.? (?:and|und|&) (?:Mrs|Mr|Ms|Dr|Frau|Herr)\b")


def greeting(scene: Scene, side: int) -> str:
    """The greeting for one side, in the manner of the draft."""
    people, words = scene.members[side], scene.language.rewrite
    group = [i for i in people if is_group(scene.person(i), scene.language)]
    pieces = [piece for piece in _greeting_pieces(scene) if not has_contact(piece[0]) and piece[0][0] != "+" and _greets(scene, piece[0])]
    mine = [text for text, who in pieces if who and who <= set(people) and (_is_greeting(scene) or len(text.split()) <= 3)]
    shared = bool(mine) and _hello(scene, pieces[0][0]) and not any(_hello(scene, text) for text in mine)
    if shared:  # "Dear Rosalind and Ichiro"
        text = _new_greeting(scene, side, pieces)
    elif (mine and len(mine) >= len(people)) or (mine and set.union(*[who for _, who in pieces if who]) <= set(people)):
        text = re.sub(rf"^(?:{words['interjections']})[,:]?\s+(?=[A-ZÀ-Þ])", "", ", ".join(mine))
        whole = len(people) == 1 and text == full_name(scene.person(people[0])) and any(len(piece.split()) == 1 for piece, _ in pieces)
        text = label(scene, people[0]) if whole else text
    elif _is_greeting(scene) and side == 0 and not any(who for _, who in pieces) and (group or label(scene, people[0]) == words["unknown"]):
        text = without_contact(scene.greeting.split("\n")[0].rstrip(" ,!:."))
    elif hello := called_out(scene, side):
        text = hello
    elif len(people) == 1 and (title := _by_title(scene, side, pieces)):
        text = title
    else:
        text = _new_greeting(scene, side, pieces)
    mark = re.search(r"(?<![,!:.–-])[,!:.–-]*+$", scene.greeting.rstrip())
    end = mark.group() if mark and mark.group() in (",", "!") else ","
    return text[0].upper() + text[1:] + end if text else ""


def _by_title(scene: Scene, side: int, pieces: list[tuple[str, set[int]]]) -> str:
    """ "Dear Judge", "Prof" or a pet name, where that is the only greeting without a name and it is for this side; else ""."""
    greeted = {scene.side_of(i) for _, who in pieces for i in who}
    others = [n for n in range(len(scene.members)) if n not in greeted]
    nameless = [text for text, who in pieces if not who]
    if len(nameless) != 1 or side not in others or not (len(others) == 1 or (side == 0 and len(pieces) == 1)):
        return ""
    hello = _hello(scene, nameless[0])
    title = nameless[0][len(hello) :].strip(" ,")
    words = re.findall(r"[^\W\d_]+", title.lower())
    known = {*scene.language.function_words, *scene.language.everyone, *scene.language.rewrite["plural_titles"]}
    plain = re.fullmatch(r"[A-ZÄÖÜ][^\W\d_]{1,20}(?:[ -][A-ZÄÖÜ][^\W\d_]{1,20})?", title)
    fits = plain and not known & set(words) and not re.fullmatch(scene.language.rewrite["interjections"], title)
    return nameless[0] if fits else ""


def _greets(scene: Scene, piece: str) -> bool:
    """Whether a piece of the greeting line is a greeting: names with a word or two around, not "Oh no Anna" or "Anna, cc'd"."""
    words = scene.language.rewrite
    hello = re.match(rf"(?:{alternation((*scene.language.greetings, *scene.language.everyone))})\b", piece, re.I)
    rest = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", piece[hello.end() :] if hello else piece)
    named = {piece[m.start : m.end].lower() for m in scene.cast.mentions(piece, 0, len(piece))}
    others = [
        word
        for word in rest
        if word.lower() not in named and word.lower() not in scene.language.titles and word.lower() not in words["endearments"]
    ]
    return not re.search(words["no_greeting"], piece) and len(others) <= (2 if hello else 1)


def _hello(scene: Scene, piece: str) -> str:
    """The word of greeting that a piece begins with; "" where there is none."""
    first = re.match(rf"(?:{alternation(scene.language.greetings)})\b", piece, re.I)
    return first.group() if first else ""


def _is_greeting(scene: Scene) -> bool:
    words = alternation((*scene.language.greetings, *scene.language.everyone))
    return re.match(rf"(?:{words})\b", scene.greeting, re.I) is not None


def _greeting_pieces(scene: Scene) -> list[tuple[str, set[int]]]:
    """The greeting cut at its commas and conjunctions: each piece with the people it names."""
    conjunctions = "|".join(rf"(?<![ \t])[ \t]+{re.escape(word)}[ \t]+" for word in sorted(scene.language.conjunctions))
    line = re.sub(_PAIR, lambda pair: pair.group().replace(" ", "\u00a0"), re.split(r"\n|\s\(", scene.greeting)[0])
    pieces = [piece.strip(" ,!:.;–-").replace("\u00a0", " ") for piece in re.split(rf"(?<![ \t])[ \t]*[,/][ \t]*|{conjunctions}", line)]
    whole: list[str] = []
    pieces = [
        re.sub(rf"^(?:{'|'.join(re.escape(word) for word in scene.language.conjunctions)})\s+", "", piece, flags=re.I) for piece in pieces
    ]
    for piece in filter(None, pieces):
        if whole and re.fullmatch(alternation(scene.language.greetings), whole[-1], re.I):
            whole[-1] += f", {piece}" if scene.greeting.find(f"{whole[-1]},") >= 0 else f" {piece}"
        else:
            whole.append(piece)
    return [(piece, {m.who for m in scene.cast.mentions(piece, 0, len(piece))}) for piece in whole]


def _new_greeting(scene: Scene, side: int, pieces: list[tuple[str, set[int]]]) -> str:
    """A greeting for somebody the draft does not greet on their own."""
    words = scene.language.rewrite
    names = [label(scene, i) for i in scene.members[side]]
    hello = _hello(scene, pieces[0][0]) if pieces else ""
    if not hello:  # "Ihr Lieben"
        hello = next((one for many, one in words["one_of_many"].items() if many in scene.greeting.lower()), "")
    hello = hello[:1].upper() + hello[1:]
    if form(scene, side) == "sie":
        names = [with_title(scene, who, name) for who, name in zip(scene.members[side], names, strict=True)]
    if hello.lower() in words["gendered"]:
        stem = words["gendered"][hello.lower()]
        genders = {gender(scene, i) for i in scene.members[side]}
        hello = stem[genders.pop() if len(genders) == len(names) == 1 else ""]
    casual = (not hello and pieces) or hello.lower() in words["casual_hellos"]
    if casual and form(scene, side) != "sie":  # nobody is called by two names there
        whole = [full_name(scene.person(i)) for i in scene.members[side]]
        titled = re.compile(rf"(?:{alternation(scene.language.titles)})\b", re.I)
        plain = [name == full and len(name.split()) == 2 and not titled.match(name) for name, full in zip(names, whole, strict=True)]
        names = [name.split()[0] if short else name for name, short in zip(names, plain, strict=True)]
    if not hello and (not pieces or form(scene, side) == "sie"):
        hello = str(words["hello_formal"] if form(scene, side) == "sie" else words["hello"])
    return f"{hello} {listed(names, scene.language)}".strip()


def with_title(scene: Scene, who: int, name: str) -> str:
    """ "Herr Kiepe" for somebody the draft calls Jonas Kiepe and does not say "du" to."""
    words = scene.language.rewrite
    title = words["plain_titles"].get(gender(scene, who), "")
    plain = name == full_name(scene.person(who)) and len(name.split()) == 2 and not is_group(scene.person(who), scene.language)
    code, given = scene.language.code, name.split()[0].lower()
    plain = plain and any(given in vocabulary(code, sex, "first_names") for sex in ("f", "m"))  # a firm is no Herr
    if title and re.match(words["academic"], name):
        return f"{title} {name}"  # "Herr Prof. Schwenk"
    return f"{title} {name.split()[-1]}" if title and plain and not re.match(words["polite_form"], name) else name
