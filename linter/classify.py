"""From draft to reading: the pipeline loaded once; a gate on every draft, then a quick reading, then a careful one where it is worth it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from typing import cast as as_type

from linter.body import Span, Views
from linter.draft import Draft
from linter.errors import ModelError
from linter.finding import UNREAD
from linter.language import alternation, languages
from linter.people import Cast, is_quoted, organisation, quoted_text, same_organisation
from linter.sentences import sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from linter.pipeline import Floats

MAX_SENTENCES = 2_000
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{100}")
_QUOTED = "xxquoted"
_MATTERS = ("puts_in_touch", "asks_permission", "hands_out_contact")  # facts that any finding rests on
_TURNS = Lock()  # a vocabulary has one memory zone: threads that opened a second one would free each other's words
_MAX_THREAD = 800  # characters read of each quoted mail


@dataclass(frozen=True)
class Sentence:
    """A sentence of the new text, offsets in the body, with the probability of each label, and that a private question may quote it."""

    start: int
    end: int
    labels: Mapping[str, float]
    quotable: float = UNREAD


@dataclass(frozen=True)
class Reading:
    """What the pipeline makes of a draft. `facts` and `sentences` are empty where the gate saw no need to read on."""

    facts: Mapping[str, float]
    sentences: tuple[Sentence, ...]
    quoted: tuple[Sentence, ...] = ()  # of the quoted mails below: context, where somebody may have agreed


@dataclass(frozen=True)
class Text:
    """The text the pipeline reads, and where its pieces stand: (start in text, start in body, length)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]


@cache
def pipeline(path: Path | None = None) -> Language:
    """The trained pipeline, from `path` or as shipped. Raises ModelError when it cannot be loaded."""
    import spacy

    import linter.encoder  # noqa: F401  registers language and components
    from linter.pipeline import ATTRIBUTES, skip_letters

    where = path or Path(str(files("models") / "pipeline"))
    try:
        nlp = spacy.load(where)
    except Exception as error:  # each kind of file has its own ways to be damaged: BadZipFile, EOFError, TokenError, …
        raise ModelError(f"the trained pipeline cannot be loaded from {where} ({type(error).__name__}); reinstall askfirst") from error
    getters = as_type(Any, nlp.vocab).lex_attr_getters
    for attribute in getters.keys() - ATTRIBUTES:  # spaCy would work out twenty things about every new word that nobody asks for
        del getters[attribute]
    nlp.tokenizer = skip_letters(as_type(Any, nlp.tokenizer))
    words = where / "words.txt"
    if words.exists():  # warm the vocabulary: inside a memory zone, words not known before are not kept
        nlp.make_doc(words.read_text(encoding="utf-8"))
    return nlp


@contextmanager
def turn(nlp: Language) -> Iterator[None]:
    """One thread's turn with a pipeline: words that are not in its vocabulary leave memory at the end, and docs with them."""
    with _TURNS, nlp.memory_zone():
        yield


def compose(draft: Draft, views: Views) -> Text:
    """What is read: a line about the headers in words of our own, the subject, and the new text."""
    parts = [_header_words(draft, quoted_text(draft, views)), draft.subject[:300].replace("\n", " ")]
    length = sum(len(part) + 1 for part in parts)
    pieces = []
    for start, end in views.new:
        parts.append(draft.body[start:end])
        pieces.append((length, start, end - start))
        length += end - start + 1
    return Text(_readable("\n".join(parts)), tuple(pieces))


def _readable(text: str) -> str:
    """The text as the tokenizer can take it, every character still in its place.

    Lone surrogates cannot be encoded; a hundred characters without a space get one, since the tokenizer takes quadratic time on such a run.
    """
    return _LONG_RUN.sub(lambda run: run.group()[:-1] + " ", _SURROGATE.sub("\ufffd", text))


def _header_words(draft: Draft, quoted: str) -> str:
    """The arrangement of headers and thread as words, since they decide as much as the text does."""
    thread = _thread_words(draft, quoted) if quoted else []
    recipients = draft.recipients
    if not recipients:
        return " ".join(["xxpasted", *thread])
    words = [f"xxto{_count(len(draft.to))}", f"xxcc{_count(len(draft.cc))}"]
    if draft.bcc:
        words.append("xxbcc")
    if len(recipients) == 1:
        words.append("xxalone")
    first = recipients[0]
    others = recipients[1:50]
    if draft.sender and any(same_organisation(person, draft.sender) for person in others):
        words.append("xxown")
    if draft.sender and same_organisation(first, draft.sender):
        words.append("xxinside")
    if any(same_organisation(person, first) for person in others):
        words.append("xxtheirs")
    if any(not organisation(person) for person in recipients[:50]):
        words.append("xxprivate")
    return " ".join(words + thread)


