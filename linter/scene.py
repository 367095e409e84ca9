"""A draft as the rewrite sees it: its sentences, whom each speaks to and whom it names.

Names are replaced by single characters ("tokens", one for each person), so that patterns can treat any name alike and each ask
can put in what its reader should read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, TypeVar

from linter.draft import Draft, Person
from linter.finding import UNREAD
from linter.language import Language, vocabulary
from linter.people import Cast, name_words, title_before
from linter.turning import GENITIVE, NAME, OBLIQUE

TOKEN = "[\ue000-\ue2ff]"  # noqa: S105  a pattern, no secret
SURE, APART = 0.8, 0.3  # probability from which a sentence belongs to what introduces, and below which it does not (models/quotable.py)
_ENDS = 20  # letters at each end by which a sentence is known again
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_WITHIN = re.compile(r"\s+(?:(?:von|van|de|der|den|zu|al|el|le|da|du|[A-Z]\.)\s+){0,2}|-")
PARTICLES = r"(?:(?:von|van|de|der|den|zu|el|al|da)\s+){1,2}"
_PARTICLE = re.compile(rf"\b{PARTICLES}$")
_POSSESSIVE = re.compile(r"\b(?:(?:mein|unser|dein|euer|sein|ihr)\w{0,2}|my|our|your|his|her)\s+(?:(?-i:[a-zäöüß]+)\s+)?$", re.I)
_SENTENCE_END = re.compile(r"\b(?!prof|dipl)[^\W\d_]{4,}\.\s+|\b(?-i:mag)\.\s+", re.I)
_FIRM = re.compile(r"\bat [A-ZÀ-Þ][^\W\d_]+\s$")
ARTICLE = re.compile(r"\b(?:the|a|an|last|both|die|der|das|de[nms]|ein|eine[nmrs]?|ihr|im|am|zum|zur|vom|beim|letzte[rn]?)\s+$", re.I)

_Found = TypeVar("_Found")


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
    written: str = ""  # the words of the draft, names as they stand there
    quotable: float = UNREAD  # the reader's probability that it is of what introduces, and of no other matter


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
    known: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # `once`; a changed scene has its own

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


def once(read: Callable[[Scene, int], _Found]) -> Callable[[Scene, int], _Found]:
    """Keeps, as long as its scene lives, what a function finds out about a person or a side: each sentence asks for it again."""

    @wraps(read)
    def kept(scene: Scene, number: int) -> _Found:
        if (read, number) not in scene.known:
            scene.known[read, number] = read(scene, number)
        found: _Found = scene.known[read, number]
        return found

    return kept


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
            own = after.who == mention.who or is_family(scene, mention.who, text[after.start : after.end])  # "Rahim" of two siblings
            again = text[after.start : after.end] in text[mention.start : stop].split()  # "Frau Landl von der Landl Kälte"
            between = text[stop : after.start]
            if between.startswith(".") and f"{text[mention.start : stop]}." in scene.person(mention.who).name:
                between = between[1:]  # "Eng. Otieno"
            if not own or again or not _WITHIN.fullmatch(between) or scene.is_genitive(text[mention.start : stop]):
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
        given = _given_before(scene, mention.who, text[max(position, mention.start - 24) : mention.start])
        relative = _is_of_relative(scene, text[:begin])
        firm = is_family(scene, mention.who, text[mention.start : stop]) and _FIRM.search(
            text[max(0, begin - 40) : begin]
        )  # "at Brooks Wilk"
        unnamed = not title and not given and not relative and mention.start and not firm
        if unnamed and (scene.language.code == "de" or is_family(scene, mention.who, text[mention.start : stop])):
            title = re.search(scene.language.rewrite["unknown_title"], text[max(position, begin - 40) : begin])
            if title and is_first_name(title.group().split()[-1], scene.language.code):
                title = None  # "Frau Anna Roth"
        title = title or re.search(scene.language.rewrite["honorific"], text[max(position, begin - 40) : begin])  # "Baba Tino"
        if not title:
            begin = mention.start
            if is_family(scene, mention.who, text[begin:stop]) and re.match(r"\s+[A-ZÄÖÜ][a-zäöü]", text[stop:]):
                continue  # "Wilk Rubber" is a firm
            if firm:
                continue
            if is_family(scene, mention.who, text[begin:stop]) and not given and relative:
                continue  # "Paul Keane" is not Rosalind Keane
            if is_family(scene, mention.who, text[begin:stop]) and ARTICLE.search(text[max(0, begin - 12) : begin]):
                continue  # "the last Kubik" is not a person's name
            begin -= given or _always_before(scene, mention.who, text[:begin], text[begin:stop])
        colleague = scene.language.rewrite["not_titles"]
        honorific = re.sub(rf"^(?:(?:{colleague})\s+)+", "", title.group()) if title else ""
        words = " ".join(re.sub(rf"\b(?:{colleague})\b|\bi\. ?R\.", "", honorific).split())
        found.append(Called(begin - len(honorific), stop, mention.who, words, text[begin:stop]))
        position = stop
    return found


def _given_before(scene: Scene, who: int, before: str) -> int:
    """How many characters of a first name stand before a name, which the header has not, or has longer: "Bart Osei" for Bartholomew."""
    given = re.search(r"\b([A-ZÀ-Þ][^\W\d_]{2,})\s+$", before)
    if not given or is_post(scene.language, given[1]):
        return 0
    if scene.person(who).name:
        whole = next(iter(name_words(scene.person(who))), "").lower()
        return len(given.group()) if whole.startswith(given[1].lower()) else 0
    return len(given.group()) if is_first_name(given[1], scene.language.code) else 0


def _always_before(scene: Scene, who: int, before: str, name: str) -> int:
    """How many characters of a word with a capital stand before a name, as each time in the draft, in a sentence too: "Aunty Anna"."""
    word = re.search(r"(?<![\w'’-])([A-ZÀ-Þ](?:[^\W\d_]{2,12}|[^\W\d_]{0,3}\.)) $", before[-14:])
    known = {*scene.language.greetings, *scene.language.function_words, *scene.language.titles, *scene.cast.names}
    initials = {f"{part[0]}." for part in scene.person(who).name.split()[:-1]}
    if not word or word[1].lower().rstrip(".") in known or word[1] in initials or is_first_name(word[1], scene.language.code):
        return 0  # "M. Roy" is no title of Michel Roy
    name = re.sub(r"['’]s$", "", name)
    said = len(re.findall(rf"\b{re.escape(name)}\b", scene.text))
    whole = rf"\b{re.escape(word[1])} {re.escape(name)}\b"
    within = word[1][-1] == "." or re.search(rf"[\w,] {whole}", scene.text)  # no capital of a sentence
    return len(word.group()) if within and 1 < said == len(re.findall(whole, scene.text)) else 0


def is_post(known: Language, word: str) -> bool:
    """Whether a word of a header is no name but an office: "Wehrleiter Jeggau", "Pastor i. R. Dohrn"."""
    return re.fullmatch(rf"(?:{known.rewrite['posts']})", word) is not None


def _is_of_relative(scene: Scene, before: str) -> bool:
    """Whether a family name stands behind the first name of somebody else."""
    word = re.search(r"\b([A-ZÀ-Þ][^\W\d_]+)\s+$", before[-24:])
    return word is not None and is_first_name(word[1], scene.language.code) and word[1].lower() not in scene.cast.names


def is_first_name(word: str, code: str) -> bool:
    """Whether a word is a first name of the lists of a language."""
    first = word.lower().partition("-")[0]  # of "Jan-Hinrich"
    return any({word.lower(), first} & vocabulary(code, sex, "first_names") for sex in ("f", "m"))


def is_family(scene: Scene, who: int, word: str) -> bool:
    """Whether a word is somebody's family name and not what one calls them by."""
    words = name_words(scene.person(who))
    words = words[1:] if len(words) > 2 and scene.person(who).name.startswith(f"{words[0]}.") else words  # "Barr. Ada Obi"
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


