"""An audit on a Dask cluster of several processes, one of them killed in the middle: every mail is judged once, none is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from archive_of import archive

WORKERS = 3


def start(*command: str, cwd: Path) -> subprocess.Popen[bytes]:
    with (cwd / "log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", *command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=log)


def wait_for(what: str, done: object, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    file = tmp_path / "scheduler.json"
    running = [
        start("dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file), cwd=tmp_path)
    ]
    try:
        wait_for("the scheduler did not start", file.exists)
        address = json.loads(file.read_text())["address"]
        worker = ("dask", "worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        running += [start(*worker, "--local-directory", str(tmp_path / f"worker{n}"), cwd=tmp_path) for n in range(WORKERS)]
        log = tmp_path / "log"
        wait_for("the workers did not start", lambda: log.read_text().count("Registered to:") >= WORKERS)
        yield address, running[1:]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def lines(folder: Path) -> int:
    state = folder / "state.jsonl"
    return state.read_bytes().count(b"\n") if state.exists() else 0


@pytest.mark.slow
def test_every_mail_is_judged_once_though_a_worker_is_killed(tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, workers = cluster
    mails = list(archive(12_000_000, attachment=0))
    (tmp_path / "a.mbox").write_bytes(b"".join(mails))
    command = ("linter", "audit", "a.mbox")
    audit = start(*command, "--cluster", address, "--out", "cluster", cwd=tmp_path)
    try:
        wait_for("nothing was judged", lambda: lines(tmp_path / "cluster") >= 4 or audit.poll() is not None)
        assert audit.poll() is None, (tmp_path / "log").read_text()
        workers[0].send_signal(signal.SIGKILL)
        before = lines(tmp_path / "cluster")
        assert audit.wait(300) == 1, (tmp_path / "log").read_text()
    finally:
        audit.kill()
        audit.wait()
    assert before * 500 < len(mails)  # the kill came in the middle
    assert all(worker.poll() is None for worker in workers[1:])
    report = json.loads((tmp_path / "cluster" / "report.json").read_text())
    assert report["read"] == len(mails)
    assert report["unread"] == 0

    assert start(*command, "--jobs", "1", "--out", "here", cwd=tmp_path).wait(300) == 1
    for name in ("report.json", "introductions.csv", "report.html"):
        assert (tmp_path / "cluster" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from linter.cli import main

    monkeypatch.setattr("addon.cluster._TIMEOUT", 1)
    monkeypatch.chdir(tmp_path)
    assert main(["audit", "a.mbox", "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "no Dask scheduler answers" in capsys.readouterr().err
