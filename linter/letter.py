"""From sentences to letters: names put in, greeting and sign-off around; and the connecting mail."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.draft import Person
from linter.greeting import greeting, with_title
from linter.language import alternation, vocabulary
from linter.passage import as_written, is_told, telling_subject
from linter.perspective import Piece
from linter.redact import has_contact, plain
from linter.scene import TOKEN, Scene, calls, is_family
from linter.signing import closing, is_own
from linter.turning import GENITIVE, NAME, OBLIQUE
from linter.voice import called_out, form, full, genitive, in_person, is_group, label, listed, oblique


@dataclass(frozen=True)
class Connect:
    """The mail for the day both have agreed."""

    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    body: str
    placeholders: tuple[str, ...]


@dataclass(frozen=True)
class Filler:
    """The words for the people of the other sides: token to name; `introduced` as it stands behind "to", `short` for a gap."""

    names: dict[str, str]
    introduced: str
    short: str


def others_of(scene: Scene, reader: int) -> list[int]:
    """The people of all sides but one."""
    return [i for n, members in enumerate(scene.members) if n != reader for i in members]


def filler(scene: Scene, others: list[int], named: bool) -> Filler:
    """How the others are called, or not called, in a letter."""
    words = scene.language.rewrite
    if not named:
        several = "several" if len(others) > 1 else "one"
        names = {chr(base + i): words["this_person"][str(base - NAME >> 8)] for i in others for base in (NAME, GENITIVE, OBLIQUE)}
        return Filler(names, words["somebody"][several], words["this_person"]["0"])
    names = {}
    for i in range(len(scene.cast.people)):
        name = label(scene, i)
        names |= {chr(NAME + i): name, chr(GENITIVE + i): genitive(name, scene.language), chr(OBLIQUE + i): oblique(name)}
    introduced = [_introduced(scene, i) for i in others]
    return Filler(names, listed(introduced, scene.language), listed([called(scene, i) for i in others], scene.language))


def called(scene: Scene, who: int) -> str:
    """What a person is called for short; a team as in `introduced`."""
    return _introduced(scene, who) if is_group(scene.person(who), scene.language) else label(scene, who)


def _introduced(scene: Scene, who: int) -> str:
    """The name behind "to" or "mit"; a team in quotes where its name alone would not make a sentence."""
    name = full(scene, who)
    polite = re.match(scene.language.rewrite["polite"], name)
    if is_group(scene.person(who), scene.language) and not polite and name != scene.language.rewrite["unknown"]:
        words = scene.language.rewrite
        whole = any(word in words["groups"] for word in re.findall(r"[^\W\d_]+", name.lower()))
        return str(words["quoted_group" if whole else "quoted_team"]).format(name=name)
    return oblique(name) if scene.language.code == "de" else name


def _known_by(scene: Scene, who: int) -> str:
    """The short name behind "to" or "mit", or the whole one where the short one is no name: "Fat Tony"."""
    short = called(scene, who)
    no_name = short.lower() in {*scene.language.titles, *scene.language.function_words, *scene.language.rewrite["no_short_names"]}
    return _introduced(scene, who) if no_name else oblique(short) if scene.language.code == "de" else short


def gap_who(scene: Scene, short: str, several: bool) -> str:
    """The placeholder for who somebody is."""
    words = scene.language.rewrite
    return str(words["who_plain"] if words["unknown"] in short else words["who_several" if several else "who"].format(other=short))


def gap_why(scene: Scene, reader: str) -> str:
    """The placeholder for why it could interest the reader."""
    words = scene.language.rewrite
    return str(words["why_plain"] if words["unknown"] in reader else words["why"].format(reader=oblique(reader)))


def gaps(scene: Scene, reader: int, told: list[Piece], short: str, reading: str) -> list[str]:
    """The placeholders for what one side is not told: who the others are (called `short`), why it could interest the reader
    (called `reading`)."""
    others = others_of(scene, reader)
    unsaid = _undescribed(scene, others, told)
    name = short if unsaid == others else listed([called(scene, i) for i in unsaid], scene.language)
    who = [gap_who(scene, name, len(unsaid) > 1)] if unsaid else []
    return who if any(piece.why for piece in told) else [*who, gap_why(scene, reading)]


def quoted(scene: Scene, chosen: list[int], reader: int) -> str:
    """The passage (sentences `chosen`) as the connector was about to write it, in quotation marks and with a line before it that says
    to whom; "" where there is none."""
    text = as_written(scene, chosen)
    if not text:
        return ""
    whom, copied = _written_to(scene, reader, form(scene, reader))
    return _quotation(scene, "quote", text, whom, str(scene.language.rewrite["on_copy"]).format(copied=copied) if copied else "")


def _written_to(scene: Scene, reader: int | None, manner: str) -> tuple[str, str]:
    """To whom the draft was written and who was on copy, as its reader on one side, who is addressed as `manner` says, or (None) all
    would say."""
    words = scene.language.rewrite["quote_to"]
    if scene.default is None:
        return str(words["all" if sum(map(len, scene.members)) > 2 else "both"][manner]), ""
    others = [side for side in range(len(scene.members)) if side != scene.default]
    on_copy = all(scene.cast.people[i].place in ("cc", "bcc") for side in others for i in scene.members[side])
    if reader is None and not on_copy:
        return str(words["all" if sum(map(len, scene.members)) > 2 else "both"][manner]), ""
    to, also = _as_called(scene, scene.default, reader), [name for side in others for name in _as_called(scene, side, reader)]
    return (listed(to, scene.language), listed(also, scene.language)) if on_copy else (listed([*to, *also], scene.language), "")


def _as_called(scene: Scene, side: int, reader: int | None) -> list[str]:
    if side == reader:
        return [str(scene.language.rewrite["quote_to"]["you"][form(scene, side)])]
    return [_known_by(scene, i) for i in scene.members[side]]


def _quotation(scene: Scene, kind: str, text: str, whom: str, copied: str = "") -> str:
    left, right = scene.language.rewrite["quotation"]
    subject = telling_subject(scene, text)
    about = str(scene.language.rewrite["quote_subject"]).format(subject=f"{left}{subject}{right}") if subject else ""
    lead = in_person(scene, scene.language.rewrite[kind].format(whom=whom, copied=copied, about=about))
    return f"{lead}\n\n{left}{text}{right}"


def _undescribed(scene: Scene, others: list[int], told: list[Piece]) -> list[int]:
    """Those of the others of whom nothing is said."""
    about = [piece.text for piece in told if piece.who]
    named = {ord(char) & 0xFF for text in about for char in re.findall(TOKEN, text)}
    if not about or not named or any(re.search(scene.language.rewrite["third_several"], text) for text in about):
        return [] if about else others
    return [i for i in others if i not in named] if len({scene.side_of(i) for i in others}) == 1 or len(named & set(others)) else []


def said(told: list[Piece], fill: Filler) -> list[str]:
    """The sentences with names in, one paragraph or one line for each entry of a list."""
    lines: list[str] = []
    if sum(piece.line for piece in told) == 1:
        told = [replace(piece, line=False) for piece in told]
    for piece in told:
        text = re.sub(TOKEN, lambda m: fill.names.get(m.group(), ""), piece.text)
        text = sentence(text)
        if piece.line or not lines or lines[-1].startswith("- "):
            lines.append(f"- {text}" if piece.line else text)
        else:
            lines[-1] += f" {text}"
    return lines


def sentence(text: str) -> str:
    """The text with a capital in front and a mark behind."""
    text = " ".join(text.split())
    text = text[0].upper() + text[1:]
    bracket = not text.startswith("(") and re.search(r"\w\)$", text)  # "Frankfurt (Oder)" is no end
    return text if re.search(r"[.!?…:)\]”\"'»]$", text) and not bracket else f"{text}."


def unnamed(scene: Scene, told: list[Piece], others: list[int]) -> list[Piece]:
    """Only what can be said without the name: one other person, named at most at the beginning."""
    if len(others) != 1:
        return []
    person = scene.person(others[0])
    marks = {word.lower() for word in re.findall(r"[^\W\d_]{3,}", f"{person.name} {person.domain.partition('.')[0]}")}
    kept = []
    for piece in told:
        rest = re.sub(rf"^{TOKEN}", "", piece.text)
        if not re.search(TOKEN, rest) and not any(mark in rest.lower() for mark in marks) and not has_contact(rest):
            kept.append(piece)
    return kept


def letter(scene: Scene, side: int, manner: str, paragraphs: list[str]) -> str:
    """Greeting, paragraphs, sign-off and signature for one side. German goes on in lower case behind a comma."""
    hello = greeting(scene, side)
    first = paragraphs[0]
    if hello.endswith(",") and scene.language.code == "de" and not re.match(r"(?:Sie|Ihnen|Ihr)\b", first):
        paragraphs = [first[0].lower() + first[1:], *paragraphs[1:]]
    return _assembled(scene, hello, paragraphs, closing(scene, side, manner))


def _assembled(scene: Scene, hello: str, paragraphs: list[str], end: str) -> str:
    body = "\n\n".join(part for part in [hello, *paragraphs, end] if part)
    below = signature(scene)
    if end and "\n" not in end and end.lower() == below.removeprefix("-- ").strip().lower():
        body = body.removesuffix(end).rstrip()  # the name alone stands in the signature
    return f"{body}\n\n{below}\n" if below else f"{body}\n"


def signature(scene: Scene) -> str:
    """The connector's signature. A block that names the others goes, and so do contact details in a block that is not plainly
    the connector's own, and addresses that are not."""
    own = scene.draft.sender.address.lower() if scene.draft.sender else ""
    blocks = []
    for block in re.split(r"(?m)^--[ \t]*$", scene.signature):
        if scene.names_anybody(block):
            continue
        mine = is_own(scene, block)
        lines = [line for line in block.strip().split("\n") if mine or not has_contact(line)]
        blocks.append(
            "\n".join(line for line in lines if "@" not in plain(line) or (own and line.lower().count(own) == plain(line).count("@")))
        )
    text = "\n".join(filter(None, blocks)).strip()
    return f"-- \n{text}" if text and scene.signature.startswith("--") else text


