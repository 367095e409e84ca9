"""What the reader of redirections sees of each candidate: its words, what stands around it, and what the reply says, hashed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from linter.body import Span
from linter.hashing import hashed
from linter.language import alternation, languages
from linter.redirect_candidates import Candidate, Reading, Word
from linter.redirect_patterns import by_pattern
from linter.reply_features import kinds, plain

BUCKETS = 2**16
_NEAR = 12  # words before and behind that are read one by one
_START = 6  # words read of the sentence behind


@dataclass(frozen=True)
class _Sentence:
    """What every candidate of a sentence shares: its words, the kinds of cue in it, and where in the text phrases of the lists stand."""

    keys: tuple[str, ...]
    cues: tuple[str, ...]
    phrases: tuple[tuple[str, Span], ...]
    question: bool


def features(reading: Reading) -> list[dict[int, float]]:
    """Bucket in [0, BUCKETS) to weight, for every candidate of the reading."""
    if not reading.candidates:
        return []
    text = reading.text
    rows = [_sentence(text, span, row) for span, row in zip(reading.sentences, reading.words, strict=True)]
    shared = _of_the_reply(reading, rows)
    named = Counter(key for row in rows for key in row.keys)
    pointed = by_pattern(text)
    return [hashed([*_groups(reading, rows, candidate, named, pointed), shared], BUCKETS) for candidate in reading.candidates]


def _sentence(text: str, span: Span, row: tuple[Word, ...]) -> _Sentence:
    found = tuple((name, match.span()) for name, pattern in _phrases().items() for match in pattern.finditer(text, *span))
    sentence = text[span[0] : span[1]]
    return _Sentence(tuple(plain(word.key) for word in row), tuple(kinds(sentence)), found, sentence.endswith("?"))


def _of_the_reply(reading: Reading, rows: list[_Sentence]) -> list[str]:
    cues = sorted({cue for row in rows for cue in row.cues})
    people = {candidate.start for candidate in reading.candidates if candidate.kind == "name"}
    return [*(f"r:{cue}" for cue in cues), f"r:sentences:{min(len(rows), 5)}", f"r:names:{min(len(people), 5)}"]


def _groups(
    reading: Reading, rows: list[_Sentence], candidate: Candidate, named: Counter[str], pointed: Span | None
) -> Iterator[list[str]]:
    """The names of the features: those of the candidate, of what is near, of what is farther off, and of cues and places."""
    row, number = rows[candidate.sentence], candidate.sentence
    own = row.keys[candidate.first : candidate.last + 1]
    before, behind = row.keys[: candidate.first], row.keys[candidate.last + 1 :]
    shapes = "".join("A" if word.capital else "a" for word in reading.words[number])
    yield list(_own(own, shapes[candidate.first : candidate.last + 1], candidate.kind))
    yield list(_near(reading, candidate, before, behind))
    follows = rows[number + 1].keys[:_START] if number + 1 < len(rows) else ()
    precedes = rows[number - 1].keys[-_NEAR:] if number else ()
    yield [
        *(f"B:{key}" for key in before[-_NEAR:]),
        *(f"A:{key}" for key in behind[:_NEAR]),
        *(f"P:{key}" for key in precedes),
        *(f"N:{key}" for key in follows),
        "N:^" + " ".join(follows[:2]),
    ]
    yield list(_said(reading, rows, candidate, named, pointed))


def _own(own: tuple[str, ...], shapes: str, kind: str) -> Iterator[str]:
    head = own[-1]
    yield f"kind:{kind}"
    yield f"shape:{shapes}"
    yield from (f"w:{key}" for key in own)
    yield f"first:{own[0]}"
    yield f"last:{head}"
    yield from (f"end:{head[-size:]}" for size in (2, 3, 4))
    yield f"whole:{' '.join(own)}"
    for part, pattern in _lists().items():
        if any(map(pattern.fullmatch, own)):
            yield f"has:{part}"
        if pattern.fullmatch(head):
            yield f"head:{part} {kind}"
    yield f"length:{len(own)} {kind}"
    yield f"links:{' '.join(key for key in own[1:] if key in _links())} {kind}"


def _near(reading: Reading, candidate: Candidate, before: tuple[str, ...], behind: tuple[str, ...]) -> Iterator[str]:
    """The nearest words and marks by their place."""
    text, kind = reading.text, candidate.kind
    left, right = ["^", "^", "^", *before][-3:], [*behind, "$", "$", "$"][:3]
    marks = text[max(0, candidate.start - 2) : candidate.start].strip()[-1:], text[candidate.end : candidate.end + 2].strip()[:1]
    row = reading.words[candidate.sentence]
    beside = row[candidate.first - 1].capital if candidate.first else "^", row[candidate.last + 1].capital if behind else "$"
    left_mark, right_mark = ("A" if mark.isupper() else "a" if mark.isalnum() else mark for mark in marks)
    yield from (f"l{i}:{key}" for i, key in enumerate(reversed(left), 1))
    yield from (f"r{i}:{key}" for i, key in enumerate(right, 1))
    yield f"l:{left[1]} {left[2]}"
    yield f"l:{' '.join(left)}"
    yield f"r:{right[0]} {right[1]}"
    yield f"r:{' '.join(right)}"
    yield f"lr:{left[2]} {right[0]}"
    yield f"l1:{left[2]} {kind}"
    yield f"r1:{right[0]} {kind}"
    yield f"r1:{right[0][-2:]} {kind} end"
    yield f"lm:{left_mark}"
    yield f"rm:{right_mark}"
    yield f"rm:{right_mark} {right[0]}"
    yield f"m:{left_mark}{right_mark} {kind}"
    yield f"beside:{beside} {right_mark} {kind}"
    yield f"owner:{row[candidate.last].owner} {beside[1]} {kind}"
    yield from (f"l{i}p:{key[:4]}" for i, key in enumerate(reversed(left), 1))
    yield from (f"r{i}p:{key[:4]}" for i, key in enumerate(right, 1))


def _said(reading: Reading, rows: list[_Sentence], candidate: Candidate, named: Counter[str], pointed: Span | None) -> Iterator[str]:
    """The cues of the sentence and its neighbours, its place, and what the patterns say."""
    number, row = candidate.sentence, rows[candidate.sentence]
    question = "?" if row.question else ""
    yield from (f"c:{cue}{question}" for cue in row.cues)
    yield from (f"c<:{cue}" for cue in (rows[number - 1].cues if number else ("start",)))
    yield from (f"c>:{cue}" for cue in (rows[number + 1].cues if number + 1 < len(rows) else ("end",)))
    yield from (f"r<:{cue}" for cue in sorted({cue for other in rows[:number] for cue in other.cues}))
    yield from {f"{name}<" for name, (_, end) in row.phrases if end <= candidate.start}
    yield from {f"{name}>" for name, (start, _) in row.phrases if start >= candidate.end}
    if pointed is None:
        yield "no pattern"
    elif candidate.start < pointed[1] and pointed[0] < candidate.end:
        yield "pattern" + ("=" if pointed == (candidate.start, candidate.end) else "")
    else:
        yield "other pattern"
    yield f"question{question}"
    yield f"sentence:{min(number, 4)}"
    yield f"left:{min(len(rows) - number, 4)}"
    if len(row.keys) - 3 <= candidate.last - candidate.first:
        yield f"alone:{len(rows) - number == 1}"
    yield f"place:{min(candidate.first, 3)} {candidate.kind}"
    yield f"again:{min(named[row.keys[candidate.last]], 3)} {candidate.kind}"


@cache
def _links() -> frozenset[str]:
    return frozenset(chain.from_iterable(entry.replies.redirect[part] for entry in languages() for part in ("links", "determiners")))


@cache
def _lists() -> dict[str, re.Pattern[str]]:
    """The lists of the language files that a word of a candidate may be in; people also as the end of a compound."""
    titles = alternation(plain(title) for entry in languages() for title in entry.titles)
    lists = {part: _alternation(part, plain) for part in ("people", "things", "not_names")}
    return {
        "people": re.compile(rf"(?:{lists['people']})(?:e?[ns])?"),
        "compound": re.compile(rf"\w{{1,25}}(?:{lists['people']})(?:e?[ns])?"),
        "title": re.compile(titles),
        "thing": re.compile(lists["things"]),
        "nobody": re.compile(lists["not_names"]),
    }


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    """Phrases before or behind a candidate that say whether it is meant."""
    return {
        part: re.compile(rf"(?<!\w)(?:{_alternation(part)})(?!\w)".replace("'", "['’]"), re.I) for part in ("own", "asked_first", "hints")
    }


def _alternation(part: str, written: Callable[[str], str] = str) -> str:
    return alternation(written(phrase) for entry in languages() for phrase in entry.replies.redirect[part])
