"""The learning curve: every pipeline this repository ever shipped, on the development split of now: `python -m models.releases`.

Each release is checked out beside the tree and run with the code of its own time; no development draft was ever trained on.
The curve is written into `metrics.json`. Releases before 2.0.0 cannot state a probability below their limit and are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.corpus import Example, load, parts
from models.evaluate import METRICS

ROOT = Path(__file__).parents[1]
META = "models/pipeline/meta.json"
SHARES = (0.01, 0.03)  # of false warnings on the drafts that are no unannounced introduction
_JUDGE = """
import json, sys
from linter.check import examine
from linter.classify import pipeline
from linter.config import Config
from linter.draft import from_fields
from linter.judge import no_ledger
from models.corpus import load, parts
print(len(parts(load())["train"]))
for line in sys.stdin:
    report = examine(from_fields(json.loads(line)), Config(), no_ledger, pipeline(), warn_from=0.0)
    print(report.confidence if report.verdict == "unannounced_introduction" else 0.0)
"""


def releases() -> dict[str, str]:
    """The first commit of each version of the pipeline, oldest first."""
    found: dict[str, str] = {}
    for commit in _git("log", "--reverse", "--format=%h", "--", META).split():
        version = json.loads(_git("show", f"{commit}:{META}"))["version"]
        found.setdefault(version, commit)
    return {version: commit for version, commit in found.items() if int(version.partition(".")[0]) >= 2}


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A work tree of a commit, removed in the end."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--quiet", "--detach", str(tree), commit)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def scores(tree: Path, examples: list[Example]) -> tuple[int, list[float]]:
    """How many drafts a release learnt from, and the probability of an unannounced introduction that it states of each example."""
    lines = "".join(json.dumps({"id": e.id, "body": e.body, **e.headers}) + "\n" for e in examples)
    done = subprocess.run([sys.executable, "-c", _JUDGE], input=lines, cwd=tree, text=True, capture_output=True, check=True)
    drafts, *stated = done.stdout.split()
    return int(drafts), [float(value) for value in stated]


def point(version: str, drafts: int, stated: list[float], examples: list[Example]) -> dict[str, Any]:
    """The figures of a release: by language, found at each of `SHARES`; and the share on the right side of one half."""
    wanted = [example.verdict == "unannounced_introduction" for example in examples]
    right = sum((value > 0.5) == it for value, it in zip(stated, wanted, strict=True)) / len(examples)
    figures: dict[str, Any] = {"version": version, "drafts": drafts, "right": round(right, 4)}
    for code in sorted({example.language for example in examples}):
        mine = [(value, it) for value, it, example in zip(stated, wanted, examples, strict=True) if example.language == code]
        plain = sorted((value for value, it in mine if not it), reverse=True)
        found = [value for value, it in mine if it]
        limits = {f"{share:.0%}": plain[int(len(plain) * share)] for share in SHARES}
        figures[code] = {share: round(sum(value > limit for value in found) / len(found), 4) for share, limit in limits.items()}
    return figures


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, text=True, capture_output=True, check=True).stdout


def main() -> None:
    """Measure every release and write the curve down."""
    examples = parts(load())["dev"]
    curve = []
    for version, commit in releases().items():
        with checked_out(commit) as tree:
            curve.append(point(version, *scores(tree, examples), examples))
        print(curve[-1], flush=True)
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    metrics["learning_curve"] = curve
    METRICS.write_text(json.dumps(metrics, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
