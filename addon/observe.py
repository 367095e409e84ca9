"""What can be seen of the service from outside: log lines and metrics. Neither ever holds a word of a mail, an address or a token."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from addon.errors import AddonError
from linter.errors import ModelError

LOG = logging.getLogger("addon")
_TRACE = re.compile(r"[0-9a-fA-F]{16,32}")
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30)


class JsonLines(logging.Formatter):
    """One JSON object a line.

    Records of other libraries lose their message, which may quote anything that came with a request; of the server, what it says
    about itself stays, and of our own errors what they say, because that never quotes a mail.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields = dict(getattr(record, "fields", None) or {"event": f"{record.name.partition('.')[0]} message"})
        if record.name == "gunicorn.error" and record.levelno in (logging.INFO, logging.CRITICAL):
            fields["message"] = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            fields["kind"] = type(error).__name__
            if isinstance(error, (AddonError, ModelError)):
                fields["message"] = str(error)
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"time": when, "severity": record.levelname, **fields})


def tell(event: str, level: int = logging.INFO, **fields: str | int | float) -> None:
    """Write one line. `fields` are our own words and numbers, nothing that came with a request."""
    LOG.log(level, event, extra={"fields": {"event": event, **fields}})


def failure(error: BaseException, endpoint: str) -> None:
    """Write down an error of ours: its kind and where it happened, not what it says, which may quote a mail."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = " < ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    tell("failure", logging.ERROR, endpoint=endpoint, kind=type(error).__name__, at=places)


def trace_of(header: str) -> str:
    """The trace id in a `traceparent` or `X-Cloud-Trace-Context` header, or ""."""
    found = _TRACE.search(header[:200])
    return found.group().lower() if found else ""


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter("askfirst_requests", "Requests answered.", ["endpoint", "outcome"], registry=self._registry)
        self.seconds = Histogram(
            "askfirst_request_seconds", "Time until the answer.", ["endpoint"], buckets=_SECONDS, registry=self._registry
        )
        self.calls = Counter(
            "askfirst_gmail_calls", "Calls of the Gmail API, repeated ones too.", ["method", "outcome"], registry=self._registry
        )
        self.verdicts = Counter("askfirst_verdicts", "Drafts judged for the JSON API.", ["verdict", "language"], registry=self._registry)

    def call(self, method: str, outcome: str) -> None:
        """Count a call of the Gmail API."""
        self.calls.labels(method, outcome).inc()

    def text(self) -> bytes:
        """All of it in Prometheus' text format; of all workers where they share a folder (PROMETHEUS_MULTIPROC_DIR)."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
