"""The careful reader as a PyTorch network for training; `arrays()` gives `linter.pipeline.Reader` its weights."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from linter.pipeline import EMBEDDINGS, FACTS, LABELS, SHOWN_BY, Floats, Keys, rows_of
from models.dataset import Encoded

STEPS = 10  # to each side of zero, to which the tables are rounded: about four bits a weight once compressed


@dataclass(frozen=True)
class Shape:
    """Sizes of the network. Rows of the hash tables decide the size on disk."""

    width: int = 96
    word_layers: int = 3
    sentence_layers: int = 2
    norm_rows: int = 12_000
    affix_rows: int = 6_000
    shape_rows: int = 1_000

    def tables(self) -> dict[str, int]:
        """Rows of each hash table."""
        norm, affix = self.norm_rows, self.affix_rows
        return {"norm_a": norm, "norm_b": norm, "prefix": affix, "suffix": affix, "shape": self.shape_rows}


@dataclass(frozen=True)
class Batch:
    """Drafts side by side: rows (drafts, tokens, 5), spans as a (sentences, 4) list of draft, start, end, place in draft."""

    rows: Tensor
    mask: Tensor
    spans: Tensor
    places: int
    labels: Tensor
    facts: Tensor
    quotable: Tensor  # (sentences,); nothing for the quick reader


class Head(nn.Module):
    """Same arithmetic as `linter.pipeline.head`, with drop-out: pooled words of sentences to labels and facts."""

    def __init__(self, inner: int, width: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.pool = nn.Linear(2 * inner, width)
        self.sentences = nn.ModuleList([nn.Linear(3 * width, width) for _ in range(layers)])
        self.document = nn.Linear(2 * width + len(LABELS), width)
        self.label = nn.Linear(width, len(LABELS))
        self.fact = nn.Linear(width, len(FACTS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pooled: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Pooled words (sentences of the batch, 2 * inner) -> logits of labels (sentences, LABELS) and facts (drafts, FACTS), and each
        sentence beside its neighbours (sentences, width)."""
        draft, _, _, place = batch.spans.T
        read = self.dropout(torch.relu(self.pool(pooled)))
        grid = read.new_zeros(len(batch.facts), batch.places, read.shape[1])
        grid[draft, place] = read
        used = grid.new_zeros(grid.shape[:2])
        used[draft, place] = 1
        for linear in self.sentences:
            grid = _convolve(grid, linear, 1) * used[..., None]
        labels = self.label(self.dropout(grid))
        unused = used[..., None] == 0
        most = torch.cat([grid, torch.sigmoid(labels)], dim=2).masked_fill(unused, -1e4).amax(dim=1)
        whole = torch.cat([most, grid.sum(dim=1) / used.sum(dim=1, keepdim=True)], dim=1)
        context = self.dropout(torch.relu(self.document(whole)))
        shown = labels[..., SHOWN_BY].masked_fill(unused, -1e4).amax(dim=1)
        return labels[draft, place], self.fact(context) + shown, grid[draft, place]

    def linears(self) -> list[tuple[str, Any]]:
        """The layers and what they are called in `arrays`."""
        named = [("pool", self.pool), ("doc", self.document), ("label", self.label), ("fact", self.fact)]
        return [*((f"sent{i}", linear) for i, linear in enumerate(self.sentences)), *named]

    def arrays(self) -> dict[str, Floats]:
        """The weights as `linter.pipeline.head` wants them, uncalibrated."""
        found: dict[str, Tensor] = {}
        for name, linear in self.linears():
            found |= {f"{name}_w": linear.weight.T, f"{name}_b": linear.bias}
        return to_arrays(found) | {"fact_scale": np.ones(len(FACTS), np.float32), "fact_shift": np.zeros(len(FACTS), np.float32)}


def pool(words: Tensor, spans: Tensor) -> Tensor:
    """The greatest and the mean vector of each sentence: words (drafts, tokens, width) -> (sentences, 2 * width)."""
    draft, start, end, _ = spans.T
    length = torch.clamp(end - start, min=1)
    before = torch.cumsum(length, 0) - length
    token = torch.arange(int(length.sum())) + torch.repeat_interleave(start - before, length)
    inside = words[torch.repeat_interleave(draft, length), token]
    most = torch.segment_reduce(inside, "max", lengths=length, axis=0)
    mean = torch.segment_reduce(inside, "mean", lengths=length, axis=0)
    return torch.cat([most, mean], dim=1)


def to_arrays(found: dict[str, Tensor]) -> dict[str, Floats]:
    """Tensors as the arrays that `linter` computes with."""
    return {name: np.ascontiguousarray(value.detach().float().numpy(), np.float32) for name, value in found.items()}


