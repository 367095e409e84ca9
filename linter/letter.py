"""From sentences to letters: names put in, greeting and sign-off around."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.full_names import full, known_as
from linter.greeting import greeting, spoken_to
from linter.hello import is_office, is_titled
from linter.language import alternation, languages
from linter.offices import is_presented, own_kin, owned, presented
from linter.people import address_words, name_words
from linter.persons import is_group
from linter.perspective import Piece
from linter.quoting import as_written, as_written_to, is_to, others_copied, turns, within_marks
from linter.redact import has_contact, plain
from linter.scene import TOKEN, Scene, is_first_name, letters
from linter.several import couple_of, is_several, is_team, team
from linter.signing import closing
from linter.turning import GENITIVE, NAME, OBLIQUE
from linter.untold import telling_subject
from linter.voice import form, genitive, label, listed, oblique
from linter.writer import in_person, is_own

_KNOWN_BY = 20  # characters that tell a quoted sentence


@dataclass(frozen=True)
class Filler:
    """The words for the people of the other sides: token to name; `introduced` as it stands behind "to", `presented` the same with
    the office of one whom the draft greets by it, `short` for a gap."""

    names: dict[str, str]
    introduced: str
    presented: str
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
        return Filler(names, words["somebody"][several], words["somebody"][several], words["this_person"]["0"])
    names = {}
    for i in range(len(scene.cast.people)):
        name = own_kin(scene, i) or label(scene, i)
        names |= {chr(NAME + i): name, chr(GENITIVE + i): genitive(name, scene.language), chr(OBLIQUE + i): oblique(name)}
    introduced = listed([_introduced(scene, i) for i in others], scene.language)
    office = presented(scene, others[0]) if len(others) == 1 else ""
    return Filler(names, introduced, office or introduced, listed([called(scene, i) for i in others], scene.language))


def called(scene: Scene, who: int) -> str:
    """What a person is called for short; a team as in `introduced`."""
    if kin := own_kin(scene, who):
        return kin
    if _is_title_alone(scene, who, short := known_as(scene, who)):
        return full(scene, who)
    polite = re.match(scene.language.rewrite["polite"], full(scene, who))  # "Herr Hale", not "Herrn Hale", is who he is
    return _introduced(scene, who, "is") if is_team(scene, who) and not polite else short


def _is_title_alone(scene: Scene, who: int, short: str) -> bool:
    """Whether what the draft calls somebody is a word that their header has before the first name: "Chief" for Chief Wayne Burpee."""
    first, *rest = name_words(scene.person(who)) or [""]
    local = address_words(scene.person(who)) if rest[1:] else []  # else it has the family name
    given = {word for word in rest[:1] if is_first_name(word, scene.language.code) or word.lower() in local}
    own = is_first_name(first, scene.language.code) or first.lower() in address_words(scene.person(who))
    return short == first and bool(given) and not own


def _introduced(scene: Scene, who: int, case: str = "with") -> str:
    """The name behind "to" or "mit", or (`case` "is") as who is told of; a team with its article."""
    name = own_kin(scene, who) or full(scene, who)
    polite = re.match(scene.language.rewrite["polite"], name)
    if is_team(scene, who) and not polite and name != scene.language.rewrite["unknown"]:
        return team(scene, name, case)
    name = owned(scene, who, name) if case == "with" else name
    return oblique(name) if scene.language.code == "de" else name


def _known_by(scene: Scene, who: int) -> str:
    """The short name behind "to" or "mit", or the whole one where the short one is no name: "Fat Tony"."""
    short = called(scene, who)
    no_names = {*scene.language.titles, *scene.language.function_words, *scene.language.rewrite["no_short_names"]}
    no_name = short.lower() in no_names or is_team(scene, who)
    return _introduced(scene, who) if no_name else owned(scene, who, oblique(short) if scene.language.code == "de" else short)


def gap_who(scene: Scene, short: str, several: bool) -> str:
    """The placeholder for who somebody is."""
    words = scene.language.rewrite
    return str(words["who_plain"] if words["unknown"] in short else words["who_several" if several else "who"].format(other=short))


def gap_why(scene: Scene, reader: str) -> str:
    """The placeholder for why it could interest the reader."""
    words = scene.language.rewrite
    return str(
        words["why_plain"]
        if words["unknown"] in reader
        else words["why"].format(reader=re.sub(r"^der (?=[A-ZÄÖÜ])", "den ", oblique(reader)))
    )


def gaps(scene: Scene, reader: int, told: list[Piece], short: str, reading: str) -> list[tuple[str, int]]:
    """The placeholders for what one side is not told, each with the side it is about: who the others are (called `short`) whom neither
    a sentence nor their own name describes, why it could interest the reader (called `reading`)."""
    others = others_of(scene, reader)
    unsaid = [i for i in _undescribed(scene, others, told) if not is_presented(scene, i)]
    name = short if unsaid == others else listed([called(scene, i) for i in unsaid], scene.language)
    sides = [side for side in map(scene.side_of, unsaid) if side is not None]
    who = [(gap_who(scene, name, len(unsaid) > 1 or _is_plural(scene, unsaid)), sides[0])] if sides else []
    return who if any(piece.why for piece in told) else [*who, (gap_why(scene, reading), reader)]


def _is_plural(scene: Scene, people: list[int]) -> bool:
    """Whether the name of the only one is of several: "who Resi and Hans are", "who the Grange Gardeners are"."""
    person, words = scene.person(people[0]), scene.language.rewrite
    many = is_group(person, scene.language) and re.search(words["plural_name"], person.name)
    return bool(many or couple_of(scene, people[0]) or re.match(rf"{words['polite']}\s(?:and|und|&)\s", person.name))


def quoted(scene: Scene, chosen: list[int], reader: int) -> str:
    """The passage (sentences `chosen`) as the connector was about to write it, in quotation marks and with a line before it that says
    to whom; "" where there is none."""
    text = as_written(scene, chosen)
    if not text:
        return ""
    whom, copied = written_to(scene, reader, form(scene, reader), text)
    words = scene.language.rewrite
    kind = "on_blind_copy" if re.search(words["blind"], text) else "on_copy"
    return quotation(scene, "quote", text, whom, str(words[kind]).format(copied=copied) if copied else "")


def are_many(scene: Scene) -> bool:
    """Whether more than two people are to be put in touch, a team being many."""
    people = [scene.person(i) for members in scene.members for i in members]
    return len(people) > 2 or any(is_several(scene, i) for members in scene.members for i in members)


def written_to(scene: Scene, reader: int | None, manner: str, text: str) -> tuple[str, str]:
    """To whom the draft was written and who was on copy, as its reader on one side, who is addressed as `manner` says, or (None) all
    would say; `text` is quoted."""
    words, scene = scene.language.rewrite["quote_to"], as_written_to(scene, text)
    others = [side for side in range(len(scene.members)) if side != scene.default]
    on_copy = others_copied(scene)
    if scene.default is None:
        return str(words["all" if are_many(scene) else "both"][manner]), ""
    others.sort(key=lambda side: side != reader)  # "you and Mike", not "Mike and you"
    to = _as_called(scene, scene.default, reader) if reader is not None else [_as_greeted(scene, scene.default)]
    also = [name for side in others for name in _as_called(scene, side, reader)]
    turned = next((n for n, told in enumerate(scene.told) if turns(scene, told)), None)
    opens = text.startswith(scene.greeting.split("\n")[0].strip())
    before = [told for told in scene.told[:turned] if letters(told.written)[-_KNOWN_BY:] in letters(text)]
    greeted = not opens and any(is_to(scene, told) for told in before)  # "you" is whom the draft greets
    if reader is None and not greeted and (turned is not None or not on_copy):
        return str(words["all" if are_many(scene) else "both"][manner]), ""
    if reader is None and not on_copy:
        return listed(to, scene.language), ""
    if on_copy:
        return listed(to, scene.language), listed(also, scene.language)
    return listed([*also, *to] if reader in others else [*to, *also], scene.language), ""


def _as_greeted(scene: Scene, side: int) -> str:
    """What all who read a mail call those whom it greets: "Elfi", "Herrn Hofrat"; where that is no name, "Sir", the name."""
    called, words = spoken_to(scene, side), scene.language.rewrite
    first, person = scene.members[side][0], scene.person(scene.members[side][0])
    if (is_titled(scene.language, person.name) or _is_title_alone(scene, first, called)) and person.name.startswith(f"{called} "):
        return f"{called} {name_words(person)[-1]}"  # "Coach Habimana"
    plain = not any(is_team(scene, i) for i in scene.members[side])
    named = re.fullmatch(r"[A-ZÀ-Þ][^\W\d_]+", called) is not None and not is_office(scene.language, called)
    named = named or scene.names_anybody(called) or re.match(words["polite"], called) is not None
    known = listed([_known_by(scene, i) for i in scene.members[side]], scene.language)
    # "Herr Kollege Kern" is so to one reader
    both = all(re.match(words["polite"], name) for name in (called, known.replace("Herrn", "Herr")))
    declined = re.sub(r"^(Herrn \w{1,30}(?:ent|ant|ist))$", r"\1en", oblique(called))  # "Herrn Präsidenten"
    whom = declined if plain and named and not both else known
    if re.fullmatch(r"(?:Herrn|Frau) \w+", whom) and not scene.names_anybody(whom):
        return f"{'dem' if whom.startswith('Herrn') else 'der'} {whom}"  # "dem Herrn Pfarrer"
    return whom


def _as_called(scene: Scene, side: int, reader: int | None) -> list[str]:
    you = str(scene.language.rewrite["quote_to"]["you"][form(scene, side)])
    return [you] if side == reader else [_known_by(scene, i) for i in scene.members[side]]


def quotation(scene: Scene, kind: str, text: str, whom: str, copied: str = "") -> str:
    """The text in quotation marks, below a line (`kind`, a key of [rewrite]) that says to whom it was written and under which subject."""
    subject = telling_subject(scene, text)
    about = str(scene.language.rewrite["quote_subject"]).format(subject=within_marks(scene, subject)) if subject else ""
    lead = in_person(scene, scene.language.rewrite[kind].format(whom=whom, copied=copied, about=about).replace("  ", " "))
    return f"{lead}\n\n{within_marks(scene, text)}"


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
    return assembled(scene, hello, paragraphs, closing(scene, side, manner))


def assembled(scene: Scene, hello: str, paragraphs: list[str], end: str) -> str:
    """Greeting, paragraphs, sign-off and signature as one text."""
    body = "\n\n".join(part for part in [hello, *paragraphs, end] if part)
    below = signature(scene)
    if end and "\n" not in end and end.lower() == below.removeprefix("-- ").strip().lower():
        body = body.removesuffix(end).rstrip()  # the name alone stands in the signature
    return _as_in_zurich(scene, f"{body}\n\n{below}\n" if below else f"{body}\n")


def _as_in_zurich(scene: Scene, text: str) -> str:
    """The text without "ß" where the draft plainly does without ("Grüsse") or comes from Switzerland."""
    draft = scene.draft
    names = " ".join(participant.person.name for participant in scene.cast.people)
    written = f"{draft.body}\n{draft.subject}\n{names}\n{draft.sender.address if draft.sender else ''}"
    without = "ß" not in written and re.search(scene.language.rewrite["without_sz"], written)
    return text.replace("ß", "ss") if without else text


def _by_phone(scene: Scene, line: str) -> bool:
    """Whether a line is of a mail program: "Sent from Outlook for Android"."""
    phones = alternation(phrase for known in languages() for phrase in known.mobile_signatures)
    return re.match(rf"(?i:{phones}|{scene.language.rewrite['footer']})", line.strip()) is not None


def signature(scene: Scene) -> str:
    """The connector's signature. A block that names the others goes, and so do contact details in a block that is not plainly
    the connector's own, and addresses that are not."""
    own = scene.draft.sender.address.lower() if scene.draft.sender else ""
    blocks = []
    for block in re.split(r"(?m)^--[ \t]*$", scene.signature):
        if scene.names_anybody(block):
            continue
        mine = is_own(scene, block)
        lines = [line for line in block.strip().split("\n") if (mine or not has_contact(line)) and not _by_phone(scene, line)]
        blocks.append(
            "\n".join(line for line in lines if "@" not in plain(line) or (own and line.lower().count(own) == plain(line).count("@")))
        )
    text = "\n".join(filter(None, blocks)).strip()
    return f"-- \n{text}" if text and scene.signature.startswith("--") else text
