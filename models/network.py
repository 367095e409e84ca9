"""The careful reader as a PyTorch network for training; `arrays()` gives `linter.pipeline.Reader` its weights."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from linter.pipeline import EMBEDDINGS, FACTS, LABELS, Floats, Keys, rows_of
from models.dataset import Encoded


@dataclass(frozen=True)
class Shape:
    """Sizes of the network. Rows of the hash tables decide the size on disk."""

    width: int = 96
    word_layers: int = 3
    sentence_layers: int = 2
    norm_rows: int = 12_000
    affix_rows: int = 6_000
    shape_rows: int = 400


@dataclass(frozen=True)
class Batch:
    """Drafts side by side: rows (drafts, tokens, 5), spans as a (sentences, 4) list of draft, start, end, place in draft."""

    rows: Tensor
    mask: Tensor
    spans: Tensor
    places: int
    labels: Tensor
    facts: Tensor


class Network(nn.Module):
    """Same arithmetic as `Reader.predict`, with drop-out."""

    def __init__(self, shape: Shape, dropout: float = 0.25) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        sizes = {"norm_a": shape.norm_rows, "norm_b": shape.norm_rows, "prefix": shape.affix_rows, "suffix": shape.affix_rows, "shape": shape.shape_rows}
        self.tables = nn.ModuleDict({name: nn.Embedding(size, width) for name, size in sizes.items()})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.5)
        self.words = nn.ModuleList([nn.Linear(3 * width, width) for _ in range(shape.word_layers)])
        self.pool = nn.Linear(2 * width, width)
        self.sentences = nn.ModuleList([nn.Linear(3 * width, width) for _ in range(shape.sentence_layers)])
        self.document = nn.Linear(2 * width, width)
        self.label = nn.Linear(width, len(LABELS))
        self.label_document = nn.Linear(width, len(LABELS), bias=False)
        self.fact = nn.Linear(width, len(FACTS))
        self.dropout = nn.Dropout(dropout)

    def read_words(self, rows: Tensor, mask: Tensor) -> Tensor:
        """(drafts, tokens, 5) rows of the hash tables -> (drafts, tokens, width)."""
        x = sum(self.tables[name](rows[..., i]) for i, (name, _, _) in enumerate(EMBEDDINGS))
        x = self.dropout(_normalise(x)) * mask[..., None]
        for layer, linear in enumerate(self.words):
            x = self.dropout(_convolve(x, linear, 2**layer)) * mask[..., None]
        return x

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits of the labels (sentences of the batch, LABELS) and of the facts (drafts, FACTS)."""
        words = self.read_words(batch.rows, batch.mask)
        draft, start, end, place = batch.spans.T
        total = torch.cumsum(functional.pad(words, (0, 0, 1, 0)), dim=1)
        length = torch.clamp(end - start, min=1)
        end = start + length
        mean = (total[draft, end] - total[draft, start]) / length[:, None]
        longest = int(length.max())
        at = start[:, None] + torch.arange(longest)
        inside = at < end[:, None]
        piece = words[draft[:, None], torch.clamp(at, max=words.shape[1] - 1)]
        most = piece.masked_fill(~inside[..., None], -1e4).amax(dim=1)
        pooled = self.dropout(torch.relu(self.pool(torch.cat([most, mean], dim=1))))
        grid = pooled.new_zeros(len(batch.rows), batch.places, pooled.shape[1])
        grid[draft, place] = pooled
        used = grid.new_zeros(grid.shape[:2])
        used[draft, place] = 1
        for linear in self.sentences:
            grid = _convolve(grid, linear, 1) * used[..., None]
        whole = torch.cat(
            [grid.masked_fill(used[..., None] == 0, -1e4).amax(dim=1), grid.sum(dim=1) / used.sum(dim=1, keepdim=True)], dim=1
        )
        context = self.dropout(torch.relu(self.document(whole)))
        labels = self.label(self.dropout(grid[draft, place])) + self.label_document(context)[draft]
        return labels, self.fact(context)

    def arrays(self) -> dict[str, Floats]:
        """The weights under the names and in the orientation of `Reader`."""
        found = {name: table.weight for name, table in self.tables.items()}
        for kind, layers in (("word", self.words), ("sent", self.sentences)):
            for i, linear in enumerate(layers):
                found |= {f"{kind}{i}_w": linear.weight.T, f"{kind}{i}_b": linear.bias}
        for name, linear in (("pool", self.pool), ("doc", self.document), ("label", self.label), ("fact", self.fact)):
            found |= {f"{name}_w": linear.weight.T, f"{name}_b": linear.bias}
        found["label_doc_w"] = self.label_document.weight.T
        arrays = {name: np.ascontiguousarray(value.detach().numpy(), np.float32) for name, value in found.items()}
        return arrays | {"fact_scale": np.ones(len(FACTS), np.float32), "fact_shift": np.zeros(len(FACTS), np.float32)}

    def config(self) -> dict[str, int]:
        """The shape, for `Reader`."""
        return asdict(self.shape)


def _convolve(x: Tensor, linear: nn.Linear, dilation: int) -> Tensor:
    padded = functional.pad(x, (0, 0, dilation, dilation))
    n = x.shape[1]
    window = torch.cat([padded[:, :n], x, padded[:, 2 * dilation :]], dim=2)
    return _normalise(x + torch.relu(linear(window)))


def _normalise(x: Tensor) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:])


def table_rows(keys: Keys, shape: Shape) -> torch.Tensor:
    """Keys (tokens, 4) -> rows of the five hash tables (tokens, 5)."""
    sizes = {"norm_a": shape.norm_rows, "norm_b": shape.norm_rows, "prefix": shape.affix_rows, "suffix": shape.affix_rows, "shape": shape.shape_rows}
    return torch.from_numpy(np.stack([rows_of(keys[:, column], shift, sizes[name]) for name, column, shift in EMBEDDINGS], axis=1))


def collate(drafts: list[Encoded], shape: Shape) -> Batch:
    """Put drafts side by side."""
    tokens = max(len(draft.keys) for draft in drafts)
    rows = torch.zeros(len(drafts), tokens, len(EMBEDDINGS), dtype=torch.long)
    mask = torch.zeros(len(drafts), tokens)
    spans: list[tuple[int, int, int, int]] = []
    for i, draft in enumerate(drafts):
        rows[i, : len(draft.keys)] = table_rows(draft.keys, shape)
        mask[i, : len(draft.keys)] = 1
        spans += [(i, int(start), int(end), place) for place, (start, end) in enumerate(draft.bounds)]
    return Batch(
        rows, mask, torch.tensor(spans), max(len(draft.bounds) for draft in drafts),
        torch.from_numpy(np.concatenate([draft.labels for draft in drafts])),
        torch.from_numpy(np.stack([draft.facts for draft in drafts])),
    )  # fmt: skip
