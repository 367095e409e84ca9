from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.errors import ModelError
from linter.reply_features import BUCKETS, CLASSES, Ground
from linter.reply_model import Decision, ReplyModel, load
from models.train_replies import decided, decision, least_yes

YES, NO = CLASSES.index("yes"), CLASSES.index("no")
RNG = np.random.default_rng(7)
TRUTH = RNG.integers(0, len(CLASSES), 400)
GROUNDS = RNG.integers(0, len(Ground), 400)


def odds(strength: float) -> np.ndarray:
    """Log odds that are right the more often the stronger they are."""
    return (strength * np.eye(len(CLASSES))[TRUTH] + RNG.normal(size=(400, len(CLASSES)))).astype(np.float32)


def test_the_reading_that_knows_more_is_believed_more() -> None:
    found = decision(odds(1.0), odds(3.0), TRUTH, GROUNDS)
    assert found.second > found.words > 0


def test_two_readings_are_better_than_one() -> None:
    words, second = odds(1.5), odds(1.5)
    both = decision(words, second, TRUTH, GROUNDS).probabilities(words, second).argmax(axis=1)
    assert (both == TRUTH).mean() > (words.argmax(axis=1) == TRUTH).mean()


def test_a_reading_of_noise_is_hardly_believed() -> None:
    found = decision(odds(3.0), odds(0.0), TRUTH, GROUNDS)
    assert found.second < found.words / 5


@given(st.integers(0, 2**32 - 1), st.floats(0, 4))
def test_few_enough_noes_pass_the_thresholds(seed: int, strength: float) -> None:
    rng = np.random.default_rng(seed)
    truth, grounds = rng.integers(0, 4, 600), rng.integers(0, len(Ground), 600)
    words = strength * np.eye(4, dtype=np.float32)[truth] + rng.normal(size=(600, 4)).astype(np.float32)
    found = Decision(1.0, 0.0, least_yes(Decision(1.0, 0.0, ()).probabilities(words, words), truth, grounds))
    answers = decided(found, words, words, grounds)
    assert ((answers == YES) & (truth == NO)).sum() <= 0.005 * (truth == NO).sum()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    model = ReplyModel(np.eye(BUCKETS, 4, dtype=np.float32), np.arange(4, dtype=np.float32), Decision(0.25, 2.0, (0.9, 0.95, 1.0)))
    model.save(tmp_path / "model.npz")
    found = load(tmp_path / "model.npz")
    assert found.decision == model.decision
    assert np.array_equal(found.weights, model.weights)
    (tmp_path / "model.npz").write_bytes(b"PK junk")
    with pytest.raises(ModelError, match="reinstall"):
        load(tmp_path / "model.npz")


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    for model in (
        ReplyModel(np.eye(BUCKETS, 4, dtype=np.float32), np.arange(4, dtype=np.float32), Decision(0.25, 2.0, (0.9,))),
        ReplyModel(np.eye(8, 4, dtype=np.float32), np.arange(4, dtype=np.float32), Decision(0.25, 2.0, (0.9, 0.95, 1.0))),
    ):
        model.save(tmp_path / "model.npz")
        with pytest.raises(ModelError, match="reinstall"):
            load(tmp_path / "model.npz")


def test_the_careful_reader_can_turn_an_answer() -> None:
    model = ReplyModel(np.zeros((8, 4), np.float32), np.array([3, 0, 0, 0], np.float32), Decision(1.0, 1.0, (0.5, 0.5, 0.5)))
    assert model.decide({0: 1.0}, Ground.CLEAR, np.zeros(4, np.float32))[0] == "yes"
    assert model.decide({0: 1.0}, Ground.CLEAR, np.array([-9, 9, -9, -9], np.float32))[0] == "no"


@pytest.mark.parametrize(("ground", "answer"), [(Ground.CLEAR, "yes"), (Ground.DOUBTFUL, "yes"), (Ground.MISSING, "unclear")])
def test_a_yes_that_rests_on_less_must_be_surer(ground: Ground, answer: str) -> None:
    model = ReplyModel(np.zeros((8, 4), np.float32), np.array([3, 0, 0, 0], np.float32), Decision(1.0, 0.0, (0.5, 0.8, 0.99)))
    assert model.decide({0: 1.0}, ground, np.zeros(4, np.float32))[0] == answer
