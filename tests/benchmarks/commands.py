"""How long the command takes from start to end, beside Python itself and `import spacy`."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks.timing import ROOT, best, milliseconds, table

ASKFIRST = Path(sys.executable).with_name("askfirst")


def rows(rounds: int) -> str:
    """A table of wall time and processor time in milliseconds, the best of some rounds."""
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`python -c 'import spacy'`": [sys.executable, "-c", "import spacy"],
        "`askfirst --help`": [str(ASKFIRST), "--help"],
        "`askfirst rule AF101`": [str(ASKFIRST), "rule", "AF101"],
        "`askfirst check docs/sample.eml`": [str(ASKFIRST), "check", "docs/sample.eml"],
        "`askfirst ask docs/sample.eml`": [str(ASKFIRST), "ask", "docs/sample.eml"],
    }
    least = dict.fromkeys(commands, float("inf"))
    calls = [partial(_run, name, command, least) for name, command in commands.items()]
    walls = best(calls, rounds)
    return table(
        ("command", "wall, ms", "processor, ms"),
        [[name, milliseconds(wall), milliseconds(least[name])] for name, wall in zip(commands, walls, strict=True)],
    )


def _run(name: str, command: list[str], least: dict[str, float]) -> None:
    before = os.times()
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    least[name] = min(least[name], used * 1000)
