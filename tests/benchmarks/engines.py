"""The same audit on several engines of this machine: processes, Dask, and Ray where it is installed.

python tests/benchmarks/engines.py [MEGABYTES]
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from archive_of import archive

from linter.audit.chunks import Chunk, cut
from linter.audit.engine import Engine, one_process, processes
from linter.audit.owner import owner
from linter.audit.task import Part, Settings, judge_chunk
from linter.raw import messages

WORKERS = 2


def dask() -> tuple[Engine, Callable[[], object]]:
    from distributed import LocalCluster

    from addon.cluster import engine

    cluster = LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None)
    return engine(cluster.scheduler_address), cluster.close


def ray() -> tuple[Engine, Callable[[], object]]:
    import ray

    ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, logging_level="ERROR")

    def run(task: Callable[[Chunk], Part], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, Part]]:
        remote = ray.remote(max_retries=5)(task.func)  # type: ignore[attr-defined]
        running: dict[object, Chunk] = {}
        for chunk in chunks:
            running[remote.remote(*task.args, chunk)] = chunk  # type: ignore[attr-defined]
            if len(running) >= WORKERS * 3:
                (done,), _ = ray.wait(list(running))
                yield running.pop(done), ray.get(done)
        while running:
            (done,), _ = ray.wait(list(running))
            yield running.pop(done), ray.get(done)

    return run, ray.shutdown


ENGINES: dict[str, Callable[[], tuple[Engine, Callable[[], object]]]] = {
    "one process": lambda: (one_process, lambda: None),
    "processes": lambda: (processes(WORKERS), lambda: None),
    "Dask": dask,
    "Ray": ray,
}


def measure(name: str, box: Path) -> str:
    """A row: seconds until the first result, seconds in all, messages in a second."""
    begun = time.perf_counter()
    try:
        engine, close = ENGINES[name]()
    except ImportError as error:
        return f"{name:14}not installed ({error})"
    task = partial(judge_chunk, Settings(b"key" * 8, owner(["clara@voss.example"], b"key" * 8, given=True)))
    parts: list[Part] = []
    first = 0.0
    with open(os.devnull, "rb") as nothing:
        for _, part in engine(task, cut(messages([box], nothing), b"key")):
            first = first or time.perf_counter() - begun
            parts.append(part)
    seconds = time.perf_counter() - begun
    close()
    read = sum(part.read for part in parts)
    assert len({part.key for part in parts}) == len(parts)
    return f"{name:14}{first:>9.1f} s{seconds:>9.1f} s{read / seconds:>9.0f}{read:>10,}"


def main() -> None:
    if len(sys.argv) == 3:  # each engine in a process of its own
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
        return
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder) / "archive.mbox"
        with box.open("wb") as file:
            file.writelines(archive(int(float(sys.argv[1] if len(sys.argv) > 1 else 20) * 1e6), attachment=0))
        print(f"{os.cpu_count()} cores, {WORKERS} workers, load {os.getloadavg()[0]:.1f}")
        print(f"{'engine':14}{'first':>11}{'all':>11}{'per s':>9}{'messages':>10}")
        for name in ENGINES:
            done = subprocess.run([sys.executable, __file__, name, str(box)], capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name:14}failed: {done.stderr.strip().splitlines()[-1]}")
            else:
                print(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
