"""Who is believed: Google's tokens, for this endpoint, from this service account, and nothing else."""

from __future__ import annotations

import time
from typing import Any

import pytest
from panel import BASE
from signing import OAUTH_CLIENT, SERVICE_ACCOUNT, Signer
from stage import Stage

from addon.auth import GoogleVerifier, bearer, client_of
from addon.errors import Denied, SettingsError

URL = f"{BASE}/compose"


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


@pytest.fixture
def verifier(signer: Signer) -> GoogleVerifier:
    return GoogleVerifier(SERVICE_ACCOUNT, OAUTH_CLIENT, signer)


def test_googles_token_for_this_endpoint_is_taken(verifier: GoogleVerifier, signer: Signer) -> None:
    verifier.platform(signer.platform(URL), URL)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "service-1234@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"},
        {"email": SERVICE_ACCOUNT + ".evil.example"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 100},
        {"exp": None},
        {"iat": int(time.time()) + 1000},
    ],
    ids=str,
)
def test_every_claim_counts(verifier: GoogleVerifier, signer: Signer, changes: dict[str, Any]) -> None:
    with pytest.raises(Denied):
        verifier.platform(signer.platform(URL, **changes), URL)


@pytest.mark.parametrize("audience", [f"{BASE}/home", BASE, f"{URL}?x=1", "https://other.example/compose", OAUTH_CLIENT])
def test_a_token_for_another_endpoint_is_refused(verifier: GoogleVerifier, signer: Signer, audience: str) -> None:
    with pytest.raises(Denied):
        verifier.platform(signer.platform(audience), URL)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30", "\x00", "ü.ü.ü", "a" * 4000])
def test_junk_is_refused(verifier: GoogleVerifier, token: str) -> None:
    with pytest.raises(Denied):
        verifier.platform(token, URL)


def test_another_key_is_refused(verifier: GoogleVerifier) -> None:
    with pytest.raises(Denied):
        verifier.platform(Signer().platform(URL), URL)


def test_what_is_said_of_a_refusal_does_not_quote_the_token(verifier: GoogleVerifier, signer: Signer) -> None:
    token = signer.platform(URL, email="eve@evil.example")
    with pytest.raises(Denied) as refused:
        verifier.platform(token, URL)
    assert "eve" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_user_is_the_subject_of_a_token_for_our_client(verifier: GoogleVerifier, signer: Signer) -> None:
    assert verifier.user(signer.token(OAUTH_CLIENT, sub="1234")) == "1234"
    for token in (signer.token(URL), signer.token(OAUTH_CLIENT, sub=None), signer.token(OAUTH_CLIENT, sub="")):
        with pytest.raises(Denied):
            verifier.user(token)


@pytest.mark.parametrize(("account", "client"), [("", OAUTH_CLIENT), (SERVICE_ACCOUNT, "")])
def test_without_account_or_client_there_is_no_verifier(account: str, client: str) -> None:
    with pytest.raises(SettingsError):
        GoogleVerifier(account, client)


def test_keys_are_known_by_their_hash() -> None:
    known = {"outlook": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}  # of "foo"
    assert client_of("foo", known) == "outlook"
    assert client_of("bar", known) is None
    assert client_of("", known) is None
    assert client_of("foo", {}) is None


@pytest.mark.parametrize(("header", "token"), [("Bearer x", "x"), ("bearer  x ", "x"), ("Basic x", ""), ("Bearer", ""), ("", "")])
def test_the_token_of_a_header(header: str, token: str) -> None:
    assert bearer(header) == token


def test_the_token_in_the_body_does_where_the_header_is_missing(stage: Stage) -> None:
    event = stage.event()
    event["authorizationEventObject"]["systemIdToken"] = f"platform for {BASE}/home"
    assert stage.client.post("/home", json=event).status_code == 200
    assert stage.client.post("/compose", json=event).status_code == 401


def test_without_an_identity_the_client_is_told_to_ask_for_it(stage: Stage) -> None:
    event = stage.event()
    del event["authorizationEventObject"]["userIdToken"]
    status, answer = stage.send("/home", event)
    assert (status, answer) == (200, {"requesting_google_scopes": {"scopes": ["https://www.googleapis.com/auth/userinfo.email"]}})


def test_somebody_elses_identity_token_is_refused(stage: Stage) -> None:
    event = stage.event()
    event["authorizationEventObject"]["userIdToken"] = "somebody"
    assert stage.send("/home", event)[0] == 401


def test_googles_keys_are_fetched_once_as_long_as_they_are_fresh() -> None:
    """The transport of production keeps what the server says may be kept."""
    from flask import Flask, Response
    from mailboxes import running

    from addon.auth import _CachedRequest

    asked: list[str] = []
    keys = Flask("keys")

    @keys.get("/certs")
    def certs() -> Response:
        asked.append("x")
        return Response(
            "{}", headers={"Cache-Control": "public, max-age=600", "Date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())}
        )

    with running(keys) as url:
        request = _CachedRequest()
        assert [request(f"{url}/certs").data for _ in range(5)] == [b"{}"] * 5
    assert len(asked) == 1
