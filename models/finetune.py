"""Teach the careful reader: all labels at once, on the corpus varied anew in each epoch, and on ordinary mail."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch.nn import functional

from linter.pipeline import LABELS, Floats
from models.answers import Answered, collate_answers
from models.augment import hide_words, vary
from models.careful import CarefulNetwork, collate_pieces, count_pieces
from models.dataset import Encoded
from models.learn import batches, masked_loss

SIZE = 16  # drafts of one step
REPLIES = 16  # of one step
ORDINARY = 0.2  # messages of ordinary mail for one draft
QUOTABLE = 0.7  # weight of which sentences may be quoted
WEIGHT = torch.tensor([2.0, 2.0, 2.0, 1.0, 0.5])  # of each of `FACTS`; who was asked is what is hardest to tell


def finetune(
    network: CarefulNetwork, corpus: list[Encoded], ordinary: list[Encoded], replies: list[Answered], seed: int, *,
    known: Sequence[Encoded] = (), often: Floats | None = None,
    epochs: int = 7, whole: int = 5, rate: float = 2e-4, head_rate: float = 1e-3,
) -> CarefulNetwork:  # fmt: skip
    """Train in place and return the network: drafts and replies to questions, by turns.

    An epoch is the whole corpus, those of the drafts already `known` that are drawn, each as `often` (known,) as it says (0 to 1), all
    those again of which it was judged what may be quoted, and `ORDINARY` as much of ordinary mail.
    Drafts are varied, but in the last two epochs left as their writers wrote them. After the first `whole` epochs weights are rounded as
    they will ship. The learning rates rise over the first twentieth of all steps and fall to nothing by the last.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng([seed, 0])
    givers = [draft for draft in [*corpus, *known] if (draft.labels[:, LABELS.index("consent_both")] == 1).any()]
    repeated = len(_drawn(known, often, rng))
    drawn = min(int((len(corpus) + repeated) * ORDINARY), len(ordinary))
    judged = [draft for draft in [*corpus, *known] if draft.quotable is not None]
    each = -(-(len(corpus) + repeated + len(judged) + drawn) // SIZE)
    steps = epochs * each
    encoder = [weights for name, weights in network.named_parameters() if not name.startswith(("head.", "quote."))]
    heads = [*network.head.parameters(), *network.quote.parameters()]
    groups = [{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min(at / 0.05, (steps - at) / 0.95) / steps)
    started = time.monotonic()
    questions = _endlessly(replies, rng)
    for epoch in range(epochs):
        network.train()
        network.round_weights(epoch >= whole)
        drafts = corpus + judged + _drawn(known, often, rng)
        drafts = [vary(d, ordinary, givers, rng, most=4, mixed=0.3) if epoch < epochs - 2 else hide_words(d, rng) for d in drafts]
        drafts += [ordinary[i] for i in rng.choice(len(ordinary), drawn, replace=False)]
        sums = 0.0
        for step, batch in enumerate(batches(drafts, count_pieces, SIZE, collate_pieces, rng), start=1):
            rows, mask, answers = next(questions)
            labels, facts, quotable = network(batch)  # in full precision: half of it takes half as long again on a processor without AMX
            answered = network.answers(rows, mask)
            loss = masked_loss(facts, batch.facts, WEIGHT)
            loss = loss + 8 * masked_loss(labels, batch.labels, 1 + 2 * batch.labels.clamp(min=0))
            loss = loss + QUOTABLE * masked_loss(quotable, batch.quotable)
            loss = loss + functional.cross_entropy(answered, answers, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sums += float(loss.detach())
            if step % 50 == 0:
                print(f"epoch {epoch} step {step}/{each} loss {sums / step:.3f} {time.monotonic() - started:.0f} s", flush=True)
    return network.eval()


def _drawn(known: Sequence[Encoded], often: Floats | None, rng: np.random.Generator) -> list[Encoded]:
    """As many of the known drafts as `often` adds up to, each the likelier the more often it is to be shown."""
    if often is None:
        return []
    chance = often.astype(np.float64)
    return [known[i] for i in rng.choice(len(known), int(chance.sum()), replace=False, p=chance / chance.sum())]


def _endlessly(replies: list[Answered], rng: np.random.Generator) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Batches of replies: all of them, then all of them again."""
    while True:
        yield from batches(replies, lambda reply: len(reply.pieces), REPLIES, lambda some: collate_answers(some, rng), rng)
