"""Train the classifier of answers: `python -m models.train_replies`. Needs scikit-learn; the result does not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from linter.reply import new_text
from linter.reply_features import BUCKETS, CLASSES, features, is_doubtful
from linter.reply_model import ReplyModel
from models.replies import Example, folds, load, parts

TARGET = Path(__file__).parent / "replies.npz"
_STRENGTH = 30.0  # inverse of the L2 penalty; of 10, 30, 100, 300 the best when writers are left out
_MAX_FALSE_YES = 0.005  # share of true no's read as yes that is allowed among the writers left out
_LEAST = 0.4  # an answer less probable than that is none
_LEAST_YES = 0.6  # and a yes that is less probable than that, whatever the writers left out allow

Array = NDArray[Any]


def matrix(examples: list[Example]) -> csr_matrix:
    """The features of the examples, (examples, BUCKETS)."""
    rows = [features(new_text(example.draft)) for example in examples]
    ends = np.cumsum([0] + [len(row) for row in rows])
    values = np.array([value for row in rows for value in row.values()])
    return csr_matrix((values, [bucket for row in rows for bucket in row], ends), shape=(len(rows), BUCKETS))


def labels(examples: list[Example]) -> Array:
    """The numbers (examples,) of their answers in `CLASSES`."""
    return np.array([CLASSES.index(example.answer.value) for example in examples])


def _fit(x: csr_matrix, y: Array) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=1000, tol=1e-3, class_weight="balanced").fit(x, y)


def left_out(x: csr_matrix, y: Array, groups: Array) -> Array:
    """The logits (examples, classes) of each example under a model that has not seen its writer."""
    logits = np.zeros((len(y), len(CLASSES)))
    for group in sorted(set(groups.tolist())):
        held = groups == group
        logits[held] = _fit(x[~held], y[~held]).decision_function(x[held])
    return logits


def softmax(logits: Array) -> Array:
    """Logits (n, classes) to probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def temperature(logits: Array, y: Array) -> float:
    """What to divide logits by so that probabilities are true shares (Guo 2017)."""

    def loss(value: float) -> float:
        return float(-np.log(softmax(logits / value)[np.arange(len(y)), y] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5), method="bounded").x)


def least_yes(probabilities: Array, y: Array, doubtful: Array) -> tuple[float, float]:
    """The least thresholds, for doubtful texts and for others, at which few enough true no's are read as yes.

    Of the pairs that allow that, the one that turns the fewest true yes's away.
    """
    yes, no = CLASSES.index("yes"), CLASSES.index("no")
    best = probabilities.argmax(axis=1) == yes
    shares = probabilities[:, yes]
    allowed = int(_MAX_FALSE_YES * (y == no).sum())
    found: list[tuple[int, float, float]] = []
    for let_through in range(allowed + 1):
        pair = [_threshold(shares[best & (y == no) & (doubtful == d)], n) for d, n in ((True, let_through), (False, allowed - let_through))]
        lost = best & (y == yes) & (shares < np.where(doubtful, pair[0], pair[1]))
        found.append((int(lost.sum()), pair[0], pair[1]))
    return min(found)[1:]


def _threshold(wrong: Array, let_through: int) -> float:
    ordered = np.sort(wrong)[::-1]
    return max(_LEAST_YES, float(ordered[let_through]) + 1e-4 if len(ordered) > let_through else 0.0)


def main() -> int:
    """Train on all writers but those of the test part and write `replies.npz`."""
    examples = parts(load())["train"]
    x, y = matrix(examples), labels(examples)
    logits = left_out(x, y, np.array(folds(examples)))
    scale = temperature(logits, y)
    probabilities = softmax(logits / scale)
    doubtful = np.array([is_doubtful(new_text(example.draft)) for example in examples])
    thresholds = least_yes(probabilities, y, doubtful)
    found = _fit(x, y)
    model = ReplyModel(found.coef_.T.astype(np.float32), found.intercept_.astype(np.float32), scale, *thresholds, _LEAST)
    model.save(TARGET)
    right = float((probabilities.argmax(axis=1) == y).mean())
    print(f"{len(y)} replies; left out: {right:.1%} right; temperature {scale:.2f}")
    print(f"least probability of a yes: {thresholds[0]:.2f} beside words of doubt, else {thresholds[1]:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
