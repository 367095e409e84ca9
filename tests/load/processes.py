"""The service as it runs in production, several times on one ledger, and ways to kill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from panel import BASE
from servers import answering, free_port
from signing import OAUTH_CLIENT, SERVICE_ACCOUNT, Signer

from addon.keys import Keys

HERE = Path(__file__).parent
HASH_KEY = "a key of processes that are killed"
NAME_KEY = "bmFtZXMgYXJlIGVuY3J5cHRlZCB3aXRoIHRoaXMga2U="
KEYS = Keys(HASH_KEY.encode(), (NAME_KEY,))
PATH = os.pathsep.join(str(place) for place in (HERE, HERE.parent / "addon", HERE.parents[1]))


@dataclass
class Gunicorn:
    """One gunicorn with its workers, a process group of its own."""

    folder: Path
    database: str
    gmail: str
    signer: Signer
    workers: int = 2
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "metrics").mkdir(exist_ok=True)
        key = self.folder / "key.pem"
        key.write_bytes(self.signer.pem)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": PATH, "PORT": str(self.port), "OPENBLAS_NUM_THREADS": "1",
            "WEB_CONCURRENCY": str(self.workers), "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "metrics"),
            "ASKFIRST_DATABASE": self.database, "ASKFIRST_PUBLIC_URL": BASE, "ASKFIRST_HASH_KEY": HASH_KEY, "ASKFIRST_NAME_KEYS": NAME_KEY,
            "ASKFIRST_SERVICE_ACCOUNT": SERVICE_ACCOUNT, "ASKFIRST_OAUTH_CLIENT": OAUTH_CLIENT, "ASKFIRST_REQUESTS_PER_MINUTE": "100000",
            "ASKFIRST_TEST_KEY": str(key), "ASKFIRST_TEST_GMAIL": self.gmail,
        }  # fmt: skip
        command = [sys.executable, "-m", "gunicorn", "-c", "python:addon.gunicorn_conf", "service:app"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=self.folder, start_new_session=True)
        answering(f"{self.url}/health", self.process, 240)

    def kill(self) -> None:
        """SIGKILL to the server and all its workers at once."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def kill_workers(self) -> None:
        """SIGKILL to the workers; the server starts new ones."""
        assert self.process
        for worker in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            os.kill(int(worker), signal.SIGKILL)

    def stop(self) -> None:
        """Stop it, as a deployment does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


@dataclass
class MailboxServer:
    """The playground's Gmail-compatible server as a process; its file is kept when it is killed."""

    file: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, for the first time or again."""
        self.process = subprocess.Popen([sys.executable, str(HERE / "mailbox_process.py"), str(self.file), str(self.port)])
        answering(self.url, self.process)

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process
        self.process.kill()
        self.process.wait(20)
