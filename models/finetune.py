"""Teach the careful reader: all labels at once, on the corpus varied anew in each epoch, and on ordinary mail."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from torch.nn import functional

from linter.pipeline import LABELS, Floats
from models.answers import Answered, collate_answers
from models.augment import hide_words, vary
from models.careful import CarefulNetwork, collate_pieces
from models.dataset import Encoded
from models.learn import batches, masked_loss

SIZE = 16  # drafts of one step
REPLIES = 8  # of one step
FACT_WEIGHT = torch.tensor([2.0, 1.0, 1.0, 1.0, 0.5])


def finetune(
    network: CarefulNetwork, corpus: list[Encoded], ordinary: list[Encoded], replies: list[Answered], seed: int, *,
    epochs: int = 7, first: int = 0, ordinary_share: float = 0.2, rate: float = 2e-4, head_rate: float = 1e-3,
    after: Callable[[int, CarefulNetwork], None] | None = None,
) -> CarefulNetwork:  # fmt: skip
    """Train in place and return the network: drafts and replies to questions, by turns.

    Drafts are varied, but in the last two epochs left as their writers wrote them; in the last third weights are rounded as they will ship.
    The learning rates rise over the first twentieth of all steps and fall to nothing by the last; `first` is the epoch to go on from.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng([seed, first])
    givers = [draft for draft in corpus if (draft.labels[:, LABELS.index("consent_both")] == 1).any()]
    drawn = min(int(len(corpus) * ordinary_share), len(ordinary))
    each = -(-(len(corpus) + drawn) // SIZE)
    steps, done = epochs * each, first * each
    encoder = [weights for name, weights in network.named_parameters() if not name.startswith("head.")]
    groups = [{"params": encoder, "lr": rate}, {"params": network.head.parameters(), "lr": head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min((done + at) / 0.05, (steps - done - at) / 0.95) / steps)
    started = time.monotonic()
    for epoch in range(first, epochs):
        network.train()
        network.round_weights(epoch >= epochs * 2 / 3)
        drafts = [vary(d, ordinary, givers, rng, most=4, mixed=0.3) if epoch < epochs - 2 else hide_words(d, rng) for d in corpus]
        drafts += [ordinary[i] for i in rng.choice(len(ordinary), drawn, replace=False)]
        sums = 0.0
        for step, batch in enumerate(batches(drafts, SIZE, collate_pieces, rng), start=1):
            some = [replies[i] for i in rng.choice(len(replies), min(REPLIES, len(replies)), replace=False)]
            rows, mask, answers = collate_answers(some, rng)
            with torch.autocast("cpu", torch.bfloat16):
                labels, facts = network(batch)
                answered = network.answers(rows, mask)
            loss = masked_loss(facts.float(), batch.facts, FACT_WEIGHT)
            loss = loss + 8 * masked_loss(labels.float(), batch.labels, 1 + 2 * batch.labels.clamp(min=0))
            loss = loss + functional.cross_entropy(answered.float(), answers, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sums += float(loss.detach())
            if step % 50 == 0:
                print(f"epoch {epoch} step {step}/{each} loss {sums / step:.3f} {time.monotonic() - started:.0f} s", flush=True)
        if after:
            after(epoch, network)
    return network.eval()


def predict_facts(network: CarefulNetwork, drafts: list[Encoded]) -> Floats:
    """The facts' probabilities (drafts, FACTS), uncalibrated."""
    network.eval()
    order = sorted(range(len(drafts)), key=lambda i: len(drafts[i].keys))
    found = np.zeros((len(drafts), len(FACT_WEIGHT)), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 32):
            some = order[at : at + 32]
            found[some] = torch.sigmoid(network(collate_pieces([drafts[i] for i in some]))[1]).numpy()
    return found
