"""Which sentences of an introduction a private question may quote: one more layer of the careful reader, taught from judgements of our own.

`python -m models.quotable` says how well it does on writers it did not learn from; `fit` is part of `models.train`.
`corpus/quotable.tsv` holds the judgements: draft, and for each sentence of its new text "+" (belongs), "-" (does not) or "o" (either, or
not judged).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linter.encoder import Encoder
from linter.evidence import APART, SURE
from linter.pipeline import Floats, sigmoids
from models.corpus import FOLDER, load
from models.dataset import Encoded, blank, encode_example
from models.e5 import WIDTH
from models.intervals import wilson

Flags = NDArray[np.bool_]
JUDGED = FOLDER / "quotable.tsv"
_SHIPPED = Path(__file__).parent / "pipeline" / "askfirst_careful"
_FOLDS = 8


def judged(path: Path = JUDGED) -> dict[str, str]:
    """The judgements: id of a draft -> a sign for each sentence."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def fit(encoder: Encoder, drafts: list[Encoded]) -> None:
    """Write the weights of the layer into the encoder's arrays."""
    x, y, _ = _rows(encoder, drafts)
    encoder.packed["quote_w"], encoder.packed["quote_b"] = _learnt(x, y)


def _learnt(x: Floats, y: Flags) -> tuple[Floats, Floats]:
    """Logistic regression, the pooled pieces weighed less than the sentence in context: weights (features,) and bias (1,)."""
    from sklearn.linear_model import LogisticRegression

    weight = np.where(np.arange(x.shape[1]) < 2 * WIDTH, np.float32(0.3), np.float32(1))
    model = LogisticRegression(C=0.3, max_iter=2000).fit(x * weight, y)
    return (model.coef_[0] * weight).astype(np.float32), model.intercept_.astype(np.float32)


def _rows(encoder: Encoder, drafts: list[Encoded]) -> tuple[Floats, Flags, list[str]]:
    """Of each judged sentence what the reader sees, whether it belongs, and the draft's writer."""
    signs = judged()
    x, y, writers = [], [], []
    for draft in drafts:
        if draft.id in signs:
            seen = encoder.features(list(draft.pieces))
            for n, sign in enumerate(signs[draft.id], start=1):  # the first sentence is the header
                if sign in "+-" and n < len(seen):
                    x.append(seen[n])
                    y.append(sign == "+")
                    writers.append(draft.id.rpartition("-")[0])
    return np.stack(x), np.array(y, bool), writers


def measure(encoder: Encoder, drafts: list[Encoded]) -> str:
    """Shares right on writers the layer did not learn from, as lines of text."""
    x, y, writers = _rows(encoder, drafts)
    fold = {writer: n % _FOLDS for n, writer in enumerate(sorted(set(writers)))}
    folds = np.array([fold[writer] for writer in writers])
    p = np.zeros(len(y))
    for k in range(_FOLDS):
        weights, bias = _learnt(x[folds != k], y[folds != k])
        p[folds == k] = sigmoids(x[folds == k] @ weights + bias)
    said = [
        f"{len(y)} sentences of {len(set(writers))} writers",
        f"right at one half {_share((p >= 0.5) == y)}",
        f"set apart (below {APART}): {_share(p[~y] < APART)} of those that do not belong, {_share(p[y] < APART)} of those that do",
        f"added (above {SURE}): {_share(p[y] > SURE)} of those that belong, {_share(p[~y] > SURE)} of those that do not",
    ]
    return "\n".join(said)


def _share(right: Flags) -> str:
    found = wilson(int(right.sum()), len(right))
    return f"{found['share']:.1%} [{found['low']:.1%}, {found['high']:.1%}]"


def main() -> None:
    """Measure with the shipped careful reader."""
    encoder = Encoder().from_disk(_SHIPPED)
    signs = judged()
    nlp = blank()
    print(measure(encoder, [encode_example(e, nlp, encoder.subwords) for e in load() if e.id in signs]))


if __name__ == "__main__":
    main()
