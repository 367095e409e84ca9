"""The reader of redirections: logistic regression over candidates, with weights that `models/train_redirects.py` learnt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from linter.redirect_candidates import Candidate, Reading
from linter.redirect_features import BUCKETS, features
from linter.weights import stored

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class RedirectModel:
    """Weights (buckets,), and the least log odds (less the bias, which all candidates share) of a person who is pointed to."""

    weights: Floats
    least: float

    def scores(self, reading: Reading) -> Floats:
        """The log odds (candidates,) of each candidate to be the person pointed to, less the bias."""
        found = [
            np.fromiter(row.values(), np.float32, len(row)) @ self.weights[np.fromiter(row, np.int64, len(row))]
            for row in features(reading)
        ]
        return cast(Floats, np.array(found, np.float32))

    def best(self, reading: Reading) -> Candidate | None:
        """The likeliest candidate, the first of equals; None if none is likely enough."""
        scores = self.scores(reading)
        return reading.candidates[int(scores.argmax())] if len(scores) and scores.max() >= self.least else None

    def save(self, path: Path) -> None:
        """Write everything to one file, the weights in half precision."""
        np.savez_compressed(path, allow_pickle=False, weights=self.weights.astype(np.float16), least=np.float64(self.least))


def load(path: Path) -> RedirectModel:
    """Read what `save` wrote. Raises ModelError when it cannot be read."""
    weights, least = stored(path, weights=(BUCKETS,), least=())
    return RedirectModel(weights.astype(np.float32), float(least))


@cache
def shipped() -> RedirectModel:
    """The model that comes with the package, loaded once."""
    return load(Path(str(files("models") / "redirect.npz")))
