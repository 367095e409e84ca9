"""The careful reader's parts: pieces of words, packed weights, what of a long draft is read."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from linter import check, from_fields
from linter.classify import pipeline
from linter.config import Config
from linter.encoder import BLOCK, BUDGET, WINDOW, Encoder, Packed, pack, pieces_of, segment, telling, unpack, windows
from linter.pipeline import FACTS
from linter.subwords import BOUNDARY, UNKNOWN, Subwords, parse

VOCABULARY = parse("xxme\n▁\t-3\na\t-4\nb\t-4\nab\t-3\n▁ab\t-2.5\nba\t-9\n")


@pytest.mark.parametrize(
    ("word", "spaced", "pieces"),
    [
        ("ab", True, ["▁ab"]),
        ("ab", False, ["ab"]),
        ("aba", False, ["ab", "a"]),
        ("aba", True, ["▁ab", "a"]),
        ("xxme", True, ["xxme"]),
        ("ac", False, ["a", "?"]),
    ],
)
def test_the_likeliest_pieces_are_taken(word: str, spaced: bool, pieces: list[str]) -> None:
    known = {number: piece for piece, (number, _) in VOCABULARY.pieces.items()} | {1: "xxme", UNKNOWN: "?"}
    assert [known[i] for i in VOCABULARY.split(word, spaced=spaced)] == pieces


@given(st.text(max_size=300), st.booleans())
def test_any_word_has_pieces_of_the_vocabulary(word: str, spaced: bool) -> None:
    ids = VOCABULARY.split(word, spaced=spaced)
    assert len(ids) <= 61 * 18  # NFKC makes at most 18 characters of one
    assert all(0 <= i <= 7 for i in ids)


@given(st.text(alphabet="ab", min_size=1, max_size=40))
def test_pieces_put_together_are_the_word(word: str) -> None:
    known = {number: piece for piece, (number, _) in VOCABULARY.pieces.items()}
    assert "".join(known[i] for i in VOCABULARY.split(word, spaced=True)) == BOUNDARY + word


def test_an_empty_vocabulary_knows_nothing() -> None:
    assert Subwords({}, {}).split("abc", spaced=False) == [UNKNOWN] * 3


@given(arrays.arrays(np.float32, (3, 2 * BLOCK), elements=st.floats(-8, 8, width=32)))
def test_packing_rounds_to_half_a_step(matrix: np.ndarray) -> None:
    again = unpack(pack(matrix))
    step = np.abs(matrix.reshape(3, -1, BLOCK)).max(axis=2, keepdims=True) / 7
    assert again.shape == matrix.shape
    assert (np.abs((again - matrix).reshape(3, -1, BLOCK)) <= step * 0.51 + 1e-6).all()
    assert np.array_equal(unpack(pack(again)), again) or np.allclose(unpack(pack(again)), again, atol=1e-2)


def test_rows_unpack_by_themselves() -> None:
    matrix = np.random.default_rng(0).normal(size=(5, BLOCK)).astype(np.float32)
    packed = pack(matrix)
    rows = np.array([3, 1])
    assert np.array_equal(unpack(Packed(packed.nibbles[rows], packed.scales[rows])), unpack(packed)[rows])


@given(st.lists(st.integers(1, 900), min_size=1, max_size=40), st.integers(0, 2**32 - 1))
def test_the_header_and_the_most_telling_sentences_are_read(lengths: list[int], seed: int) -> None:
    ends = np.cumsum(lengths)
    weight = np.random.default_rng(seed).random(len(lengths)).astype(np.float32)
    read = telling(weight, np.stack([ends - lengths, ends], axis=1))
    assert read[0] == 0
    assert read == sorted(set(read))
    assert sum(min(lengths[i], WINDOW) for i in read) <= BUDGET
    if sum(min(length, WINDOW) for length in lengths) <= BUDGET:
        assert read == list(range(len(lengths)))


@given(st.lists(st.integers(1, 900), min_size=1, max_size=40))
def test_windows_hold_every_sentence_once(lengths: list[int]) -> None:
    sentences = [np.full(length, i, np.int64) for i, length in enumerate(lengths)]
    found = windows(sentences)
    assert [int(sentence[0]) for window in found for sentence in window] == list(range(len(lengths)))
    assert all(0 < sum(map(len, window)) <= WINDOW for window in found)


def test_the_encoder_survives_the_disk(tmp_path: Path) -> None:
    shipped: Encoder = pipeline().get_pipe("askfirst_careful")
    shipped.to_disk(tmp_path / "careful")
    again = Encoder().from_disk(tmp_path / "careful")
    sentences = [np.arange(1, 9), np.arange(30, 47)]
    quick = np.full(len(FACTS), 0.3, np.float32)
    for one, other in zip(shipped.predict(sentences, quick), again.predict(sentences, quick), strict=True):
        assert np.allclose(one, other, atol=1e-3)


def test_the_quick_reader_is_heard() -> None:
    shipped: Encoder = pipeline().get_pipe("askfirst_careful")
    low, high = (shipped.predict([np.arange(1, 9)], np.full(len(FACTS), p, np.float32))[1] for p in (0.1, 0.9))
    assert (high >= low).all()
    assert (high > low).any()


def test_spans_without_text_still_have_a_piece() -> None:
    nlp = pipeline()
    doc = nlp.make_doc("   \n  \n")
    ids, bounds = segment(doc, [], [(0, 3), (4, 6)], VOCABULARY)
    assert all(0 <= start < end <= len(ids) for start, end in bounds)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Hi\n\nab. ba", ["xxparagraph"]),
        ("Hi\n \t\n\nab. ba", ["xxparagraph"]),
        ("Hi\nab. ba", ["xxline"]),
        ("Hi ab. ba", []),
        ("\n\nHi ab. ba", []),
        ("Hi ab.\nba", []),
    ],
)
def test_line_breaks_before_a_sentence_belong_to_it(text: str, marks: list[str]) -> None:
    vocabulary = parse("xxline\nxxparagraph\n▁\t-3\na\t-4\nb\t-4\n")
    names = {number: word for word, number in vocabulary.special.items()}
    second = text.index("ab")
    ids, bounds = segment(pipeline().make_doc(text), [], [(0, second - 1), (second, len(text))], vocabulary)
    assert [names[i] for i in ids if i in names] == marks
    assert [names[i] for i in ids[bounds[1][0] : bounds[1][1]] if i in names] == marks


def test_a_reply_is_read_with_its_paragraphs() -> None:
    vocabulary = parse("xxline\nxxparagraph\n▁\t-3\na\t-4\nb\t-4\n")
    ids = pieces_of(pipeline().make_doc("ab\nab\n\nab"), vocabulary)
    assert (ids == vocabulary.special["xxparagraph"]).sum() == 1
    assert (ids == vocabulary.special["xxline"]).sum() == 0


def test_a_quick_reading_leaves_the_careful_one_out(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    monkeypatch.setattr(Encoder, "__call__", lambda self, doc: called.append(doc) or doc)
    body = "Mike, meet Anna, who knows all about pumps. You two should talk!"
    draft = from_fields({"to": ["Mike <m@hale.example>"], "cc": ["Anna <a@roth.example>"], "body": body})
    check(draft, Config(thorough=False))
    assert not called
    check(draft)
    assert called
