"""`askfirst serve` as a command."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from linter.cli import main

ASKFIRST = Path(sys.executable).with_name("askfirst")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_prints_its_address_serves_and_ends_when_told(end: signal.Signals, tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [ASKFIRST, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        found = re.fullmatch(r"askfirst playground: (http://127\.0\.0\.1:\d+/)\n", process.stdout.readline())
        assert found
        assert "demonstration" in process.stdout.readline()
        with urllib.request.urlopen(found[1]) as page:
            assert b"askfirst playground" in page.read()
        assert list(tmp_path.iterdir())
        process.send_signal(end)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert list(tmp_path.iterdir()) == []  # nothing is kept


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
@pytest.mark.parametrize("secret", ["", "too short"])
def test_another_address_wants_a_secret(
    host: str, secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASKFIRST_SECRET", secret)
    assert main(["serve", "--host", host, "--port", "0"]) == 2
    assert "ASKFIRST_SECRET" in capsys.readouterr().err


def test_a_port_that_is_taken_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot listen" in capsys.readouterr().err
    assert main(["serve", "--port", "70000"]) == 2
    assert "0 to 65535" in capsys.readouterr().err
