"""German verbs from one person to another: "suchst" and "suchen" to "sucht", and back."""

from __future__ import annotations

import re
from functools import cache

from linter.language import Language, language, vocabulary

_PARTICIPLE = re.compile(r"(?!geh|geb|gehör|gewinn|genieß|gefall|gelt|gerat)(?:\w{2,8})?ge[a-zäöüß]{3,}en$")


@cache
def _backwards(table: str) -> dict[str, str]:
    known: dict[str, str] = language("de").rewrite[table]
    return {third: second for second, third in reversed(known.items())}


def second_person(verb: str, manner: str) -> str | None:
    """ "baut" as it goes with "du" or "Sie"; None where the form is not known."""
    known = _backwards("casual_verbs" if manner == "du" else "formal_verbs")
    if verb in known:
        return known[verb]
    if manner == "du":
        if verb.endswith("te"):
            return f"{verb}st"
        if not verb.endswith("t"):
            return None
        return verb if re.search(r"[sßzx]t$", verb) else f"{verb[:-1]}st"
    ending = next((third for third in known if len(third) > 3 and verb.endswith(third) and verb != third), "")
    if ending:
        return verb[: -len(ending)] + known[ending]
    if verb.endswith("te"):
        return f"{verb}n"
    if not verb.endswith("t") or (re.search(r"ä", verb) and verb not in vocabulary("de", "regular")) or verb in vocabulary("de", "strong"):
        return None
    if re.search(r"[^aeiouäöü](?:el|er)t$", verb):
        return f"{verb[:-1]}n"
    return f"{verb[:-2]}en" if re.search(r"(?:[td]|chn|ffn|gn)et$", verb) else f"{verb[:-1]}en"


def from_casual(word: str, language: Language) -> str | None:
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


def from_formal(word: str, language: Language) -> str | None:
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
