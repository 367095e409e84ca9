"""German: who "du" and "Sie" are changes, and who "sie" is, and the verbs agree. See `linter.turn`.

What becomes the reader is written in private characters first, so that it is not taken for the one the draft speaks to.
"""

from __future__ import annotations

import re

from linter.language import Language
from linter.predicate import german_verb
from linter.turning import GENITIVE, NAME, OBLIQUE, Roles
from linter.verbs_de import from_casual, from_formal, second_person

_YOU = {"subject": "\ue300", "dative": "\ue301", "accusative": "\ue302", "whose": "\ue303"}
_SHOWN = {
    "du": {"\ue300": "du", "\ue301": "dir", "\ue302": "dich", "\ue303": "dein"},
    "sie": {"\ue300": "Sie", "\ue301": "Ihnen", "\ue302": "Sie", "\ue303": "Ihr"},
}
_ADVERBS = frozenset({"dagegen", "hingegen", "aber", "auch", "selbst", "ja", "jedoch", "wiederum", "übrigens", "nämlich"})
_DONE = "\ue304"  # in front of a verb that agrees already
_SUBORDINATE = r"(?:der|die|das|den|dem|deren|dessen|wo|was|wie|dass|weil|wenn)\b"
_SPLIT = re.compile(r"(\s*[,;:–]\s+|\s+(?:und|aber|oder|sondern)\s+)")
_CONJUNCTIONS = ("und", "aber", "oder", "sondern")


def german(text: str, roles: Roles, language: Language) -> str | None:
    """The sentence for the reader of `roles`; None where a form is not certain."""
    of_reader = roles.topic == roles.reader or any(chr(base + i) in text for i in roles.reader.people for base in (NAME, GENITIVE, OBLIQUE))
    if of_reader and (roles.manner not in _SHOWN or len(roles.reader.people) > 1):
        return None
    if roles.you is not None and len(roles.you.people) > 1:
        return None
    if any(german_verb(verb) for verb in re.findall(r", (?:der|die) (\w+)", text)):
        return None  # "der wäre etwas": he, and not "who"
    if re.search(r"\b(?:dürften|könnten|werden|würden|sollten) Sie (?:\w+ )?interessieren\b", text):
        return None  # "Sie" is whom it interests, and not who does
    told = _to_the_reader(text, roles)
    if told is None:
        return None
    if roles.you is not None:
        other = roles.you
        if re.search(r"(?:[:,]|^)\s*(?:na, |also )?[A-Za-zäöü]+en Sie\b|\bS['’]|\b(?:eben|gerade|selbst) Sie\b", told):
            return None  # words the other was heard to say
        told = re.sub(r"\b(wie|als) (?:Sie|du)(?=[.,;!]|$)", lambda m: f"{m[1]} {other.named('und')}", told)
        about = _about_the_other(told, other.named("und"), other.named("und", GENITIVE), other.gender, language)
        if about is None:
            return None
        told = about
    return re.sub("[\ue300-\ue303]", lambda m: _SHOWN[roles.manner][m.group()], told.replace(_DONE, ""))


# What is said of the reader -------------------------------------------------------------------------------------------


def _to_the_reader(text: str, roles: Roles) -> str | None:
    who = roles.reader.people[0]
    names = f"[{chr(NAME + who)}{chr(OBLIQUE + who)}]"
    if chr(GENITIVE + who) in text:
        return None
    pronouns = roles.topic is not None and roles.topic == roles.reader
    if pronouns and not roles.reader.gender:
        return None
    parts = _SPLIT.split(text)
    done: list[str] = []
    follows = False  # the reader is the subject so far
    for n, clause in enumerate(parts):
        if n % 2:
            done.append(clause)
            continue
        new = _reader_clause(clause, names, roles, pronouns)
        if new is None:
            return None
        if follows and new == clause and n and parts[n - 1].strip() in _CONJUNCTIONS:
            first = re.match(r"[^\W\d_]+", clause)
            if first and german_verb(first.group()):
                verb = second_person(first.group(), roles.manner)
                if verb is None:
                    return None
                new = _DONE + verb + clause[first.end() :]
        elif n and parts[n - 1].strip() not in _CONJUNCTIONS and not re.match(_SUBORDINATE, clause):
            follows = False
        follows = follows or _YOU["subject"] in new
        done.append(new)
    return "".join(done)


