"""A Gmail-compatible server: the part of the Gmail REST API v1 that the add-on uses, as a Flask application.

Paths, parameters and the scopes of each method come from Google's own description of the API.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, Response, request
from googleapiclient.discovery_cache import get_static_doc
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from addon.playground import mailbox_errors as errors
from addon.playground.mailbox_faults import Fault, Faults
from addon.playground.mailbox_message import MAX_RAW
from addon.playground.mailbox_methods import HANDLERS, OPEN_MESSAGE, Call, api_id
from addon.playground.mailbox_store import Store, Token

Json = dict[str, Any]
_MAX_BODY = MAX_RAW * 4 // 3 + 10_000


@dataclass(frozen=True)
class Method:
    """A method of the API as Google describes it. `query` are the descriptions of its query parameters."""

    name: str
    verb: str
    path: str
    scopes: frozenset[str]
    query: Mapping[str, Mapping[str, Any]]


@cache
def methods() -> dict[str, Method]:
    """The methods of gmail.v1, by name without the leading "gmail.users."."""
    description = json.loads(get_static_doc("gmail", "v1"))

    def walk(resource: Mapping[str, Any]) -> Iterator[Method]:
        for item in resource.get("methods", {}).values():
            query = {name: value for name, value in item.get("parameters", {}).items() if value["location"] == "query"}
            name = item["id"].removeprefix("gmail.users.")
            yield Method(name, item["httpMethod"], item["path"], frozenset(item["scopes"]), query)
        for child in resource.get("resources", {}).values():
            yield from walk(child)

    return {method.name: method for method in walk(description)}


def create_mailbox(store: Store, faults: Faults) -> Flask:
    """The server. Everything it keeps is in `store`; `faults` can be switched at any time."""
    app = Flask("askfirst-mailbox", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    for name in HANDLERS:
        method = methods()[name]
        rule = "/" + method.path.replace("{", "<").replace("}", ">")
        app.add_url_rule(rule, name, _view(method, store, faults), methods=[method.verb])
    app.register_error_handler(errors.GmailError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http)
    return app


def _view(method: Method, store: Store, faults: Faults) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        fault = faults.strike(method.name)
        _misbehave(fault)
        token = _authorised(method, store)
        user = store.user(token.address)
        if user is None or path["userId"].lower() not in ("me", user.address):
            raise errors.forbidden(f"Delegation denied for {token.address}")
        if not faults.pay(user.address, method.name):
            raise errors.rate_limited()
        _check_open_message(method, store, token, path.get("id", ""))
        answer = HANDLERS[method.name](Call(store, user, token.scopes & method.scopes, path.get("id", ""), _query(method), _body()))
        return _cut(_json(answer), fault)

    return view


def _authorised(method: Method, store: Store) -> Token:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    token = store.token(value.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise errors.unauthorised()
    if not token.scopes & method.scopes:
        raise errors.scope_missing(method.name)
    return token


def _check_open_message(method: Method, store: Store, token: Token, identifier: str) -> None:
    """The scopes gmail.addons.current.message.* reach the open message only, which a second token names."""
    accepted = token.scopes & method.scopes
    if not identifier or not all(scope.startswith(OPEN_MESSAGE) for scope in accepted):
        return
    opened = store.token(request.headers.get("X-Goog-Gmail-Access-Token", ""))
    reached = store.messages(token.address, opened.message) if opened and opened.message and opened.address == token.address else []
    if not reached or api_id(identifier) not in (reached[0].id, reached[0].thread):
        raise errors.forbidden("Access denied. The access token does not allow access to this message.")


def _query(method: Method) -> dict[str, Any]:
    """The query parameters, checked against the description; unknown ones are left out."""
    found: dict[str, Any] = {}
    for name, rule in method.query.items():
        values = request.args.getlist(name)
        if rule.get("repeated"):
            found[name] = values
            continue
        value = values[-1] if values else rule.get("default", "")
        if rule["type"] == "integer":
            if value and not (value.isascii() and value.isdigit() and len(value) < 10):
                raise errors.invalid(f"Invalid value at '{name}' (TYPE_UINT32), \"{value[:40]}\"")
            found[name] = int(value or 0)
        elif "enum" in rule:
            if value.lower() not in rule["enum"]:
                raise errors.invalid(f"Invalid value at '{name}', \"{value[:40]}\"")
            found[name] = value.lower()
        else:
            found[name] = value
    return found


def _body() -> Json:
    if request.method in ("GET", "DELETE") or not request.content_length:
        return {}
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise errors.invalid("Invalid JSON payload received.")
    return body


def _misbehave(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.seconds:
        time.sleep(fault.seconds)
    if fault.kind == "401":
        raise errors.unauthorised()
    if fault.kind == "404":
        raise errors.not_found()
    if fault.kind in ("403", "429"):
        raise errors.rate_limited(int(fault.kind))
    if fault.kind in ("500", "503"):
        raise errors.server_error(int(fault.kind))


def _json(data: Json | None, code: int = 200) -> Response:
    if data is None:
        return Response(status=204)
    return Response(json.dumps(data), code, mimetype="application/json")


def _cut(response: Response, fault: Fault | None) -> Response:
    """The answer as it leaves the server: only its beginning, or nothing of it, if a fault wants it so."""
    if fault is None or fault.kind not in ("half", "nothing"):
        return response
    whole = response.get_data()
    short = Response(whole[: len(whole) // 2] if fault.kind == "half" else b"", response.status_code, mimetype="application/json")
    short.automatically_set_content_length = False
    short.headers["Content-Length"] = str(max(len(whole), 1))
    return short


def _answer_error(error: errors.GmailError) -> Response:
    response = _json(error.body(), error.code)
    if error.code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    elif error.reason == "insufficientPermissions":
        response.headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'
    return response


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        return _answer_error(errors.too_large())
    return _answer_error(errors.not_found() if (error.code or 500) in (404, 405) else errors.server_error())
