"""Who is calling. What a verifier does is fixed at start by who builds the app; no setting turns it off."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Protocol

import requests
from cachecontrol import CacheControl
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request
from google.oauth2 import id_token

from addon.errors import Denied, SettingsError

_SKEW = 30  # seconds by which clocks may differ
_FETCH = 5.0  # seconds for Google's keys


class Verifier(Protocol):
    """Checks the two tokens of an event. Both methods raise Denied."""

    def platform(self, token: str, url: str) -> None:
        """The request is the platform's: `token` was issued to it for the endpoint at `url`."""

    def user(self, token: str) -> str:
        """The stable id of the person that `token` was issued for."""


class GoogleVerifier:
    """Google's own tokens: signature, expiry, issuer, audience, and the exact service account."""

    def __init__(self, service_account: str, oauth_client: str, request: Any = None) -> None:
        if not service_account or not oauth_client:
            raise SettingsError("service account and OAuth client must be set: without them nobody's request can be told from Google's")
        self._service_account = service_account
        self._oauth_client = oauth_client
        self._request = request or _CachedRequest()

    def platform(self, token: str, url: str) -> None:
        """See Verifier."""
        claims = self._claims(token, url)
        if claims.get("email") != self._service_account or claims.get("email_verified") is not True:
            raise Denied("the token is not of the add-on's service account")

    def user(self, token: str) -> str:
        """See Verifier."""
        subject = self._claims(token, self._oauth_client).get("sub")
        if not isinstance(subject, str) or not subject:
            raise Denied("the token names nobody")
        return subject

    def _claims(self, token: str, audience: str) -> Mapping[str, Any]:
        if not token:
            raise Denied("there is no token")
        try:
            claims: Mapping[str, Any] = id_token.verify_oauth2_token(  # type: ignore[no-untyped-call]
                token, self._request, audience, clock_skew_in_seconds=_SKEW
            )
        except (GoogleAuthError, ValueError, KeyError, TypeError):  # what google-auth says quotes the token
            raise Denied("the token is not valid here") from None
        return claims


class _CachedRequest:
    """Fetches Google's keys, and keeps them as long as Google says."""

    def __init__(self) -> None:
        session = requests.Session()
        session.trust_env = False
        self._request = Request(session=CacheControl(session))

    def __call__(self, url: str, method: str = "GET", **options: Any) -> Any:
        return self._request(url, method, **{**options, "timeout": _FETCH})


def bearer(header: str) -> str:
    """The token in an Authorization header, or ""."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def client_of(key: str, clients: Mapping[str, str]) -> str | None:
    """The name of the client whose key this is; None if it is nobody's. Takes the same time for every key."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    found = [name for name, known in clients.items() if hmac.compare_digest(digest, known)]
    return found[0] if found else None
