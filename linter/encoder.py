"""The careful reader: a small transformer encoder (Vaswani 2017), run with numpy, its weights packed into four bits."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import SimpleFrozenList

from linter.pipeline import FACTS, Floats, head, in_context, restore, save, sigmoids
from linter.subwords import Subwords, parse

Ids = NDArray[np.int64]
WINDOW = 384  # pieces read together
BUDGET = 3 * WINDOW  # pieces of a draft that are read carefully; of a longer one, its most telling sentences
BLOCK = 64  # weights that share a scale
OWN_WORDS = tuple(
    """xxpasted xxtonone xxtoone xxtotwo xxtomany xxccnone xxccone xxcctwo xxccmany xxbcc xxalone xxown xxinside xxtheirs xxprivate
    xxthreadnone xxthreadone xxthreadtwo xxthreadmany xxthreadall xxagreenone xxagreeone xxagreetwo xxquoted xxaddress xxlink
    xxme xxyou xxyoutoo xxreader xxinthread xxcolleague xxyours xxthird xxline xxparagraph""".split()
)  # what `classify.compose` and `classify.prepare` write in the place of headers and names, and `segment` in that of line breaks
_EPSILON = np.float32(1e-12)


class Encoder:
    """Pieces of words in context, then sentences in context, then the facts of the draft.

    Wants what the quick reader left in `doc.user_data` ("roles", "sentences", "labels"); sets the labels of the sentences
    it reads and `doc.cats` anew, and "quotable": number of a sentence -> probability that a private question may quote it.
    Weights stay packed until a draft needs them.
    """

    def __init__(self, packed: dict[str, Any] | None = None, config: dict[str, Any] | None = None, vocabulary: str = "") -> None:
        self.packed = packed or {}
        self.config = config or {}
        self.vocabulary = vocabulary
        self._weights: dict[str, Floats] = {}
        self._subwords: Subwords | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.cats` and the labels of the sentences that were read."""
        spans = doc.user_data["sentences"]
        if not len(doc) or not spans:
            return doc
        pieces, bounds = segment(doc, doc.user_data["roles"], spans, self.subwords)
        read = telling(doc.user_data["labels"].max(axis=1), bounds)
        quick = np.array([doc.cats[name] for name in FACTS], np.float32)
        labels, facts, quotable = self.predict([pieces[bounds[i, 0] : bounds[i, 1]] for i in read], quick)
        doc.cats.update({name: float(value) for name, value in zip(FACTS, facts, strict=True)})
        doc.user_data["labels"][read] = labels
        doc.user_data["quotable"] = dict(zip(read, quotable.tolist(), strict=True))
        return doc

    @property
    def subwords(self) -> Subwords:
        """The vocabulary, parsed when first needed."""
        if self._subwords is None:
            self._subwords = parse(self.vocabulary)
        return self._subwords

    def predict(self, sentences: list[Ids], quick: Floats) -> tuple[Floats, Floats, Floats]:
        """Pieces of each sentence, and the quick reader's facts (FACTS,) -> label (sentences, LABELS) and fact (FACTS,) probabilities, and
        that of each sentence (sentences,) that it may stand in a private question.

        Two readers who err on different drafts are better than either: their log odds are added, weighted as training found best.
        """
        seen = self.features(sentences)
        labels, facts = head(seen[:, -self._weights["label_w"].shape[0] :], self._weights)
        odds = log_odds(facts) + self._weights["fact_quick"] * log_odds(quick)
        return labels, sigmoids(odds), sigmoids(seen @ self._weights["quote_w"] + self._weights["quote_b"])

    def features(self, sentences: list[Ids]) -> Floats:
        """What is seen of each sentence, (sentences, 2 * width + width of the head): its pieces pooled, and it beside its neighbours."""
        if not self._weights:
            self._weights = unpacked(self.packed)
        pooled = np.concatenate([self._pooled(window) for window in windows(sentences)])
        return np.concatenate([pooled, in_context(pooled, self._weights, self.config["sentence_layers"])], axis=1)

    def answer(self, doc: Doc) -> Floats:
        """The log probability (classes of `linter.reply_features.CLASSES`) of what a reply to a question answers."""
        if not self._weights:
            self._weights = unpacked(self.packed)
        w = self._weights
        pooled = self._pooled([pieces_of(doc, self.subwords)])[0]
        logits = np.maximum(pooled @ w["answer_pool_w"] + w["answer_pool_b"], 0) @ w["answer_w"] + w["answer_b"]
        return cast(Floats, logits - np.log(np.exp(logits - logits.max()).sum()) - logits.max())

    def _pooled(self, sentences: list[Ids]) -> Floats:
        """The greatest and the mean vector of each sentence, (sentences, 2 * width)."""
        starts = np.cumsum([0] + [len(sentence) for sentence in sentences])
        x = self._encode(np.concatenate(sentences))
        most = np.maximum.reduceat(x, starts[:-1], axis=0)
        mean = np.add.reduceat(x, starts[:-1], axis=0) / np.diff(starts).astype(np.float32)[:, None]
        return cast(Floats, np.concatenate([most, mean], axis=1))

    def _encode(self, ids: Ids) -> Floats:
        """Ids (pieces,) -> vectors (pieces, width)."""
        w = self._weights
        table = Packed(self.packed["word_q"][ids], self.packed["word_s"][ids])
        x = _normalise(unpack(table) + w["position"][: len(ids)], w["norm_w"], w["norm_b"])
        for layer in range(self.config["layers"]):
            name = f"layer{layer}_"
            x = _normalise(x + self._attend(x, name), w[name + "norm1_w"], w[name + "norm1_b"])
            inner = _gelu(x @ w[name + "in_w"] + w[name + "in_b"])
            x = _normalise(x + inner @ w[name + "out_w"] + w[name + "out_b"], w[name + "norm2_w"], w[name + "norm2_b"])
        return x

    def _attend(self, x: Floats, name: str) -> Floats:
        w, heads = self._weights, self.config["heads"]
        n, width = x.shape
        query, key, value = (x @ w[name + "qkv_w"] + w[name + "qkv_b"]).reshape(n, 3, heads, width // heads).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) * np.float32((width // heads) ** -0.5)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=2, keepdims=True)
        mixed = (scores @ value).transpose(1, 0, 2).reshape(n, width)
        return cast(Floats, mixed @ w[name + "mix_w"] + w[name + "mix_b"])

    def to_disk(self, path: Path, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        """Write packed weights, shape and vocabulary to `path`."""
        save(Path(path), self.packed, self.config)
        (Path(path) / "subwords.txt").write_text(self.vocabulary, encoding="utf-8")

    def from_disk(self, path: Path, exclude: Iterable[str] = SimpleFrozenList()) -> Encoder:
        """Read what `to_disk` wrote."""
        packed, config = restore(Path(path))
        self.__init__(packed, config, (Path(path) / "subwords.txt").read_text(encoding="utf-8"))  # type: ignore[misc]
        return self


def segment(doc: Doc, roles: list[tuple[int, int, str]], spans: list[tuple[int, int]], subwords: Subwords) -> tuple[Ids, Ids]:
    """The pieces (n,) of a doc, names replaced by their role, and the piece bounds (sentences, 2) of the spans; no span is empty.

    A blank line is a piece of its own, and so is a line break before a span: both belong to what follows.
    """
    role_at = {start: role for start, _, role in roles}
    begins = {start for start, _ in spans}
    ids: list[int] = []
    starts: list[int] = []
    space = " "
    for token in doc:
        starts.append(len(ids))
        text = token.text
        if text.isspace():
            space += text
            continue
        if ids and "\n" in space and (mark := _break(space, at_start=token.idx in begins)):
            ids += subwords.split(mark, spaced=False)
        ids += subwords.split(_known_as(role_at.get(token.idx, text)), spaced=bool(space))
        space = token.whitespace_
    starts.append(len(ids))
    edges = np.searchsorted(doc.to_array([IDX]).reshape(-1), np.asarray(spans, np.uint64))
    bounds = np.asarray(starts, np.int64)[edges]
    if not ids:
        ids = [0]
    bounds[:, 0] = np.minimum(bounds[:, 0], len(ids) - 1)
    bounds[:, 1] = np.maximum(bounds[:, 1], bounds[:, 0] + 1)
    return np.asarray(ids, np.int64), bounds


def pieces_of(doc: Doc, subwords: Subwords) -> Ids:
    """The first `WINDOW` pieces (n,) of a doc whose names are left as they are."""
    return segment(doc, [], [(0, len(doc.text))], subwords)[0][:WINDOW]


def _break(space: str, *, at_start: bool) -> str:
    """The word for the line breaks in the white space before a word, which may begin a sentence."""
    if space.count("\n") > 1:
        return "xxparagraph"
    return "xxline" if at_start else ""


def _known_as(word: str) -> str:
    if "@" in word:
        return "xxaddress"
    return "xxlink" if word.startswith(("http", "www.")) else word


def telling(weight: Floats, bounds: Ids) -> list[int]:
    """The sentences to read, in order: all where the budget allows, else the header line and the heaviest."""
    lengths = np.minimum(bounds[:, 1] - bounds[:, 0], WINDOW)
    order = [0, *(np.argsort(-weight[1:], kind="stable") + 1)]
    kept = np.cumsum(lengths[order]) <= BUDGET
    kept[0] = True
    return sorted(int(i) for i, keep in zip(order, kept, strict=True) if keep)


def windows(sentences: list[Ids]) -> list[list[Ids]]:
    """Runs of sentences of at most `WINDOW` pieces; a longer sentence is cut."""
    found: list[list[Ids]] = [[]]
    room = WINDOW
    for sentence in (sentence[:WINDOW] for sentence in sentences):
        if len(sentence) > room:
            found.append([])
            room = WINDOW
        found[-1].append(sentence)
        room -= len(sentence)
    return found


class Packed:
    """A matrix (rows, columns) in four bits: two weights a byte, and a scale for every `BLOCK` of a row."""

    def __init__(self, nibbles: NDArray[np.uint8], scales: Floats) -> None:
        self.nibbles, self.scales = nibbles, scales


def pack(matrix: Floats) -> Packed:
    """Round a matrix (rows, columns) to the nearest of fifteen steps between the extremes of each block."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    scales = (np.abs(blocks).max(axis=2) / 7).astype(np.float16).astype(np.float32)
    steps = np.round(blocks / np.maximum(scales, 1e-8)[..., None]).clip(-7, 7).astype(np.int8).reshape(matrix.shape) + 8
    return Packed((steps[:, ::2] | steps[:, 1::2] << 4).astype(np.uint8), scales)


def unpack(packed: Packed) -> Floats:
    """The matrix a packed one stands for."""
    steps = np.empty((len(packed.nibbles), packed.nibbles.shape[1] * 2), np.float32)
    steps[:, ::2] = packed.nibbles & 15
    steps[:, 1::2] = packed.nibbles >> 4
    return cast(Floats, (steps - 8).reshape(*packed.scales.shape, -1) * packed.scales[..., None]).reshape(steps.shape)


def unpacked(arrays: dict[str, Any]) -> dict[str, Floats]:
    """All weights as they are computed with: packed ones, stored by output, as (in, out); the vocabulary stays packed."""
    plain = {name: array for name, array in arrays.items() if not name.endswith(("_q", "_s"))}
    names = [name.removesuffix("_q") for name in arrays if name.endswith("_q") and name != "word_q"]
    return plain | {name: np.ascontiguousarray(unpack(Packed(arrays[name + "_q"], arrays[name + "_s"])).T) for name in names}


def log_odds(p: Floats) -> Floats:
    """The logarithm of the odds of probabilities, kept finite."""
    p = np.clip(p, np.float32(1e-6), np.float32(1 - 1e-6))
    return cast(Floats, np.log(p / (1 - p)))


def _normalise(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    return cast(Floats, centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _EPSILON) * weight + bias)


def _gelu(x: Floats) -> Floats:
    """x times the share of the normal distribution below it, by the error function of Abramowitz and Stegun 7.1.26 (error < 2e-7).

    That is max(x, 0) less |x| times the share beyond |x|; in place, for writing new arrays takes longer than the arithmetic.
    """
    size = np.abs(x)
    z = size * np.float32(2**-0.5)
    t = z * np.float32(0.3275911)
    t += 1
    np.reciprocal(t, out=t)
    beyond = t * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        beyond += np.float32(factor)
        beyond *= t
    z *= -z
    beyond *= np.exp(z, out=z)
    beyond *= size
    beyond *= np.float32(0.5)
    return cast(Floats, np.maximum(x, 0) - beyond)


@Language.factory("askfirst_careful")
def make_careful(nlp: Language, name: str) -> Encoder:
    """spaCy's way to make the careful reader."""
    return Encoder()
