"""The careful reader for training: the lower layers of a pretrained encoder, taught our labels, with weights rounded as they will ship."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from linter.encoder import BLOCK, WINDOW, Encoder, Packed, pack, unpack
from linter.pipeline import FACTS, Floats
from linter.reply_features import CLASSES
from models.dataset import Encoded
from models.e5 import HEADS, INNER, WIDTH, Pretrained
from models.network import Batch, Head, pool, to_arrays

LAYERS = 6
HEAD_WIDTH = 128
SENTENCE_LAYERS = 2


class Rounded(nn.Linear):
    """A layer that can compute with weights rounded to four bits; gradients pass as if they were not (straight-through, Bengio 2013)."""

    rounding = True

    def forward(self, x: Tensor) -> Tensor:
        """(…, in) -> (…, out)."""
        return functional.linear(x, rounded(self.weight) if self.rounding else self.weight, self.bias)


def rounded(weight: Tensor) -> Tensor:
    """What `linter.encoder.pack` and `unpack` make of a matrix (rows, columns)."""
    blocks = weight.detach().reshape(len(weight), -1, BLOCK)
    scale = (blocks.abs().amax(dim=2, keepdim=True) / 7).half().float().clamp(min=1e-8)
    near = ((blocks / scale).round().clamp(-7, 7) * scale).reshape(weight.shape)
    return weight + (near - weight.detach())


class Layer(nn.Module):
    """One layer of the encoder: attention, then a wide layer, each with its residual and norm behind it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv, self.mix = Rounded(WIDTH, 3 * WIDTH), Rounded(WIDTH, WIDTH)
        self.wide, self.narrow = Rounded(WIDTH, INNER), Rounded(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(drafts, pieces, WIDTH) -> the same; `mask` (drafts, 1, 1, pieces) is added to the scores."""
        drafts, pieces, _ = x.shape
        query, key, value = self.qkv(x).view(drafts, pieces, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.mix(mixed.transpose(1, 2).reshape(drafts, pieces, WIDTH))))
        out: Tensor = self.norm2(x + self.dropout(self.narrow(functional.gelu(self.wide(x)))))
        return out


class CarefulNetwork(nn.Module):
    """Same arithmetic as `linter.encoder.Encoder`, with drop-out."""

    def __init__(self, words: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(words, WIDTH), nn.Embedding(WINDOW, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.head = Head(WIDTH, HEAD_WIDTH, SENTENCE_LAYERS, 0.2)
        self.quote = nn.Linear(2 * WIDTH + HEAD_WIDTH, 1)
        self.answer_pool, self.answer = nn.Linear(2 * WIDTH, HEAD_WIDTH), nn.Linear(HEAD_WIDTH, len(CLASSES))
        self.dropout = nn.Dropout(dropout)
        self.rounding = True

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the labels (sentences of the batch, LABELS), of the facts (drafts, FACTS), and that a private question may quote a
        sentence (sentences,)."""
        pooled = pool(self.encode(batch.rows, batch.mask), batch.spans)
        labels, facts, beside = self.head(pooled, batch)
        quotable: Tensor = self.quote(self.dropout(torch.cat([pooled, beside], dim=1)))[:, 0]
        return labels, facts, quotable

    def answers(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Logits (replies, CLASSES) of what replies answer, from their pieces (replies, pieces)."""
        x = self.encode(rows, mask)
        used = mask[..., None]
        pooled = torch.cat([x.masked_fill(used == 0, -1e4).amax(dim=1), (x * used).sum(dim=1) / used.sum(dim=1)], dim=1)
        found: Tensor = self.answer(self.dropout(torch.relu(self.answer_pool(pooled))))
        return found

    def encode(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Pieces in context, (texts, pieces, WIDTH)."""
        words = rounded(self.word.weight) if self.rounding else self.word.weight
        x = self.dropout(self.norm(functional.embedding(rows, words) + self.position.weight[: rows.shape[1]]))
        hidden = ((1 - mask) * -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, hidden)
        return x

    def round_weights(self, on: bool) -> None:
        """Whether to compute with the weights as they will ship; without it a step is cheaper and the first epochs lose nothing."""
        self.rounding = on
        for module in self.modules():
            if isinstance(module, Rounded):
                module.rounding = on

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The weights as `Encoder` stores them."""
        plain: dict[str, Tensor] = {"position": self.position.weight, "norm_w": self.norm.weight, "norm_b": self.norm.bias}
        matrices: dict[str, Tensor] = {"word": self.word.weight}
        for i, layer in enumerate(self.layers):
            for name, part in (("qkv", layer.qkv), ("mix", layer.mix), ("in", layer.wide), ("out", layer.narrow)):
                matrices[f"layer{i}_{name}_w"], plain[f"layer{i}_{name}_b"] = part.weight, part.bias
            for name, norm in (("norm1", layer.norm1), ("norm2", layer.norm2)):
                plain |= {f"layer{i}_{name}_w": norm.weight, f"layer{i}_{name}_b": norm.bias}
        plain |= {f"{name}_{kind}": values for name, linear in (("answer_pool", self.answer_pool), ("answer", self.answer))
                  for kind, values in (("w", linear.weight.T), ("b", linear.bias))}  # fmt: skip
        found: dict[str, NDArray[Any]] = {**to_arrays(plain), **self.head.arrays(), "fact_quick": np.zeros(len(FACTS), np.float32)}
        found |= to_arrays({"quote_w": self.quote.weight[0], "quote_b": self.quote.bias})
        for name, matrix in to_arrays(matrices).items():
            packed = pack(matrix)
            found |= {f"{name}_q": packed.nibbles, f"{name}_s": packed.scales}
        return found


def from_pretrained(pretrained: Pretrained, rows: list[int]) -> CarefulNetwork:
    """The lower layers of the pretrained encoder; words of our own (row -1) begin near the middle of all words."""
    network = CarefulNetwork(len(rows) + 1)
    words = pretrained.matrix("emb.word", WIDTH)
    centre, spread = words.mean(axis=0), float(words.std())
    generator = np.random.default_rng(0)
    own = [centre + generator.normal(0, 0.7 * spread, WIDTH) for row in rows if row < 0]
    table = np.stack([centre, *own, *(words[row] for row in rows if row >= 0)]).astype(np.float32)
    kind = pretrained.floats("emb.type")[:WIDTH]
    with torch.no_grad():
        _copy(network.word.weight, table)
        _copy(network.position.weight, pretrained.floats("emb.pos").reshape(-1, WIDTH)[:WINDOW] + kind)
        _copy(network.norm.weight, pretrained.floats("emb.ln.w"))
        _copy(network.norm.bias, pretrained.floats("emb.ln.b"))
        for i, layer in enumerate(network.layers):
            _copy(layer.qkv.weight, np.concatenate([pretrained.matrix(f"l{i}.{name}.w", WIDTH) for name in "qkv"]))
            _copy(layer.qkv.bias, np.concatenate([pretrained.floats(f"l{i}.{name}.b") for name in "qkv"]))
            for part, name, columns in ((layer.mix, "ao", WIDTH), (layer.wide, "fi", WIDTH), (layer.narrow, "fo", INNER)):
                _copy(part.weight, pretrained.matrix(f"l{i}.{name}.w", columns))
                _copy(part.bias, pretrained.floats(f"l{i}.{name}.b"))
            for norm, name in ((layer.norm1, "aln"), (layer.norm2, "oln")):
                _copy(norm.weight, pretrained.floats(f"l{i}.{name}.w"))
                _copy(norm.bias, pretrained.floats(f"l{i}.{name}.b"))
    return network


def from_encoder(encoder: Encoder) -> CarefulNetwork:
    """The network of an earlier careful reader, to train on from; its weights are as rounded as they shipped.

    Words that its vocabulary has and its table has not (`models.vocabulary.completed`) begin in the middle of all words.
    """
    arrays = encoder.packed
    table = unpack(Packed(arrays["word_q"], arrays["word_s"]))
    added = len(encoder.vocabulary.splitlines()) + 1 - len(table)
    table = np.concatenate([table, np.repeat(table.mean(axis=0, keepdims=True), added, axis=0)])
    network = CarefulNetwork(len(table))
    parts: list[tuple[Tensor, str]] = [
        (network.position.weight, "position"),
        (network.norm.weight, "norm_w"),
        (network.norm.bias, "norm_b"),
    ]
    linears = [("answer_pool", network.answer_pool), ("answer", network.answer), *network.head.linears()]
    matrices: list[tuple[Tensor, str]] = []
    for i, layer in enumerate(network.layers):
        for name, part in (("qkv", layer.qkv), ("mix", layer.mix), ("in", layer.wide), ("out", layer.narrow)):
            matrices.append((part.weight, f"layer{i}_{name}_w"))
            parts.append((part.bias, f"layer{i}_{name}_b"))
        for name, norm in (("norm1", layer.norm1), ("norm2", layer.norm2)):
            parts += [(norm.weight, f"layer{i}_{name}_w"), (norm.bias, f"layer{i}_{name}_b")]
    with torch.no_grad():
        _copy(network.word.weight, table)
        for target, name in parts:
            _copy(target, arrays[name])
        for target, name in matrices:
            _copy(target, unpack(Packed(arrays[f"{name}_q"], arrays[f"{name}_s"])))
        _copy(network.quote.weight, arrays["quote_w"][None])
        _copy(network.quote.bias, arrays["quote_b"])
        for name, linear in linears:
            _copy(linear.weight, arrays[f"{name}_w"].T)
            _copy(linear.bias, arrays[f"{name}_b"])
    return network


def _copy(target: Tensor, values: Floats) -> None:
    target.copy_(torch.from_numpy(np.ascontiguousarray(values, np.float32)))


def collate_pieces(drafts: list[Encoded]) -> Batch:
    """Drafts side by side as pieces, each cut at the end of a sentence to fit the window."""
    cut = [_fitting(draft) for draft in drafts]
    longest = max(sum(map(len, pieces)) for pieces, _ in cut)
    rows, mask = torch.zeros(len(cut), longest, dtype=torch.long), torch.zeros(len(cut), longest)
    spans: list[tuple[int, int, int, int]] = []
    for i, (pieces, _) in enumerate(cut):
        ids = np.concatenate(pieces)
        rows[i, : len(ids)], mask[i, : len(ids)] = torch.from_numpy(ids), 1
        ends = np.cumsum([len(piece) for piece in pieces])
        spans += [(i, int(end) - len(piece), int(end), place) for place, (piece, end) in enumerate(zip(pieces, ends, strict=True))]
    return Batch(
        rows, mask, torch.tensor(spans), max(len(pieces) for pieces, _ in cut),
        torch.from_numpy(np.concatenate([labels for _, labels in cut])),
        torch.from_numpy(np.stack([draft.facts for draft in drafts])),
        torch.from_numpy(np.concatenate([_judged(draft, len(labels)) for draft, (_, labels) in zip(drafts, cut, strict=True)])),
    )  # fmt: skip


def _judged(draft: Encoded, count: int) -> Floats:
    """What was judged of the first `count` sentences; -1 where nothing was."""
    return np.full(count, -1, np.float32) if draft.quotable is None else draft.quotable[:count]


def count_pieces(draft: Encoded) -> int:
    """How many pieces of words a draft has."""
    return sum(map(len, draft.pieces))


def _fitting(draft: Encoded) -> tuple[list[NDArray[np.int64]], Floats]:
    pieces = [piece[:WINDOW] for piece in draft.pieces]
    count = max(int((np.cumsum([len(piece) for piece in pieces]) <= WINDOW).sum()), 1)
    return pieces[:count], draft.labels[:count]


def to_encoder(network: CarefulNetwork, vocabulary: str) -> Encoder:
    """The trained network as the linter runs it."""
    return Encoder(network.arrays(), {"layers": LAYERS, "heads": HEADS, "sentence_layers": SENTENCE_LAYERS}, vocabulary)
