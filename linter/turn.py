"""Turn what is said to a person into what is said of them: "you run a workshop" becomes "Anna runs a workshop".

Each function gives None where it is not sure of a form; the sentence is left out then.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from linter.language import Language
from linter.scene import NAME, OBLIQUE

_YOU = re.compile(r"\b(?P<word>you|your|yours|yourself)\b(?P<short>['’](?:re|ve|ll|d)\b)?", re.I)
_NEXT = re.compile(r"\s+(?P<verb>[\w'’]+)")


def turned(text: str, name: str, whose: str, gender: str, language: Language) -> str | None:
    """The sentence about instead of to somebody; `name` and `whose` are their tokens, `gender` is "m", "f" or ""."""
    turn: Callable[[str, str, str, str, Language], str | None] = _german if language.code == "de" else _english
    return turn(text, name, whose, gender, language)


def _english(text: str, name: str, whose: str, gender: str, language: Language) -> str | None:
    forms = language.rewrite["third"][gender or "n"]
    parts: list[str] = []
    position, seen = 0, False
    for match in _YOU.finditer(text):
        parts.append(text[position : match.start()])
        word, short, position = match["word"].lower(), (match["short"] or "")[1:].lower(), match.end()
        subject, third = (forms["subject"], bool(gender)) if seen else (name, True)
        if word == "your":
            parts.append(forms["whose"] if seen else whose)
        elif word != "you":
            return None
        elif short == "d":
            parts.append(f"{subject}'d")
        elif short:
            long = {"re": "are", "ve": "have", "ll": "will"}[short]
            parts.append(f"{subject} {_agreed(long, language) if third else long}")
        elif re.search(language.rewrite["object_before"], text[: match.start()]) or re.match(r"\s*(?:[,.;:!)]|$)", text[position:]):
            parts.append(forms["object"] if seen else name)
        else:
            adverbs = re.match(rf"(?:\s+(?:{'|'.join(language.rewrite['adverbs'])})\b)*", text[position:])
            verb = _NEXT.match(text, position + (adverbs.end() if adverbs else 0))
            agreed = _agreed(verb["verb"], language) if verb else None
            if verb is None or agreed is None:
                return None
            parts.append(f"{subject}{adverbs.group() if adverbs else ''} {agreed if third else verb['verb']}")
            position = verb.end()
        seen = True
    return "".join(parts) + text[position:] if seen else None


def _agreed(verb: str, language: Language) -> str | None:
    """The form of a verb behind "you" as it stands behind a name; None for a word not known as a verb."""
    low = verb.lower().replace("’", "'")
    known: dict[str, str] = language.rewrite["agreement"]
    if low in known:
        return known[low]
    if low in language.rewrite["unchanged"] or (low.endswith("ed") and len(low) > 4):
        return verb
    if low in language.rewrite["present"]:
        if re.search(r"(?:s|sh|ch|x|z|o)$", low):
            return f"{verb}es"
        return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", low) else f"{verb}s"
    return None


def _german(text: str, name: str, whose: str, gender: str, language: Language) -> str | None:
    if re.search(language.rewrite["casual_plural"], text):
        return None
    formal = re.search(r"(?<!^)\b(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)\b|^(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)\b", text) is not None
    casual = re.search(r"\b(?:du|dich|dir|dein(?:e[nmrs]?)?)\b", text, re.I) is not None
    if formal == casual:
        return None
    clauses = re.split(r"(\s*[,;:–]\s+|\s+(?:und|aber|oder)\s+)", text)
    seen = False
    parts: list[str] = []
    for n, clause in enumerate(clauses):
        also = re.match(r"(?:und|aber|oder)\s+", clause)
        start = also.end() if also else 0
        if seen and (also or (n and clauses[n - 1].strip() in ("und", "aber", "oder"))) and not re.search(_SUBJECT[formal], clause):
            first = re.match(r"[^\W\d_]+", clause[start:])
            verb = first and (_from_formal(first.group(), language) if formal else _from_casual(first.group(), language))
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
_PARTICIPLE = re.compile(r"(?!geh|geb|gehör|gewinn|genieß|gefall|gelt|gerat)(?:\w{2,8})?ge[a-zäöüß]{3,}en$")
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
        verb = _from_formal(word, language) if formal else _from_casual(word, language)
        if verb:
            return clause[:start] + verb + clause[end:]
    return None


def _from_casual(word: str, language: Language) -> str | None:
    """ "suchst" gives "sucht", "hattest" gives "hatte"; None for what is no form of "du"."""
    known: dict[str, str] = language.rewrite["casual_verbs"]
    low = word.lower()
    form = known.get(low)
    if (form is None and word.islower()) or (form is None and low != word and low[:1] + word[1:] == low):
        if not low.endswith("st") or low in language.rewrite["not_casual"]:
            return None
        if low.endswith("test") and not low.endswith(("eitest", "artest", "altest", "ietest", "estest", "ostest", "atest")):
            form = low[:-2]
        else:
            stem = low[:-2]
            form = stem + "t" if not stem.endswith("t") else low
    if form is None:
        return None
    return form.capitalize() if word[0].isupper() else form


def _from_formal(word: str, language: Language) -> str | None:
    """ "haben" gives "hat", "suchen" gives "sucht"; None for what does not look like a verb."""
    low = word.lower()
    known: dict[str, str] = language.rewrite["formal_verbs"]
    form = known.get(low)
    if form is None:
        if (
            _PARTICIPLE.match(low)
            or not word.islower()
            or not low.endswith(("en", "ern", "eln"))
            or len(low) < 4
            or low in language.rewrite["not_formal"]
        ):
            return None
        ending = next((key for key in known if len(key) > 4 and low.endswith(key)), "")
        if ending:
            form = low[: -len(ending)] + known[ending]
        elif low.endswith("ten") and not low.endswith(tuple(language.rewrite["present_ten"])):
            form = low[:-1]
        else:
            stem = low[:-2] if low.endswith("en") else low[:-1]
            form = stem + ("et" if stem.endswith(("t", "d", "chn", "ffn", "gn")) else "t")
    return form.capitalize() if word[0].isupper() else form
