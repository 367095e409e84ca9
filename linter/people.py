"""Who is on the mail, who is spoken to, who is spoken of: names in the text matched to addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from linter.body import Views
from linter.draft import Draft, Person
from linter.language import alternation, languages

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LETTERS = re.compile(r"[A-ZÀ-Þ][^\W\d_]{0,4}[A-ZÀ-Þ]")
_LOCAL = re.compile(r"[^\W\d_]{2,}")
_ASIDE = re.compile(r"\([^)]{0,200}\)|\[[^\]]{0,200}\]|\"")
_MAX_QUOTED = 20_000  # characters of each quotation looked at
_MAX_NAMED = 60  # people whose names are looked for in the text; a longer header is a list

# Providers that give addresses to anybody: the same domain there does not make two people colleagues.
PRIVATE_PROVIDERS = frozenset(
    """gmail googlemail gmx web outlook hotmail live msn yahoo ymail aol icloud me mac posteo mailbox proton protonmail pm
    fastmail hey t-online freenet arcor vodafone bluewin sunrise hispeed chello aon btinternet sky talktalk comcast verizon
    att sbcglobal earthlink cox charter orange wanadoo free laposte libero zoho tutanota tuta mail email yandex qq""".split()
)


@dataclass(frozen=True)
class Participant:
    """Somebody on the mail. `place` is "from", "to", "cc", "bcc", or "text" where there are no headers.

    `relation` says whose colleague they are: "own" (the connector's), "theirs" (the first recipient's) or "other".
    """

    person: Person
    place: str
    relation: str = "other"
    addressed: bool = False
    in_thread: bool = False  # their name or address stands in the quoted mail below

    @property
    def label(self) -> str:
        """What to call them in a message: the name, else the address."""
        return self.person.name or self.person.address


@dataclass(frozen=True)
class Mention:
    """A word of the text that names a participant (index into `Cast.people`)."""

    start: int
    end: int
    who: int


@dataclass(frozen=True)
class Cast:
    """The people of one draft. `people[0]` is the sender when there is one."""

    people: tuple[Participant, ...]
    names: Mapping[str, int]
    everyone: bool  # the greeting speaks to several people without telling them apart
    greeting_end: int

    def mentions(self, text: str, start: int, end: int) -> list[Mention]:
        """The participants named in `text[start:end]`, word by word."""
        return [
            Mention(match.start(), match.end(), self.names[key])
            for match in _WORD.finditer(text, start, end)
            if (key := _key(match.group())) in self.names and (match.group()[0].isupper() or key not in _common_words())
        ]


def cast(draft: Draft, views: Views, own_domains: Iterable[str] = ()) -> Cast:
    """The people of a draft, as its headers and its greeting show them."""
    start, end = (views.new[0][0], views.new[-1][1]) if views.new else (0, 0)
    participants = _on_the_mail(draft, frozenset(domain.lower() for domain in own_domains))
    names = _index(participants)
    greeted, everyone, greeting_end = _greeting(draft.body, start, end)
    addressed = {names[_key(word)] for word in greeted if _key(word) in names}
    if not draft.recipients:  # a pasted draft: the greeting is all we know
        for full in _greeted_names(draft.body[start:greeting_end], greeted):
            participants.append(Participant(Person(full), "text"))
            addressed.add(len(participants) - 1)
        names = _index(participants)
    elif not addressed and not everyone:
        addressed = {i for i, p in enumerate(participants) if p.place == "to"}
    elif everyone and not addressed:
        addressed = {i for i, p in enumerate(participants) if p.place in ("to", "cc")}
    quoted = quoted_text(draft, views)
    people = tuple(replace(p, addressed=i in addressed, in_thread=is_quoted(p.person, quoted)) for i, p in enumerate(participants))
    return Cast(people, names, everyone or len(addressed) > 1, greeting_end)


def quoted_text(draft: Draft, views: Views) -> str:
    """The quoted mails of a draft in lower case, as far as they are looked at."""
    return "\n".join(draft.body[start : min(end, start + _MAX_QUOTED)] for start, end in views.quoted[:20]).lower()


def is_quoted(person: Person, quoted: str) -> bool:
    """Whether somebody's address or full name stands in a quoted mail (lower case)."""
    return bool(quoted) and any(len(mark) > 4 and mark.lower() in quoted for mark in (person.address, person.name))


