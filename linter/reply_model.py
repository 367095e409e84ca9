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
from linter.reply_features import CLASSES

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class ReplyModel:
    """Weights (buckets, classes), bias (classes,), temperature, and the least probabilities: of a yes where words of doubt
    stand beside it, of a yes, and of any answer."""

    weights: Floats
    bias: Floats
    temperature: float
    least_doubtful: float
    least_yes: float
    least: float

    def probabilities(self, features: Mapping[int, float]) -> Floats:
        """The calibrated probability of each class (classes,), in the order of `CLASSES`."""
        buckets = np.fromiter(features, np.int64, len(features))
        values = np.fromiter(features.values(), np.float32, len(features))
        logits = (values @ self.weights[buckets] + self.bias) / self.temperature
        raised = np.exp(logits - logits.max())
        return cast(Floats, raised / raised.sum())

    def decide(self, features: Mapping[int, float], doubtful: bool) -> tuple[str, float]:
        """The answer and how sure it is; where it is not sure enough, "unclear" and how far from sure."""
        probabilities = self.probabilities(features)
        best = int(probabilities.argmax())
        answer, confidence = CLASSES[best], float(probabilities[best])
        least_yes = self.least_doubtful if doubtful else self.least_yes
        if answer != "unclear" and confidence < (least_yes if answer == "yes" else self.least):
            return "unclear", 1 - confidence
        return answer, confidence

    def save(self, path: Path) -> None:
        """Write everything to one file, the weights in half precision."""
        settings = np.array([self.temperature, self.least_doubtful, self.least_yes, self.least], np.float64)
        weights, bias = self.weights.astype(np.float16), self.bias
        np.savez_compressed(path, allow_pickle=False, weights=weights, bias=bias, settings=settings)


def load(path: Path) -> ReplyModel:
    """Read what `save` wrote. Raises ModelError when it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays: dict[str, NDArray[Any]] = {name: stored[name] for name in ("weights", "bias", "settings")}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the weights cannot be loaded from {path} ({type(error).__name__}); reinstall askfirst") from error
    return ReplyModel(arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32), *map(float, arrays["settings"]))


@cache
def shipped() -> ReplyModel:
    """The model that comes with the package, loaded once."""
    return load(Path(str(files("models") / "replies.npz")))
