"""A draft as the rewrite sees it: its sentences, whom each speaks to and whom it names.

Names are replaced by single characters ("tokens", one for each person), so that patterns can treat any name alike and each ask
can put in what its reader should read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.body import split
from linter.closing import closing_start
from linter.draft import Draft, Person
from linter.finding import Side
from linter.language import Language, alternation
from linter.people import Cast, cast, name_words, title_before
from linter.redact import has_contact
from linter.sentences import sentences
from linter.turning import GENITIVE, NAME, OBLIQUE

TOKEN = "[\ue000-\ue2ff]"  # noqa: S105  a pattern, no secret
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_WITHIN = re.compile(r"\s+(?:(?:von|van|de|der|den|zu|al|el|le|da|du|[A-Z]\.)\s+){0,2}|-")
_PARTICLE = re.compile(r"\b(?:(?:von|van|de|der|den|zu|el|al|da)\s+){1,2}$")
_POSSESSIVE = re.compile(r"\b(?:mein|unser|dein|euer|sein|ihr|my|our|your|his|her)\w{0,2}\s+(?:\w+\s+)?$", re.I)
_SENTENCE_END = re.compile(r"\b(?!prof|dipl)[^\W\d_]{4,}\.\s+", re.I)
_ARTICLE = re.compile(r"\b(?:the|a|an|last|both|die|der|ein|eine|ihr|letzte[rn]?)\s+$", re.I)
_BULLET = re.compile(r"(?:[-*•–—·]|\d{1,2}[.)])\s+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_ORDINAL = re.compile(r"\b((?:dem|der|den|am|im|zum|vom|die|das)\s+\d{1,2})\.(?=\s+[A-ZÄÖÜ])")
_COPIED = re.compile(r"\s\((?=[^()]{1,40}\))(?:[^()\s]+\s+){0,4}?(?:cc['’]?e?d?|bcc|copied|copy|kopie)\b[^()]{0,16}\)", re.I)
_POINT = "\ue3ff"  # a full stop that ends no sentence: "im 3. Stock"
_MAX_SENTENCES = 400


@dataclass(frozen=True)
class Told:
    """A sentence of the draft. `to` is the side it speaks to, None where it speaks to all or nobody in particular."""

    text: str
    to: int | None
    about: frozenset[int]
    contact: bool  # there are contact details in it
    paragraph: int
    line: int = 0  # sentences of one line of a list share its number
    bullet: bool = False


@dataclass(frozen=True)
class Called:
    """A name in a text, (start, end) with its title and all its words; `title` is "" where there is none."""

    start: int
    end: int
    who: int
    title: str
    words: str


@dataclass(frozen=True)
class Scene:
    """A draft with its sides; `members` gives the people (indices into `cast.people`) of each side."""

    draft: Draft
    language: Language
    cast: Cast
    members: tuple[tuple[int, ...], ...]
    told: tuple[Told, ...]
    greeting: str
    closing: str
    signature: str
    text: str  # all the new text
    default: int | None = None  # the side the greeting speaks to, if there is just one
    called: tuple[Called, ...] = ()  # every name in `text`

    def person(self, index: int) -> Person:
        """The person a token stands for."""
        return self.cast.people[index].person

    def is_genitive(self, surface: str) -> bool:
        """Whether words that name somebody stand in the genitive: "Anna's", "Annas"."""
        last = surface.split()[-1].lower().replace("’", "'")
        if last.endswith(("'s", "s'")):
            return True
        words = {word for participant in self.cast.people for word in re.findall(r"[^\W\d_]+", participant.person.name.lower())}
        return last.endswith("s") and last not in words and self.language.code == "de" and last[:-1] in self.cast.names

    def names_anybody(self, text: str) -> bool:
        """Whether a text names somebody on a side."""
        return any(self.side_of(mention.who) is not None for mention in self.cast.mentions(text, 0, len(text)))

    def side_of(self, index: int) -> int | None:
        """The side a person stands on."""
        return next((n for n, members in enumerate(self.members) if index in members), None)


def scene_of(draft: Draft, sides: tuple[Side, ...], language: Language) -> Scene:
    """Read a draft for rewriting. `sides` are the report's."""
    views = split(draft.body, draft.quoted)
    here = {_key(person) for person in draft.recipients}
    missing = tuple(person for side in sides for person in side.people if _key(person) not in here)
    known = replace(draft, to=_clean(draft.to + missing), cc=_clean(draft.cc), bcc=_clean(draft.bcc))
    people = cast(known, views)
    members = tuple(tuple(_index(people, person) for person in side.people if _index(people, person) >= 0) for side in sides)
    new = views.new or ((0, 0),)
    start, end = max(new[0][0], people.greeting_end), new[-1][1]
    rest = draft.body[start : draft.body.find("\n", start) if "\n" in draft.body[start:end] else end]
    start += len(rest) if len(rest) <= 45 and not re.search(r"[.!?]\s*$|[.:!?]\s", rest) else 0
    start += len(re.match(r"\s*(?:[-–—,:]\s+)?", draft.body[start:end]).group())  # type: ignore[union-attr]
    close = closing_start(draft, views, language)
    scene = Scene(
        draft, language, people, members, (),
        draft.body[new[0][0] : start].strip(), draft.body[max(close, start) : end].strip(),
        "\n".join(draft.body[a:b].strip() for a, b in views.signature if a >= end or b <= end)[:600],
        "\n".join(draft.body[a:b] for a, b in new),
    )  # fmt: skip
    spans = [(max(a, start), min(b, close)) for a, b in new if max(a, start) < min(b, close)]
    scene = replace(scene, default=_greeted(scene), called=tuple(calls(scene, scene.text)))
    return replace(scene, told=tuple(_read(scene, spans)))


