"""Shares with their uncertainty."""

from __future__ import annotations

import math
from typing import Any


def wilson(hits: int, total: int, z: float = 1.959964) -> dict[str, Any]:
    """A share with its 95 % interval (Wilson 1927); shares of nothing are null."""
    if not total:
        return {"share": None, "low": None, "high": None, "hits": 0, "of": 0}
    p, n = hits / total, total
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return {"share": round(p, 4), "low": round(max(middle - half, 0), 4), "high": round(min(middle + half, 1), 4), "hits": hits, "of": n}
