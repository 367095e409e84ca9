"""Read a draft for rewriting: its sentences, and whom each of them speaks to (`linter.scene`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

from linter.body import split
from linter.closing import closing_end, closing_start, postscript_start
from linter.draft import Draft, Person
from linter.finding import Side
from linter.hello import speaks_to_all
from linter.language import Language, alternation
from linter.language import language as load
from linter.manners import kept
from linter.people import Cast, cast, name_words
from linter.persons import OF_COUPLE, greeted_without_name, is_somebody, namesakes
from linter.predicate import german_verb
from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, calls, is_post, named, tokens
from linter.sentences import whole_sentences
from linter.short_names import cleaned, opening, with_pet_names, with_short_names
from linter.unquoted import without_excuses
from linter.whereabouts import LEFT_OUT, without_door

_BULLET = re.compile(r"(?:[-*•–—·]|\d{1,2}[.)])\s+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_ORDINAL = re.compile(r"\b((?:dem|der|den|am|im|zum|vom|die|das)\s+\d{1,2})\.(?=\s+[A-ZÄÖÜ])")
_COPIED = re.compile(
    r"\s\((?=[^()]{1,40}\))(?:[^()\s]+\s+){0,4}?(?:cc['’]?e?d?|bcc|copied|copy|kopie|oben|drin|verteiler|above)\b[^()]{0,16}\)", re.I
)
_TOLD_OF = re.compile(r"\s\([^()]{1,40}\)\s+(?!(?:and|und)\b)[a-zäöü]")
_POINT = "\ue3ff"  # a full stop that ends no sentence: "im 3. Stock"
_AND = re.compile(r"\s+(?:and|und|&|\+)\s+")
_MAX_SENTENCES = 400
_NARROW = 66  # characters of a line that no mail program has broken


def scene_of(draft: Draft, sides: tuple[Side, ...], language: Language) -> Scene:
    """Read a draft for rewriting. `sides` are the report's."""
    views = split(draft.body, draft.quoted)
    here = {_key(person) for person in draft.recipients}
    missing = tuple(person for side in sides for person in side.people if _key(person) not in here)
    text = "\n".join(draft.body[a:b] for a, b in views.new)
    to, cc, bcc = (cleaned(header, text) for header in (draft.to + missing, draft.cc, draft.bcc))
    people = cast(replace(draft, to=to, cc=cc, bcc=bcc), views)
    people = with_pet_names(people, opening(text, people.greeting_end - views.new[0][0]) if views.new else "", language)
    people = with_short_names(people, text, language)
    people = replace(people, names={word: who for word, who in people.names.items() if not is_post(language, word.capitalize())})
    people = replace(people, greeting_end=_called_again(people, draft.body[: people.greeting_end], views.new[0][0] if views.new else 0))
    members = tuple(tuple(_index(people, person) for person in side.people if _index(people, person) >= 0) for side in sides)
    members = _with_halves(people, members, draft.body[: people.greeting_end])
    new = views.new or ((0, 0),)
    start, end = max(new[0][0], people.greeting_end), closing_end(draft, views, language) if views.new else 0
    rest = draft.body[start : draft.body.find("\n", start) if "\n" in draft.body[start:end] else end]
    short = len(rest) <= 45 and not re.search(r"[.!?]\s*$|[.:!?]\s", rest)
    more = () if short else _greeted_behind(people, rest, language)
    people = replace(people, people=tuple(replace(p, addressed=p.addressed or i in more) for i, p in enumerate(people.people)))
    start += len(rest) if short or more else 0
    start += len(re.match(r"(?:[ \t]*[-–—,:](?=\s))?\s*", draft.body[start:end]).group())  # type: ignore[union-attr]
    greeting = draft.body[new[0][0] : start].strip()
    while further := _further_line(language.code).match(draft.body, start, end):
        whom = {mention.who for mention in people.mentions(draft.body, start, further.end())}
        if not whom or not greeting:
            break
        called = tuple(replace(p, addressed=p.addressed or i in whom) for i, p in enumerate(people.people))
        line = further.group().strip()
        greeting = f"{greeting} {line}" if greeting[-1] in ",!" else f"{greeting}, {line[0].lower()}{line[1:]}"
        people, start = replace(people, people=called), further.end()
    close, below = closing_start(draft, people, views, language), postscript_start(draft, views, language) if views.new else 0
    below = end if close > below else below
    scene = Scene(
        draft, language, people, members, (),
        greeting, draft.body[max(close, start) : below].strip(),
        "\n".join(draft.body[a:b].strip() for a, b in views.signature if a >= end or b <= end)[:600],
        text if views.new else "",
    )  # fmt: skip
    spans = [(max(a, start), min(b, close)) for a, b in new if max(a, start) < min(b, close)] + [(below, end)] * (start < below < end)
    scene = replace(scene, called=tuple(calls(scene, scene.text)))
    scene = replace(scene, default=_greeted(scene))
    return replace(scene, told=tuple(_read(scene, spans)))


