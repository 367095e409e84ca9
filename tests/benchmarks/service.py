"""The JSON API of the backend under gunicorn, as in production: latency and throughput of POST /v1/check, and the workers' memory."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle, islice
from pathlib import Path

from linter import Draft
from tests.benchmarks.timing import ROOT, memory, milliseconds, quantiles, table

KEY = "benchmark"
WORKERS = 2


def rows(groups: dict[str, Sequence[Draft]], seconds: float) -> str:
    """A table per kind of draft and number of clients, and the memory of the workers afterwards below it."""
    found = []
    with server() as (port, master):
        for name, drafts in groups.items():
            bodies = [_body(draft) for draft in drafts]
            _load(port, bodies, 4, seconds / 4)  # every worker has seen some
            for clients in (1, 8, 64):
                times, wall, failed = _load(port, bodies, clients, seconds)
                cells = [milliseconds(value) for value in quantiles(times)]
                found.append([name, clients, *cells, f"{len(times) / wall:,.0f}", failed])
        children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="utf-8").split()
        workers = [(memory(int(pid)), memory(int(pid), "Pss")) for pid in children]
    worst = max(workers)
    shown = table(("drafts", "clients", "p50, ms", "p90, ms", "p99, ms", "answers a second", "failed"), found)
    return f"{shown}\n\nA worker then holds {worst[0]:.0f} MiB, {worst[1]:.0f} MiB if what it shares with others is divided among them."


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """The backend with a database of its own: its port, and the process of its master."""
    from cryptography.fernet import Fernet

    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        (Path(folder) / "metrics").mkdir()
        environment = os.environ | {
            "ASKFIRST_PUBLIC_URL": "https://askfirst.example",
            "ASKFIRST_SERVICE_ACCOUNT": "service@askfirst.example",
            "ASKFIRST_OAUTH_CLIENT": "client.askfirst.example",
            "ASKFIRST_HASH_KEY": "benchmark" * 5,
            "ASKFIRST_NAME_KEYS": Fernet.generate_key().decode(),
            "ASKFIRST_API_KEYS": f"benchmark:{hashlib.sha256(KEY.encode()).hexdigest()}",
            "ASKFIRST_REQUESTS_PER_MINUTE": "100000",
            "ASKFIRST_DATABASE": f"sqlite:///{folder}/askfirst.db",
            "PROMETHEUS_MULTIPROC_DIR": f"{folder}/metrics",
            "WEB_CONCURRENCY": str(WORKERS),
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:addon.gunicorn_conf", "-b", f"127.0.0.1:{port}", "addon.wsgi:app"]
        with (Path(folder) / "log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            try:
                _wait(port, process, Path(folder) / "log")
                yield port, process.pid
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/openapi.json")
            connection.getresponse().read()
            connection.close()
            return
        except (OSError, HTTPException):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')[-500:]}")


def _body(draft: Draft) -> bytes:
    fields = {"from": str(draft.sender or ""), "subject": draft.subject, "body": draft.body}
    return json.dumps(fields | {place: list(map(str, getattr(draft, place))) for place in ("to", "cc", "bcc")}).encode()


def _load(port: int, bodies: list[bytes], clients: int, seconds: float) -> tuple[list[float], float, int]:
    """Times of the answers in milliseconds, the wall time in seconds, and how many failed; every client keeps one connection."""
    times: list[list[float]] = [[] for _ in range(clients)]
    failed = [0] * clients
    begun = time.monotonic()
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}

    def client(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        for body in islice(cycle(bodies), number, None):
            if time.monotonic() > begun + seconds:
                break
            start = time.perf_counter_ns()
            try:
                connection.request("POST", "/v1/check", body, headers)
                answer = connection.getresponse()
                answer.read()
                failed[number] += answer.status != 200
            except (OSError, HTTPException):
                failed[number] += 1
                connection.close()
            times[number].append((time.perf_counter_ns() - start) / 1e6)
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [value for several in times for value in several] or [float("nan")], time.monotonic() - begun, sum(failed)
