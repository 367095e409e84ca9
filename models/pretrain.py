"""Word vectors and convolutions learnt from unlabelled mail: guess the hidden word from its neighbours.

`python -m models.pretrain MAIL_FOLDER OUT.pt` reads the tuning part only. The weights start `models.train`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from linter.draft import from_fields
from linter.pipeline import Keys
from models.dataset import blank, encode, real_mail
from models.network import Network, Optimiser, Shape, table_rows

WINDOW = 128  # tokens of one training piece
VOCABULARY = 8_000
HIDDEN = 0.15


def pieces(mails: list[Keys]) -> Keys:
    """All mails in a row, cut into pieces: (pieces, WINDOW, 4)."""
    row = np.concatenate(mails)
    count = len(row) // WINDOW
    return row[: count * WINDOW].reshape(count, WINDOW, 4)


def pretrain(mails: list[Keys], shape: Shape, seed: int, epochs: int) -> Network:
    """A network whose word layers predict hidden words. One epoch sees every piece once."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    data = pieces(mails)
    common = [key for key, _ in Counter(data[:, :, 0].reshape(-1).tolist()).most_common(VOCABULARY)]
    known = np.array(sorted(common), np.uint64)
    network, output = Network(shape, dropout=0.1), nn.Linear(shape.width, len(known))
    steps = epochs * (len(data) // 64)
    optimiser = Optimiser(network, output.parameters(), 3e-3, steps + 1)
    started, loss_sum, step = time.monotonic(), 0.0, 0
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(data)), len(data) // 64):
            keys = data[batch]
            target, hidden = _hide(keys, known, rng)
            rows = table_rows(keys.reshape(-1, 4), shape).reshape(len(keys), WINDOW, -1)
            rows[hidden] = 0
            words = network.read_words(rows, torch.ones(rows.shape[:2]))
            loss = functional.cross_entropy(output(words[hidden]), target)
            optimiser.step(loss)
            loss_sum, step = loss_sum + float(loss.detach()), step + 1
            if step % 500 == 0:
                print(f"step {step}/{steps} loss {loss_sum / 500:.3f} {time.monotonic() - started:.0f} s", flush=True)
                loss_sum = 0.0
    return network


def _hide(keys: Keys, known: Keys, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Choose words to hide among the known ones; their place in the vocabulary, and a mask (pieces, WINDOW)."""
    place = np.searchsorted(known, keys[:, :, 0])
    found = known[np.minimum(place, len(known) - 1)] == keys[:, :, 0]
    hidden = found & (rng.random(found.shape) < HIDDEN)
    return torch.from_numpy(place[hidden]), torch.from_numpy(hidden)


def main() -> None:
    """Pretrain and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mail", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    nlp = blank()
    mails = [encode(from_fields(fields), nlp).keys for _, fields in real_mail(options.mail, tuning=True)]
    network = pretrain(mails, Shape(), 0, options.epochs)
    torch.save(network.state_dict(), options.out)


if __name__ == "__main__":
    main()
