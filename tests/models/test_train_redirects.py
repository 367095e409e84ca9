import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.reply import Answer
from models.replies import Example, same_person
from models.train_redirects import figures, labels, least, seen

SENT = datetime.datetime(2026, 11, 12, 9, 0, tzinfo=datetime.UTC)


def example(body: str, redirect: str = "") -> Example:
    return Example("en-test-1", "en", "test", SENT, Answer.NO, "", None, redirect, body)


def labelled(body: str, redirect: str) -> dict[str, int]:
    (reply,) = seen([example(body, redirect)])
    return dict(zip((reply.reading.text[one.start : one.end] for one in reply.reading.candidates), labels(reply), strict=True))


def test_the_words_of_the_label_are_meant_and_parts_of_them_left_out() -> None:
    found = labelled("My cousin is out, try the harbour master.", "the harbour master")
    assert found["the harbour master"] == 1
    assert found["the harbour"] == -1
    assert found["My cousin"] == 0


def test_where_no_candidate_has_the_words_the_nearest_is_meant() -> None:
    found = labelled("Try Lady Hesketh, her agent, Bob.", "her agent, Bob")
    assert found["her agent"] == 1
    assert found["Lady Hesketh"] == 0


def test_without_a_label_nobody_is_meant() -> None:
    assert set(labelled("My cousin Bertil had a boat.", "").values()) == {0}


def test_a_machine_teaches_nothing() -> None:
    assert seen([example("Automatic reply: please write to Petra.", "")]) == []


@given(st.integers(0, 2**32 - 1))
def test_few_enough_pass_the_threshold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    best, redirects = rng.normal(size=500), rng.random(500) < 0.2
    passed = best >= least(best, redirects)
    assert passed[~redirects].mean() <= 0.03
    assert passed[~redirects].sum() >= int(0.03 * (~redirects).sum())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Dr Amari", "Amari", True), ("Your aunt", "your aunt", True), ("Petra", "Bert", False), ("", "Bert", False), ("", "", False)],
)
def test_the_same_person_in_other_words(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same_person(other, one) is same


def test_figures_count_each_kind() -> None:
    examples = [example("Ask Petra.", "Petra"), example("Ask Petra.", "Petra"), example("Petra?"), example("No."), example("Ask Bo.", "Bo")]
    assert figures(["Petra", "Bert", "Petra", "", ""], examples) == "1 of 3 named, 2 noticed; 1 of 2 invented"
