"""Whether training is reproducible: `python -m models.reproduce` trains the careful reader twice, on a slice of the corpus.

Two processes of their own, with hash seeds of their own, take the same steps as `models.train` from the shipped weights. Exit code 1 when
the facts they state of unseen drafts differ by more than `TOLERANCE`. What holds for a slice holds for the whole: nothing else is drawn.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from linter.encoder import Encoder
from linter.pipeline import Floats, Reader
from models import replies
from models.answers import encode_replies
from models.careful import from_encoder, to_encoder
from models.corpus import load, parts
from models.dataset import blank, encode_example
from models.finetune import finetune
from models.train import SHIPPED, predict_carefully
from models.vocabulary import remembering

TOLERANCE = 0.001  # of a probability: threads may add in another order
UNSEEN = 100  # drafts of the development split


def once(drafts: int) -> Floats:
    """The facts (UNSEEN, FACTS) that a reader trained for one epoch on so many drafts states of unseen ones."""
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    nlp = blank()
    earlier = Encoder().from_disk(SHIPPED / "askfirst_careful")
    subwords = remembering(earlier.vocabulary)
    split = parts(load())
    encoded = [encode_example(example, nlp, subwords) for example in split["train"][:: max(len(split["train"]) // drafts, 1)][:drafts]]
    ordinary = [draft for draft in encoded if draft.facts.max() < 1]
    answers = encode_replies(replies.parts(replies.load())["train"][:400], nlp, subwords)
    network = finetune(from_encoder(earlier), encoded, ordinary, answers, 0, epochs=1, whole=0, rate=1e-4)
    dev = [encode_example(example, nlp, subwords) for example in split["dev"][:UNSEEN]]
    return predict_carefully(to_encoder(network, earlier.vocabulary), Reader().from_disk(SHIPPED / "askfirst_reader"), dev)


def main() -> int:
    """Train twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=320)
    parser.add_argument("--write", type=Path, help="train once, and write the facts to this file")
    options = parser.parse_args()
    if options.write:
        np.save(options.write, once(options.drafts))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        written = [Path(folder) / f"{seed}.npy" for seed in (1, 2)]
        for seed, path in enumerate(written, start=1):
            command = [sys.executable, "-m", "models.reproduce", "--drafts", str(options.drafts), "--write", str(path)]
            subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True)  # noqa: S603  our own module
        one, other = map(np.load, written)
    apart = float(np.abs(one - other).max())
    print(
        f"two trainings on {options.drafts} drafts: facts of {len(one)} unseen drafts differ by at most {apart:.6f} (tolerance {TOLERANCE})"
    )
    return int(apart > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main())
