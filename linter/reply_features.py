"""What the classifier of answers sees of a text: words and their neighbours, hashed, and cues from the language files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache

from linter import dates
from linter.hashing import hashed
from linter.language import alternation, languages
from linter.redirect_patterns import by_pattern
from linter.sentences import sentences

BUCKETS = 2**15
MAX_SENTENCES = 40  # an answer stands in the first ones
CLASSES = ("yes", "no", "later", "unclear")

_CONSENTS = frozenset({"yes", "fine", "permit"})  # joy alone ("glad") may be about something else
_REFUSALS = frozenset({"no", "unable", "past"})  # beside which no word of the same clause agrees
_DOUBTS = frozenset({"no", "unable", "busy", "elsewhere", "regret", "past", "undecided", "consult", "again"})
# What a clause with such a cue says, roughly: agrees, refuses, puts off, hesitates, asks, thanks; what came before or might have been.
_STANCES = {
    **dict.fromkeys(("yes", "fine", "glad", "permit"), "A"),
    **dict.fromkeys(("no", "unable", "busy", "elsewhere"), "R"),
    **dict.fromkeys(("later", "then", "again"), "L"),
    **dict.fromkeys(("undecided", "consult"), "H"),
    **dict.fromkeys(("thanks", "praise", "automatic", "regret"), "T"),
    "asks": "Q",
    "past": "P",
    "modest": "M",
    "bare": "N",
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "‘": "'", "`": "'", "´": "'"})
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|👍|[?!]")
_CLAUSE = re.compile(r"[,;:()–—\n]\s*(?P<but>(?:but|aber|jedoch|though|although|nur|sondern)\b)?|\s-\s|\b(?:but|aber)\b")


def plain(text: str) -> str:
    """Lower case, umlauts written out, one kind of apostrophe: what a phone makes of a text."""
    return text.lower().translate(_UMLAUTS)


def features(text: str) -> dict[int, float]:
    """Bucket in [0, BUCKETS) to weight, for the new text of a reply."""
    words: set[str] = set()
    cues: set[str] = set()
    for name in _names(text, words, cues):
        cues.add(name)
    return hashed([sorted(words), sorted(cues)], BUCKETS)


class Ground(IntEnum):
    """What a yes would rest on."""

    CLEAR = 0  # words that agree, and none of doubt
    DOUBTFUL = 1  # beside them, any that may be part of a no, of a postponement, of a wish to ask first, of a redirection
    MISSING = 2  # no words that agree


def ground(text: str) -> Ground:
    """What a yes to be read into the text would rest on: the weaker it is, the surer the yes must be."""
    agreed = doubted = False
    for sentence in (text[start:end] for start, end in sentences(text, 0, len(text))[:MAX_SENTENCES]):
        for clause, _ in _clauses(plain(sentence)):
            found = set(_found(clause))
            agrees = not _CONSENTS.isdisjoint(found) and _REFUSALS.isdisjoint(found)
            agreed |= agrees and "negators" not in found and not sentence.rstrip().endswith("?")
            doubted |= ("negators" in found and (agrees or len(found) == 1)) or not _DOUBTS.isdisjoint(found)
    if not agreed:
        return Ground.MISSING
    return Ground.DOUBTFUL if doubted or by_pattern(text) else Ground.CLEAR


def kinds(text: str) -> list[str]:
    """The kinds of cue in a text, in order, each once."""
    return _found(plain(text))


def is_automatic(text: str) -> bool:
    """Whether a machine answered: an absence, a receipt."""
    return _cues()["automatic"].search(plain(text)) is not None


def _names(text: str, words: set[str], cues: set[str]) -> Iterator[str]:
    """Fill in the words; yield what is true of the whole text."""
    spans = sentences(text, 0, len(text))[:MAX_SENTENCES]
    times = dates.find(text)
    said: list[str] = []
    stances: list[str] = []
    asked = 0
    for number, (start, end) in enumerate(spans):
        sentence = _without_times(text, start, end, times)
        question = sentence.rstrip().endswith("?")
        asked += question
        for place, (clause, turned) in enumerate(_clauses(plain(sentence))):
            tokens = _TOKEN.findall(clause)
            if not tokens:
                continue
            found = _found(clause)
            marks = ("!" if "negators" in found else "") + ("?" if question else "") + (">" if turned else "")
            # A clause that only says "not" says it of the one before.
            named = [kind for kind in found if kind != "negators"] or (["bare"] if found else [])
            said += [kind + marks for kind in named]
            stances += _stances(named, "negators" in found, question)
            cues.update(f"c:{kind}{marks}" for kind in named)
            cues.update(f"k:{kind}" for kind in named)
            cues.update(f"d:{one}+{other}" for one in named for other in named if one < other)
            if "xxtime" in tokens:
                cues.update(f"c:{kind}@" for kind in named)
            if number == place == 0:
                cues.update(f"c:^{kind}{marks}" for kind in named)
            _add_words(tokens, words, number == 0, "negators" in found, question)
    if said:
        yield f"c:first:{said[0]}"
        yield f"c:last:{said[-1]}"
    yield from _order(stances)
    yield from _time_kinds(times)
    whole = sorted({re.sub(r"[!?>]", "", kind) for kind in said})
    yield from (f"e:{one}+{other}" for one in whole for other in whole if one < other)
    yield f"c:sentences:{min(len(spans), 4)}"
    yield f"c:asked:{'all' if asked and asked == len(spans) else 'some' if asked else 'none'}"
    yield f"c:times:{min(len(times), 2)}"
    if dates.conditions(text):
        yield "c:condition"
    if by_pattern(text):
        yield "c:redirect"


def _stances(kinds: list[str], negated: bool, question: bool) -> list[str]:
    """The stances of a clause, in order; "-" behind one that a negation outside the cues may turn."""
    return [_STANCES[kind] + ("-" if negated else "") + ("?" if question else "") for kind in kinds if kind in _STANCES]


def _order(stances: list[str]) -> Iterator[str]:
    """Which stances there are, which are missing, and which comes before which."""
    plain_stances = [stance[0] for stance in stances]
    yield "s:=" + "".join(sorted(set(plain_stances)))
    yield from (f"s:no{stance}" for stance in "ARLHQ" if stance not in plain_stances)
    if stances:
        yield f"s:^{stances[0]}"
        yield f"s:${stances[-1]}"
    yield from {f"s:{one}<{other}" for i, one in enumerate(stances) for other in stances[i + 1 : i + 12] if one != other}


def _time_kinds(times: list[dates.Time]) -> Iterator[str]:
    """What kinds of time are named: a weekday is more often a proposal to meet than a month is."""
    for time in times:
        yield f"t:{time.kind}"
        lead = (time.groups or {}).get("lead", "").split()
        yield f"t:{lead[0] if lead else ''} {time.kind}"


def _clauses(sentence: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a sentence, and whether a "but" stands in front of each. "No, thank you" is one."""
    sentence = _joined().sub(lambda match: match.group().replace(",", ""), sentence)
    position, turned = 0, False
    for match in _CLAUSE.finditer(sentence):
        yield sentence[position : match.start()], turned
        position, turned = match.end(), turned or bool(match["but"] or match.group() in ("but", "aber"))
    yield sentence[position:], turned


