"""Which sentences of an introduction a private question may quote: how sure the careful reader is of it, and how often it is right.

`python -m models.quotable` measures it on writers whose judgements it did not learn from (`corpus.judged`); `calibrate` is part of
`models.train`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linter.encoder import Encoder, log_odds
from linter.pipeline import Floats, sigmoids
from linter.scene import APART, SURE
from models.corpus import judged, load
from models.dataset import Encoded, blank, encode_example
from models.intervals import wilson

Flags = NDArray[np.bool_]
_SHIPPED = Path(__file__).parent / "pipeline" / "askfirst_careful"
_SHARE = 6  # of so many writers the judgements of one are kept for measuring


def is_held_out(name: str) -> bool:
    """Whether the judgements of a draft are not learnt from: all of its writer's or none, by the hash of the writer's name."""
    return hashlib.sha1(name.rpartition("-")[0].encode()).digest()[0] % _SHARE == 0


def calibrate(encoder: Encoder, drafts: list[Encoded]) -> None:
    """Platt scaling of the layer on the judgements held out (Platt 1999), written into the encoder's arrays."""
    from sklearn.linear_model import LogisticRegression

    stated, belongs = _stated(encoder, drafts)
    model = LogisticRegression(C=1.0).fit(log_odds(stated)[:, None], belongs)
    scale = float(model.coef_[0, 0])
    arrays = encoder.packed
    arrays["quote_w"] = (arrays["quote_w"] * scale).astype(np.float32)
    arrays["quote_b"] = (arrays["quote_b"] * scale + model.intercept_).astype(np.float32)


def _stated(encoder: Encoder, drafts: list[Encoded]) -> tuple[Floats, Flags]:
    """Of each sentence whose judgement is held out, the probability that it belongs, and whether it does."""
    signs = {name: told for name, told in judged().items() if is_held_out(name)}
    stated, belongs = [], []
    for draft in (draft for draft in drafts if draft.id in signs):
        seen = encoder.features(list(draft.pieces))
        for n, sign in enumerate(signs[draft.id], start=1):  # the first sentence is the header
            if sign in "+-" and n < len(seen):
                stated.append(seen[n] @ encoder.packed["quote_w"] + encoder.packed["quote_b"][0])
                belongs.append(sign == "+")
    return sigmoids(np.array(stated, np.float32)), np.array(belongs, bool)


def measure(encoder: Encoder, drafts: list[Encoded]) -> str:
    """Shares right of the judgements held out, as lines of text."""
    p, y = _stated(encoder, drafts)
    said = [
        f"{len(y)} sentences of writers held out",
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
