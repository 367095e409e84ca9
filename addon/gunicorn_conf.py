"""Settings of the server: `gunicorn -c python:addon.gunicorn_conf addon.wsgi:app`."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: threads only get in each other's way
bind = f"0.0.0.0:{os.environ.get('PORT', '8080')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8  # a request mostly waits for Gmail
preload_app = True  # the model is loaded once and shared by all workers
timeout = 45  # seconds; above Google's ceiling of 30, so that the platform gives up first
graceful_timeout = 30  # requests in hand are answered before the server stops
keepalive = 75
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - the heartbeat file shall not wait for a disk
accesslog = None  # addon.observe writes a line for each request, without its address
limit_request_line = 2_000
limit_request_fields = 60
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "addon.observe.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False}},
}


def when_ready(server: Any) -> None:
    """Keep the collector's hands off what was loaded, so that the workers, forked from here, go on sharing it."""
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """Take the gauges of a worker that has gone out of the metrics."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
