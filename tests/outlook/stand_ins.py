"""Microsoft's hosts as the task pane meets them, played on this computer behind TLS: each says that it is a stand-in."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

OFFICE = "appsforoffice.microsoft.com"
GRAPH = "graph.microsoft.com"
# What we use of the resource `message`, as Microsoft documents it: https://learn.microsoft.com/graph/api/resources/message
_TEXT = {"type": "string"}
_ADDRESS = {"type": "object", "properties": {"name": _TEXT, "address": _TEXT}, "required": ["address"], "additionalProperties": False}
_BODY = {
    "type": "object", "properties": {"contentType": {"enum": ["text", "html"]}, "content": _TEXT}, "required": ["contentType", "content"],
    "additionalProperties": False,
}  # fmt: skip
_RECIPIENT = {"type": "object", "properties": {"emailAddress": _ADDRESS}, "required": ["emailAddress"], "additionalProperties": False}
MESSAGE = Draft202012Validator(
    {
        "type": "object", "properties": {"subject": _TEXT, "body": _BODY, "toRecipients": {"type": "array", "items": _RECIPIENT}},
        "additionalProperties": False,
    }
)  # fmt: skip


@dataclass
class Graph:
    """A stand-in for the two calls of Microsoft Graph that the task pane makes, strict about what its documentation says of them.

    https://learn.microsoft.com/graph/api/user-post-messages and https://learn.microsoft.com/graph/api/message-copy
    """

    drafts: list[dict[str, Any]] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    refuses: bool = False

    def __call__(self, environ: Mapping[str, Any], start_response: Any) -> Any:
        request = Request(dict(environ))
        response = Response(status=200) if request.method == "OPTIONS" else self._answer(request)
        response.headers.update({"Server": "a stand-in, not Microsoft Graph", "Access-Control-Allow-Origin": "*"})
        response.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.headers.get("Authorization") != "Bearer a-token-of-the-stand-in":
            return _wrong(401, "InvalidAuthenticationToken")
        if self.refuses:
            return _wrong(503, "serviceNotAvailable")
        if request.method != "POST" or request.mimetype != "application/json":
            return _wrong(400, "BadRequest")
        body = json.loads(request.get_data())
        if request.path == "/v1.0/me/messages" and MESSAGE.is_valid(body):
            self.drafts.append(body)
            return _json({"id": f"draft-{len(self.drafts)}", "isDraft": True, **body}, 201)
        copied = re.fullmatch("/v1.0/me/messages/([^/]+)/copy", request.path)
        if copied and body == {"destinationId": "drafts"}:
            self.copied.append(copied[1])
            return _json({"id": "copy", "isDraft": True}, 201)
        return _wrong(400, "BadRequest")


def _wrong(status: int, code: str) -> Response:
    return _json({"error": {"code": code, "message": "a stand-in says so"}}, status)


def _json(data: object, status: int) -> Response:
    return Response(json.dumps(data), status, mimetype="application/json")


def office_js(environ: Any, start_response: Any) -> Any:
    """The host of Office.js."""
    return Response(Path(__file__).with_name("office.js").read_bytes(), mimetype="text/javascript")(environ, start_response)


def framing(environ: Any, start_response: Any) -> Any:
    """A page that shows the address in its query in a frame."""
    return Response(f'<iframe src="{environ["QUERY_STRING"]}"></iframe>', mimetype="text/html")(environ, start_response)


@contextmanager
def internet(hosts: Mapping[str, Callable[..., Any]]) -> Iterator[int]:
    """The port of a server that plays these hosts over TLS, and any other as a page with a frame."""

    def host(environ: Any, start_response: Any) -> Any:
        return hosts.get(environ["HTTP_HOST"], framing)(environ, start_response)

    server = make_server("127.0.0.1", 0, host, threaded=True, ssl_context="adhoc")
    server.socket.do_handshake_on_connect = False  # type: ignore[attr-defined]  # a browser opens connections that it does not use yet
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
