"""The application put together: blueprints, headers, measuring, and the last word on errors."""

from __future__ import annotations

from time import perf_counter

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from addon import api, front, outlook_pages, pages
from addon.auth import Verifier
from addon.clock import Clock
from addon.errors import StoreDown
from addon.gmail import MailboxFactory
from addon.keys import Keys
from addon.observe import Metrics, failure, tell, trace_of
from addon.settings import Settings
from addon.store import Store

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PURGE_EVERY = 3600.0  # seconds
_MAX_BODY = 2_000_000  # bytes


def build(settings: Settings, mailbox_factory: MailboxFactory, store: Store, clock: Clock, verifier: Verifier) -> Flask:
    """See `addon.create_app`."""
    app = Flask("addon", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    parts = front.Parts(settings, mailbox_factory, store, clock, verifier, Keys(settings.hash_key, settings.name_keys))
    app.extensions["askfirst-metrics"] = Metrics()
    for made in (front.blueprint(parts), api.blueprint(parts), pages.blueprint(parts), outlook_pages.blueprint(settings)):
        app.register_blueprint(made)
    app.register_error_handler(Exception, _failed)
    app.before_request(_begin)
    app.after_request(_end)
    _keep_clean(app, parts)
    return app


def _begin() -> None:
    g.started = perf_counter()


def _end(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    endpoint = (request.endpoint or "none").rpartition(".")[2]
    outcome = g.get("outcome", "done" if response.status_code < 400 else str(response.status_code))
    seconds = perf_counter() - g.get("started", perf_counter())
    metrics = _metrics()
    metrics.requests.labels(endpoint, outcome).inc()
    metrics.seconds.labels(endpoint).observe(seconds)
    trace = trace_of(request.headers.get("traceparent", "") or request.headers.get("X-Cloud-Trace-Context", ""))
    tell("request", endpoint=endpoint, outcome=outcome, status=response.status_code, milliseconds=round(seconds * 1000), trace=trace)
    return response


def _failed(error: Exception) -> Response | HTTPException:
    """HTTP errors as they are, in JSON; anything else is our mistake: logged without its message, which may quote a mail."""
    if isinstance(error, HTTPException):
        response = jsonify({"error": {"code": str(error.code), "message": error.name}})
        response.status_code = error.code or 500
        if error.code == 405:
            response.headers.extend(error.get_headers())
            response.content_type = "application/json"
        return response
    failure(error, (request.endpoint or "none").rpartition(".")[2])
    response = jsonify({"error": {"code": "500", "message": "Internal Server Error"}})
    response.status_code = 500
    return response


def _metrics() -> Metrics:
    from flask import current_app

    metrics: Metrics = current_app.extensions["askfirst-metrics"]
    return metrics


def _keep_clean(app: Flask, parts: front.Parts) -> None:
    """Once an hour, in passing, delete what is older than the retention: no other process has to be remembered."""
    last = [parts.clock.monotonic() - _PURGE_EVERY]

    def purge(response: Response) -> Response:
        now = parts.clock.monotonic()
        if now - last[0] >= _PURGE_EVERY:
            last[0] = now
            try:
                parts.store.purge(parts.clock.now(), parts.settings.retention_days)
            except StoreDown:
                tell("purge failed")
        return response

    app.after_request(purge)