class Network(nn.Module):
    """Same arithmetic as `Reader.predict`, with drop-out."""

    def __init__(self, shape: Shape, dropout: float = 0.3) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.tables = nn.ModuleDict({name: nn.Embedding(size, width, sparse=True) for name, size in shape.tables().items()})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.5)
        self.words = nn.ModuleList([nn.Linear(3 * width, width) for _ in range(shape.word_layers)])
        self.head = Head(width, width, shape.sentence_layers, dropout)
        self.dropout = nn.Dropout(dropout)

    def read_words(self, rows: Tensor, mask: Tensor) -> Tensor:
        """(drafts, tokens, 5) rows of the hash tables -> (drafts, tokens, width)."""
        x = sum(self.tables[name](rows[..., i]) for i, (name, _, _) in enumerate(EMBEDDINGS))
        x = self.dropout(_normalise(x)) * mask[..., None]
        for layer, linear in enumerate(self.words):
            x = _convolve(x, linear, 2**layer) * mask[..., None]
        return x

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits of the labels (sentences of the batch, LABELS) and of the facts (drafts, FACTS)."""
        labels, facts, _ = self.head(pool(self.read_words(batch.rows, batch.mask), batch.spans), batch)
        return labels, facts

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The weights under the names and in the orientation of `Reader`; tables rounded, with a scale a row."""
        found: dict[str, Tensor] = {}
        for i, linear in enumerate(self.words):
            found |= {f"word{i}_w": linear.weight.T, f"word{i}_b": linear.bias}
        arrays: dict[str, NDArray[Any]] = {**to_arrays(found), **self.head.arrays()}
        for name, table in self.tables.items():
            rows = table.weight.detach().numpy()
            scale = (np.abs(rows).max(axis=1) / STEPS).astype(np.float16).astype(np.float32)
            arrays[name] = np.round(rows / np.maximum(scale, 1e-8)[:, None]).clip(-STEPS, STEPS).astype(np.int8)
            arrays[f"{name}_scale"] = scale
        return arrays

    def config(self) -> dict[str, int]:
        """The shape, for `Reader`."""
        return asdict(self.shape)


def go_on(arrays: dict[str, NDArray[Any]], config: dict[str, int]) -> Network:
    """The network of an earlier quick reader, to train on from."""
    network = Network(Shape(**config))
    weights: dict[str, NDArray[Any]] = {}
    for name, values in arrays.items():
        if name in network.tables:
            weights[f"tables.{name}.weight"] = values * arrays[f"{name}_scale"][:, None]
    modules = {f"word{i}": f"words.{i}" for i in range(network.shape.word_layers)}
    modules |= {f"sent{i}": f"head.sentences.{i}" for i in range(network.shape.sentence_layers)}
    modules |= {"pool": "head.pool", "doc": "head.document", "label": "head.label", "fact": "head.fact"}
    for name, module in modules.items():
        weights |= {f"{module}.weight": arrays[f"{name}_w"].T, f"{module}.bias": arrays[f"{name}_b"]}
    network.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(values, np.float32)) for name, values in weights.items()})
    return network


def _convolve(x: Tensor, linear: nn.Linear, dilation: int) -> Tensor:
    padded = functional.pad(x, (0, 0, dilation, dilation))
    n = x.shape[1]
    window = torch.cat([padded[:, :n], x, padded[:, 2 * dilation :]], dim=2)
    return _normalise(x + torch.relu(linear(window)))


def _normalise(x: Tensor) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:])


def table_rows(keys: Keys, shape: Shape) -> torch.Tensor:
    """Keys (tokens, 4) -> rows of the five hash tables (tokens, 5)."""
    sizes = shape.tables()
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
        torch.empty(0),
    )  # fmt: skip


class Optimiser:
    """AdamW for the layers and sparse Adam for the tables, of which a batch touches few rows, on a one-cycle schedule."""

    def __init__(self, network: Network, rate: float, steps: int) -> None:
        self.dense = [weights for name, weights in network.named_parameters() if not name.startswith("tables.")]
        self._parts: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(self.dense, lr=rate, weight_decay=0.02),
            torch.optim.SparseAdam(list(network.tables.parameters()), lr=rate),
        ]
        self._schedules = [torch.optim.lr_scheduler.OneCycleLR(part, rate, total_steps=steps, pct_start=0.15) for part in self._parts]

    def step(self, loss: Tensor) -> None:
        """One step down the gradient of the loss."""
        for part in self._parts:
            part.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.dense, 2.0)
        for part, schedule in zip(self._parts, self._schedules, strict=True):
            part.step()
            schedule.step()