def _with_halves(people: Cast, members: tuple[tuple[int, ...], ...], greeting: str) -> tuple[tuple[int, ...], ...]:
    """The sides with whom the greeting joins to one of them, and who is on none: Jo of "Hi Jo and Ned", her of "Dear Mr and Mrs Pell"."""
    sided = {i for side in members for i in side}
    named = people.mentions(greeting, 0, len(greeting))
    pairs = [{a.who, b.who} for a, b in pairwise(named) if _AND.fullmatch(greeting[a.end : b.start])]
    for *_, family in OF_COUPLE.findall(greeting):
        pairs.append({i for i, p in enumerate(people.people) if p.place == "to" and name_words(p.person)[-1:] == [family]})
    alone = [i for i, p in enumerate(people.people) if p.place == "to" and p.relation != "own" and i not in sided]
    joined = {i: pair for i in alone for pair in pairs if i in pair}
    more = [[i for i, pair in joined.items() if pair & {*side}] for side in members]
    return tuple(tuple(sorted((*side, *halves))) if halves else side for side, halves in zip(members, more, strict=True))


def _greeted_behind(people: Cast, rest: str, language: Language) -> tuple[int, ...]:
    """Who is greeted behind the mark that ends a first greeting, where nothing else stands in the line: "Ida!! and hi Onno :)"."""
    mentions = people.mentions(rest, 0, len(rest))
    named = {rest[m.start : m.end].lower() for m in mentions}
    known = {*named, *language.conjunctions, *language.titles, *(word for hello in language.greetings for word in hello.split())}
    return tuple({m.who for m in mentions}) if set(re.findall(r"[^\W\d_]+", rest.lower())) <= known else ()


@cache
def _further_line(code: str) -> re.Pattern[str]:
    """A further line of a greeting: "lieber Mike," below "Liebe Anna,", or, as the Swiss write it, without the comma."""
    bare = r"(?:[^\n?!.,:;]|(?<=\bDr)\.|(?<=\bProf)\.){1,45}"
    own = r"(?<=[^\n]\n)[^\W\d_][\w'’]{0,11}[ \t](?-i:[A-ZÀ-Þ])[^\W\d_]{1,20},"  # "S'mae Gethin," right below "Annwyl Lowri,"
    return re.compile(rf"(?:(?:{alternation(load(code).greetings)})[ \t](?:[^\n?]{{1,60}}[,!]|{bare})|{own})[ \t]*\n\s*", re.I)


def _called_again(people: Cast, text: str, start: int) -> int:
    """Where a greeting (the end of `text`) ends, if it goes on with the name of one of several again, "Hi Ann, hi Mike, Ann, here is …", or
    with somebody of whom it tells: "Hi Ann, Mike (cc) builds kilns"."""
    seen: set[int] = set()
    for mention in people.mentions(text, start, len(text)):
        told_of = (mention.who in seen and len(seen) > 1) or (seen and _TOLD_OF.match(text[mention.end :]))
        if told_of and text[: mention.start].rstrip().endswith(","):
            return mention.start
        seen.add(mention.who)
    return len(text)


def _key(person: Person) -> str:
    return person.address.lower() or person.name.lower()


def _index(people: Cast, person: Person) -> int:
    return next((i for i, p in enumerate(people.people) if p.place != "from" and _key(p.person) == _key(person)), -1)


def _greeted(scene: Scene) -> int | None:
    """The one side the greeting speaks to, if there is just one: "Dear Judge, dear Miss Nunes" speaks to two."""
    addressed = [i for i, p in enumerate(scene.cast.people) if p.addressed]
    greeted = {i for who in addressed for i in (who, *namesakes(scene, who))}  # "Frau Aichele, … Herr Aichele" are two
    office = scene.language.rewrite.get("hello_office", "")
    rest = re.sub(re.escape(office), "", scene.greeting, flags=re.I) if office else scene.greeting
    named_in = {scene.side_of(mention.who) for mention in scene.cast.mentions(rest, 0, len(rest))} - {None}
    words = alternation(scene.language.greetings)
    first, *hellos = re.split(rf"\b(?:{words})(?:[ ,]{{1,3}}(?:{words}))*\b", rest, flags=re.I)  # "Hallo liebe Anna" is one
    of_one = len(named_in) == 1 and all(scene.names_anybody(hello) for hello in hellos)  # "Liebe Frau Kern, lieber Herr Kern"
    if of_one and rest != scene.greeting and not first.strip(" ,!"):
        return named_in.pop()  # "Sehr geehrte Damen und Herren, liebes Team der Ablage"
    nameless = None if named_in else greeted_without_name(scene, rest)
    if len(hellos) + (rest != scene.greeting) > max(len(greeted), 1) and not of_one:
        return nameless
    sides = {scene.side_of(i) for i in greeted} - {None}
    one = len(greeted) == 1 and not named_in and is_somebody(scene.person(min(greeted)), scene.language)
    return nameless if len(sides) != 1 or (one and speaks_to_all(scene, rest)) else sides.pop()  # "Howya both" is to all


