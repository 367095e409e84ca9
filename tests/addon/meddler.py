"""A bad line in front of the Gmail server: answers that Gmail gives on its bad days, before or after it has done the work."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Bad:
    """One bad answer to a method such as "POST /drafts": `done` tells whether the work is done all the same.

    `kind` is an HTTP status, or "slow", "half", "nothing", "html", "list".
    """

    method: str
    kind: str
    reason: str = ""
    done: bool = False
    retry_after: str = ""


class Meddler:
    """A WSGI application around another. `bad` answers are given in turn, each to the first request it fits."""

    def __init__(self, inner: Wsgi) -> None:
        self.inner = inner
        self.bad: list[Bad] = []
        self.seen: list[str] = []
        self.delay = 1.6  # seconds of a slow answer
        self._lock = Lock()

    @property
    def patience(self) -> float:
        """Seconds that the add-on may wait for an answer: short only while a slow one is to come, or a busy machine fails the test."""
        return 1.0 if any(bad.kind == "slow" for bad in self.bad) else 10.0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'].removeprefix('/gmail/v1/users/me')}"
        with self._lock:
            self.seen.append(method)
            bad = next((one for one in self.bad if method.startswith(one.method)), None)
            if bad:
                self.bad.remove(bad)
        if bad is None:
            return self.inner(environ, start)
        if bad.done:
            list(self.inner(environ, lambda *_: lambda data: None))
        return self._answer(bad, start)

    def _answer(self, bad: Bad, start: Callable[..., Any]) -> Iterable[bytes]:
        whole = json.dumps({"id": "r1", "message": {"id": "m1", "threadId": "t1"}, "drafts": []}).encode()
        status, body, length, more = "200 OK", whole, len(whole), []
        if bad.kind == "slow":
            time.sleep(self.delay)
        elif bad.kind == "half":
            body = whole[:9]
        elif bad.kind == "nothing":
            body = b""
        elif bad.kind == "html":
            body, length = b"<html>Sorry</html>", 18
        elif bad.kind == "list":
            body, length = b"[1]", 3
        else:
            error = {"code": int(bad.kind), "message": "no", "errors": [{"reason": bad.reason, "domain": "global"}], "status": "X"}
            status, body = f"{bad.kind} X", json.dumps({"error": error}).encode()
            length = len(body)
        if bad.retry_after:
            more = [("Retry-After", bad.retry_after)]
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(length)), *more])
        return [body]
