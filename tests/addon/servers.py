"""Real servers for the tests, each a process on a free loopback port that keeps nothing: PostgreSQL, and a Gmail emulator."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import requests

_BINARIES = Path("/usr/lib/postgresql")
_USER = "askfirst"
_EMULATE = Path(__file__).parents[1] / "end_to_end" / "emulate"


@dataclass
class PostgreSQL:
    """Debian's binaries in a temporary folder, never as root. A transaction that was committed outlives the server, not the machine."""

    folder: Path
    port: int
    _server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Without a database name."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, for the first time or again."""
        data = self.folder / "data"
        if not data.exists():
            initdb = [_program("initdb"), "-D", str(data), "-U", _USER, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
            subprocess.run([*_as_user(), *initdb], check=True, capture_output=True, cwd="/")
        options = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        command = [*_as_user(), _program("postgres"), "-D", str(data), *(f"--{name}={value}" for name, value in options.items())]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        self._wait()

    def kill(self) -> None:
        """SIGKILL, as the kernel does when memory runs out."""
        os.kill(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert self._server
        self._server.wait(20)

    def stop(self) -> None:
        """Stop it."""
        if self._server and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(20)

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and self._server and self._server.poll() is None:
            try:
                psycopg.connect(f"{self.address}/postgres", connect_timeout=2).close()
                return
            except psycopg.OperationalError:  # not yet there, or still recovering
                time.sleep(0.1)
        raise AssertionError("PostgreSQL does not start")


@contextmanager
def database_server() -> Iterator[PostgreSQL]:
    """A running PostgreSQL server that can be killed and started again."""
    folder = Path(tempfile.mkdtemp(prefix="askfirst-pg-"))
    if _as_user():
        shutil.chown(folder, "postgres")
    server = PostgreSQL(folder, free_port())
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a running PostgreSQL server, without a database name."""
    with database_server() as server:
        yield server.address


def new_database(server: str, name: str) -> str:
    """Make a database; its address."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{server}/{name}"


@contextmanager
def gmail_emulator(folder: Path, mailboxes: Mapping[str, str]) -> Iterator[str]:
    """The address of the Gmail emulator of npm. `mailboxes` are addresses by the token that opens them."""
    program = _EMULATE / "node_modules" / "emulate" / "dist" / "index.js"
    node = shutil.which("node")
    assert node, "install Node.js 20 or newer"
    assert program.is_file(), "run: npm ci --prefix tests/end_to_end/emulate"
    tokens = "".join(f"  {token}:\n    login: {address}\n" for token, address in mailboxes.items())
    users = "".join(f"    - email: {address}\n      name: {address}\n" for address in sorted(set(mailboxes.values())))
    seed = folder / "seed.yaml"
    seed.write_text(f"tokens:\n{tokens}google:\n  users:\n{users}  oauth_clients: []\n")
    port = free_port()
    command = [node, str(program), "--service", "google", "--seed", str(seed), "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder)})
    try:
        url = f"http://127.0.0.1:{port}"
        answering(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def answering(url: str, server: subprocess.Popen[bytes], seconds: float = 90) -> None:
    """Wait until something answers there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            requests.get(url, timeout=10)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str) -> str:
    folder = max(_BINARIES.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
    assert folder, "install PostgreSQL: apt-get install postgresql"
    return str(folder / name)


def _as_user() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
