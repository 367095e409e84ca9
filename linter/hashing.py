"""Named features as numbers: the hashing trick (Weinberger and others 2009)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32


def hashed(groups: Iterable[Sequence[str]], buckets: int) -> dict[int, float]:
    """Bucket in [0, buckets) to weight. Each group weighs the same, however many names it has."""
    found: dict[int, float] = {}
    for group in groups:
        weight = 1 / max(len(group), 1) ** 0.5
        for name in group:
            bucket = crc32(name.encode("utf-8", "surrogatepass")) % buckets
            found[bucket] = found.get(bucket, 0.0) + weight
    return found