def connecting(scene: Scene, chosen: list[int], told: list[list[Piece]], wished: int) -> Connect:
    """The mail for the day both have agreed: what each should know of the other, and who takes the next step; `wished` is the
    side that does."""
    words = scene.language.rewrite
    sides = range(len(scene.members))
    everybody = [i for side in sides for i in scene.members[side]]
    forms = {form(scene, side) for side in sides}
    manner = "sie" if "sie" in forms else "ihr" if forms & {"du", "ihr"} else "you"
    missing: list[str] = []
    paragraphs = [in_person(scene, words["connect"][manner])]
    written = "" if all(is_told(scene, chosen, side, told[side]) for side in sides) else as_written(scene, chosen)
    if written:
        paragraphs.append(_quotation(scene, "quote_after", written, _written_to(scene, None, manner)[0]))
    else:
        said_to_each, missing = _to_each(scene, told)
        paragraphs += said_to_each
    first = listed([_spoken_to(scene, wished, i) for i in scene.members[wished]], scene.language)
    paragraphs.append(words["next_step"][form(scene, wished)].format(first=first) + " " + in_person(scene, words["bcc"][manner]))
    hello = ", ".join(greeting(scene, side).rstrip(",!") for side in sides)
    hello = re.sub(rf"(?<=, )(?i:{alternation(scene.language.greetings)})(?= )", lambda m: m.group()[0].lower() + m.group()[1:], hello)
    body = _assembled(scene, f"{hello},", _lowered(scene, paragraphs), closing(scene, None, manner))
    people = tuple(replace(scene.person(i), name=scene.person(i).name) for i in everybody)
    subject = words["connect_subject"].format(
        names=" – ".join(listed([full(scene, i) for i in scene.members[side]], scene.language) for side in sides)
    )
    return Connect(people, (), subject, body, tuple(missing))


