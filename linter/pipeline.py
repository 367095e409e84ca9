"""The spaCy pipeline: a language, a cheap gate on every draft, and a careful reader behind it.

Both components only hold arrays; `models/train.py` makes them. Registered as spaCy entry points in `pyproject.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from math import exp
from pathlib import Path
from typing import Any, ClassVar, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, NORM, ORTH
from spacy.lang.lex_attrs import word_shape
from spacy.language import BaseDefaults, Language
from spacy.strings import StringStore
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import SimpleFrozenList, registry

from linter.language import concept

Floats = NDArray[np.float32]
Keys = NDArray[np.uint64]

MARKS = (
    "introduce", "describe", "reason", "consent_you", "consent_them", "consent_both", "presume",
    "ask", "way_out", "handover", "self", "request", "contact", "leave",
)  # fmt: skip
LABELS = (*MARKS, "first_asked", "others_asked")  # what a sentence is, and whether it shows that a side was asked
FACTS = ("puts_in_touch", "first_asked", "others_asked", "asks_permission", "hands_out_contact")
SHOWN_BY = [LABELS.index(name) for name in ("introduce", "first_asked", "others_asked", "ask", "contact")]  # the label that shows each

ATTRIBUTES = frozenset({NORM})  # all that the gate asks of a word; what else the reader asks is worked out for what it reads
_DIGITS = str.maketrans("123456789", "000000000")
_SEED = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, Fibonacci hashing (Knuth, TAOCP 6.4)
_BLOCK = 4096  # tokens read at a time: memory stays flat however long the draft


def norm(word: str) -> str:
    """The form under which a word is known: lower case, digits alike, addresses and links alike."""
    if "@" in word:
        return "xxaddress"
    if word.startswith(("http", "www.")):
        return "xxlink"
    return word.lower().translate(_DIGITS)


def kind(word: str) -> str:
    """What kind of word it is: its concept where a language file knows it, else its shape."""
    name = concept(word)
    return f"concept-{name}" if name else word_shape(word)


class Defaults(BaseDefaults):
    """spaCy's tokenizer for any language, with our own norm of a word."""

    lex_attr_getters: ClassVar[Any] = {**BaseDefaults.lex_attr_getters, NORM: norm}  # type: ignore[misc]  # spaCy sets it on classes, too


@registry.languages("askfirst")
class MailLanguage(Language):  # type: ignore[no-untyped-call]
    """English, German and what comes between them in one mail."""

    lang = "askfirst"
    Defaults = Defaults


def skip_letters(tokenizer: Tokenizer) -> Tokenizer:
    """The same tokenizer, spared its regular expressions on words of letters alone: each of them wants a mark or a digit."""
    return Tokenizer(
        tokenizer.vocab,
        tokenizer.rules,
        _unless_letters(tokenizer.prefix_search, None),
        _unless_letters(tokenizer.suffix_search, None),
        _unless_letters(tokenizer.infix_finditer, ()),
        tokenizer.token_match,
        _unless_letters(tokenizer.url_match, None),
    )


def _unless_letters(search: Callable[[str], Any], nothing: Any) -> Callable[[str], Any]:
    return lambda word: nothing if word.isalpha() else search(word)


def ngrams(keys: Keys, size: int) -> NDArray[np.int64]:
    """Buckets of the words and word pairs of a draft; keys (n,) -> (2n-1,) in [0, size)."""
    mixed = keys * _SEED
    pairs = (mixed[:-1] >> np.uint64(7)) ^ keys[1:]
    joined = np.concatenate([mixed, pairs * _SEED]) >> np.uint64(40)
    return (joined % np.uint64(size)).astype(np.int64)


def norms(doc: Doc) -> Keys:
    """The keys (tokens,) of a doc's words as the gate sees them."""
    return cast(Keys, doc.to_array(NORM).reshape(-1))


