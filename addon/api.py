"""The JSON API for other mail clients: check, ask, reply. The same JSON as the command prints; nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from addon.auth import bearer, client_of
from addon.errors import StoreDown
from addon.front import Parts
from linter.check import check
from linter.draft import Draft, from_fields
from linter.errors import InputError, ModelError, RewriteError
from linter.finding import to_json
from linter.mime import from_bytes
from linter.reply import read_reply, reply_to_json
from linter.report import dump
from linter.rewrite import ask_first, plan_to_json

MAX_BODY = 2_000_000  # bytes
_DOCUMENT = Path(__file__).with_name("openapi.json")
Json = dict[str, Any]
_FIELDS = frozenset({"id", "from", "to", "cc", "bcc", "subject", "body"})


class ApiError(Exception):
    """An answer with an error: HTTP status, a stable code, and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def blueprint(parts: Parts) -> Blueprint:
    """The endpoints under /v1, and the document that describes them."""
    pages = Blueprint("api", __name__)
    jobs: Mapping[str, Callable[[Json], Json]] = {"check": _check, "ask": _ask, "reply": _reply}
    for name, job in jobs.items():
        pages.add_url_rule(f"/v1/{name}", name, _view(parts, job), methods=["POST"])
    pages.add_url_rule("/openapi.json", "openapi", lambda: Response(_document(), mimetype="application/json"), methods=["GET"])
    pages.register_error_handler(ApiError, _refused)
    pages.register_error_handler(RequestEntityTooLarge, lambda _: _refused(_too_large()))
    pages.after_request(lambda response: _allow_origin(parts, response))
    return pages


def _view(parts: Parts, job: Callable[[Json], Json]) -> Callable[[], Response]:
    def view() -> Response:
        client = _client(parts)
        _within_rate(parts, client)
        body = _body()
        try:
            return _json(job(body), 200)
        except RewriteError as error:
            raise ApiError(409, "nothing_to_ask", str(error)) from None
        except InputError as error:
            raise ApiError(422, "unreadable", str(error)) from None
        except ModelError:
            raise ApiError(503, "no_model", "the trained pipeline is missing") from None

    return view


def _check(body: Json) -> Json:
    draft = _draft(body)
    report = check(draft)
    current_app.extensions["askfirst-metrics"].verdicts.labels(report.verdict.value, report.language).inc()
    return to_json(report)


def _ask(body: Json) -> Json:
    named, heads_up = _flag(body, "named", True), _flag(body, "heads_up", False)
    draft = _draft(body)
    return plan_to_json(ask_first(draft, check(draft), named=named, heads_up=heads_up))


def _reply(body: Json) -> Json:
    sent = body.get("sent")
    if sent is not None and not isinstance(sent, str):
        raise ApiError(422, "unreadable", "'sent' is not a text")
    draft = _draft(body)
    return reply_to_json(read_reply(draft, _moment(sent) if sent else draft.sent))


def _draft(body: Json) -> Draft:
    """The draft in a body: `mail` is a whole message (RFC 5322) as text, else the fields of docs/json.md."""
    if "mail" in body:
        if not isinstance(body["mail"], str):
            raise InputError("'mail' is not a text")
        return from_bytes(body["mail"].encode("utf-8", "surrogatepass"))
    return from_fields({name: value for name, value in body.items() if name in _FIELDS})


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text[:64])
    except ValueError:
        raise ApiError(422, "unreadable", "'sent' is not a moment of ISO 8601") from None
    if moment.tzinfo is None:
        raise ApiError(422, "unreadable", "'sent' has no time zone")
    return moment


def _flag(body: Json, name: str, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise ApiError(422, "unreadable", f"'{name}' is not true or false")
    return value


def _body() -> Json:
    request.max_content_length = MAX_BODY
    if request.mimetype != "application/json":
        raise ApiError(415, "not_json", "send application/json")
    try:
        body = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        raise ApiError(400, "not_json", "the body is not JSON") from None
    if not isinstance(body, dict):
        raise ApiError(422, "unreadable", "a draft is a JSON object")
    return body


def _client(parts: Parts) -> str:
    known = parts.settings.api_keys
    if known is None:
        return "local"
    client = client_of(bearer(request.headers.get("Authorization", "")), known)
    if client is None:
        raise ApiError(401, "no_key", "send your key as Authorization: Bearer KEY")
    return client


def _within_rate(parts: Parts, client: str) -> None:
    try:
        inside = parts.store.take(parts.keys.client(client), parts.clock.now(), parts.settings.requests_per_minute)
    except StoreDown:
        return
    if not inside:
        raise ApiError(429, "too_fast", "too many requests in this minute")


def _allow_origin(parts: Parts, response: Response) -> Response:
    """CORS, for the origins that are listed and our own, which classic Outlook names. No cookies are used, so none are allowed."""
    origin = request.headers.get("Origin", "")
    response.vary.add("Origin")
    if origin and (origin in parts.settings.cors_origins or origin == _origin(parts.settings.public_url)):
        response.headers["Access-Control-Allow-Origin"] = origin
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "POST"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response.headers["Access-Control-Max-Age"] = "3600"
    return response


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def _refused(error: ApiError) -> Response:
    g.outcome = error.code
    response = _json({"error": {"code": error.code, "message": error.message}}, error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.status == 429:
        response.headers["Retry-After"] = "60"
    return response


def _too_large() -> ApiError:
    return ApiError(413, "too_large", f"the body is larger than {MAX_BODY:,} bytes")


def _json(data: Json, status: int) -> Response:
    return Response(dump(data) + "\n", status, mimetype="application/json")


@cache
def _document() -> str:
    return _DOCUMENT.read_text("utf-8")
