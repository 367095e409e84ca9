"""The server as it runs in production: gunicorn, its answers, its end; many people at once."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from panel import AMBUSH, ANNA, BASE, MIKE
from signing import OAUTH_CLIENT, SERVICE_ACCOUNT
from stage import NAME_KEY, Stage

from addon.playground.mailbox_store import User
from addon.settings import Settings

pytestmark = pytest.mark.slow

KEY = "a key of a client"
DRAFT = {"from": "Clara <clara@voss.example>", "to": [MIKE], "cc": [ANNA], "body": AMBUSH["en"]}


def environment(folder: Path, port: int) -> dict[str, str]:
    (folder / "metrics").mkdir()
    return {
        "PATH": os.environ["PATH"], "HOME": str(folder), "PORT": str(port), "WEB_CONCURRENCY": "2", "OPENBLAS_NUM_THREADS": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"), "ASKFIRST_DATABASE": f"sqlite:///{folder}/ledger.sqlite",
        "ASKFIRST_PUBLIC_URL": BASE, "ASKFIRST_HASH_KEY": "h" * 32, "ASKFIRST_NAME_KEYS": NAME_KEY,
        "ASKFIRST_SERVICE_ACCOUNT": SERVICE_ACCOUNT, "ASKFIRST_OAUTH_CLIENT": OAUTH_CLIENT, "ASKFIRST_REQUESTS_PER_MINUTE": "1000",
        "ASKFIRST_API_KEYS": f"test:{hashlib.sha256(KEY.encode()).hexdigest()}",
        "ASKFIRST_METRICS_KEY": hashlib.sha256(b"metrics").hexdigest(),
    }  # fmt: skip


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:addon.gunicorn_conf", "addon.wsgi:app"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment(folder, port), stdout=log, stderr=log, cwd=folder)
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(40)


def ready(url: str, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        try:
            return requests.get(f"{url}/ready", timeout=10).status_code == 200
        except requests.ConnectionError:
            time.sleep(0.2)
    return False


def failures(folder: Path) -> list[str]:
    return [line for line in (folder / "log").read_text().splitlines() if '"failure"' in line][:3]


def test_the_server_of_production(tmp_path: Path) -> None:
    """Started, asked by several at once, measured over all workers, and ended with a request in hand."""
    with server(tmp_path) as (url, process):
        assert ready(url, process), (tmp_path / "log").read_text()
        headers = {"Authorization": f"Bearer {KEY}"}

        def check(_: int) -> tuple[int, str]:
            answer = requests.post(f"{url}/v1/check", json=DRAFT, headers=headers, timeout=60)
            return answer.status_code, answer.json().get("verdict")

        with ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(check, range(80)))
        assert answers == {(200, "unannounced_introduction")}, failures(tmp_path)
        assert requests.post(f"{url}/compose", json={}, headers={"Authorization": "Bearer x"}, timeout=60).status_code == 401
        measured = requests.get(f"{url}/metrics", headers={"Authorization": "Bearer metrics"}, timeout=60).text
        assert 'askfirst_requests_total{endpoint="check",outcome="done"} 80.0' in measured
        with ThreadPoolExecutor(4) as pool:
            last = [pool.submit(check, n) for n in range(4)]
            time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            ends = [one.exception() or one.result() for one in last]
        assert process.wait(40) == 0
        # whoever was let in got an answer; who came too late was turned away
        assert all(answer == (200, "unannounced_introduction") or isinstance(answer, requests.ConnectionError) for answer in ends)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert {"request"} <= {line["event"] for line in lines}
    assert any("Shutting down" in line.get("message", "") for line in lines)


def test_a_server_that_is_not_configured_says_so_and_does_not_start(tmp_path: Path) -> None:
    folder = tmp_path
    command = [sys.executable, "-m", "gunicorn", "-c", "python:addon.gunicorn_conf", "addon.wsgi:app"]
    variables = {name: value for name, value in environment(folder, 0).items() if name != "ASKFIRST_SERVICE_ACCOUNT"}
    result = subprocess.run(command, env=variables, capture_output=True, text=True, cwd=folder, timeout=120, check=False)
    assert result.returncode != 0
    assert "ASKFIRST_SERVICE_ACCOUNT is not set" in result.stderr + result.stdout


def test_many_people_at_once(set_up: Callable[[Settings, str], Stage], settings: Settings, database_url: str) -> None:
    """Six people, each pressing "Ask first" twice at once: two asks for each, and nobody sees another's."""
    stage = set_up(settings, database_url)
    stage.clock.sleep = lambda seconds: time.sleep(min(seconds, 0.1))  # type: ignore[method-assign]
    people = [f"person{n}" for n in range(6)]
    stages = [replace(stage, user=name) for name in people]
    for one in stages:
        stage.mail.add_user(User(one.address, one.user))
        one.write()

    def both(one: Stage) -> None:
        one.compose()
        action = one.buttons()["Ask first"][0]
        event = one.event({entry["key"]: entry["value"] for entry in action["parameters"]})
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: one.send("/click/ask", event), range(2)))
        assert [status for status, _ in answers] == [200, 200]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(both, stages))
    for one in stages:
        assert len(one.drafts()) == 3
        assert len(stage.store.introductions(one.app_user)) == 1