class Gate:
    """A linear model over hashed word pairs: is there anything here that needs a careful reading?

    Sets `doc.cats["gate"]` to a probability.
    """

    def __init__(self, weights: Floats | None = None, bias: float = 0.0) -> None:
        self.weights = np.zeros(2**16, np.float32) if weights is None else weights
        self.bias = bias

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.cats["gate"]`."""
        keys = norms(doc)
        score = self.bias
        if len(keys):
            buckets = ngrams(keys, len(self.weights))
            score += float(self.weights[buckets].sum()) / float(np.sqrt(len(buckets)))
        doc.cats["gate"] = _sigmoid(score)
        return doc

    def to_disk(self, path: Path, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        """Write the weights to `path`, in half precision."""
        save(Path(path), {"weights": self.weights}, {"bias": self.bias})

    def from_disk(self, path: Path, exclude: Iterable[str] = SimpleFrozenList()) -> Gate:
        """Read what `to_disk` wrote."""
        arrays, config = restore(Path(path))
        self.weights, self.bias = arrays["weights"], config["bias"]
        return self


class Reader:
    """A small convolutional network: word vectors, words in context, sentences in context, facts of the draft.

    Wants `doc.user_data["roles"]`, (char, end, role) of each name in the text, and `doc.user_data["sentences"]`,
    (char, end) spans. Sets `doc.cats` for `FACTS` and `doc.user_data["labels"]`, an array (sentences, LABELS) of
    probabilities.
    """

    def __init__(self, arrays: dict[str, Floats] | None = None, config: dict[str, Any] | None = None) -> None:
        self.arrays = arrays or {}
        self.config = config or {}

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.cats` and `doc.user_data["labels"]`."""
        spans = doc.user_data["sentences"]
        if not len(doc) or not spans:
            doc.cats.update(dict.fromkeys(FACTS, 0.0))
            doc.user_data["labels"] = np.zeros((len(spans), len(LABELS)), np.float32)
            return doc
        keys, bounds = features(doc, doc.user_data["roles"], spans)
        labels, facts = self.predict(keys, bounds)
        doc.cats.update({name: float(value) for name, value in zip(FACTS, facts, strict=True)})
        doc.user_data["labels"] = labels
        return doc

    def predict(self, keys: Keys, bounds: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Keys (tokens, 4) and sentence bounds (sentences, 2) -> label (sentences, LABELS) and fact (FACTS,) probabilities."""
        a = self.arrays
        words = np.concatenate([self._words(keys[i : i + _BLOCK]) for i in range(0, len(keys), _BLOCK)])
        pooled = np.empty((len(bounds), 2 * words.shape[1]), np.float32)
        for i, (start, end) in enumerate(bounds):
            piece = words[start : max(end, start + 1)]
            pooled[i] = np.concatenate([piece.max(axis=0), piece.mean(axis=0)])
        return head(in_context(pooled, a, self.config["sentence_layers"]), a)

    def _words(self, keys: Keys) -> Floats:
        x = embed(keys, self.arrays)
        for layer in range(self.config["word_layers"]):
            x = _convolve(x, self.arrays[f"word{layer}_w"], self.arrays[f"word{layer}_b"], 2**layer)
        return x

    def to_disk(self, path: Path, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        """Write arrays (half precision) and shape to `path`."""
        save(Path(path), self.arrays, self.config)

    def from_disk(self, path: Path, exclude: Iterable[str] = SimpleFrozenList()) -> Reader:
        """Read what `to_disk` wrote."""
        self.arrays, self.config = restore(Path(path))
        return self


def in_context(pooled: Floats, a: Mapping[str, Floats], layers: int) -> Floats:
    """Pooled words (sentences, 2 * width) -> each sentence beside its neighbours, (sentences, width of the head)."""
    sentences = _relu(pooled @ a["pool_w"] + a["pool_b"])
    for layer in range(layers):
        sentences = _convolve(sentences, a[f"sent{layer}_w"], a[f"sent{layer}_b"], 1)
    return sentences


def head(sentences: Floats, a: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """From sentences `in_context` to the draft: label (sentences, LABELS) and fact (FACTS,) probabilities."""
    logits = sentences @ a["label_w"] + a["label_b"]
    labels = sigmoids(logits)
    whole = np.concatenate([sentences.max(axis=0), labels.max(axis=0), sentences.mean(axis=0)])
    context = _relu(whole @ a["doc_w"] + a["doc_b"])
    facts = context @ a["fact_w"] + a["fact_b"]
    facts = facts + logits[:, SHOWN_BY].max(axis=0)  # a fact holds when one sentence shows it; the context may speak against
    facts = facts * a["fact_scale"] + a["fact_shift"]  # calibration, fitted on the development split
    return labels, sigmoids(facts)


def features(doc: Doc, roles: list[tuple[int, int, str]], spans: list[tuple[int, int]]) -> tuple[Keys, NDArray[np.int64]]:
    """The (tokens, 4) keys of a doc, names replaced by their role, and the token bounds (sentences, 2) of the spans."""
    table = doc.to_array([IDX, NORM, ORTH])
    offsets = table[:, 0]
    words, which = np.unique(table[:, 2], return_inverse=True)
    forms = np.array([_forms(doc.vocab.strings, word) for word in words.tolist()], np.uint64).reshape(-1, 3)
    keys = np.concatenate([table[:, 1:2], forms[which]], axis=1)
    if roles:
        starts = np.searchsorted(offsets, [start for start, _, _ in roles])
        for at, (_, _, role) in zip(starts, roles, strict=True):
            if at < len(keys):
                keys[at] = doc.vocab.strings.add(role)
    edges = np.searchsorted(offsets, np.asarray(spans, np.uint64))
    return keys, edges.astype(np.int64)


def _forms(strings: StringStore, word: int) -> tuple[int, int, int]:
    """The keys of a word's beginning and end, which stand in for a stemmer, and of its kind."""
    text = strings[word]
    return strings.add(text[:4].lower()), strings.add(text[-4:].lower()), strings.add(kind(text))


def embed(keys: Keys, arrays: dict[str, Floats]) -> Floats:
    """Word vectors: two rows for the norm, one each for prefix, suffix and shape, summed (hash embeddings, Svenstrup 2017)."""
    vectors = None
    for name, column, shift in EMBEDDINGS:
        table = arrays[name]
        at = rows_of(keys[:, column], shift, len(table))
        rows = table[at] * arrays[f"{name}_scale"][at, None]
        vectors = rows if vectors is None else vectors + rows
    return _normalise(cast(Floats, vectors))


EMBEDDINGS = (("norm_a", 0, 20), ("norm_b", 0, 33), ("prefix", 1, 20), ("suffix", 2, 20), ("shape", 3, 20))


def rows_of(keys: Keys, shift: int, size: int) -> NDArray[np.int64]:
    """The rows of hash table of `size` rows that keys (n,) fall into."""
    return (((keys * _SEED) >> np.uint64(shift)) % np.uint64(size)).astype(np.int64)


def _convolve(x: Floats, weights: Floats, bias: Floats, dilation: int) -> Floats:
    """A residual convolution over three neighbours at a distance, layer-normalised; (n, d) -> (n, d)."""
    padded = np.pad(x, ((dilation, dilation), (0, 0)))
    n = len(x)
    window = np.concatenate([padded[:n], x, padded[2 * dilation :]], axis=1)
    return _normalise(x + _relu(window @ weights + bias))


def _normalise(x: Floats) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    return cast(Floats, centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(1e-5)))


def _relu(x: Floats) -> Floats:
    return cast(Floats, np.maximum(x, 0))


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-min(max(x, -30.0), 30.0)))


