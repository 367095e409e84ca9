"""Hashed features of many texts as one matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix


def matrix(rows: Sequence[Mapping[int, float]], buckets: int) -> csr_matrix:
    """(rows, buckets) of the weights by bucket of each row."""
    ends = np.cumsum([0] + [len(row) for row in rows])
    values = np.fromiter((value for row in rows for value in row.values()), np.float32, ends[-1])
    columns = np.fromiter((bucket for row in rows for bucket in row), np.int32, ends[-1])
    return csr_matrix((values, columns, ends), shape=(len(rows), buckets))
