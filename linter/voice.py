"""The connector's voice: how the draft greets, calls people, addresses them and ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linter.draft import Person
from linter.language import Language, alternation, vocabulary
from linter.people import is_role_address, name_words, organisation
from linter.redact import has_contact
from linter.scene import Scene, calls, is_family

_LONGEST_NAME = 60
_ASIDE = re.compile(r"\s*(?:\([^)]{0,200}\)|\[[^\]]{0,200}\])\s*")


def full_name(person: Person) -> str:
    """The name of a header as one would write it in a text: "Roth, Anna (Acme)" is Anna Roth; "" where there is none."""
    name = _ASIDE.sub(" ", person.name).strip(" \"'")
    if has_contact(person.name) or len(name) > _LONGEST_NAME or not re.search(r"[^\W\d_]{2}", name):
        return ""
    family, comma, given = name.partition(",")
    if comma and given.strip() and len(family.split()) <= 3 and len(given.split()) <= 3 and "." not in given:
        name = f"{given.strip()} {family.strip()}"
    return " ".join(name.split())


def is_group(person: Person, known: Language) -> bool:
    """Whether a recipient is a team, an office or a list."""
    name = set(re.findall(r"[^\W\d_]+", (person.name or person.address.partition("@")[0]).lower()))
    groups = known.rewrite["groups"]
    long = tuple(group for group in groups if len(group) > 4)  # "Projektgruppe", but not the surname Melchor
    return any(word in groups or word.endswith(long) for word in name) or (is_role_address(person) and len(name_words(person)) < 2)


def label(scene: Scene, who: int) -> str:
    """What the draft calls a person: "Frau Roth" or "Anna"; else the name of the header, else a word for somebody."""
    named = [call for call in scene.called if call.who == who]
    titled = next((call for call in named if call.title and " and " not in scene.person(who).name), None)
    if titled:
        family = titled.words.split()
        given = name_words(scene.person(who))[:1]
        if len(family) > 1 and given and given[0][0].isupper() and family[0] == given[0] and re.match(scene.language.rewrite["polite"], titled.title + " "):
            family = family[1:]
        return _capital(re.sub(r"^(?i:herrn?)\b", "Herr", f"{titled.title} {_nominative(scene, ' '.join(family))}"))
    if is_group(scene.person(who), scene.language) and full_name(scene.person(who)):
        return full_name(scene.person(who))
    greeted = next((call.words for call in calls(scene, scene.greeting) if call.who == who and " " not in call.words), "")
    if greeted and not (greeted.endswith("s") and is_family(scene, who, greeted)):
        return _capital(greeted)
    person = scene.person(who)
    name = full_name(person)
    if name and (is_group(person, scene.language) or re.search(r"\s(?:and|und|&)\s", name)):
        return name
    singles = [_nominative(scene, call.words) for call in named if len(call.words.split()) == 1]
    short = next((word for word in singles if not is_family(scene, who, word)), "")
    if short:
        return _capital(short)
    if is_formal(scene):
        longest = max((_nominative(scene, call.words) for call in named), key=len, default="")
        return name or (_capital(longest) if longest else str(scene.language.rewrite["unknown"]))
    words = [word for word in name_words(person) if not (word.isupper() and len(word) < 4)]
    if name and len(words) == 1 and " " in name:
        return name  # "Mr R. J. Ottaway"
    given = words[:1] if name else singles[:1] or [call.words.split()[0] for call in named[:1]]
    return _capital(given[0]) if given else str(scene.language.rewrite["unknown"])


def is_formal(scene: Scene) -> bool:
    """Whether the draft as a whole keeps people at a distance: "Sie", or titles in the greeting."""
    words = scene.language.rewrite
    if words["formal"] and not any(re.match(words["polite"], f"{call.title} ") for call in calls(scene, scene.greeting)):
        return len(re.findall(words["formal"], scene.text)) > len(re.findall(words["casual"], scene.text))
    return any(call.title for call in calls(scene, scene.greeting))


def in_person(scene: Scene, text: str) -> str:
    """The text with "we" for "I", where the draft speaks as several."""
    words = scene.language.rewrite
    if re.search(words["one_writes"], scene.text) or not re.search(words["several_write"], scene.text):
        return text
    for one, several in words["as_several"].items():
        text = text.replace(one, several)
    return text


def _nominative(scene: Scene, words: str) -> str:
    return re.sub(r"['’]?s$", "", words) if scene.is_genitive(words) else words


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def full(scene: Scene, who: int) -> str:
    """The whole name, with the "Frau" or "Ms" the draft gives it: what a reader needs who does not know the person."""
    short, name = label(scene, who), full_name(scene.person(who))
    if len(name.split()) < 2 or is_group(scene.person(who), scene.language):
        return short if short != scene.language.rewrite["unknown"] or not name else name
    if "," in name:
        return short
    polite = re.match(scene.language.rewrite["polite"], short)
    return f"{polite.group()} {name}" if polite and polite.group() not in name else name


def oblique(name: str) -> str:
    """A name as it stands behind "mit" or "von": German declines "Herr"."""
    return re.sub(r"\bHerr\b", "Herrn", name)


def genitive(name: str, known: Language) -> str:
    """Whose: "Anna's", "Annas", "Klaus'"."""
    if known.code != "de":
        return f"{name}'s"
    return oblique(name) + ("'" if name.endswith(("s", "ß", "x", "z")) else "s")


def listed(names: list[str], known: Language) -> str:
    """Names in a row: "Mike, Anna and Joe"."""
    conjunction = known.messages["and"]
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)


def form(scene: Scene, side: int) -> str:
    """How the draft speaks to a side: "du", "ihr", "sie"; always "you" in a language that does not tell them apart."""
    words = scene.language.rewrite
    if not words["formal"]:
        return "you"
    people = scene.members[side]
    several = len(people) > 1 or any(is_group(scene.person(i), scene.language) for i in people)
    if any(re.match(f"{words['polite']}|{words['polite_form']}", label(scene, i)) for i in people):
        own = " ".join(told.text for told in scene.told if told.to == side)
        first_names = len(re.findall(words["casual"], own)) > len(re.findall(words["formal"], own))
        return ("ihr" if several else "du") if first_names else "sie"
    text = ". ".join(told.text for told in scene.told if told.to in (side, None)) or scene.text
    formal, casual = len(re.findall(words["formal"], text)), len(re.findall(words["casual"], text))
    first_name = not several and label(scene, people[0]) != full_name(scene.person(people[0])) and re.search(words["polite"], scene.text)
    if first_name and not formal > casual + 1:
        return "du"  # one who is called by the first name among people with titles
    if (is_formal(scene) and formal >= casual) or formal > casual:
        return "sie"
    return "ihr" if several else "du"


def greeting(scene: Scene, side: int) -> str:
    """The greeting for one side, in the manner of the draft."""
    people, words = scene.members[side], scene.language.rewrite
    group = [i for i in people if is_group(scene.person(i), scene.language)]
    pieces = [piece for piece in _greeting_pieces(scene) if not has_contact(piece[0]) and piece[0][0] != "+" and _greets(scene, piece[0])]
    mine = [text for text, who in pieces if who and who <= set(people) and (_is_greeting(scene) or len(text.split()) <= 3)]
    if (mine and len(mine) >= len(people)) or (mine and set.union(*[who for _, who in pieces if who]) <= set(people)):
        text = ", ".join(mine)
    elif _is_greeting(scene) and side == 0 and not any(who for _, who in pieces) and (group or label(scene, people[0]) == words["unknown"]):
        text = _without_contact(scene.greeting.split("\n")[0].rstrip(" ,!:."))
    elif side == 0 and len(people) == 1 and (title := re.fullmatch(r"([A-ZÄÖÜ][^\W\d_]{1,20})\s*[,!]*", scene.greeting.split("\n")[0].strip())):
        text = title[1]  # "Prof,", "Excellency," or a pet name
    else:
        text = _new_greeting(scene, side, pieces)
    mark = re.search(r"[,!:.–-]*\s*$", scene.greeting)
    end = mark.group().strip() if mark and mark.group().strip() in (",", "!") else ","
    return text[0].upper() + text[1:] + end if text else ""


def _greets(scene: Scene, piece: str) -> bool:
    """Whether a piece of the greeting line is a greeting: names with a word or two around, not "Oh no Anna" or "Anna, cc'd"."""
    words = scene.language.rewrite
    hello = re.match(rf"(?:{alternation((*scene.language.greetings, *scene.language.everyone))})\b", piece, re.I)
    rest = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", piece[hello.end() :] if hello else piece)
    named = {piece[m.start : m.end].lower() for m in scene.cast.mentions(piece, 0, len(piece))}
    others = [word for word in rest if word.lower() not in named and word.lower() not in scene.language.titles and word.lower() not in words["endearments"]]
    return not re.search(words["no_greeting"], piece) and len(others) <= (2 if hello else 1)


def _is_greeting(scene: Scene) -> bool:
    words = alternation((*scene.language.greetings, *scene.language.everyone))
    return re.match(rf"(?:{words})\b", scene.greeting, re.I) is not None


def _greeting_pieces(scene: Scene) -> list[tuple[str, set[int]]]:
    """The greeting cut at its commas and conjunctions: each piece with the people it names."""
    conjunctions = "|".join(rf"[ \t]+{re.escape(word)}[ \t]+" for word in sorted(scene.language.conjunctions))
    line = re.sub(r"\b(Damen) (und) (Herren)\b", "\\1\u00a0\\2\u00a0\\3", re.split(r"\n|\s\(", scene.greeting)[0])
    pieces = [piece.strip(" ,!:.;–-").replace("\u00a0", " ") for piece in re.split(rf"[ \t]*[,/][ \t]*|{conjunctions}", line)]
    whole: list[str] = []
    pieces = [re.sub(rf"^(?:{'|'.join(re.escape(word) for word in scene.language.conjunctions)})\s+", "", piece, flags=re.I) for piece in pieces]
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
    first = re.match(rf"(?:{alternation(scene.language.greetings)})\b", pieces[0][0], re.I) if pieces else None
    hello = first.group() if first else ""
    hello = hello[:1].upper() + hello[1:]
    if form(scene, side) == "sie":
        names = [_with_title(scene, who, name) for who, name in zip(scene.members[side], names, strict=True)]
    if hello.lower() in words["gendered"]:
        stem = words["gendered"][hello.lower()]
        genders = {gender(scene, i) for i in scene.members[side]}
        hello = stem[genders.pop() if len(genders) == len(names) == 1 else ""]
    if not hello and (not pieces or form(scene, side) == "sie"):
        hello = str(words["hello"])
    return f"{hello} {listed(names, scene.language)}".strip()


def _with_title(scene: Scene, who: int, name: str) -> str:
    """ "Herr Kiepe" for somebody the draft calls Jonas Kiepe and does not say "du" to."""
    words = scene.language.rewrite
    title = words["plain_titles"].get(gender(scene, who), "")
    plain = name == full_name(scene.person(who)) and len(name.split()) == 2 and not is_group(scene.person(who), scene.language)
    return f"{title} {name.split()[-1]}" if title and plain and not re.match(words["polite_form"], name) else name


def gender(scene: Scene, who: int) -> str:
    """ "m" or "f" where the draft says so for a person, else ""."""
    name = label(scene, who)
    for found, pattern in scene.language.rewrite["gender"].items():
        if re.match(pattern, name):
            return str(found)
    given = {word.lower() for word in name_words(scene.person(who))[:1]} | {name.split()[0].lower()}
    for found in ("f", "m"):
        if given & vocabulary(scene.language.code, found, "first_names"):
            return found
    token = chr(0xE000 + who)
    text = " ".join(told.text for told in scene.told)
    for found, pattern in scene.language.rewrite["gender_text"].items():
        if re.search(pattern.replace("{name}", token), text):
            return str(found)
    return ""


def closing(scene: Scene, side: int | None, manner: str) -> str:
    """Sign-off and name for one side, or for all (None); lines that speak to somebody else give way to a plain sign-off."""
    words = scene.language.rewrite
    sender = scene.draft.sender
    whole = full_name(sender) if sender else ""
    signs = re.compile(rf"(?:{alternation(scene.language.sign_offs)})\b", re.I)
    lines = [line.strip() for line in scene.closing.split("\n") if line.strip()]
    if side != scene.default:
        turned = [_readdressed(line, words, manner) for line in lines]
        lost = any(not new for new in turned)
        lines = [line for line in turned if line]
        if lost and not any(signs.search(line) for line in lines):
            lines.insert(0, words["sign_off"][manner])
    lines = [_without_contact(line) for line in lines]
    kept = [line for line in lines if line and (is_own(scene, line) or not scene.names_anybody(line))]
    kept = [line for line in kept if not re.search(words["closing_plural"], line)]
    if not kept or kept == [words["sign_off"][manner]]:
        first = whole.split(" ")[0]
        plain = (
            sender is not None and not is_group(sender, scene.language) and "." not in first and first.lower() not in scene.language.titles
        )
        kept.append(first if plain and not is_formal(scene) else whole)
    return "\n".join(line for line in kept if line)


def _without_contact(line: str) -> str:
    """The line up to contact details; those of the connector stand in the signature, and here nobody can tell whose they are."""
    if not has_contact(line):
        return line
    first = re.split(r"\s*[|·(\[,]\s*", line)[0]
    return "" if has_contact(first) else first


def is_own(scene: Scene, text: str) -> bool:
    """Whether a text names the connector, or the organisation their address belongs to."""
    sender = scene.draft.sender
    words = set(re.findall(r"[^\W\d_]{3,}", f"{sender.name} {organisation(sender).partition('.')[0]}".lower())) if sender else set()
    return bool(words & set(re.findall(r"[^\W\d_]{3,}", text.lower())))


def _readdressed(line: str, words: Mapping[str, Any], manner: str) -> str:
    """A line of the sign-off for another reader; "" where it cannot be for them."""
    if not re.search(words["closing_second"][manner], line):
        return line
    rest = re.sub(words["closing_owner"], "", line)
    return "" if re.search(words["closing_second"][manner], rest) else rest