def _thread_words(draft: Draft, quoted: str) -> list[str]:
    """Who of the recipients takes part in the thread already, and whether somebody agreed to something there."""
    known = sum(is_quoted(person, quoted) for person in draft.recipients[:50])
    everybody = " xxthreadall" if known and known == len(draft.recipients) else ""
    agreed = min(len(set(agreement_pattern().findall(quoted))), 2)
    return [f"xxthread{_count(known)}{everybody}", f"xxagree{_count(agreed)}"]


@cache
def agreement_pattern() -> re.Pattern[str]:
    """The phrases by which the writer of a quoted mail agrees to meet somebody, or asks to."""
    return re.compile(alternation(phrase for entry in languages() for phrase in entry.agreement))


def _count(number: int) -> str:
    return ("none", "one", "two")[number] if number < 3 else "many"


def gate_of(doc: Doc, nlp: Language) -> float:
    """The gate's probability that the draft needs a careful reading."""
    return float(nlp.get_pipe("askfirst_gate")(doc).cats["gate"])


@cache
def thresholds(nlp: Language) -> dict[str, float]:
    """The limits that training chose on its development split, kept in the pipeline's meta data."""
    return dict(nlp.meta["askfirst"]["thresholds"])


def careful(draft: Draft, views: Views, people: Cast, doc: Doc, composed: Text, nlp: Language, *, thorough: bool = True) -> Reading:
    """The reading of a draft the gate let through: a quick one, and where that found something, if `thorough`, a careful one."""
    if views.quoted:  # only a careful reading looks at the thread
        composed = with_thread(composed, draft, views)
        doc = nlp.make_doc(composed.text)
    spans = prepare(draft, people, doc, composed)
    nlp.get_pipe("askfirst_reader")(doc)
    if thorough and max(doc.cats[fact] for fact in _MATTERS) >= thresholds(nlp)["skim"]:
        nlp.get_pipe("askfirst_careful")(doc)
    names, quotable = _labels(), doc.user_data.get("quotable", {})
    found = [
        Sentence(start, end, dict(zip(names, map(float, row), strict=True)), quotable.get(n, UNREAD))
        for n, ((start, end), row) in enumerate(zip(spans, doc.user_data["labels"][1:], strict=True), start=1)
    ]
    mine = sum(any(start <= sentence.start < end for start, end in views.new) for sentence in found)
    return Reading({name: value for name, value in doc.cats.items() if name != "gate"}, tuple(found[:mine]), tuple(found[mine:]))


def heard(text: str, nlp: Language) -> Floats:
    """The careful reader's log probabilities (classes of `linter.reply_features.CLASSES`) of what a reply answers."""
    with turn(nlp):
        return as_type("Floats", as_type(Any, nlp.get_pipe("askfirst_careful")).answer(nlp.make_doc(_readable(text))))


def with_thread(composed: Text, draft: Draft, views: Views) -> Text:
    """The text with the beginnings of the quoted mails behind it, set off by a word of our own."""
    parts, pieces = [composed.text], list(composed.pieces)
    length = len(composed.text) + 1
    for start, end in views.quoted[:3]:
        end = min(end, start + _MAX_THREAD)
        parts += [_QUOTED, draft.body[start:end]]
        pieces.append((length + len(_QUOTED) + 1, start, end - start))
        length += len(_QUOTED) + 1 + end - start + 1
    return Text(_readable("\n".join(parts)), tuple(pieces))


def prepare(draft: Draft, people: Cast, doc: Doc, composed: Text) -> list[Span]:
    """Give the doc what the reader wants: sentences and the roles of names. Returns the sentences in body offsets."""
    first = composed.pieces[0][0] if composed.pieces else len(composed.text)
    spans: list[Span] = []
    moved: list[Span] = [(0, first)]  # header line and subject are read as a sentence of their own
    roles = [(m.start, m.end, _role(people, m.who)) for m in people.mentions(composed.text, 0, first)]
    for at, start, length in composed.pieces:
        shift = at - start
        for begin, end in sentences(draft.body, start, start + length)[: MAX_SENTENCES - len(spans)]:
            spans.append((begin, end))
            moved.append((begin + shift, end + shift))
        roles += [(m.start + shift, m.end + shift, _role(people, m.who)) for m in people.mentions(draft.body, start, start + length)]
    doc.user_data["sentences"] = moved
    doc.user_data["roles"] = roles
    return spans


def _role(people: Cast, who: int) -> str:
    """How the reader is told of a name: by the person's part in this mail, never by the name."""
    participant = people.people[who]
    if participant.place == "from":
        return "xxme"
    first = people.people[who - 1].place == "from" if who else True
    if participant.addressed:
        return "xxyou" if first else "xxyoutoo"
    if first:
        return "xxreader"
    if participant.in_thread:
        return "xxinthread"
    return {"own": "xxcolleague", "theirs": "xxyours", "other": "xxthird"}[participant.relation]


@cache
def _labels() -> tuple[str, ...]:
    from linter.pipeline import LABELS

    return LABELS
