"""The classifier of answers: softmax over weights that `models/train_replies.py` learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from linter.errors import ModelError
from linter.reply_features import CLASSES, Ground

Floats = NDArray[np.float32]

LEAST = 0.4  # an answer less probable than that is none


@dataclass(frozen=True)
class Decision:
    """How log odds become an answer: the weight of the words' and of a second reading's log odds, and the least probability
    of a yes by its `Ground`."""

    words: float
    second: float
    least_yes: tuple[float, ...]

    def probabilities(self, words: Floats, second: Floats | None = None) -> Floats:
        """Log odds (..., classes) of both readings to calibrated probabilities (..., classes)."""
        odds = words * np.float32(self.words) if second is None else words * np.float32(self.words) + second * np.float32(self.second)
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
    """Weights (buckets, classes), bias (classes,), and how to decide by the words alone and, if trained, with a second reading."""

    weights: Floats
    bias: Floats
    alone: Decision
    both: Decision | None = None

    def log_odds(self, features: Mapping[int, float]) -> Floats:
        """What the words say for each class (classes,), in the order of `CLASSES`; not calibrated."""
        buckets = np.fromiter(features, np.int64, len(features))
        values = np.fromiter(features.values(), np.float32, len(features))
        return cast(Floats, values @ self.weights[buckets] + self.bias)

    def decide(self, features: Mapping[int, float], ground: Ground, second: Floats | None = None) -> tuple[str, float]:
        """The answer and how sure it is. `second` (classes,) is ignored by a model that was not trained with one."""
        if second is None or self.both is None:
            return self.alone.decide(self.alone.probabilities(self.log_odds(features)), ground)
        return self.both.decide(self.both.probabilities(self.log_odds(features), second), ground)

    def save(self, path: Path) -> None:
        """Write everything to one file, the weights in half precision."""
        decisions = {name: d for name, d in (("alone", self.alone), ("both", self.both)) if d}
        settings = {name: np.array([d.words, d.second, *d.least_yes], np.float64) for name, d in decisions.items()}
        np.savez_compressed(path, allow_pickle=False, weights=self.weights.astype(np.float16), bias=self.bias, **settings)


def load(path: Path) -> ReplyModel:
    """Read what `save` wrote. Raises ModelError when it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays: dict[str, NDArray[Any]] = {name: stored[name] for name in stored.files}
        decisions = {name: _decision(arrays[name].tolist()) for name in ("alone", "both") if name in arrays}
        weights, bias = arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32)
        return ReplyModel(weights, bias, decisions["alone"], decisions.get("both"))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the weights cannot be loaded from {path} ({type(error).__name__}); reinstall askfirst") from error


def _decision(values: list[float]) -> Decision:
    return Decision(values[0], values[1], tuple(values[2:]))


@cache
def shipped() -> ReplyModel:
    """The model that comes with the package, loaded once."""
    return load(Path(str(files("models") / "replies.npz")))
