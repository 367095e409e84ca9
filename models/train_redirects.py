"""Train the reader of redirections: `python -m models.train_redirects`. Needs scikit-learn; the result does not.

A candidate is the person pointed to or is not: logistic regression. How sure it must be, the development writers say.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from linter.redirect import redirect
from linter.redirect_candidates import Reading, read
from linter.redirect_features import BUCKETS, features
from linter.redirect_model import RedirectModel
from linter.redirect_patterns import by_pattern
from linter.reply import new_text
from linter.reply_features import is_automatic
from models import sparse
from models.replies import Example, load, parts, same_person

TARGET = Path(__file__).parent / "redirect.npz"
_STRENGTH = 10.0  # inverse of the L2 penalty; of 3, 10, 30 the best when writers are left out
_MAX_INVENTED = 0.03  # share of the development replies without a redirection in which one may be seen
_MEANT, _OTHER, _PART = 1, 0, -1  # what a candidate is; a part of the right words is neither right nor wrong

Array = NDArray[Any]


@dataclass(frozen=True)
class Seen:
    """An example and what is read of it."""

    example: Example
    reading: Reading


def seen(examples: Sequence[Example]) -> list[Seen]:
    """The examples in which somebody may be named: not those that a machine wrote."""
    pairs = [(example, new_text(example.draft)) for example in examples]
    return [Seen(example, read(text)) for example, text in pairs if not is_automatic(text)]


def matrix(replies: Sequence[Seen]) -> csr_matrix:
    """The features of all candidates of the replies, (candidates, BUCKETS)."""
    return sparse.matrix([row for each in replies for row in features(each.reading)], BUCKETS)


def labels(reply: Seen) -> list[int]:
    """What each candidate of a reply is: one is meant where the words of the label are all or part of any, the one nearest in length."""
    wanted, reading = reply.example.redirect, reply.reading
    words = [reading.text[candidate.start : candidate.end] for candidate in reading.candidates]
    same = [same_person(each, wanted) for each in words]
    distance = min((abs(len(each) - len(wanted)) for each, is_same in zip(words, same, strict=True) if is_same), default=0)
    return [
        _OTHER if not is_same else _MEANT if abs(len(each) - len(wanted)) == distance else _PART
        for each, is_same in zip(words, same, strict=True)
    ]


def fit(replies: Sequence[Seen]) -> NDArray[np.float32]:
    """The weights (BUCKETS,), rounded as they are stored."""
    y = np.array([label for each in replies for label in labels(each)])
    x = matrix(replies)[y != _PART]
    learnt = LogisticRegression(C=_STRENGTH, max_iter=1000, tol=1e-4).fit(x, y[y != _PART])
    return np.asarray(learnt.coef_[0].astype(np.float16), np.float32)


def least(best: Array, redirects: Array) -> float:
    """The least threshold at which few enough replies without a redirection have one: `best` (replies,) is the highest score
    of each, `redirects` (replies,) whether it has one."""
    others = np.sort(best[~redirects])[::-1]
    return float(np.nextafter(others[int(_MAX_INVENTED * len(others))], np.inf))


def figures(named: Sequence[str], examples: Sequence[Example]) -> str:
    """How many redirections are named and noticed, and in how many other replies one is seen, in words."""
    pairs = list(zip(named, examples, strict=True))
    pointing = [(name, example.redirect) for name, example in pairs if example.redirect]
    others = [name for name, example in pairs if not example.redirect]
    right, noticed = sum(same_person(*pair) for pair in pointing), sum(bool(name) for name, _ in pointing)
    return f"{right} of {len(pointing)} named, {noticed} noticed; {sum(map(bool, others))} of {len(others)} invented"


def main() -> int:
    """Train on the writers of the training part, choose the threshold by those of the development part, and write `redirect.npz`."""
    split = parts(load())
    weights = fit(seen(split["train"]))
    replies = seen(split["dev"])
    scores = [RedirectModel(weights, -np.inf).scores(each.reading) for each in replies]
    named = [by_pattern(each.reading.text) is not None for each in replies]  # whatever the score
    best = np.array([np.inf if sure else each.max(initial=-np.inf) for each, sure in zip(scores, named, strict=True)], np.float32)
    model = RedirectModel(weights, least(best, np.array([bool(each.example.redirect) for each in replies])))
    model.save(TARGET)
    for language in ("en", "de"):
        chosen = [each for each in replies if each.example.language == language]
        pointed = [redirect(each.reading.text, model) for each in chosen]
        print(f"development, {language}: {figures(pointed, [each.example for each in chosen])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