def _to_each(scene: Scene, told: list[list[Piece]]) -> tuple[list[str], list[str]]:
    """What each side is told, called out to it, with what is told to all: paragraphs, and the gaps in them."""
    paragraphs: list[str] = []
    missing: list[str] = []
    for side in range(len(scene.members)):
        others = others_of(scene, side)
        reader = listed([_spoken_to(scene, side, i) for i in scene.members[side]], scene.language)
        lines = said(_once(told, side), filler(scene, others, True))
        if not lines and any(told[:side]) and any(piece.who for piece in told[side]):
            continue  # said above, where this side reads it too
        if not lines:
            found = gaps(scene, side, told[side], filler(scene, others, True).short, reader)
            missing += found
            lines = [" ".join(found)]
        paragraphs.append(_to(reader, "\n".join(lines), scene))
    if to_all := list(dict.fromkeys(piece.to_all for pieces in told for piece in pieces if piece.joint)):
        everybody = [i for members in scene.members for i in members]
        paragraphs.append(" ".join(said([Piece(text, True, False) for text in to_all], filler(scene, everybody, True))))
    return paragraphs, missing


def _spoken_to(scene: Scene, side: int, who: int) -> str:
    """A name as it is called out: as in the greeting, "Oonagh"; who is addressed as "Sie" is no "Jonas Kiepe" but "Herr Kiepe"."""
    greeted = [call for hello in (scene.greeting, called_out(scene, side)) for call in calls(scene, hello) if call.who == who]
    if greeted and not greeted[0].title and len(greeted[0].words.split()) == 1 and not is_family(scene, who, greeted[0].words):
        return greeted[0].words[0].upper() + greeted[0].words[1:]
    return with_title(scene, who, label(scene, who)) if form(scene, side) == "sie" else label(scene, who)


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


def _lowered(scene: Scene, paragraphs: list[str]) -> list[str]:
    if scene.language.code != "de":
        return paragraphs
    return [paragraphs[0][0].lower() + paragraphs[0][1:], *paragraphs[1:]]