def as_read(scene: Scene, quotable: tuple[tuple[str, float], ...]) -> Scene:
    """The scene with what the linter's reader thinks of its sentences (`Report.quotable`), but of those that qualify the one before."""
    read = [(_known_by(sentence), probability) for sentence, probability in quotable]
    stays = scene.language.rewrite["qualifies"]
    return replace(scene, told=tuple(told if re.match(stays, told.written) else _as_read(told, read) for told in scene.told))


def _as_read(told: Told, read: list[tuple[str, float]]) -> Told:
    """A sentence with its probability; where it is several to the reader, that of the least quotable if that one is to stay behind."""
    own = _known_by(told.written)
    found = [probability for other, probability in read if _is_in(own, other)]
    if not found and len(own) > _ENDS:  # of a sentence that was cut, one end is left
        found = [probability for other, probability in read if own[:_ENDS] in other or own[-_ENDS:] in other]
    return replace(told, quotable=min(found) if min(found) < APART else max(found)) if found else told


def begins_with_pronoun(scene: Scene, text: str) -> re.Match[str] | None:
    """The "he" or "she" that a text begins with."""
    return re.match(rf"(?:{scene.language.rewrite['subject_pronoun']})\b", text)


def told_in(scene: Scene, sentences: tuple[str, ...]) -> frozenset[int]:
    """The numbers of what is told in `sentences` as the linter read them, or has one in itself: what it reads as two, a line may be one."""
    read = [_known_by(sentence) for sentence in sentences]
    return frozenset(n for n, told in enumerate(scene.told) if any(_is_in(_known_by(told.written), other) for other in read))


def _is_in(one: str, other: str) -> bool:
    return (len(one) > 2 and one[:_ENDS] in other and one[-_ENDS:] in other) or (len(other) >= _ENDS and other in one)


def _known_by(text: str) -> str:
    """The letters by which a sentence is known again, without asides."""
    return letters(re.sub(r"\([^()]*\)", "", text))


def letters(text: str) -> str:
    """The letters of a text alone: what tells whether words stand in another."""
    return re.sub(r"[\W_]+", "", text).lower()
