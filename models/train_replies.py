"""Train the classifier of answers: `python -m models.train_replies`. Needs scikit-learn; the result does not.

How much to believe the words and the careful reader of the shipped pipeline, neither of which has seen them, the development writers say.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from linter.classify import heard, pipeline
from linter.reply import new_text
from linter.reply_features import BUCKETS, CLASSES, Ground, features, ground
from linter.reply_model import Decision, ReplyModel
from models import sparse
from models.replies import Example, load, parts

TARGET = Path(__file__).parent / "replies.npz"
_STRENGTH = 10.0  # inverse of the L2 penalty; of 3, 6, 10, 20 among the best on the development writers
_MAX_FALSE_YES = 0.002  # share of true no's read as yes allowed among the development writers: chosen on them, it is higher on others
_LEAST_YES = 0.6  # a yes that is less probable than that is none, whatever those writers allow

Array = NDArray[Any]


def matrix(examples: list[Example]) -> csr_matrix:
    """The features of the examples, (examples, BUCKETS)."""
    return sparse.matrix([features(new_text(example.draft)) for example in examples], BUCKETS)


def labels(examples: list[Example]) -> Array:
    """The numbers (examples,) of their answers in `CLASSES`."""
    return np.array([CLASSES.index(example.answer.value) for example in examples])


def _fit(x: csr_matrix, y: Array) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=1000, tol=1e-3, class_weight="balanced").fit(x, y)


def decision(words: Array, second: Array, y: Array, grounds: Array) -> Decision:
    """The weights of the log odds by which probabilities are true shares (Guo 2017), and the thresholds they ask for."""

    def loss(weights: Array) -> float:
        probabilities = Decision(weights[0], weights[1], ()).probabilities(words, second)
        return float(-np.log(probabilities[np.arange(len(y)), y] + 1e-12).mean())

    found = minimize(loss, np.full(2, 0.5), method="Nelder-Mead", bounds=[(0, 5)] * 2).x
    weights = float(found[0]), float(found[1])
    return Decision(*weights, least_yes(Decision(*weights, ()).probabilities(words, second), y, grounds))


def least_yes(probabilities: Array, y: Array, grounds: Array) -> tuple[float, ...]:
    """The least thresholds by ground at which few enough true no's are read as yes.

    Of those that allow that, the ones that turn the fewest true yes's away.
    """
    yes, no = CLASSES.index("yes"), CLASSES.index("no")
    best = probabilities.argmax(axis=1) == yes
    shares = probabilities[:, yes]
    allowed = int(_MAX_FALSE_YES * (y == no).sum())
    found: list[tuple[int, tuple[float, ...]]] = []
    for let_through in product(range(allowed + 1), repeat=len(Ground)):
        if sum(let_through) <= allowed:
            limits = [_threshold(shares[best & (y == no) & (grounds == g)], n) for g, n in zip(Ground, let_through, strict=True)]
            lost = best & (y == yes) & (shares < np.array(limits)[grounds])
            found.append((int(lost.sum()), tuple(limits)))
    return min(found)[1]


def _threshold(wrong: Array, let_through: int) -> float:
    ordered = np.sort(wrong)[::-1]
    return max(_LEAST_YES, float(ordered[let_through]) + 1e-4 if len(ordered) > let_through else 0.0)


def decided(found: Decision, words: Array, second: Array, grounds: Array) -> Array:
    """The numbers (examples,) of the answers decided on."""
    probabilities = found.probabilities(words, second)
    return np.array([CLASSES.index(found.decide(p, Ground(g))[0]) for p, g in zip(probabilities, grounds, strict=True)])


def main() -> int:
    """Train on the writers of the training part, decide by those of the development part, and write `replies.npz`."""
    split = parts(load())
    learnt = _fit(matrix(split["train"]), labels(split["train"]))
    weights, bias = learnt.coef_.T.astype(np.float32), learnt.intercept_.astype(np.float32)
    y = labels(split["dev"])
    texts = [new_text(example.draft) for example in split["dev"]]
    words = np.asarray(matrix(split["dev"]) @ weights + bias, np.float32)
    second = np.stack([heard(text, pipeline()) for text in texts])
    grounds = np.array([ground(text) for text in texts])
    found = decision(words, second, y, grounds)
    answers = decided(found, words, second, grounds)
    yes, no = CLASSES.index("yes"), CLASSES.index("no")
    false = (answers == yes) & (y == no)
    print(f"development: {(answers == y).mean():.1%} right, {false.sum()} of {(y == no).sum()} no's read as yes")
    print(f"  {(answers[y == yes] == yes).mean():.1%} of the yes's found; {found}")
    ReplyModel(weights, bias, found).save(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