def _reader_clause(clause: str, names: str, roles: Roles, pronouns: bool) -> str | None:
    for match in reversed(list(re.finditer(names, clause))):
        case = _case_of(clause, match.start(), match.end())
        if case is None:
            return None
        clause = clause[: match.start()] + _YOU[case] + clause[match.end() :]
    if pronouns:
        told = _pronouns(clause, roles.reader.gender)
        if told is None:
            return None
        clause = told
    if _YOU["subject"] not in clause:
        return clause
    if clause.count(_YOU["subject"]) > 1:
        return None
    place = clause.index(_YOU["subject"])
    words = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\W\d_\ue000-\ue303]+", clause)]
    after = [word for word in words if word[0] > place]
    before = [word for word in words if word[1] <= place]
    near = [*before[-1:], *after[:1]] if before and german_verb(before[-1][2].lower()) else [*after[:1], *before[-1:]]
    if after and after[0][2] in _ADVERBS:
        near += after[1:2]
    for start, end, word in [*near, *(after[-1:] if re.match(_SUBORDINATE, clause) else [])]:
        if german_verb(word.lower()):
            verb = second_person(word.lower(), roles.manner)
            if verb is None:
                return None
            verb = verb.capitalize() if word[0].isupper() else verb
            new = clause[:start] + _DONE + verb + clause[end:]
            return _reflexive(new) if roles.manner == "du" else new
    return None


def _reflexive(clause: str) -> str:
    """ "Sich" as it goes with "du"."""
    clause = re.sub(r"\bsich(?= (?:das|die|den|ein|eine|einen|alles|was|etwas|Ihr|Ihre|dein|deine)\b)", _YOU["dative"], clause)
    return re.sub(r"\bsich\b", _YOU["accusative"], clause)


_DATIVE = "mit von bei beim zu aus nach gegenüber neben zwischen hinter vor seit".split()
_ACCUSATIVE = "für ohne gegen um durch an auf über".split()


def _case_of(clause: str, start: int, end: int) -> str | None:
    """What a name is in its clause: "subject", "dative", "accusative"; None where that is not certain."""
    before = re.search(r"(?<![^\W\d_])([^\W\d_]+)\s+(?:der |die |dem |den )?$", clause[:start])
    word = before[1].lower() if before else ""
    if word in _DATIVE:
        return "dative"
    if word in _ACCUSATIVE:
        return "accusative"
    if ord(clause[start]) >= OBLIQUE or re.search(r"\b(?:dem|den)\s+$", clause[:start]):
        return None
    after = re.match(r"\s+([^\W\d_]+)", clause[end:])
    verb = (after is not None and german_verb(after[1])) or german_verb(word)
    last = re.search(r"(?<![^\W\d_])([^\W\d_]+)[.!]?$", clause)
    return "subject" if verb or (last and german_verb(last[1])) else None


def _pronouns(clause: str, gender: str) -> str | None:
    """The clause with the reader's pronouns; None where "sie" may be anybody."""
    if gender == "m":
        clause = re.sub(r"\b[Ee]r\b", _YOU["subject"], clause)
        clause = re.sub(r"\bihm\b", _YOU["dative"], clause)
        clause = re.sub(r"\bihn\b", _YOU["accusative"], clause)
        return re.sub(r"\b[Ss]ein(?=(?:e[nmrs]?)?\b)", _YOU["whose"], clause)
    clause = re.sub(
        r"^Sie(?= [a-zäöüß]+\b)", lambda m: _YOU["subject"] if german_verb(clause.split()[1].strip(".,")) else m.group(), clause
    )
    for match in reversed(list(re.finditer(r"\bsie\b", clause))):
        after = re.match(r"\s+([^\W\d_]+)", clause[match.end() :])
        before = re.search(r"(?<![^\W\d_])([^\W\d_]+)\s+$", clause[: match.start()])
        last = re.search(r"(?<![^\W\d_])([^\W\d_]+)[.!]?$", clause)
        if before and before[1].lower() in _ACCUSATIVE:
            case = "accusative"
        elif (after and german_verb(after[1])) or (before and german_verb(before[1].lower())) or (last and german_verb(last[1])):
            case = "subject"
        else:
            return None
        clause = clause[: match.start()] + _YOU[case] + clause[match.end() :]
    clause = re.sub(r"\bihr(?= [A-ZÄÖÜ])", _YOU["whose"], clause)
    clause = re.sub(r"\bihr\b", _YOU["dative"], clause)
    return re.sub(r"\bihr(?=e[nmrs]?\b)", _YOU["whose"], clause)


