"""Drafts as arrays: our corpus with its labels, and the real mail that training may use, read as the linter reads them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from linter.body import split
from linter.classify import compose, prepare, with_thread
from linter.draft import Draft, from_fields
from linter.encoder import Ids, segment
from linter.people import cast, name_words
from linter.pipeline import FACTS, LABELS, MARKS, Floats, Keys, MailLanguage, features, norms
from linter.subwords import Subwords
from models.corpus import Example, Side

CONTEXT = [LABELS.index(name) for name in ("consent_you", "consent_them", "consent_both", "first_asked", "others_asked")]
MINED = Path(__file__).parent / "mined.tsv"  # labels of real messages by id; the messages themselves stay where they are
NOT_TRAINABLE = frozenset({"enron-aeslc"})  # its licence is non-commercial: measuring only


@dataclass(frozen=True)
class Encoded:
    """A draft as the reader sees it: keys (tokens, 4), token bounds (sentences, 2); the first sentence is the header.

    `labels` (sentences, LABELS) and `facts` (FACTS,) hold 0, 1, or -1 where nothing is known.
    """

    id: str
    keys: Keys
    bounds: NDArray[np.int64]
    labels: Floats
    facts: Floats
    words: Keys  # (tokens,) norms with the names left in, for the gate
    pieces: tuple[Ids, ...] = ()  # of each sentence, as the careful reader sees it
    quotable: Floats | None = None  # (sentences,): whether a private question may quote it, like `labels`; None where nobody judged


def blank() -> Language:
    """The tokenizer without the trained parts."""
    return MailLanguage()


def to_draft(example: Example) -> Draft:
    """The draft an example of the corpus describes."""
    fields: dict[str, Any] = {"id": example.id, "body": example.body}
    for key, value in example.headers.items():
        fields[key] = value
    return from_fields(fields)


def encode(
    draft: Draft, nlp: Language, marks: list[tuple[int, str]] | None = None, facts: Floats | None = None, subwords: Subwords | None = None
) -> Encoded:
    """Read a draft the way the linter does. `marks` are (offset in body, label); None where the labels are unknown."""
    views = split(draft.body, draft.quoted)
    people = cast(draft, views)
    plain = compose(draft, views)
    words = norms(nlp.make_doc(plain.text))
    composed = with_thread(plain, draft, views)
    doc = nlp.make_doc(composed.text)
    spans = prepare(draft, people, doc, composed)
    keys, bounds = features(doc, doc.user_data["roles"], doc.user_data["sentences"])
    labels = np.full((len(bounds), len(LABELS)), -1.0, np.float32)
    if marks is not None:
        labels[:] = 0
        for row, (begin, stop) in enumerate(spans, start=1):
            if any(start <= begin < end for start, end in views.quoted):
                labels[row, CONTEXT] = -1  # marks are for the new text; whether a quoted sentence shows consent is for the facts to teach
            for at, label in marks:
                if begin <= at < stop:
                    labels[row, LABELS.index(label)] = 1
    known = np.full(len(FACTS), -1.0, np.float32) if facts is None else facts
    encoded = Encoded(draft.id, keys, bounds, labels, known, words)
    if subwords is None:
        return encoded
    ids, edges = segment(doc, doc.user_data["roles"], doc.user_data["sentences"], subwords)
    return replace(encoded, pieces=tuple(ids[start:end] for start, end in edges))


def facts_of(example: Example) -> Floats:
    """What the labels of an example say about the facts the reader estimates (in the order of `FACTS`)."""
    touch = example.verdict in ("unannounced_introduction", "permitted_introduction")
    first = others = -1.0
    if touch:
        leading = next((side for side in example.sides if _has_first(side, example)), example.sides[0])
        first = float(leading.asked)
        others = float(all(side.asked for side in example.sides if side is not leading))
    return np.array([touch, first, others, example.verdict == "permission_request", "AF103" in example.findings], np.float32)


def _has_first(side: Side, example: Example) -> bool:
    """Whether the first recipient stands on this side."""
    recipients = to_draft(example).recipients
    if not recipients:
        return False
    words = {word.lower() for word in name_words(recipients[0])} | {recipients[0].address.lower()}
    return any(not words.isdisjoint(name.lower().replace(".", " ").split()) or name.lower() in words for name in side.names)


def encode_example(example: Example, nlp: Language, subwords: Subwords | None = None, signs: str = "") -> Encoded:
    """An example of the corpus with everything the writers said of it, and what was judged of its sentences (`corpus.judged`)."""
    marks = [(mark.start, mark.label) for mark in example.marks]
    encoded = encode(to_draft(example), nlp, marks, facts_of(example), subwords)
    _asked_by_sentence(encoded)
    return replace(encoded, quotable=_quotable(signs, len(encoded.bounds))) if signs else encoded


def _quotable(signs: str, sentences: int) -> Floats:
    """The judgements as numbers; the header line, and quoted mails, have none."""
    found = [-1.0, *({"+": 1.0, "-": 0.0}.get(sign, -1.0) for sign in signs)]
    return np.array((found + [-1.0] * sentences)[:sentences], np.float32)


def _asked_by_sentence(encoded: Encoded) -> None:
    """Which sentence shows that which side was asked, as far as marks and facts tell: separate words for each side do not."""
    labels, first, others = encoded.labels, encoded.facts[1], encoded.facts[2]
    both = labels[:, MARKS.index("consent_both")] == 1
    single = (labels[:, [MARKS.index("consent_you"), MARKS.index("consent_them")]] == 1).any(axis=1)
    if first == 1 and others == 1:
        labels[single, -2:] = -1
        labels[both, -2:] = 1
    elif encoded.facts[0] == 1:
        labels[single | both, -2:] = [first, others]
    else:
        labels[single | both, -2:] = -1
    labels[0, -2:] = -1  # the header line tells of agreement in the quoted thread


def is_tuning(identifier: str) -> bool:
    """Whether a real message belongs to the part that training may use (second hex digit of its id's sha1)."""
    return hashlib.sha1(identifier.encode()).hexdigest()[1] in "0123456789"


def real_mail(folder: Path, tuning: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file, message) of one part of the real mail; the tuning part leaves out what may not be trained on."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        if tuning and name in NOT_TRAINABLE:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                fields = json.loads(line)
                if is_tuning(fields["id"]) == tuning:
                    yield name, fields


def real_labels(folder: Path) -> dict[str, str]:
    """Verdicts of labelled real messages by id: those that came with the collection and those of our own mining (`mined.tsv`)."""
    found = {}
    with (folder / "labelled-dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            found[fields["id"]] = fields["label"]
    return found | mined_labels()


def mined_labels() -> dict[str, str]:
    """Verdicts of real messages by id, of our own mining."""
    rows = [row.split("\t") for row in MINED.read_text(encoding="utf-8").splitlines()]
    return {identifier: verdict for identifier, verdict, *_ in rows}


def real_facts(verdict: str | None) -> Floats:
    """The facts of a real message; without a label it is taken for nothing special, which is wrong about once in 5,000."""
    touch = verdict in ("unannounced_introduction", "permitted_introduction")
    both = {"permitted_introduction": 1.0, "unannounced_introduction": 0.0}.get(verdict or "", -1.0)
    return np.array([touch, both, both, verdict == "permission_request", -1.0], np.float32)