def _who_is_copied(scene: Scene, aside: re.Match[str]) -> str:
    """What stays of "(cc'd)", or of "(Anna, cc'd)" where the line has not named her before: nothing, or " (Anna)"."""
    name = aside.group().strip(" (").partition(",")[0]
    return f" ({name})" if scene.names_anybody(name) and not scene.names_anybody(aside.string[: aside.start()]) else ""


def _read(scene: Scene, spans: list[tuple[int, int]]) -> list[Told]:
    found: list[Told] = []
    number = 0
    paragraphs = [part for begin, end in spans for part in _PARAGRAPH.split(scene.draft.body[begin:end]) if part.strip()]
    for paragraph, text in enumerate(paragraphs):
        current = found[-1].to if found and not found[-1].text else scene.default  # below "Dear Ms Roth,"
        for raw in (
            without_excuses(
                re.sub(scene.language.rewrite["pointers"], "", _COPIED.sub(partial(_who_is_copied, scene), line)), scene.language
            )
            for line in _unwrapped(scene, text)
        ):
            if len(found) >= _MAX_SENTENCES:
                return found[:_MAX_SENTENCES]  # the rest is not read only to be cut
            line = without_door(tokens(scene, raw))
            names = [raw[call.start : call.end] for call in calls(scene, raw)]
            bullet = _BULLET.match(line) or re.match(rf"(?={TOKEN}\s?[:=]\s)", line)
            number += 1
            rest = _ORDINAL.sub(f"\\1{_POINT}", line[bullet.end() :] if bullet else line)
            for start, stop in whole_sentences(rest)[: _MAX_SENTENCES - len(found)]:
                spelt, places = _spelt(rest[start:stop], names), kept(rest[start:stop], scene.language)
                sentence, as_written = ("".join(part[n] for n in places) for part in (rest[start:stop], spelt))
                if places[0] and not spelt[0][:1].islower():  # its beginning was cut
                    sentence, as_written = (part[0].upper() + part[1:] for part in (sentence, as_written))
                as_written = as_written.replace(_POINT, ".").replace(LEFT_OUT, "…")
                contact = has_contact("".join(spelt))
                said, current = _vocative(scene, " ".join(sentence.replace(_POINT, ".").split()), current)
                for part in _contrasted(scene, said.strip(" ,")):
                    if part is not said and part != said.strip(" ,"):
                        part, current = _vocative(scene, part, current)
                    if current is not None and current in named(scene, part):
                        current = None  # who is spoken of is no longer spoken to
                    found.append(Told(part, current, named(scene, part), contact, paragraph, number, bullet is not None, as_written))
    return found[:_MAX_SENTENCES]


def _spelt(text: str, names: list[str]) -> list[str]:
    """The characters of a tokenised text, each token as the name that stood there; takes these from `names`."""
    spelt: list[str] = []
    for n, char in enumerate(text):
        if re.match(TOKEN, char):
            name = names.pop(0)
            both = name.endswith(("'s", "’s")) and text.startswith(("'s", "’s"), n + 1)
            char = name[:-2] if both else name  # "Anna's writing"
        spelt.append(char)
    return spelt


