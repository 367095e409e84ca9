"""The classifier of answers: softmax over weights that `models/train_replies.py` learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from linter.reply_features import BUCKETS, CLASSES, Ground
from linter.weights import stored

Floats = NDArray[np.float32]

LEAST = 0.4  # an answer less probable than that is none


@dataclass(frozen=True)
class Decision:
    """How log odds become an answer: the weight of the words' and of a second reading's log odds, and the least probability
    of a yes by its `Ground`."""

    words: float
    second: float
    least_yes: tuple[float, ...]

    def probabilities(self, words: Floats, second: Floats) -> Floats:
        """Log odds (..., classes) of both readings to calibrated probabilities (..., classes)."""
        odds = words * np.float32(self.words) + second * np.float32(self.second)
        raised = np.exp(odds - odds.max(axis=-1, keepdims=True))
        return cast(Floats, raised / raised.sum(axis=-1, keepdims=True))

    def decide(self, probabilities: Floats, ground: Ground) -> tuple[str, float]:
        """The answer and how sure it is; where it is not sure enough, "unclear" and how far from sure."""
        best = int(probabilities.argmax())
        answer, confidence = CLASSES[best], float(probabilities[best])
        if answer != "unclear" and confidence < (self.least_yes[ground] if answer == "yes" else LEAST):
            return "unclear", 1 - confidence
        return answer, confidence


@dataclass(frozen=True)
class ReplyModel:
    """Weights (buckets, classes) and bias (classes,) of the words, and how to decide by them and the careful reader."""

    weights: Floats
    bias: Floats
    decision: Decision

    def log_odds(self, features: Mapping[int, float]) -> Floats:
        """What the words say for each class (classes,), in the order of `CLASSES`; not calibrated."""
        buckets = np.fromiter(features, np.int64, len(features))
        values = np.fromiter(features.values(), np.float32, len(features))
        return cast(Floats, values @ self.weights[buckets] + self.bias)

    def decide(self, features: Mapping[int, float], ground: Ground, second: Floats) -> tuple[str, float]:
        """The answer and how sure it is. `second` (classes,) are the log odds of the careful reader."""
        return self.decision.decide(self.decision.probabilities(self.log_odds(features), second), ground)

    def save(self, path: Path) -> None:
        """Write everything to one file, the weights in half precision."""
        settings = np.array([self.decision.words, self.decision.second, *self.decision.least_yes], np.float64)
        np.savez_compressed(path, allow_pickle=False, weights=self.weights.astype(np.float16), bias=self.bias, decision=settings)


def load(path: Path) -> ReplyModel:
    """Read what `save` wrote. Raises ModelError when it cannot be read."""
    weights, bias, decision = stored(path, weights=(BUCKETS, len(CLASSES)), bias=(len(CLASSES),), decision=(2 + len(Ground),))
    words, second, *least_yes = decision.tolist()
    return ReplyModel(weights.astype(np.float32), bias.astype(np.float32), Decision(words, second, tuple(least_yes)))


@cache
def shipped() -> ReplyModel:
    """The model that comes with the package, loaded once."""
    return load(Path(str(files("models") / "replies.npz")))
