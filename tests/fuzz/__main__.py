"""`python -m tests.fuzz TARGET --minutes N`: fuzz one target, guided by coverage; exit code 1 when something was found.

Inputs that reach new code are kept in `.fuzz/TARGET/corpus`, so that the next run goes on from there, findings in
`.fuzz/TARGET/findings`. One that is fixed belongs into `tests/fuzz/found/TARGET`, where every run of the tests replays it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.fuzz.seeds import seeds

ROOT = Path(__file__).parents[2]
NAMES = ("mail", "archive", "people", "rewrite", "redaction")
_MAX_INPUT = 4096  # bytes
_MEMORY = 2048  # MB
_HANG = 600  # seconds of a clock on the wall: on a busy machine


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--folder", type=Path, default=ROOT / ".fuzz", help="where corpus and findings are kept")
    options = parser.parse_args()
    return fuzz(options.target, options.minutes, options.folder / options.target)


def fuzz(target: str, minutes: float, folder: Path) -> int:
    """Fuzz a target; 0 when nothing was found."""
    corpus, findings, begin, report = folder / "corpus", folder / "findings", folder / "seeds", folder / "report.json"
    for place in (corpus, findings, begin):
        place.mkdir(parents=True, exist_ok=True)
    for data in seeds(target):
        (begin / sha256(data).hexdigest()[:12]).write_bytes(data)
    report.unlink(missing_ok=True)
    limits = [f"-max_total_time={round(minutes * 60)}", f"-max_len={_MAX_INPUT}", f"-rss_limit_mb={_MEMORY}", f"-timeout={_HANG}"]
    command = [sys.executable, "-m", "tests.fuzz.engine", target, str(findings), str(report)]
    quiet = ["-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={findings}/"]
    code = subprocess.run([*command, *limits, *quiet, str(corpus), str(begin)], cwd=ROOT, check=False).returncode
    done = json.loads(report.read_text()) if report.exists() else {"executions": 0, "findings": 0}
    print(json.dumps({"target": target, **done, "corpus": len(list(corpus.iterdir()))}))
    return 1 if code or done["findings"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