def _unwrapped(scene: Scene, text: str) -> list[str]:
    """The lines of a paragraph as they were before a mail program broke them: a line goes on where its next word had no room."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    last = room = max((len(line) for line in lines), default=0) + 1
    anew = rf"{TOKEN}(?:\s?[:=]\s|\s+{scene.language.rewrite['is_this']}\s+{TOKEN})"  # "ueli das ist mamadou"
    joined: list[str] = []
    own = room <= _NARROW and scene.text.islower()  # who writes no capitals ends a sentence with the line
    for line in lines:
        starts_anew = _BULLET.match(line) or re.match(anew, tokens(scene, line[:60]))
        runs_on = line[0].islower() and not text.islower()
        goes_on = joined and (last + 1 + len(line.split()[0]) > room - 3 or (runs_on and joined[-1][-1] not in ".!?:"))
        if goes_on and not starts_anew and not own and last >= 28:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        last = len(line)
    return joined


def _contrasted(scene: Scene, text: str) -> list[str]:
    """ "Mike borrows grammars, Anna borrows novels" tells of two people in two sentences."""
    spoken = re.split(rf",? (?:and |und )?(?={TOKEN},?\s+{scene.language.rewrite['bare_vocative']})", text)
    if len(spoken) > 1:
        return [part for part in spoken if part]
    article = scene.language.rewrite["name_article"]
    plain = re.sub(scene.language.rewrite["lead_in"], "", text, flags=re.I)
    text = plain if re.match(rf"{article}{TOKEN}\s+[a-zäöü]", plain) else text
    if not re.match(rf"{article}{TOKEN}\s+[a-zäöü]", text) or len(named(scene, text)) < 2:
        return [text]
    parts = [part for part in re.split(rf"{scene.language.rewrite['contrast']}(?={article}{TOKEN}\s+[a-zäöü])", text) if part]
    whole = scene.language.code != "de" or all(
        (verb := re.match(rf"{article}{TOKEN}\s+(\w+)", part)) and german_verb(verb[1]) for part in parts
    )
    return parts if whole else [text]  # "Anna hat ein Boot, Mike ein Haus" stays together


def _vocative(scene: Scene, text: str, current: int | None) -> tuple[str, int | None]:
    """The sentence without the name it calls out, and whom it speaks to."""
    words = scene.language.rewrite
    greetings = alternation(scene.language.greetings)
    title = re.match(words["title_vocative"], text)
    if title and len(scene.members) == 2 and len(about := named(scene, text)) == 1:
        return text[title.end() :], 1 - next(iter(about))
    other = re.match(rf"{TOKEN}(?P<call>, (?i:{greetings}) (?P<who>{TOKEN}),)(?=\s+(?:{words['finite']})\b)", text)
    if other:  # "Mike, dear Anna, is a smith"
        return text[0] + text[other.end("call") :], next(iter(named(scene, other["who"])), None)
    bare = re.match(rf"(?:{words['interjections']},?\s+)?(?P<who>{TOKEN})\s+(?={words['bare_vocative']})", text)
    if bare:
        return text[bare.end() :], next(iter(named(scene, bare["who"])), None)
    lead = re.match(
        rf"(?:[^\ue000-\ue2ff,.:]{{3,40}}:\s+(?={TOKEN},\s))?(?:(?:{words['interjections']})[,:]?\s+)?(?P<hello>(?i:{greetings})\s+)?(?P<who>{TOKEN}(?:\s*(?:,|und|and|&)\s*{TOKEN})*){words['dear_behind']}"
        r"(?P<mark>\s*[,!:]|\s+[-–—])\s*",
        text,
    )
    if lead and re.match(words["parenthesis"], text[lead.end() :]):
        lead = None  # "Anna, for the record, is the one"
    if lead:
        rest = text[lead.end() :]
        spoken_to = set(named(scene, lead["who"]))
        apposed = re.match(words["apposition"], rest) is not None and not lead["hello"] and not re.match(words["apposed_clause"], rest)
        speaks = (
            lead["hello"]
            or not rest
            or re.match(words["apposed_clause"], rest)
            or re.search(words["speaks"], rest)
            or (named(scene, rest) - spoken_to)
        )
        if ":" in lead["mark"] and not lead["hello"] and not re.search(words["second"], rest) and not re.match(TOKEN, rest):
            speaks = None  # "Anselm: makes it", an entry of a list
        if speaks and not apposed:
            return rest, spoken_to.pop() if len(spoken_to) == 1 else None
    tail = re.search(rf",\s*(?:(?i:{greetings})\s+)?({TOKEN})(?=\s*[.!?]*$)", text)
    if tail and re.search(words["second"] + "|!", text[: tail.start()] + text[tail.end() :]):
        called = named(scene, tail[1])
        return text[: tail.start()] + text[tail.end() :], next(iter(called), None)
    middle = re.search(rf",\s*({TOKEN}),\s*", text)
    if middle and (
        re.search(words["second"], text[: middle.start()]) or re.fullmatch(r"(?:Sie|Du|Ihr)(?: [a-zäöü]+)?", text[: middle.start()])
    ):
        mark = "," if re.match(rf"(?i:{words['pronouns']})\b", text[middle.end() :]) else ""
        front = text.split()[0].rstrip(",") if re.match(r"(?:Sie|Du|Ihr)\b", text) else text[: middle.start()]
        return f"{front}{mark} {text[middle.end() :]}", next(iter(named(scene, middle[1])), None)
    return text, current
