"""A line between the service and the mailbox on which something is killed in the middle of *Ask first*."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock, Thread
from typing import Any

import requests

_SETTLE = 30.0  # seconds


class Moment(StrEnum):
    """When the blow falls, seen from the draft that is being created."""

    BEFORE = "before the mailbox has heard of it"
    MEANWHILE = "while the mailbox is at work on it"
    UNTOLD = "it is there, and nobody has been told"
    TOLD = "the service has been told, and may or may not have written it down"


@dataclass(frozen=True)
class Blow:
    """What falls at the nth draft that is created, at which moment and how many seconds later."""

    nth: int
    moment: Moment
    delay: float
    strike: Callable[[], object]


@dataclass
class Trap:
    """A WSGI application that passes everything on to the mailbox at `url`; `blows` are taken in turn."""

    url: str
    blows: list[Blow] = field(default_factory=list)
    struck: int = 0
    created: int = 0  # drafts, since the trap was last set
    _falling: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def set(self, blow: Blow) -> None:
        """Wait for the nth draft from now."""
        self.created = 0
        self.blows.append(blow)

    def settle(self) -> None:
        """Wait for the blow that is set; one that nothing has set off falls now."""
        end = time.monotonic() + _SETTLE
        while self._falling and time.monotonic() < end:
            time.sleep(0.02)
        if self.blows:
            self._strike(self.blows.pop())

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        creates = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/drafts")
        blow = self._blow() if creates else None
        if blow and blow.moment is Moment.BEFORE:
            self._strike(blow)
        if blow and blow.moment is Moment.MEANWHILE:
            Thread(target=self._strike, args=(blow,)).start()
        status, headers, body = self._passed_on(environ)
        if blow and blow.moment is Moment.UNTOLD:
            self._strike(blow)
        start(status, headers)
        yield body
        if blow and blow.moment is Moment.TOLD:
            self._strike(blow)

    def _blow(self) -> Blow | None:
        with self._lock:
            self.created += 1
            if self.blows and self.created == self.blows[0].nth:
                self._falling += 1
                return self.blows.pop(0)
        return None

    def _strike(self, blow: Blow) -> None:
        time.sleep(blow.delay)
        blow.strike()
        self.struck += 1
        self._falling = 0

    def _passed_on(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        url = f"{self.url}{environ['PATH_INFO']}" + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        headers = {
            "Authorization": environ.get("HTTP_AUTHORIZATION", ""),
            "Content-Type": environ.get("CONTENT_TYPE") or "application/json",
        }
        try:
            answer = requests.request(environ["REQUEST_METHOD"], url, data=environ["wsgi.input"].read(length), headers=headers, timeout=60)
        except requests.RequestException:  # the mailbox is gone: so is the line to it, as far as the service can tell
            return "502 Bad Gateway", [("Content-Length", "0")], b""
        kind = answer.headers.get("Content-Type", "application/json")
        length_now = str(len(answer.content))
        return f"{answer.status_code} {answer.reason}", [("Content-Type", kind), ("Content-Length", length_now)], answer.content
