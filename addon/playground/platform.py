"""What Google does between a mail client and an add-on: builds events, lends tokens, signs them, posts, brings back the answer."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import jwt
from google.auth.crypt import RSASigner

from addon.playground.mailbox_store import Store

Json = dict[str, Any]
SERVICE_ACCOUNT = "service-0@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
OAUTH_CLIENT = "playground.apps.googleusercontent.com"
TIMEOUT = 30.0  # seconds: Google waits no longer for a card
_MAX_ANSWER = 2_000_000  # bytes
_LIFETIME = 3600  # seconds a token is good for
_KEY = "playground"


@dataclass(frozen=True)
class Answer:
    """What the add-on answered to an event, or what went wrong. `event` is what was posted, without the tokens."""

    function: str
    event: Json
    milliseconds: int
    status: int = 0
    body: Json = field(default_factory=dict)
    problem: str = ""  # "slow", "unreachable", "not_json", "too_large", "refused"


class NotAnEvent(Exception):  # noqa: N818 - reads as what it is
    """What the browser sent does not make an event."""


class Platform:
    """Google's part, for one user of one add-on. `manifest` is the deployment as `askfirst manifest` prints it."""

    def __init__(
        self, addon_url: str, manifest: Mapping[str, Any], store: Store, user: str, cookies: Mapping[str, str] | None = None
    ) -> None:
        self._addon_url = addon_url
        self._store = store
        self._user = user
        self._scopes: list[str] = list(manifest["oauthScopes"])
        self._triggers = triggers(manifest)
        self._tokens: dict[tuple[frozenset[str], str], str] = {}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.update(cookies or {})
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._signer = RSASigner.from_string(pem, _KEY)  # type: ignore[no-untyped-call]
        self._certificate = _certificate(key)

    @property
    def scopes(self) -> list[str]:
        """The scopes the deployment asks for."""
        return list(self._scopes)

    def certificates(self, url: str, method: str = "GET", **_: Any) -> Any:
        """Stands for the request to Google's public keys, which google-auth makes to verify a token."""
        return _Keys(200, json.dumps({_KEY: self._certificate}).encode())

    def send(self, visit: Mapping[str, Any]) -> Answer:
        """Post the event that a visit of the person in the client makes. Raises NotAnEvent.

        `visit`: `trigger` ("home", "message", "compose") or `function` (of a button), `locale`, `timeZone`, `parameters`, `inputs`
        (name to list of values), `message` (id of the open one), `compose` (lists to, cc, bcc), `withheld` (scopes not granted).
        """
        function = self._function(visit)
        event = self._event(visit)
        shown = {name: value for name, value in event.items() if name != "authorizationEventObject"}
        shown["gmail"] = {name: value for name, value in event.get("gmail", {}).items() if name != "accessToken"}
        withheld = set(_list(visit, "withheld"))
        granted = [scope for scope in self._scopes if scope not in withheld]
        event["authorizationEventObject"] = {
            "userOAuthToken": self._oauth(frozenset(granted)),
            "systemIdToken": self._id_token(function, email=SERVICE_ACCOUNT, email_verified=True, sub="0"),
            "userIdToken": self._id_token(OAUTH_CLIENT, email=self._user, email_verified=True, sub=subject_of(self._user)),
            "authorizedScopes": granted,
        }
        return self._post(function, event, shown)

    def _function(self, visit: Mapping[str, Any]) -> str:
        function = visit.get("function") or self._triggers.get(str(visit.get("trigger")), "")
        if not isinstance(function, str) or not function.startswith(f"{self._addon_url}/"):
            raise NotAnEvent("an event goes to the add-on only")
        return function

    def _event(self, visit: Mapping[str, Any]) -> Json:
        inputs = {str(name): {"stringInputs": {"value": list(values)}} for name, values in _object(visit, "inputs").items()}
        common: Json = {"userLocale": str(visit.get("locale", "en"))[:20], "hostApp": "GMAIL", "platform": "WEB"}
        zone = _object(visit, "timeZone")
        if zone:
            common["timeZone"] = {"id": str(zone.get("id", ""))[:60], "offset": int(zone.get("offset", 0) or 0)}
        if visit.get("function"):
            common["parameters"] = {str(name): str(value) for name, value in _object(visit, "parameters").items()}
            common["formInputs"] = inputs
        event: Json = {"commonEventObject": common}
        message = visit.get("message")
        if message:
            event["gmail"] = self._open_message(str(message))
        elif "compose" in visit:
            compose = _object(visit, "compose")
            event["gmail"] = {f"{name}Recipients": _list(compose, name) for name in ("to", "cc", "bcc")}
        return event

    def _open_message(self, identifier: str) -> Json:
        """As Gmail puts it: ids in another form than the API's, and a token that reaches this message only."""
        found = self._store.messages(self._user, identifier)
        if not found:
            raise NotAnEvent("no such message")
        return {
            "messageId": f"msg-f:{int(found[0].id, 16)}",
            "threadId": f"thread-f:{int(found[0].thread, 16)}",
            "accessToken": self._oauth(frozenset(), found[0].id),
        }

    def _oauth(self, scopes: frozenset[str], message: str = "") -> str:
        token = self._tokens.get((scopes, message), "")
        if not token or self._store.token(token) is None:
            token = self._tokens[scopes, message] = self._store.issue(self._user, scopes, message)
        return token

    def _id_token(self, audience: str, **claims: Any) -> str:
        now = int(time.time())
        payload = {"iss": "https://accounts.google.com", "aud": audience, "iat": now, "exp": now + _LIFETIME, **claims}
        encoded = jwt.encode(self._signer, payload)  # type: ignore[no-untyped-call]
        return encoded.decode("ascii") if isinstance(encoded, bytes) else str(encoded)

    def _post(self, function: str, event: Json, shown: Json) -> Answer:
        start = time.monotonic()

        def answer(**outcome: Any) -> Answer:
            return Answer(function, shown, int((time.monotonic() - start) * 1000), **outcome)

        token = event["authorizationEventObject"]["systemIdToken"]
        try:
            with self._session.post(
                function, json=event, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as response:
                content = response.raw.read(_MAX_ANSWER + 1, decode_content=True)
                status = response.status_code
        except requests.exceptions.Timeout:
            return answer(problem="slow")
        except (requests.exceptions.RequestException, OSError):
            return answer(problem="unreachable")
        if len(content) > _MAX_ANSWER:
            return answer(problem="too_large", status=status)
        try:
            body = json.loads(content)
        except ValueError:
            return answer(problem="not_json", status=status)
        if status != 200 or not isinstance(body, dict):
            return answer(problem="refused", status=status)
        return answer(status=status, body=body)


@dataclass(frozen=True)
class _Keys:
    """An answer as google-auth wants it."""

    status: int
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def subject_of(user: str) -> str:
    """The stable id of a user, as Google's tokens name them."""
    return f"playground-{user}"


def triggers(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The endpoints a deployment names for the homepage, an open message and the compose window."""
    common, gmail = manifest["addOns"]["common"], manifest["addOns"]["gmail"]
    return {
        "home": common["homepageTrigger"]["runFunction"],
        "message": gmail["contextualTriggers"][0]["onTriggerFunction"],
        "compose": gmail["composeTrigger"]["actions"][0]["runFunction"],
    }


def _certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "askfirst playground")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=365))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode("ascii")


def _object(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = fields.get(name) or {}
    if not isinstance(value, dict):
        raise NotAnEvent(f"{name} is not an object")
    return value


def _list(fields: Mapping[str, Any], name: str) -> list[str]:
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise NotAnEvent(f"{name} is not a list of texts")
    return value
