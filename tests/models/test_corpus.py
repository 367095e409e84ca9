"""The corpus keeps to its guide, and its parts stay apart."""

from pathlib import Path

import pytest

from linter.body import split as body_split
from linter.pipeline import MARKS
from linter.sentences import sentences
from models.corpus import Example, judged, latest, load, main, parts, read
from models.dataset import blank, encode_example, to_draft

EXAMPLES = load()


def test_every_draft_keeps_to_the_guide() -> None:
    assert len(EXAMPLES) >= 2_000
    assert all(sum(example.language == code for example in EXAMPLES) >= 1_000 for code in ("en", "de"))


def test_writers_and_scenarios_belong_to_one_part_only() -> None:
    split = parts(EXAMPLES)
    owners = {part: {(e.language, e.writer) for e in examples} for part, examples in split.items()}
    scenarios = {part: {(e.language, e.scenario.lower()) for e in examples} for part, examples in split.items()}
    for one, other in (("train", "dev"), ("train", "test"), ("dev", "test")):
        assert not owners[one] & owners[other]
        assert not scenarios[one] & scenarios[other]


def test_the_latest_writers_are_for_training() -> None:
    assert latest() <= {f"{example.language}-{example.writer}" for example in parts(EXAMPLES)["train"]}


def test_no_draft_is_written_twice() -> None:
    assert len({" ".join(example.body.split()) for example in EXAMPLES}) == len(EXAMPLES)


def test_all_addresses_are_reserved_examples() -> None:
    for example in EXAMPLES:
        draft = to_draft(example)
        for person in (*draft.recipients, *([draft.sender] if draft.sender else [])):
            assert not person.domain or person.domain.endswith(".example"), example.id


def test_marks_stand_in_new_text() -> None:
    nlp = blank()
    lost = sum(
        len({(m.start, m.label) for m in e.marks}) - int((encode_example(e, nlp).labels[:, : len(MARKS)] == 1).sum()) for e in EXAMPLES
    )
    assert lost <= sum(len(e.marks) for e in EXAMPLES) * 0.02


def test_judgements_of_what_may_be_quoted_fit_their_drafts() -> None:
    split = parts(EXAMPLES)
    known = {example.id: example for part in ("train", "dev") for example in split[part]}
    for identifier, signs in judged().items():
        body = to_draft(known[identifier]).body
        count = sum(len(sentences(body, start, end)) for start, end in body_split(body).new)
        assert len(signs) == count, identifier
        assert set(signs) <= set("+-o"), identifier


def draft(**changes: str) -> str:
    fields = {"verdict": "other", "findings": "", "scenario": "x / y"} | changes
    return "=== en-x-001\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n{describe}Hello.\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (draft(verdict="nonsense"), "unknown verdict"),
        (draft(findings="AF999"), "unknown findings"),
        (draft(findings="AF101"), "AF103 only"),
        (draft(verdict="unannounced_introduction", findings="AF101"), "needs two sides"),
        (draft(verdict="unannounced_introduction", findings="AF101", sides="A = asked | B = unknown"), "do not agree"),
        (draft(verdict="permitted_introduction", sides="A = asked | B = unknown"), "every side asked"),
        (draft(colour="red"), "unknown field"),
        (draft().replace("{describe}", "{describ}"), "unknown mark"),
        (draft().replace("---\n", ""), "no line '---'"),
    ],
)
def test_a_broken_draft_is_named(tmp_path: Path, text: str, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "en-x.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        list(read(path))
    assert main([str(path)]) == 1
    assert "en-x-001" in capsys.readouterr().err


def test_marks_leave_the_body_and_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "en-x.txt"
    path.write_text(draft(), encoding="utf-8")
    (example,) = read(path)
    assert isinstance(example, Example)
    assert example.body == "Hello.\n"
    assert [(mark.start, mark.label) for mark in example.marks] == [(0, "describe")]
    assert "describe" in MARKS
