from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.errors import ModelError
from linter.reply_features import CLASSES, Ground
from linter.reply_model import Decision, ReplyModel, load
from models import replies
from models.train_replies import decided, decision, least_yes, second_reading

YES, NO = CLASSES.index("yes"), CLASSES.index("no")
RNG = np.random.default_rng(7)
TRUTH = RNG.integers(0, len(CLASSES), 400)
GROUNDS = RNG.integers(0, len(Ground), 400)


def odds(strength: float) -> np.ndarray:
    """Log odds that are right the more often the stronger they are."""
    return (strength * np.eye(len(CLASSES))[TRUTH] + RNG.normal(size=(400, len(CLASSES)))).astype(np.float32)


def test_a_second_reading_that_knows_more_is_believed_more_and_helps() -> None:
    words, second = odds(1.0), odds(3.0)
    alone, both = decision(words, None, TRUTH, GROUNDS), decision(words, second, TRUTH, GROUNDS)
    assert both.second > both.words > 0
    right = [(found.probabilities(words, other).argmax(axis=1) == TRUTH).mean() for found, other in ((alone, None), (both, second))]
    assert right[1] > right[0]


def test_a_second_reading_of_noise_is_hardly_believed() -> None:
    found = decision(odds(3.0), odds(0.0), TRUTH, GROUNDS)
    assert found.second < found.words / 5


@given(st.integers(0, 2**32 - 1), st.floats(0, 4))
def test_few_enough_noes_pass_the_thresholds(seed: int, strength: float) -> None:
    rng = np.random.default_rng(seed)
    truth, grounds = rng.integers(0, 4, 600), rng.integers(0, len(Ground), 600)
    words = strength * np.eye(4, dtype=np.float32)[truth] + rng.normal(size=(600, 4)).astype(np.float32)
    found = Decision(1.0, 0.0, least_yes(Decision(1.0, 0.0, ()).probabilities(words), truth, grounds))
    answers = decided(found, words, None, grounds)
    assert ((answers == YES) & (truth == NO)).sum() <= 0.005 * (truth == NO).sum()


def test_log_odds_come_in_the_order_of_the_replies(tmp_path: Path) -> None:
    examples = replies.load()[:3]
    ids = [example.id for example in examples]
    path = tmp_path / "odds.npz"
    np.savez(path, ids=np.array(ids[::-1]), odds=np.array([[i] * 4 for i in (2, 1, 0)], np.float32))
    assert second_reading(path, examples)[:, 0].tolist() == [0, 1, 2]
    np.savez(path, ids=np.array(ids[:1]), odds=np.zeros((1, 4), np.float32))
    with pytest.raises(ValueError, match=rf"no log odds of {ids[1]} and 1 more"):
        second_reading(path, examples)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    alone, both = Decision(0.5, 0.0, (0.6, 0.7, 0.8)), Decision(0.25, 2.0, (0.9, 0.95, 1.0))
    weights, bias = np.eye(8, 4, dtype=np.float32), np.arange(4, dtype=np.float32)
    for model in (ReplyModel(weights, bias, alone), ReplyModel(weights, bias, alone, both)):
        model.save(tmp_path / "model.npz")
        found = load(tmp_path / "model.npz")
        assert (found.alone, found.both) == (model.alone, model.both)
        assert np.array_equal(found.weights, weights)
    (tmp_path / "model.npz").write_bytes(b"PK junk")
    with pytest.raises(ModelError, match="reinstall"):
        load(tmp_path / "model.npz")


def test_a_second_reading_can_turn_an_answer_only_where_it_was_trained() -> None:
    weights, bias = np.zeros((8, 4), np.float32), np.array([3, 0, 0, 0], np.float32)
    alone, both = Decision(1.0, 0.0, (0.5, 0.5, 0.5)), Decision(1.0, 1.0, (0.5, 0.5, 0.5))
    against = np.array([-9, 9, -9, -9], np.float32)
    assert ReplyModel(weights, bias, alone).decide({0: 1.0}, Ground.CLEAR, against)[0] == "yes"
    trained = ReplyModel(weights, bias, alone, both)
    assert trained.decide({0: 1.0}, Ground.CLEAR)[0] == "yes"
    assert trained.decide({0: 1.0}, Ground.CLEAR, against)[0] == "no"


@pytest.mark.parametrize(("ground", "answer"), [(Ground.CLEAR, "yes"), (Ground.DOUBTFUL, "yes"), (Ground.MISSING, "unclear")])
def test_a_yes_that_rests_on_less_must_be_surer(ground: Ground, answer: str) -> None:
    model = ReplyModel(np.zeros((8, 4), np.float32), np.array([3, 0, 0, 0], np.float32), Decision(1.0, 0.0, (0.5, 0.8, 0.99)))
    assert model.decide({0: 1.0}, ground)[0] == answer
