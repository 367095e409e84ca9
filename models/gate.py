"""The gate: logistic regression over hashed word pairs."""

from __future__ import annotations

import numpy as np

from linter.pipeline import Floats, Gate, ngrams
from models.dataset import Encoded


def train_gate(interesting: list[Encoded], ordinary: list[Encoded], traps: list[Encoded]) -> Gate:
    """Logistic regression over hashed word pairs. Traps, corpus drafts that are nothing, weigh little: they may pass.

    Two of three interesting drafts get a piece of ordinary mail behind them, or the gate would learn to tell our writers from others.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(0)
    longer = [np.concatenate([d.words, ordinary[rng.integers(len(ordinary))].words[6 : rng.integers(20, 200)]]) for d in interesting * 2]
    texts = [draft.words for draft in interesting] + longer + [draft.words for draft in traps + ordinary]
    gate = Gate()
    buckets = [ngrams(words, len(gate.weights)) for words in texts]
    ends = np.cumsum([0] + [len(b) for b in buckets])
    values = np.concatenate([np.full(len(b), 1 / np.sqrt(len(b))) for b in buckets])
    table = csr_matrix((values, np.concatenate(buckets), ends), shape=(len(texts), len(gate.weights)))
    positive = 3 * len(interesting)
    wanted = np.array([1] * positive + [0] * (len(traps) + len(ordinary)))
    weight = np.array([0.5] * positive + [0.1] * len(traps) + [0.2] * len(ordinary))
    model = LogisticRegression(C=10.0, max_iter=300).fit(table, wanted, weight)
    return Gate(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def gate_scores(gate: Gate, drafts: list[Encoded]) -> Floats:
    """The gate's probabilities for drafts."""
    sums = [gate.bias + gate.weights[ngrams(d.words, len(gate.weights))].sum() / np.sqrt(max(2 * len(d.words) - 1, 1)) for d in drafts]
    return np.asarray(1 / (1 + np.exp(-np.array(sums))), np.float32)
