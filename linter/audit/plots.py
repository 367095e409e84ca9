"""The geometry of the report's plots, in the units of their SVG; `page.html` draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10, pi

WIDTH, HEIGHT = 760, 250
_LEFT, _TOP, _BOTTOM = 38, 10, 26
_MAX_MONTHS, _MAX_QUARTERS = 36, 144  # months shown one by one, and by three
_WIDEST = 36


@dataclass(frozen=True)
class Box:
    """A rectangle of one kind, in a column named `label`, that stands for `count` mails."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class Columns:
    """Stacked columns: boxes, horizontal lines (y, value) and labels (x, text) below. `bin` is month, quarter or year."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[float, int], ...]
    labels: tuple[tuple[float, str], ...]
    bin: str
    rows: tuple[tuple[str, Mapping[str, int]], ...]


def columns(months: Mapping[str, Mapping[str, int]], kinds: Sequence[str]) -> Columns:
    """Columns for the counts by month ("2026-03", without gaps) and kind; for a long time by quarter or year."""
    name, rows = _binned(months)
    step = _step(max((sum(counts.values()) for _, counts in rows), default=1))
    highest = step * max(1, ceil(max((sum(counts.values()) for _, counts in rows), default=1) / step))
    scale = (HEIGHT - _TOP - _BOTTOM) / highest
    room = (WIDTH - _LEFT) / max(1, len(rows))
    width = min(_WIDEST, room * 0.72)
    boxes, labels = [], []
    for number, (label, counts) in enumerate(rows):
        x = _LEFT + room * number + (room - width) / 2
        base = float(HEIGHT - _BOTTOM)
        for kind in kinds:
            if counts.get(kind):
                height = counts[kind] * scale
                boxes.append(Box(x, base - height, width, height, kind, label, counts[kind]))
                base -= height
        if number == 0 or label[:4] != rows[number - 1][0][:4]:
            labels.append((x + width / 2, label[:4]))
    lines = tuple((HEIGHT - _BOTTOM - value * scale, value) for value in range(0, highest + 1, step))
    every = max(1, ceil(len(labels) / 16))
    return Columns(tuple(boxes), lines, tuple(labels[::every]), name, tuple(rows))


def pieces(counts: Mapping[str, int], kinds: Sequence[str], whole: int) -> list[tuple[str, float, float, int]]:
    """The counts as (kind, start, length, count) along a line, in percent of `whole`."""
    found, start = [], 0.0
    for kind in kinds:
        length = 100 * counts.get(kind, 0) / whole if whole else 0.0
        if length:
            found.append((kind, start, length, counts[kind]))
        start += length
    return found


def arc(share: float, radius: float) -> tuple[float, float]:
    """The dash and the gap that draw a share (0 to 1) of a circle."""
    around = 2 * pi * radius
    return share * around, (1 - share) * around


def _binned(months: Mapping[str, Mapping[str, int]]) -> tuple[str, list[tuple[str, Counter[str]]]]:
    name = "month" if len(months) <= _MAX_MONTHS else "quarter" if len(months) <= _MAX_QUARTERS else "year"
    found: dict[str, Counter[str]] = {}
    for month, counts in months.items():
        label = {"month": month, "quarter": f"{month[:4]} Q{(int(month[5:]) + 2) // 3}", "year": month[:4]}[name]
        found.setdefault(label, Counter()).update(counts)
    return name, list(found.items())


def _step(highest: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, so that there are about four."""
    if highest <= 4:
        return 1
    power = int(10 ** int(log10(highest / 4)))
    return next(times * power for times in (1, 2, 5, 10) if times * power * 5 >= highest)