def _found(clause: str) -> list[str]:
    """The kinds of cue in a clause, in order, each once; where phrases overlap, the longest counts."""
    matches = [
        (match.start() - match.end(), match.start(), match.end(), kind) for kind, p in _cues().items() for match in p.finditer(clause)
    ]
    kept: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    for _, start, end, kind in sorted(matches):
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end))
            kept.append((start, kind))
    return list(dict.fromkeys(kind for _, kind in sorted(kept)))


def _add_words(tokens: list[str], words: set[str], first: bool, negated: bool, question: bool) -> None:
    padded = ["^", *tokens, "$"]
    for i, token in enumerate(tokens, 1):
        words.add(f"w:{token}")
        words.add(f"b:{padded[i - 1]} {token}")
        if i + 1 < len(padded):
            words.add(f"t:{padded[i - 1]} {token} {padded[i + 1]}")
        if len(token) > 5:
            words.add(f"p:{token[:5]}")
        if first:
            words.add(f"f:{token}")
        if negated:
            words.add(f"n:{token}")
        if question:
            words.add(f"q:{token}")
    words.add(f"b:{tokens[-1]} $")


def _without_times(text: str, start: int, end: int, times: list[dates.Time]) -> str:
    """A sentence in which every time is the same word; "until", "after" and the like stay."""
    pieces: list[str] = []
    for time in times:
        if start <= time.start and time.end <= end:
            lead = (time.groups or {}).get("lead", "")
            pieces += [text[start : time.start], lead, " xxtime"]
            start = time.end
    return "".join([*pieces, text[start:end]])


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    """The cues of all languages, by name."""
    names = sorted({name for entry in languages() for name in entry.replies.cues})
    return {
        name: _phrases(plain(phrase).replace(",", "") for entry in languages() for phrase in entry.replies.cues[name]) for name in names
    }


@cache
def _joined() -> re.Pattern[str]:
    """The cues that go over a comma."""
    every = (phrase for entry in languages() for phrases in entry.replies.cues.values() for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{alternation(plain(phrase) for phrase in every if ',' in phrase)})(?!\w)")


def _phrases(phrases: Iterator[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(phrases)})(?!\w)".replace(r"\*", r"\w*"))
