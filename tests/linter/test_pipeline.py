"""The shipped pipeline: its shape, its size, and that it forgets."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from linter import check, from_fields
from linter.classify import pipeline
from linter.errors import ModelError
from linter.pipeline import LABELS, Gate, MailLanguage, Reader, norm

FOLDER = Path(models.__file__).parent / "pipeline"
PLAIN = MailLanguage()


def test_the_pipeline_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 10_000_000


def test_spacy_loads_the_pipeline_by_itself() -> None:
    nlp = spacy.load(FOLDER)
    assert nlp.pipe_names == ["askfirst_gate", "askfirst_reader", "askfirst_careful"]


def test_a_missing_pipeline_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        pipeline(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["askfirst_careful/arrays.npz", "askfirst_gate/arrays.npz", "askfirst_reader/config.json", "meta.json"])
@pytest.mark.parametrize("size", [0, 60])
def test_a_file_that_was_cut_off_is_a_model_error(tmp_path: Path, name: str, size: int) -> None:
    copy = tmp_path / "pipeline"
    shutil.copytree(FOLDER, copy)
    with (copy / name).open("r+b") as file:
        file.truncate(size)
    with pytest.raises(ModelError, match="cannot be loaded"):
        pipeline(copy)


@pytest.mark.parametrize("subject", ["Re: the plan for us", "Termin", ""])
@pytest.mark.parametrize(("body", "code"), [("Danke für gestern!", "de"), ("Thanks for that.", "en"), ("12:30?", "und")])
def test_the_language_of_a_harmless_draft_is_that_of_its_text(body: str, code: str, subject: str) -> None:
    fields = {"from": "c@voss.example", "to": ["Mike Hale <mike@gmail.com>"], "subject": subject, "body": body}
    assert check(from_fields(fields)).language == code


def test_components_survive_the_disk(tmp_path: Path) -> None:
    gate = Gate(np.arange(2**16, dtype=np.float32) / 2**16, 0.5)
    gate.to_disk(tmp_path / "gate")
    again = Gate().from_disk(tmp_path / "gate")
    assert again.bias == 0.5
    assert np.allclose(again.weights, gate.weights, atol=1e-3)
    shipped: Reader = pipeline().get_pipe("askfirst_reader")
    shipped.to_disk(tmp_path / "reader")
    keys, bounds = np.arange(40, dtype=np.uint64).reshape(10, 4), np.array([[0, 5], [5, 10]])
    for one, other in zip(shipped.predict(keys, bounds), Reader().from_disk(tmp_path / "reader").predict(keys, bounds), strict=True):
        assert np.allclose(one, other)


@pytest.mark.parametrize(
    ("word", "known_as"), [("Anna@x.example", "xxaddress"), ("https://x.example", "xxlink"), ("2026", "0000"), ("Ja", "ja")]
)
def test_words_are_known_by_their_norm(word: str, known_as: str) -> None:
    assert norm(word) == known_as


def test_a_check_leaves_no_words_behind() -> None:
    fields = {
        "to": ["Mike <m@hale.example>"],
        "cc": ["Anna <a@roth.example>"],
        "body": "Mike, meet Anna, the qwertzuiopas of yxcvbnmlkjhg.",
    }
    check(from_fields(fields))
    vocab = pipeline().vocab
    assert "qwertzuiopas" not in vocab.strings
    assert "yxcvbnmlkjhg" not in vocab.strings


def test_the_same_draft_gets_the_same_report_whatever_came_before() -> None:
    draft = from_fields({"to": ["Mike <m@hale.example>"], "cc": ["Anna <a@roth.example>"], "body": "Mike, meet Anna, who knows pumps."})
    first = check(draft)
    check(from_fields({"to": ["x@y.example"], "body": "Something else altogether."}))
    assert check(draft) == first


def test_labels_have_a_column_each() -> None:
    assert len(set(LABELS)) == len(LABELS)


PIECES = st.sampled_from(
    [
        "Hi Mike,",
        "meet Anna!",
        "\x00",
        "\u202e",
        "\ud800",
        "> quoted",
        "\n\n",
        "-- \n",
        "Anna (cc)",
        "x" * 500,
        "Grüße",
        "www.x.example",
        "🙂",
        " ",
    ]
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=200)), st.lists(st.text(max_size=30), max_size=3))
def test_any_draft_gets_a_report_with_offsets_into_its_body(body: str, to: list[str]) -> None:
    draft = from_fields({"from": "c@v.example", "to": to, "cc": ["Anna <a@r.example>", "m@h.example"], "body": body})
    report = check(draft)
    assert 0 <= report.confidence <= 1
    for finding in report.findings:
        for evidence in finding.evidence:
            assert body[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    "body", ["x" * 200_000, "a b " * 50_000, "\n" * 200_000, "> " * 100_000, "Anna " * 40_000, "(" * 200_000, "On " * 60_000]
)
def test_a_huge_draft_is_judged_up_to_the_limit(body: str) -> None:
    report = check(from_fields({"to": ["Mike <m@hale.example>"], "cc": ["Anna <a@roth.example>"], "body": "Mike, meet Anna! " + body}))
    assert (report.unjudged > 0) is (len(body) + 17 > 200_000)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_words_of_letters_alone_are_split_as_spacy_splits_them(text: str) -> None:
    assert [token.text for token in pipeline().make_doc(text)] == [token.text for token in PLAIN.make_doc(text)]


def test_no_expression_of_the_tokenizer_finds_anything_in_a_letter() -> None:
    tokenizer = PLAIN.tokenizer
    letters = [letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.isalpha()]
    for search in (tokenizer.prefix_search, tokenizer.suffix_search, tokenizer.url_match):  # type: ignore[attr-defined]
        assert not any(map(search, letters))
    assert not any(next(iter(tokenizer.infix_finditer(letter)), None) for letter in letters)  # type: ignore[attr-defined]