# What was said to the other -------------------------------------------------------------------------------------------


def _about_the_other(text: str, name: str, whose: str, gender: str, language: Language) -> str | None:
    if re.search(language.rewrite["casual_plural"], text):
        return None
    formal = re.search(r"(?<!^)\b(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)\b|^(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)\b", text) is not None
    casual = re.search(r"\b(?:du|dich|dir|dein(?:e[nmrs]?)?)\b", text, re.I) is not None
    if not formal and not casual:
        return text if name[0] in text else None
    if formal and casual:
        return None
    clauses = re.split(r"(\s*[,;:–]\s+|\s+(?:und|aber|oder)\s+)", text)
    seen = False
    parts: list[str] = []
    for n, clause in enumerate(clauses):
        also = re.match(r"(?:und|aber|oder)\s+", clause)
        start = also.end() if also else 0
        if seen and (also or (n and clauses[n - 1].strip() in ("und", "aber", "oder"))) and not re.search(_SUBJECT[formal], clause):
            first = re.match(r"[^\W\d_]+", clause[start:])
            verb = first and (from_formal(first.group(), language) if formal else from_casual(first.group(), language))
            if first and verb and formal:
                return None  # "und sehen" may be an infinitive
            clause = clause[:start] + verb + clause[start + first.end() :] if first and verb else clause
        new = _clause(clause, name, whose, gender, language, formal, seen)
        if new is None:
            return None
        seen = seen or new != clause
        parts.append(new)
    return "".join(parts)


_SUBJECT = {True: r"\bSie\b", False: r"\b[Dd]u\b"}
_GOVERNED = r"\b((?:an|für|über|auf|um|ohne|gegen|durch|ohne|in|hinter|neben)\s+)Sie\b"
_OBJECT = {True: r"\bIhnen\b", False: r"\b[Dd](?:ich|ir)\b"}
_OWNER = {True: r"\bIhr(e[nmrs]?)?\b", False: r"\b[Dd]ein(e[nmrs]?)?\b"}


def _clause(clause: str, name: str, whose: str, gender: str, language: Language, formal: bool, seen: bool) -> str | None:
    forms = language.rewrite["third"].get(gender)
    declined = chr(ord(name) + OBLIQUE - NAME)
    if formal and re.search(_GOVERNED, clause):
        if seen and not forms:
            return None
        clause = re.sub(_GOVERNED, lambda m: m[1] + (forms["accusative"] if seen and forms else declined), clause)
        seen = True
    subject = re.search(_SUBJECT[formal], clause)
    if subject:
        if len(re.findall(_SUBJECT[formal], clause)) > 1:
            return None
        agreed = _german_verb(clause, subject, formal, language)
        if agreed is None:
            return None
        clause = re.sub(_SUBJECT[formal], forms["subject"] if seen and forms else name, agreed)
        clause = re.sub(r"\b[Dd](?:ich|ir)\b", "sich", clause)
        seen = True
    if re.search(_OBJECT[formal], clause):
        if seen and not forms:
            return None
        case = "dative" if formal or re.search(r"\b[Dd]ir\b", clause) else "accusative"
        clause = re.sub(_OBJECT[formal], forms[case] if seen and forms else declined, clause, count=1)
        seen = True
    if re.search(_OWNER[formal], clause):
        if seen and not forms:
            return None
        owner = forms["whose"] if seen and forms else ""
        clause = re.sub(_OWNER[formal], lambda m: owner + (m[1] or "") if owner else whose, clause)
    return clause


def _german_verb(clause: str, subject: re.Match[str], formal: bool, language: Language) -> str | None:
    """The clause with the verb of "du" or "Sie" in the third person singular; None where it is not found."""
    words = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\W\d_]+", clause)]
    index = next(n for n, word in enumerate(words) if word[0] == subject.start())
    before = words[index - 1][2] if index else ""
    inverted = before.endswith(("en", "st")) and not before.endswith("sst")
    order = (index - 1, index + 1, len(words) - 1) if inverted else (index + 1, index - 1, len(words) - 1)
    near = [n for n in order if 0 <= n < len(words) and n != index]
    if not formal:
        near += [n for n in range(index + 1, len(words)) if n not in near]
    for n in near:
        start, end, word = words[n]
        verb = from_formal(word, language) if formal else from_casual(word, language)
        if verb:
            return clause[:start] + verb + clause[end:]
    return None