def sigmoids(x: Floats) -> Floats:
    """The probabilities of log odds, of any shape."""
    return cast(Floats, 1 / (1 + np.exp(-np.clip(x, -30, 30))))


def save(path: Path, arrays: Mapping[str, NDArray[Any]], config: Mapping[str, Any]) -> None:
    """Write arrays (floats in half precision, whole numbers as they are) and shape to the folder `path`."""
    path.mkdir(parents=True, exist_ok=True)
    halves = {name: array.astype(np.float16) if array.dtype == np.float32 else array for name, array in arrays.items()}
    np.savez_compressed(path / "arrays.npz", allow_pickle=False, **halves)
    (path / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def restore(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arrays and the shape that `save` wrote."""
    # numpy leaves a damaged archive open where it is given the name only
    with (path / "arrays.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        arrays = {name: array.astype(np.float32) if array.dtype == np.float16 else array for name, array in stored.items()}
    return arrays, json.loads((path / "config.json").read_text(encoding="utf-8"))


@Language.factory("askfirst_gate")
def make_gate(nlp: Language, name: str) -> Gate:
    """spaCy's way to make the gate."""
    return Gate()


@Language.factory("askfirst_reader")
def make_reader(nlp: Language, name: str) -> Reader:
    """spaCy's way to make the reader."""
    return Reader()
