"""The greeting of a draft, cut into what it says to each."""

from __future__ import annotations

import re

from linter.hello import greets, greets_alone, hello_of, is_no_hello, strangers
from linter.honour import no_end
from linter.persons import TWO_TITLES
from linter.redact import has_contact
from linter.scene import Scene
from linter.signing import is_distant
from linter.voice import gender

PAIR = re.compile(rf"\bDamen und Herren\b|{TWO_TITLES}")
Pieces = list[tuple[str, set[int]]]  # what stands between the commas of a greeting, each with the people it names


def _is_cry(scene: Scene, text: str) -> bool:
    """Whether a full stop ends the first words of the draft: "Ouch. Ours was worse."."""
    return text.lower() not in scene.language.titles and scene.text.lstrip().startswith((f"{text}. ", f"{text}.\n"))


def _heads_a_line(scene: Scene) -> bool:
    """Whether a colon behind the first words of the draft goes on in their line: "Copper: low in 7 of 9"."""
    return scene.greeting.endswith(":") and not greets_alone(scene, scene.greeting)


def fit_pieces(scene: Scene) -> Pieces:
    """The pieces that greet: names with a word or two around, not "Ha", "Oh no Anna" or "Anna, cc'd"."""
    words = scene.language.rewrite
    cry = re.compile(words["interjections"])
    ends = scene.text.lstrip().startswith(f"{scene.greeting.rstrip('.')}.")  # "Anna climbs and flies."
    return [
        (text, who)
        for n, (text, who) in enumerate(greeting_pieces(scene))
        if not has_contact(text)
        and (who or not n or not text[0].islower() or hello_of(scene, text) not in ("", text))  # "a chara"
        and text[0] != "+"
        and not re.search(r"\w['’]s\s", text)  # "Gil's hillside, Anna's seed"
        and not re.search(words["no_greeting"], text)
        and not cry.fullmatch(text)
        and (who or not (_is_cry(scene, text) or _heads_a_line(scene)))
        and len(strangers(scene, text)) <= (2 if greets(scene, text) or re.match(words["of_mine"], text) else 0 if ends else 1)
    ]


def greeting_pieces(scene: Scene) -> Pieces:
    """The greeting cut at its commas and conjunctions: each piece with the people it names."""
    conjunctions = "|".join(rf"(?<![ \t])[ \t]+{re.escape(word)}[ \t]+" for word in sorted(scene.language.conjunctions))
    line = re.sub(
        PAIR,
        lambda pair: pair.group().replace(" ", "\u00a0"),
        re.split(rf"\n|\s\(|(?<!Prof)(?<!prof)(?<!Dipl){no_end(scene)}(?<=[a-zäöüß]{{3}})[.!?]\s", scene.greeting)[0],
    )
    line = re.sub(r"\b(\w{2,30})\. \1\b", r"\1", line)  # "Nora, Tad. Tad, Nora."
    line = re.sub(r"\s(?:[:;]-?[)(DP]|[^\w\s!-/:-@’“”„…–—]\ufe0f?)+(?=\s|$)", "", line)  # smileys
    pieces = [piece.strip(" ,!:.;–—-").replace("\u00a0", " ") for piece in re.split(rf"(?<![ \t])[ \t]*[,/][ \t]*|{conjunctions}", line)]
    whole: list[str] = []
    pieces = [
        re.sub(rf"^(?:{'|'.join(re.escape(word) for word in scene.language.conjunctions)})\s+", "", piece, flags=re.I) for piece in pieces
    ]
    for piece in filter(None, pieces):
        if whole and hello_of(scene, whole[-1]) == whole[-1]:
            whole[-1] += f", {piece}" if scene.greeting.find(f"{whole[-1]},") >= 0 else f" {piece}"
        else:
            whole.append(piece)
    return [(piece, {m.who for m in scene.cast.mentions(piece, 0, len(piece))}) for piece in whole]


def as_joined(scene: Scene, pieces: list[str]) -> str:
    """The pieces of a greeting with what stands between them in the draft: "Dear Jean and Malcolm"."""
    start, end = scene.greeting.find(pieces[0]), scene.greeting.find(pieces[-1])
    text = scene.greeting[start : end + len(pieces[-1])] if 0 <= start < end else ""
    between = re.split("|".join(map(re.escape, pieces)), text)
    return text if all(len(part) <= 5 for part in between) and "\n" not in text and text else ", ".join(pieces)


def with_words_behind(scene: Scene, text: str) -> str:
    """What a greeting says to the one it names, with the words behind the name that end its line: "Rory, a chara"."""
    behind = scene.greeting.split("\n")[0].rstrip(" ,!.:;–-").partition(text)[2]
    fits = re.fullmatch(r",\s[^\W\d_A-ZÀ-Þ][\w'’-]*(?:\s[\w'’-]+){0,2}", behind) and greets_alone(scene, text)
    return text + behind if fits and not is_no_hello(scene, behind) and not re.search(r"\s[A-ZÀ-Þ]", behind) else text


def own_hello_for(scene: Scene, side: int, hello: str) -> str:
    """A word of greeting that no list knows for another reader: "Gute" for "Guter"; "" where it may not suit: "Chère" to a man."""
    if side == scene.default:
        return hello
    if is_distant(scene, side) and (scene.default is None or not is_distant(scene, scene.default)):
        return ""  # "Noo Baabie" is no greeting for Dr Finch
    greeted, reader = (gender(scene, scene.members[n][0]) for n in (scene.default or 0, side))
    if scene.default is None or not re.search(scene.language.rewrite["agreeing"].get(greeted, "(?!)"), hello):
        return hello  # "Annwyl"
    if is_distant(scene, side):
        return ""  # "Hochwürdiger Herr" is an honour
    if reader == greeted:
        return hello
    return hello[:-1] if reader and hello.endswith("er") else ""
