"""Replies to a permission request as the careful reader sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from spacy.language import Language

from linter.encoder import Ids, pieces_of
from linter.reply import new_text
from linter.reply_features import CLASSES
from linter.subwords import Subwords
from models.replies import Example


@dataclass(frozen=True)
class Answered:
    """A reply: its pieces (n,) and the number of its answer in `CLASSES`."""

    pieces: Ids
    answer: int


def encode_replies(examples: list[Example], nlp: Language, subwords: Subwords) -> list[Answered]:
    """The replies that say anything."""
    texts = [(new_text(example.draft), CLASSES.index(example.answer.value)) for example in examples]
    return [Answered(pieces_of(nlp.make_doc(text), subwords), answer) for text, answer in texts if text]


def collate_answers(replies: list[Answered], rng: np.random.Generator | None = None) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pieces (replies, pieces), mask, and answers; with `rng`, one piece in twenty is hidden."""
    longest = max(len(reply.pieces) for reply in replies)
    rows, mask = torch.zeros(len(replies), longest, dtype=torch.long), torch.zeros(len(replies), longest)
    for i, reply in enumerate(replies):
        pieces = reply.pieces if rng is None else np.where(rng.random(len(reply.pieces)) < 0.05, 0, reply.pieces)
        rows[i, : len(pieces)], mask[i, : len(pieces)] = torch.from_numpy(pieces), 1
    return rows, mask, torch.tensor([reply.answer for reply in replies])