def _on_the_mail(draft: Draft, own_domains: frozenset[str]) -> list[Participant]:
    found = [Participant(draft.sender, "from", "own")] if draft.sender else []
    wanted = {p.address.lower() or p.name.lower() for p in draft.recipients}
    readers: str | None = None
    for place, header in (("to", draft.to), ("cc", draft.cc), ("bcc", draft.bcc)):
        for person in header:
            key = person.address.lower() or person.name.lower()
            if key not in wanted:
                continue
            wanted.discard(key)
            relation = "other"
            if person.domain in own_domains or (draft.sender and same_organisation(person, draft.sender)):
                relation = "own"
            elif readers and organisation(person) == readers:
                relation = "theirs"
            if readers is None:
                readers = organisation(person) or ""
            found.append(Participant(person, place, relation))
    return found


def organisation(person: Person) -> str:
    """The mail domain where it tells an organisation; empty for a private provider or no address."""
    labels = person.domain.split(".")
    suffix = 3 if len(labels) > 2 and labels[-2] in ("co", "ac", "gov", "com", "org", "edu", "or", "gv") else 2
    if len(labels) < 2 or labels[-suffix] in PRIVATE_PROVIDERS:
        return ""
    return ".".join(labels[-suffix:])


def same_organisation(one: Person, other: Person) -> bool:
    """Whether two addresses share an organisation's domain (policy: "Own organisation")."""
    return bool(organisation(one)) and organisation(one) == organisation(other)


def is_role_address(person: Person) -> bool:
    """An office, a list or a team instead of a person."""
    local = person.address.partition("@")[0].lower()
    words = set(_LOCAL.findall(local)) or {local}
    roles, lists = _roles()
    return bool(words & roles) or bool(set(_LOCAL.findall(person.address.lower())) & lists)


@cache
def _roles() -> tuple[frozenset[str], frozenset[str]]:
    known = languages()
    return (
        frozenset(chain.from_iterable(entry.role_addresses for entry in known)),
        frozenset(chain.from_iterable(entry.list_words for entry in known)),
    )


@cache
def _nicknames() -> Mapping[str, frozenset[str]]:
    """Every name to the names it may stand for or be shortened to."""
    related: dict[str, set[str]] = {}
    for entry in languages():
        for name, shorts in entry.nicknames.items():
            for short in shorts:
                related.setdefault(name, set()).add(short)
                related.setdefault(short, set()).add(name)
    return {name: frozenset(others) for name, others in related.items()}


@cache
def _titles() -> frozenset[str]:
    return frozenset(chain.from_iterable(entry.titles for entry in languages()))


@cache
def title_before() -> re.Pattern[str]:
    """Titles at the end of the text before a name: "sehr geehrte Frau Dr. " """
    return re.compile(rf"(?:(?:(?<![\w'’-])|(?<=\.-))(?i:{alternation(_titles())})\b(?:\.?\s{{1,20}}+|\.-)){{1,20}}$")


@cache
def _common_words() -> frozenset[str]:
    """Words that are names only when written with a capital: "will", "mark", "art"."""
    words = chain.from_iterable(entry.function_words for entry in languages())
    english = "may art mark rose bill will rob frank grace hope joy pat drew al jo don ray max miles rich sue dot gene jack"
    return frozenset(words) | frozenset(english.split())


def _key(word: str) -> str:
    word = word.lower().replace("’", "'")
    return word[:-2] if word.endswith("'s") else word


def name_words(person: Person) -> list[str]:
    """The words a text may call a person by, the given name first; out of the address where there is no name."""
    name = _ASIDE.sub(" ", person.name)
    family, comma, given = name.partition(",")
    if comma and given.strip():
        name = f"{given} {family}"
    words = [word for word in _WORD.findall(name) if word.lower() not in _titles() and len(word) > 1]
    if len(words) > 2 and _LETTERS.fullmatch(words[0]) and not words[1].isupper():
        words = words[1:]  # "DI Erwin Kofler": letters before both names are a title
    if not words and "@" in person.address and not is_role_address(person):
        words = [word for word in _LOCAL.findall(person.address.partition("@")[0]) if len(word) > 2]
    return words


def address_words(person: Person) -> list[str]:
    """The words before the "@", in lower case: "anna" and "roth" of Anna.Roth2@…"""
    return re.findall(r"[^\W\d_]+", person.address.partition("@")[0].lower())


