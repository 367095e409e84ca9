"""Whether an audit's memory stays flat: archives of growing size, the time each takes and its largest process.

python tests/benchmarks/audit_memory.py        # 0.1 GB; 10 for ten
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive_of import archive

_CHILD = """
import resource, sys
from linter.cli import main
code = main(["audit", *sys.argv[1:]])
own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own, workers, file=sys.stderr)
sys.exit(code)
"""


def run(box: Path, folder: Path, jobs: int) -> tuple[float, int, int]:
    """Seconds, and the peak (KiB) of the process that reads and of the largest that judges."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", _CHILD, str(box), "--out", str(folder), "--jobs", str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode != 1:
        raise SystemExit(done.stderr)
    reader, worker = done.stderr.splitlines()[-1].split()
    return seconds, int(reader), int(worker)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gigabytes", type=float, nargs="?", default=0.1)
    arguments.add_argument("--attachment", type=int, default=60_000, help="mean bytes of what every fourth message carries")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    given = arguments.parse_args()
    print(f"{os.cpu_count()} cores, {given.jobs} processes, load {os.getloadavg()[0]:.1f}")
    print(f"{'archive':>10}{'messages':>10}{'sent':>9}{'time':>9}{'':>9}{'reading process':>17}{'each judging':>15}")
    with tempfile.TemporaryDirectory() as folder:
        for size in (given.gigabytes / 10, given.gigabytes):
            box = Path(folder) / "archive.mbox"
            with box.open("wb") as file:
                file.writelines(archive(int(size * 1e9), attachment=given.attachment))
            seconds, reader, worker = run(box, Path(folder) / "out", given.jobs)
            report = json.loads((Path(folder) / "out" / "report.json").read_text(encoding="utf-8"))
            print(
                f"{size:>7.2f} GB{report['read']:>10,}{report['sent']:>9,}{seconds:>7.1f} s{size * 1e3 / seconds:>5.1f} MB/s"
                f"{reader / 1024:>13.0f} MiB{worker / 1024:>11.0f} MiB"
            )


if __name__ == "__main__":
    main()
