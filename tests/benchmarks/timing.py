"""How times are taken and told: the same calls in turn, the best of some rounds, quantiles over drafts."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter_ns

ROOT = Path(__file__).parents[2]


def best(calls: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The shortest time of each call in milliseconds; the calls take turns, so that all meet the same noise, which only ever adds."""
    least = [float("inf")] * len(calls)
    for _ in range(rounds):
        for i, call in enumerate(calls):
            start = perf_counter_ns()
            call()
            least[i] = min(least[i], (perf_counter_ns() - start) / 1e6)
    return least


def quantiles(values: Iterable[float]) -> tuple[float, float, float]:
    """The values below which half, nine in ten and ninety-nine in a hundred lie."""
    ordered = sorted(values)
    if len(ordered) == 1:
        return (ordered[0],) * 3
    cuts = statistics.quantiles(ordered, n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


def milliseconds(value: float) -> str:
    """A time with three digits that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def told(values: Sequence[float]) -> list[str]:
    """The cells p50, p90 and p99 of a row."""
    return [milliseconds(value) for value in quantiles(values)]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table: the first column to the left, figures to the right."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (head, *rows)]
    return "\n".join([lines[0], "| --- |" + " ---: |" * (len(head) - 1), *lines[1:]])


def machine() -> str:
    """What the figures depend on."""
    cpu = re.search(r"model name\s*:\s*(.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", _read("/proc/meminfo"))
    known = [
        (cpu[1] if cpu else platform.machine()) + f", {os.cpu_count()} cores",
        f"{int(memory[1]) / 2**20:.0f} GiB of memory" if memory else "",
        f"{platform.system()} {platform.release().split('-')[0]}",
        f"{platform.python_implementation()} {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("spacy", "numpy")),
        f"load {os.getloadavg()[0]:.1f} at the start",
    ]
    return ", ".join(fact for fact in known if fact)


def memory(process: int | str = "self", kind: str = "Rss") -> float:
    """Memory of a process in MiB: `Rss`, or `Pss`, where what several share is divided among them."""
    found = re.search(rf"^{kind}:\s+(\d+)", _read(f"/proc/{process}/smaps_rollup"), re.M)
    return int(found[1]) / 1024 if found else float("nan")


def child(module: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """The output of a module of this folder, run in a process of its own."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
