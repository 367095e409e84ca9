"""Descriptions without a verb made whole: "Anna: fifteen years of darkroom work, mad about bees" becomes "Anna has fifteen years
of darkroom work and is mad about bees". Names are tokens (`linter.scene`)."""

from __future__ import annotations

import re
from functools import cache, partial

from linter.language import Language, alternation, vocabulary

_SPLIT = re.compile(r",\s+(?![^()]*\))")
_JOINED = re.compile(r"^(?:and|und|&|\+|sowie)\s+")
_EN, _DE = partial(vocabulary, "en"), partial(vocabulary, "de")


def described(subject: str, fragment: str, known: Language, several: bool = False) -> str:
    """The subject with all that the fragment says of it, as a sentence; "" where its first part is not understood."""
    found: list[str] = []
    aside = ""  # what stands in front and has no verb: "Murtal Forestry"
    for part in _SPLIT.split(fragment.strip(" ,;:–-.")):
        part = part.strip(" ;:–-")
        if re.match(r"(?:(?:and|und|aber|but)\s+)?[\ue000-\ue2ff]", part):
            return ""  # somebody else comes in
        bare = _JOINED.sub("", part)
        hung = found and re.match(r"(?:with|mit)\b", part, re.I)  # "built a hut, with a window": who has the window is not plain
        verb = "" if hung else predicate(bare, known, several)
        if verb:
            found.append(verb)
        elif found and re.match(known.rewrite["why_part"], part):
            because = re.sub(known.rewrite["why_part"], "", part)
            found += [verb] if (verb := predicate(because, known, several)) else []
            break
        elif found:
            found[-1] += f", {part}"
        elif re.match(known.rewrite["by_way"], part):
            continue
        elif len(f"{aside}{part}".split()) <= 6 and not re.search(rf"{known.rewrite['second']}|[()]|^[^\W\d]+['’]", part):
            aside += f", {part}" if aside else part
        else:
            return ""
    if not found:
        return ""
    subject += f" ({aside})" if aside else ""
    conjunction = known.messages["and"]
    found = without_repeats(found)
    text = f"{', '.join(found[:-1])} {conjunction} {found[-1]}" if len(found) > 1 else found[0]
    return f"{subject} {text}"


def without_repeats(found: list[str]) -> list[str]:
    """ "is a vet, is deaf" says "is" once only."""
    for n in range(len(found) - 1, 0, -1):
        first, _, rest = found[n].partition(" ")
        if (
            first in ("is", "has", "are", "ist", "hat", "sind")
            and found[n - 1].partition(" ")[0] == first
            and not found[n].endswith("hinter sich")
        ):
            found[n] = rest
    return found


