"""Who may come in: on the loopback interface everybody with the right address, elsewhere only who knows the secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

COOKIE = "askfirst-playground"
MIN_SECRET = 16  # characters
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_OPEN = ("/mailbox/",)  # wants a bearer token for everything
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>askfirst playground</title><main><h1>askfirst playground</h1><p>This demonstration is not open to everybody.</p>
<form method="post" action="/login"><label>Secret <input type="password" name="secret" autocomplete="current-password"></label>
<button>Come in</button></form></main></html>"""

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def pass_for(secret: str) -> str:
    """What the cookie holds for those who know the secret; says nothing about it."""
    return hmac.new(secret.encode(), b"askfirst playground", hashlib.sha256).hexdigest()


class _Small(Request):
    max_content_length = 10_000


class Gate:
    """Stands before all applications. Without a secret it only takes requests to a loopback address (DNS rebinding)."""

    def __init__(self, app: Wsgi, secret: str = "") -> None:
        self._app = app
        self._secret = secret
        self._pass = pass_for(secret) if secret else ""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application."""
        answer = self._stop(_Small(environ))
        if answer is not None:
            _secure(answer.headers)
            return answer(environ, start_response)

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, *((name, value) for name, value in _HEADERS if not _has(headers, name))], *rest)

        return self._app(environ, begin)

    def _stop(self, request: Request) -> Response | None:
        """The answer for who may not pass; None for who may."""
        if not self._secret:
            return None if host_is_trusted(request.environ.get("HTTP_HOST", ""), _LOOPBACK) else Response("wrong host", 400)
        if request.path.startswith(_OPEN) or hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self._pass.encode()):
            return None
        if request.path == "/login" and request.method == "POST":
            try:
                given = request.form.get("secret", "")
            except HTTPException as error:  # larger than any secret
                return Response(status=error.code)
            if hmac.compare_digest(given.encode(), self._secret.encode()):
                answer = redirect("/", 303)
                answer.set_cookie(COOKIE, self._pass, httponly=True, samesite="Strict")
                return answer
        return (
            Response(_PAGE, 401, mimetype="text/html")
            if "text/html" in request.headers.get("Accept", "")
            else Response("secret wanted", 401)
        )


_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


def _has(headers: list[tuple[str, str]], name: str) -> bool:
    return any(key.lower() == name.lower() for key, _ in headers)


def _secure(headers: Any) -> None:
    for name, value in _HEADERS:
        headers.setdefault(name, value)
