"""One target under atheris, in a process of its own: linter and the standard library's parsers of mail are instrumented.

An input that raises is kept in the folder of findings, once for each place that raised, and the run goes on, so that a
first finding does not hide the next. The last line of standard output is a JSON object of what was done.
"""

from __future__ import annotations

import json
import sys
import traceback
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["linter", "email", "inscriptis"], enable_loader_override=False):
    from tests.fuzz.targets import TARGETS

_SLOW = 2.0  # seconds of the processor, instrumented; at 4096 bytes nothing ordinary takes a tenth of that
_EVERY = 5.0  # seconds between two reports


class _Run:
    """Counts, and keeps what is found."""

    def __init__(self, target: str, findings: Path, report: Path) -> None:
        self._target, self._findings, self._report = TARGETS[target], findings, report
        self._places: set[str] = set()
        self._executions = 0
        self._slowest = 0.0
        self._begun = self._told = perf_counter()

    def __call__(self, data: bytes) -> None:
        started = process_time()
        try:
            self._target(data)
        except Exception as error:  # whatever it is, it is a finding
            self._keep(data, _place(error), error)
        ended = process_time()
        self._executions += 1
        self._slowest = max(self._slowest, ended - started)
        if ended - started > _SLOW:
            self._keep(data, "slow", TimeoutError(f"{ended - started:.1f} s"))
        if (now := perf_counter()) - self._told > _EVERY:
            self._told = now
            self._tell(now)

    def _keep(self, data: bytes, place: str, error: BaseException) -> None:
        if place in self._places:
            return
        self._places.add(place)
        path = self._findings / sha256(data).hexdigest()[:12]
        path.write_bytes(data)
        print(f"FOUND {path.name} ({len(data)} bytes) at {place}: {type(error).__name__}: {error}"[:300], flush=True)

    def _tell(self, now: float) -> None:
        done = {
            "executions": self._executions,
            "seconds": round(now - self._begun, 1),
            "processor_seconds": round(process_time(), 1),
            "slowest": round(self._slowest, 3),
            "findings": len(self._places),
        }
        self._report.write_text(json.dumps(done))


def _place(error: Exception) -> str:
    """Where an error was raised: the innermost lines of ours and of the library."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/linter/" in frame.filename or "/fuzz/" in frame.filename] or frames
    last = ours[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno} {last.name}"


def main() -> None:
    """TARGET FINDINGS REPORT, then arguments of libFuzzer."""
    target, findings, report, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], _Run(target, Path(findings), Path(report)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