def predicate(part: str, known: Language, several: bool = False) -> str:
    """A part of a description with a verb in front; "" where none is certain."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", part)
    if not words or re.match(r"[\ue000-\ue2ff]", part):
        return ""
    return _german(part, words, several) if known.code == "de" else _english(part, words, several)


# English --------------------------------------------------------------------------------------------------------------


def third_person(word: str) -> bool:
    """Whether an English word is a verb as it stands behind "she"."""
    bases = (word[:-1], word[:-2], f"{word[:-3]}y")
    return word in ("is", "has", "does", "was") or (word.endswith("s") and any(base in _EN("present") for base in bases))


def is_order(text: str, known: Language) -> bool:
    """Whether an English sentence tells somebody to do something: "Run it past her"."""
    words = re.findall(r"[^\W\d_]+", text.lower())[:2]
    if known.code != "en" or len(words) < 2 or words[0] not in _EN("present"):
        return False
    return words[1] in _EN("determiners") | {"it", "him", "them", "me", "us", "yourself"}


def _english(part: str, words: list[str], several: bool) -> str:
    low = [word.lower() for word in words]
    be, have = ("are", "have") if several else ("is", "has")
    first = low[0]
    second = low[1] if len(low) > 1 else ""
    if first in ("who", "he", "she", "they"):
        rest = part[part.lower().index(first) + len(first) :].strip()
        return rest if rest and not rest.startswith("'") and _starts_with_verb(low[1:]) else ""
    if first in _EN("relative_words") or first in _EN("subjects") or first == "as":
        return ""
    title = words[0] == "I" or words[0].isupper() or first in _EN("proper") or (len(words) > 1 and words[1][0].isupper())
    small = part if title else part[0].lower() + part[1:]
    if _starts_with_verb(low):
        return small
    if (first in _EN("determiners") or first in _EN("numbers")) and _is_clause(low):
        return ""  # "the commander signs for ships" is said of somebody else
    decade = re.match(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-|$)|\d\d$", first)
    if decade and (len(low) == 1 or second in ("now", "and")):
        return f"{be} {small}"
    if (
        (first in _EN("numbers") or first.isdigit() or re.match(r"\w+teen$|\w+ty-\w+$", first))
        and second
        and second not in _EN("prepositions")
    ):
        return f"{have} {small}" if first != "half" else ""
    if first in _EN("determiners"):
        return f"{be} {small}" if first not in ("this", "that", "these", "those", "no", "any", "every", "all", "most", "half") else ""
    if first.endswith("ing") and first not in _EN("things"):
        return f"{be} {small}"
    if first in ("best", "finest", "worst") and len(low) > 1:
        return f"{be} the {small}"
    if first in _EN("adjectives"):
        noun = next((word for word in low[1:4] if _is_role(word)), "")
        before = low[: low.index(noun)] if noun else []
        if noun and all(word in _EN("adjectives") or word.endswith("ly") for word in before) and not several:
            return f"{be} {_article(low, noun)}{small}"
        return f"{be} {small}"
    noun = next((word for word in low[:3] if _is_role(word)), "")
    if noun and not set(low[: low.index(noun)]) & (_EN("prepositions") | _EN("closed")):
        return f"{be} {'' if several else _article(low, noun)}{small}"
    if first in ("with", "without"):
        return f"{have} {small.split(' ', 1)[1]}" if first == "with" and second else ""
    if first == "by" and second == "trade" and len(low) > 2:
        return f"{be} {small}"
    if first in ("from", "at", "in", "on", "behind", "near"):
        return f"{be} {small}"
    past = first.endswith("ed") and (first[:-2] in _EN("present") or first[:-1] in _EN("present"))
    goes_on = past or second in _EN("prepositions") | _EN("determiners") | _EN("adverbs") | {"out", "home", "back", "away"}
    return small if first.endswith("ed") and len(first) > 4 and goes_on else ""


def _is_clause(low: list[str]) -> bool:
    """Whether words behind an article are a clause of their own: "the commander signs for eleven ships"."""
    verb = next((n for n, word in enumerate(low) if word in ("is", "are", "was", "were")), len(low))
    if verb < len(low) and not set(low[:verb]) & (_EN("relative_words") | {"and"}):
        return True
    for n in range(2, min(4, len(low))):
        after = low[n + 1] if n + 1 < len(low) else ""
        noun = low[n - 1] not in _EN("adjectives") | _EN("prepositions") | _EN("relative_words") | _EN("determiners")
        if (
            n < len(low)
            and noun
            and third_person(low[n])
            and low[n] not in ("is", "was")
            and after in _EN("determiners") | _EN("prepositions")
        ):
            return not set(low[:n]) & (_EN("relative_words") | _EN("prepositions"))
    return False


def _starts_with_verb(low: list[str]) -> bool:
    position = next((n for n, word in enumerate(low) if word not in _EN("adverbs") and not (word.endswith("ly") and len(word) > 4)), 0)
    word = low[position]
    after = low[position + 1] if position + 1 < len(low) else ""
    if word in ("is", "has", "does", "was", "had", "can", "could", "would", "will", "knows"):
        return True
    if word in _EN("unchanged") and word not in (
        "left",
        "lost",
        "set",
        "cut",
        "put",
        "felt",
        "ground",
        "cost",
        "read",
        "led",
        "found",
        "lead",
    ):
        return True
    return third_person(word) and not (word[:-1] in _EN("nouns_too") and after in ("and", "manager", "person", "man", "guy"))


def _is_role(word: str) -> bool:
    return word in _EN("professions") or (len(word) > 4 and word.endswith(_ends("en")) and word not in _EN("not_roles"))


@cache
def _ends(code: str) -> tuple[str, ...]:
    return tuple(vocabulary(code, "role_ends"))


def _article(low: list[str], noun: str) -> str:
    after = low[low.index(noun) + 1 :]
    if noun in _EN("no_article") and (low[0] == noun or low[0] in ("former", "now", "current")):
        return ""
    if low[0] in ("now", "currently", "formerly", "previously", "originally", "also"):
        return ""
    if after[:1] == ["of"] and noun in _EN("no_article"):
        return ""
    return "an " if low[0][0] in "aeiou" else "a "


# Deutsch --------------------------------------------------------------------------------------------------------------


def _german(part: str, words: list[str], several: bool) -> str:
    first = words[0]
    low = first.lower()
    be, have = ("sind", "haben") if several else ("ist", "hat")
    if low in ("der", "die", "das", "den", "dem", "deren", "dessen", "wo", "was", "wie", "weil") and not german_verb(" ".join(words[1:2])):
        article = (
            low in ("der", "die")
            and len(words) > 1
            and (words[1][0].isupper() or re.search(r"(?:e|en)$", words[1]))
            and words[-1][0].isupper()
        )
        return f"{be} {_small(part)}" if article else ""
    role = next((n for n, word in enumerate(words) if is_german_role(word)), -1)
    if low in _DE("past_adverbs") and role > 0:
        return f"{'waren' if several else 'war'} {_small(part)}"
    plain_verb = first in _DE("verbs") and low not in _DE("adjectives")
    if role == 0 or (
        role > 0
        and not plain_verb
        and all(word.lower() in _DE("adverbs") or re.search(r"(?:e|er|n)$", word) for word in words[:role])
        and role < 5
    ):
        governed = re.match(r"(?:aus|bei|beim|von|vom|zu|zum|zur|mit|für)\b", part, re.I)
        if not governed:
            return f"{be} {part if role == 0 else _small(part)}"
    if german_verb(first) and low not in _DE("adjectives"):
        return part
    if low in ("er", "sie", "der", "die") and len(words) > 1 and german_verb(words[1]):
        return part.split(" ", 1)[1]
    if re.match(r"(?:ein|eine|mein|meine|unser|unsere|die|der)\s", part, re.I) and len(words) > 1:
        after = next((word for word in words[1:5] if word[0].isupper()), "")
        return f"{be} {_small(part)}" if after and not re.match(r"(?:die|der)\s+\S+\s+(?:\S+\s+)*\S+t$", part, re.I) else ""
    if (low in _DE("numbers") or low.isdigit()) and len(words) > 1:
        past = re.match(r"\S+\s+(?:Jahr(?:e|en)?|Saisons?|Jahrzehnte?)\b", part)
        return f"{have} {_small(part)}{' hinter sich' if past else ''}"
    if low == "aus" and len(words) > 1:
        return f"{'kommen' if several else 'kommt'} {_small(part)}"
    if low in ("beim", "bei", "vom", "von", "im", "in", "am") and len(words) > 1:
        return f"{be} {_small(part)}"
    if low in _DE("adjectives"):
        return f"{be} {_small(part)}"
    return ""


def german_verb(word: str) -> bool:
    """Whether a German word is plainly the verb of "er" or "sie"."""
    if word in _DE("verbs"):
        return True
    if not word.islower() or len(word) < 4 or word in _DE("no_verbs"):
        return False
    if re.match(r"(?:\w{2,6})?ge\w{3,}t$", word) or re.search(r"(?:haft|lich|icht)$", word):
        return False
    return re.search(r"(?:[^aeiouäöüs]t|[aeiouäöü]ut|st|ßt|te|tet|det|äbe|äme|ände|ürde|äre|ieße|ähme|ünde)$", word) is not None


def is_german_role(word: str) -> bool:
    """Whether a German noun says what somebody does or is to somebody: "Elektromeister"."""
    low = word.lower()
    return word[0].isupper() and (
        low in _DE("professions")
        or (len(low) > 4 and re.search(rf"(?:{alternation(_DE('role_ends'))})$", low) is not None and low not in _DE("not_roles"))
    )


def _small(part: str) -> str:
    return part[0].lower() + part[1:] if part.split()[0].lower() in _DE("small") or part[0].islower() else part
