"""The connecting mail: for the day both have agreed, what each should know of the other, and who takes the next step."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.draft import Person
from linter.full_names import full
from linter.greeting import greeting_to_all, spoken_to
from linter.hello import hello_of, speaks_to_all
from linter.language import vocabulary
from linter.letter import assembled, filler, gaps, others_of, quotation, said, written_to
from linter.new_greeting import is_nameless
from linter.notes import with_notes
from linter.persons import is_group
from linter.perspective import Piece
from linter.quoting import as_written
from linter.scene import Scene
from linter.signing import closing
from linter.untold import is_told
from linter.voice import form, label, listed
from linter.writer import in_person


@dataclass(frozen=True)
class Connect:
    """The mail for the day both have agreed."""

    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    body: str
    placeholders: tuple[str, ...]


def connecting(scene: Scene, chosen: list[int], told: list[list[Piece]], wished: int) -> Connect:
    """The mail for the day both have agreed: what each should know of the other, and who takes the next step; `wished` is the
    side that does."""
    words = scene.language.rewrite
    sides = range(len(scene.members))
    everybody = [i for side in sides for i in scene.members[side]]
    forms = {form(scene, side) for side in sides}
    manner = "sie" if "sie" in forms else "ihr" if forms & {"du", "ihr"} else "you"
    together = "mixed" if "sie" in forms and len(forms) > 1 else manner  # what is said to all at once: neither "Sie" nor "ihr"
    missing: list[str] = []
    paragraphs = [in_person(scene, words["connect"][together])]
    written = "" if all(is_told(scene, chosen, side, told[side]) for side in sides) else as_written(scene, chosen)
    hello = greeting_to_all(scene)
    if written:
        written = _without_greeting(scene, written, hello)
        paragraphs.append(quotation(scene, "quote_after", written, written_to(scene, None, together, written)[0]))
    else:
        said_to_each, missing = _to_each(scene, told)
        paragraphs += said_to_each
    mover = _mover(scene, chosen, wished)
    first = spoken_to(scene, mover)
    step = words["next_step"][form(scene, mover)].format(first=first)
    paragraphs.append(in_person(scene, f"{step} {words['bcc'][together]}"))
    body = assembled(scene, hello, _lowered(scene, paragraphs), closing(scene, None, manner))
    people = tuple(replace(scene.person(i), name=scene.person(i).name) for i in everybody)
    subject = words["connect_subject"].format(
        names=" – ".join(listed([full(scene, i) for i in scene.members[side]], scene.language) for side in sides)
    )
    return Connect(people, (), subject, body, tuple(missing))


def _mover(scene: Scene, chosen: list[int], wished: int) -> int:
    """The side that takes the next step: the one that wished for it, but whom the draft greets where the other waits to hear from them,
    who is told to begin, and never who is said not to, nor a crowd where somebody can be named."""
    if first := _begins(scene):
        return first - 1
    waits = any(re.search(scene.language.rewrite["waits"], scene.told[n].written) for n in chosen)
    if len(scene.members) != 2:
        return wished
    if _is_crowd(scene, wished):  # nobody of a list would feel called
        return wished if _is_crowd(scene, 1 - wished) else 1 - wished
    return 1 - wished if waits and scene.default in (None, 1 - wished) else wished


def _begins(scene: Scene) -> int:
    """The number (from 1) of the side that the draft tells to begin, or of the other of two where it says that one never does; else 0."""
    words, two = scene.language.rewrite, len(scene.members) == 2
    for told in scene.told:
        about = next(iter(told.about)) if len(told.about) == 1 else told.to
        if told.to is not None and re.search(words["begin"], told.written):
            return told.to + 1
        if two and about is not None and told.to != about and re.search(words["never_begins"], told.written):
            return 2 - about
    return 0


def _is_crowd(scene: Scene, side: int) -> bool:
    """Whether a side is a list that nobody of would feel called by its name, or one that the draft greets by a word for everybody."""
    group = all(is_group(scene.person(i), scene.language) for i in scene.members[side])
    return is_nameless(scene, side) or (group and side == (scene.default or 0) and speaks_to_all(scene, scene.greeting))


def _to_each(scene: Scene, told: list[list[Piece]]) -> tuple[list[str], list[str]]:
    """What each side is told, called out to it, with what is told to all: paragraphs, and the gaps in them."""
    paragraphs: list[str] = []
    missing: list[str] = []
    for side in range(len(scene.members)):
        others = others_of(scene, side)
        reader = spoken_to(scene, side)
        lines = said(_once(told, side), filler(scene, others, True))
        if not lines and any(told[:side]) and any(piece.who for piece in told[side]):
            continue  # said above, where this side reads it too
        if not lines:
            unsaid = gaps(scene, side, told[side], filler(scene, others, True).short, reader)
            found = with_notes(scene, unsaid, {piece.source for pieces in told for piece in pieces if piece.source >= 0}, side)
            missing += found
            lines = [" ".join(found)]
        paragraphs.append(_to(reader, "\n".join(lines), scene))
    if to_all := list(dict.fromkeys(piece.to_all for pieces in told for piece in pieces if piece.joint)):
        everybody = [i for members in scene.members for i in members]
        paragraphs.append(" ".join(said([Piece(text, True, False) for text in to_all], filler(scene, everybody, True))))
    return paragraphs, missing


def _once(told: list[list[Piece]], side: int) -> list[Piece]:
    """What one side reads in a mail to all: nothing that another side is told, if something is left."""
    used = {piece.source for pieces in told[:side] for piece in pieces} if len(told) == 2 else set()
    own = [piece for piece in told[side] if not piece.joint]
    return [piece for piece in own if piece.source not in used]


def _to(reader: str, text: str, scene: Scene) -> str:
    """The text called out to a reader: "Mike, you asked for a pump."; behind a colon where its first word keeps its capital."""
    if text.startswith("- "):
        return f"{reader},\n{text}"
    word = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    first = word.group() if word else ""
    formal = ("I", "Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer")
    small = {*scene.language.function_words, *scene.language.rewrite["small"], *vocabulary(scene.language.code, "openers")}
    if first.lower() in small and first not in formal:
        return f"{reader}, {text[0].lower()}{text[1:]}"
    names = {name.split()[0].strip(".") for i in range(len(scene.cast.people)) for name in (label(scene, i), full(scene, i))}
    known = first in formal or first in names or text.startswith("[") or first in scene.language.titles
    return f"{reader}{',' if known else ':'} {text}"


def _without_greeting(scene: Scene, written: str, hello: str) -> str:
    """The passage without the greeting it begins with, where the mail itself begins with the same."""
    hello = hello.rstrip(",!")
    rest = written[len(hello) :]
    if not hello_of(scene, hello) or not written.lower().startswith(hello.lower()) or rest[:1].isalnum():
        return written
    rest = rest.lstrip(" ,!:.–-\n")
    return rest[:1].upper() + rest[1:]


def _lowered(scene: Scene, paragraphs: list[str]) -> list[str]:
    if scene.language.code != "de":
        return paragraphs
    return [paragraphs[0][0].lower() + paragraphs[0][1:], *paragraphs[1:]]