def _index(people: list[Participant]) -> dict[str, int]:
    """Word to person. A given name shared by two belongs to the first; full names beat nicknames."""
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for i, participant in enumerate(people[:_MAX_NAMED]):
        for position, word in enumerate(name_words(participant.person)):
            key = _key(word)
            if len(key) < 2 or (key in _common_words() and position > 0):
                continue
            exact.setdefault(key, i)
            for part in key.split("-") if "-" in key else ():
                if len(part) > 2:
                    loose.setdefault(part, i)
            if position == 0:
                for other in _nicknames().get(key, ()):
                    loose.setdefault(other, i)
            if key.endswith(("s", "x", "z")) is False and len(key) > 2:
                loose.setdefault(key + "s", i)  # the German genitive: Annas Projekt
    return {**loose, **exact}


@cache
def _greeting_pattern() -> re.Pattern[str]:
    known = languages()
    greetings = alternation(chain.from_iterable(entry.greetings for entry in known))
    return re.compile(rf"\s*(?:(?:{greetings})\b[ ,]*)", re.I)


@cache
def _greeting_of_words() -> re.Pattern[str]:
    """Greetings of several words, which word by word are none: "guten Tag"."""
    greetings = chain.from_iterable(entry.greetings for entry in languages())
    return re.compile(rf"\b(?:{alternation(hello for hello in greetings if ' ' in hello)})\b", re.I)


@cache
def _greeting_stop() -> re.Pattern[str]:
    """Where the names of a greeting end: at a mark, or at a comma that no further name or greeting follows."""
    further = alternation(chain.from_iterable((*entry.greetings, *entry.conjunctions) for entry in languages()))
    word = r"[^\W\d_]+"
    ends = [
        r"[!:;\n]",
        rf"\.(?=\s+{word}\s+[a-zäöü])(?<!\bDr\.)(?<!\bProf\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSgt\.)(?<!\bCapt\.)(?<!\bRev\.)(?<!\bCol\.)(?<!\bHon\.)",
        r"\s[-–—](?=\s|$)",
        r",(?=\s*$)",
        rf",(?=\s+(?!(?i:{further})(?:\s|$))(?:[a-zäöü]|{word}\s+(?!(?:und|and)\b)[a-zäöü]))",
    ]
    return re.compile("|".join(ends))


@cache
def _everyone_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternation(chain.from_iterable(entry.everyone for entry in languages()))})\b", re.I)


def _greeting(text: str, start: int, end: int) -> tuple[list[str], bool, int]:
    """Names in the greeting, whether it speaks to all, and where it ends; ([], False, start) without one."""
    line_end = text.find("\n", start + (len(text[start:end]) - len(text[start:end].lstrip())), end)
    line_end = end if line_end < 0 else line_end
    line = text[start:line_end]
    match = _greeting_pattern().match(line)
    rest_at = match.end() if match else len(line) - len(line.lstrip())
    rest = line[rest_at:]
    stop = _greeting_stop().search(rest)
    named = rest[: stop.start()] if stop else rest
    if match is None and not (stop and len(named) <= 40 and named[:1].isupper() and len(named.split()) <= 5):
        return [], False, start
    if len(named) > 160:
        named = named[:160]
    words = [w for w in _WORD.findall(named) if w.lower() not in _titles()]
    names = [w for w in words if w[0].isupper() or (match is not None and len(words) <= 4)]
    everyone = match is not None and _everyone_pattern().search(named) is not None
    return names, everyone, start + rest_at + len(named)


def _greeted_names(greeting: str, words: list[str]) -> list[str]:
    """One name per person greeted: "Frau Weber und Herr Kaya" gives two, "Liebe Anna Roth" one."""
    conjunctions = frozenset(chain.from_iterable(entry.conjunctions for entry in languages()))
    known = {_key(word) for word in words}
    names: list[list[str]] = [[]]
    for piece in re.findall(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|[,&+/]", _greeting_of_words().sub(" ", greeting)):
        if piece.lower() in conjunctions or piece in ",&+/":
            names.append([])
        elif _key(piece) in known and not _everyone_pattern().fullmatch(piece) and not _greeting_pattern().fullmatch(piece):
            names[-1].append(piece)
    return [" ".join(name) for name in names if name]