def _clean(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """The people without contact details in their display names: the name is what stands before."""
    return tuple(replace(person, name=_before_contact(person.name)) if has_contact(person.name) else person for person in people)


def _before_contact(name: str) -> str:
    words = name.split()[:3]
    while words and (has_contact(" ".join(words)) or not all(re.fullmatch(r"[^\W\d_][^\W\d]*[.,]?", word) for word in words)):
        words.pop()
    return " ".join(words)


def _key(person: Person) -> str:
    return person.address.lower() or person.name.lower()


def _index(people: Cast, person: Person) -> int:
    return next((i for i, p in enumerate(people.people) if p.place != "from" and _key(p.person) == _key(person)), -1)


def _read(scene: Scene, spans: list[tuple[int, int]]) -> list[Told]:
    found: list[Told] = []
    number = 0
    paragraphs = [part for begin, end in spans for part in _PARAGRAPH.split(scene.draft.body[begin:end]) if part.strip()]
    for paragraph, text in enumerate(paragraphs):
        current = scene.default
        for raw in _unwrapped(scene, text):
            raw = _COPIED.sub("", raw)  # noqa: PLW2901
            line = tokens(scene, raw)
            names = [raw[call.start : call.end] for call in calls(scene, raw)]
            bullet = _BULLET.match(line) or re.match(rf"(?={TOKEN}\s?[:=]\s)", line)
            number += 1
            rest = _ORDINAL.sub(f"\\1{_POINT}", line[bullet.end() :] if bullet else line)
            for start, stop in sentences(rest, 0, len(rest))[:_MAX_SENTENCES]:
                as_written = rest[start:stop]
                while token := re.search(TOKEN, as_written):
                    as_written = as_written[: token.start()] + names.pop(0) + as_written[token.end() :]
                contact = has_contact(as_written)
                said, current = _vocative(scene, " ".join(rest[start:stop].replace(_POINT, ".").split()), current)
                for part in _contrasted(scene, said.strip(" ,")):
                    if part is not said and part != said.strip(" ,"):
                        part, current = _vocative(scene, part, current)  # noqa: PLW2901
                    found.append(Told(part, current, named(scene, part), contact, paragraph, number, bullet is not None))
    return found[:_MAX_SENTENCES]


def _unwrapped(scene: Scene, text: str) -> list[str]:
    """The lines of a paragraph as they were before a mail program broke them: a line goes on where its next word had no room."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    room = max((len(line) for line in lines), default=0) + 1
    joined: list[str] = []
    last = room
    for line in lines:
        starts_anew = _BULLET.match(line) or re.match(rf"{TOKEN}\s?[:=]\s", tokens(scene, line[:60]))
        goes_on = joined and (last + 1 + len(line.split()[0]) > room - 3 or (line[0].islower() and joined[-1][-1] not in ".!?:"))
        if goes_on and not starts_anew and last >= 28:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        last = len(line)
    return joined


def _contrasted(scene: Scene, text: str) -> list[str]:
    """ "Mike borrows grammars, Anna borrows novels" tells of two people in two sentences."""
    spoken = re.split(rf",?\s+(?:and |und )?(?={TOKEN},?\s+{scene.language.rewrite['bare_vocative']})", text)
    if len(spoken) > 1:
        return [part for part in spoken if part]
    article = scene.language.rewrite["name_article"]
    if not re.match(rf"{article}{TOKEN}\s+[a-zäöü]", text) or len(named(scene, text)) < 2:
        return [text]
    return [part for part in re.split(rf"{scene.language.rewrite['contrast']}(?={article}{TOKEN}\s+[a-zäöü])", text) if part]


def _greeted(scene: Scene) -> int | None:
    """The one side the greeting speaks to, if there is just one."""
    sides = {scene.side_of(i) for i, p in enumerate(scene.cast.people) if p.addressed} - {None}
    return sides.pop() if len(sides) == 1 else None


def named(scene: Scene, text: str) -> frozenset[int]:
    """The sides whose people a tokenised text names."""
    found = {scene.side_of(ord(char) & 0xFF) for char in re.findall(TOKEN, text)}
    return frozenset(side for side in found if side is not None)


def calls(scene: Scene, text: str) -> list[Called]:
    """The names of people on a side in a text: "Frau Dr. Roth" and "Wim de Groot" are one each."""
    found: list[Called] = []
    mentions = [m for m in scene.cast.mentions(text, 0, len(text)) if scene.side_of(m.who) is not None]
    position = 0
    for n, mention in enumerate(mentions):
        if mention.start < position:
            continue
        stop = mention.end
        for after in mentions[n + 1 :]:
            if after.who != mention.who or not _WITHIN.fullmatch(text[stop : after.start]) or scene.is_genitive(text[mention.start : stop]):
                break
            stop = after.end
        if re.match(r"\w", text[stop:]):
            continue  # part of a handle
        particle = _PARTICLE.search(text[max(position, mention.start - 12) : mention.start])
        begin = mention.start - len(particle.group()) if particle else mention.start
        title = title_before().search(text[max(position, begin - 40) : begin])
        if title and _SENTENCE_END.search(title.group()):
            title = None  # "the pallet lady. Anna is" is no Lady Anna
        if title and _POSSESSIVE.search(text[max(position, begin - len(title.group()) - 30) : begin - len(title.group())]):
            title = None  # "my brother Kilian" is no Brother Kilian
        if not title and mention.start and is_family(scene, mention.who, text[mention.start : stop]):
            title = re.search(rf"(?<=[a-z,] ){scene.language.rewrite['unknown_title']}", text[max(position, begin - 40) : begin])
        if not title:
            begin = mention.start
            if is_family(scene, mention.who, text[begin:stop]) and re.match(r"\s+[A-ZÄÖÜ][a-zäöü]", text[stop:]):
                continue  # "Wilk Rubber" is a firm
            if is_family(scene, mention.who, text[begin:stop]) and _ARTICLE.search(text[max(0, begin - 12) : begin]):
                continue  # "the last Kubik" is not a person's name
        colleague = scene.language.rewrite["not_titles"]
        honorific = re.sub(rf"^(?:(?:{colleague})\s+)+", "", title.group()) if title else ""
        words = " ".join(re.sub(rf"\b(?:{colleague})\b", "", honorific).split())
        found.append(Called(begin - len(honorific), stop, mention.who, words, text[begin:stop]))
        position = stop
    return found


def is_family(scene: Scene, who: int, word: str) -> bool:
    """Whether a word is somebody's family name and not what one calls them by."""
    words = name_words(scene.person(who))
    return len(words) > 1 and word.lower().rstrip("s") in {other.lower().rstrip("s") for other in words[1:]}


def tokens(scene: Scene, text: str) -> str:
    """The text with every name of somebody on a side, title and all, replaced by their token."""
    text = _PRIVATE_USE.sub("", text)
    parts: list[str] = []
    position = 0
    for call in calls(scene, text):
        base = OBLIQUE if "herrn" in call.title.lower() else GENITIVE if scene.is_genitive(call.words) else NAME
        end = call.end
        if base == GENITIVE and re.match(scene.language.rewrite["is_short"], text[call.end :]):
            base, end = NAME, call.end - 2  # "Anna's writing a book": is
        parts.append(text[position : call.start].rstrip("@") + chr(base + call.who))
        position = end
    return "".join(parts) + text[position:]


def _vocative(scene: Scene, text: str, current: int | None) -> tuple[str, int | None]:
    """The sentence without the name it calls out, and whom it speaks to."""
    words = scene.language.rewrite
    greetings = alternation(scene.language.greetings)
    bare = re.match(rf"(?:{words['interjections']},?\s+)?(?P<who>{TOKEN})\s+(?={words['bare_vocative']})", text)
    if bare:
        return text[bare.end() :], next(iter(named(scene, bare["who"])), None)
    lead = re.match(
        rf"(?:[^\ue000-\ue2ff,.:]{{3,40}}:\s+(?={TOKEN},\s))?(?:(?:{words['interjections']})[,:]?\s+)?(?P<hello>(?i:{greetings})\s+)?(?P<who>{TOKEN}(?:\s*(?:,|und|and|&)\s*{TOKEN})*)"
        r"(?P<mark>\s*[,!:]|\s+[-–—])\s*",
        text,
    )
    if lead and re.match(words["parenthesis"], text[lead.end() :]):
        lead = None  # "Anna, for the record, is the one"
    if lead:
        rest = text[lead.end() :]
        spoken_to = set(named(scene, lead["who"]))
        apposed = re.match(words["apposition"], rest) is not None and not lead["hello"] and not re.match(words["apposed_clause"], rest)
        speaks = lead["hello"] or not rest or re.match(words["apposed_clause"], rest) or re.search(words["speaks"], rest) or (named(scene, rest) - spoken_to)
        if ":" in lead["mark"] and not lead["hello"] and not re.search(words["second"], rest) and not re.match(TOKEN, rest):
            speaks = None  # "Anselm: makes it", an entry of a list
        if speaks and not apposed:
            return rest, spoken_to.pop() if len(spoken_to) == 1 else None
    tail = re.search(rf",\s*(?:(?i:{greetings})\s+)?({TOKEN})(?=\s*[.!?]*$)", text)
    if tail and re.search(words["second"] + "|!", text[: tail.start()] + text[tail.end() :]):
        called = named(scene, tail[1])
        return text[: tail.start()] + text[tail.end() :], next(iter(called), None)
    middle = re.search(rf",\s*({TOKEN}),\s*", text)
    if middle and (re.search(words["second"], text[: middle.start()]) or text[: middle.start()] in ("Sie", "Du", "Ihr")):
        mark = "," if re.match(rf"(?i:{words['pronouns']})\b", text[middle.end() :]) else ""
        return f"{text[: middle.start()]}{mark} {text[middle.end() :]}", next(iter(named(scene, middle[1])), None)
    return text, current
