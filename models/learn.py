"""Teach the quick reader: all labels at once, on the corpus varied anew in each epoch, and on ordinary mail."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import torch
from torch.nn import functional

from linter.pipeline import LABELS, Reader
from models.augment import vary
from models.dataset import Encoded
from models.network import Network, Optimiser, Shape, collate

T = TypeVar("T")
B = TypeVar("B")
FACT_WEIGHT = torch.tensor([2.0, 1.0, 1.0, 1.0, 0.5])  # of each of `FACTS`


def masked_loss(logits: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor | float = 1.0) -> torch.Tensor:
    """Binary cross-entropy over what is known; `wanted` below 0 is unknown."""
    known = (wanted >= 0).float() * weight
    loss = functional.binary_cross_entropy_with_logits(logits, wanted.clamp(min=0), reduction="none")
    return (loss * known).sum() / known.sum().clamp(min=1)


def train_network(
    corpus: list[Encoded], ordinary: list[Encoded], seed: int, *,
    epochs: int = 4, ordinary_share: float = 0.7, rate: float = 1e-3, start: Network | None = None,
) -> Network:  # fmt: skip
    """Train on the corpus, varied anew in each epoch, and on a fresh draw of ordinary mail; `start` is a network to go on from."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = start or Network(Shape())
    shape = network.shape
    averaged = copy.deepcopy(network)
    givers = [draft for draft in corpus if (draft.labels[:, LABELS.index("consent_both")] == 1).any()]
    drawn = min(int(len(corpus) * ordinary_share), len(ordinary))
    size = 16
    steps = epochs * ((len(corpus) + drawn) // size)
    optimiser = Optimiser(network, rate, steps + 2 * epochs)
    step = 0
    for _ in range(epochs):
        network.train()
        drafts = [vary(draft, ordinary, givers, rng) for draft in corpus]
        drafts += [ordinary[i] for i in rng.choice(len(ordinary), drawn, replace=False)] if drawn else []
        for batch in batches([shorten(draft) for draft in drafts], tokens, size, lambda some: collate(some, shape), rng):
            labels, facts = network(batch)
            loss = masked_loss(facts, batch.facts, FACT_WEIGHT) + 25 * masked_loss(labels, batch.labels, 1 + 2 * batch.labels.clamp(min=0))
            optimiser.step(loss)
            step += 1
            if step % 8 == 0:
                _average(averaged, network, 0.9)
    return averaged.eval()


def _average(averaged: Network, network: Network, decay: float) -> None:
    """Exponential moving average of the weights (Polyak): steadier than the last step."""
    with torch.no_grad():
        for mean, now in zip(averaged.parameters(), network.parameters(), strict=True):
            mean.lerp_(now, 1 - decay)


def tokens(draft: Encoded) -> int:
    """How long a draft is."""
    return len(draft.keys)


def batches(
    items: Sequence[T], length: Callable[[T], int], size: int, collate: Callable[[list[T]], B], rng: np.random.Generator
) -> Iterator[B]:
    """Batches of items of like length, in random order."""
    order = sorted(range(len(items)), key=lambda i: length(items[i]) * (0.95 + 0.1 * rng.random()))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    return (collate([items[i] for i in groups[g]]) for g in rng.permutation(len(groups)))


def shorten(draft: Encoded, tokens: int = 500) -> Encoded:
    """A draft cut behind `tokens` tokens, at the end of a sentence."""
    if len(draft.keys) <= tokens:
        return draft
    kept = max(int((draft.bounds[:, 1] <= tokens).sum()), 1)
    end = min(int(draft.bounds[kept - 1][1]), tokens * 2)
    return replace(draft, keys=draft.keys[:end], bounds=np.minimum(draft.bounds[:kept], end), labels=draft.labels[:kept])


def to_reader(network: Network) -> Reader:
    """The trained network as the linter runs it."""
    return Reader(network.arrays(), dict(network.config()))
