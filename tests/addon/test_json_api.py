"""The JSON API: the same JSON as the command, keys, origins, and its own description taken at its word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from panel import AMBUSH, ANNA, CLARA, MIKE
from schemathesis.specs.openapi.checks import negative_data_rejection
from stage import Stage

from addon.settings import Settings
from linter.cli import main

DRAFT = {"id": "d1", "from": CLARA, "to": [MIKE], "cc": [ANNA], "subject": "You two", "body": AMBUSH["en"]}
REPLY = {"from": ANNA, "to": [CLARA], "subject": "Re: Mike?", "body": "Yes please, go ahead!"}


@pytest.fixture
def client(stage: Stage) -> FlaskClient:
    return stage.client


def test_check_answers_as_the_command_does(client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text(json.dumps(DRAFT))
    assert main(["check", "--format", "jsonl", str(file)]) == 1
    printed = json.loads(capsys.readouterr().out)
    answer = client.post("/v1/check", json=DRAFT).get_json()
    assert answer == {**printed, "source": ""}
    assert answer["verdict"] == "unannounced_introduction"


def test_ask_writes_the_plan(client: FlaskClient) -> None:
    plan = client.post("/v1/ask", json=DRAFT).get_json()
    assert plan["id"] == "d1"
    assert [[person["address"] for person in ask["to"]] for ask in plan["asks"]] == [["mike@hale.example"], ["anna@roth.example"]]
    nameless = client.post("/v1/ask", json={**DRAFT, "named": False}).get_json()
    assert "Anna" not in nameless["asks"][0]["body"]


def test_ask_for_an_ordinary_mail_is_refused(client: FlaskClient) -> None:
    response = client.post("/v1/ask", json={**DRAFT, "body": "Please send me the invoice.", "cc": []})
    assert (response.status_code, response.get_json()["error"]["code"]) == (409, "nothing_to_ask")


def test_reply_reads_an_answer(client: FlaskClient) -> None:
    answer = client.post("/v1/reply", json={**REPLY, "sent": "2026-11-27T10:00:00+01:00"}).get_json()
    assert answer["answer"] == "yes"
    whole = f"From: {ANNA}\r\nTo: {CLARA}\r\nDate: Fri, 27 Nov 2026 10:00:00 +0100\r\n\r\nYes please, go ahead!\r\n"
    assert client.post("/v1/reply", json={"mail": whole}).get_json()["answer"] == "yes"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("check", [], 422, "unreadable"),
        ("check", {"to": 1}, 422, "unreadable"),
        ("check", {"mail": 1}, 422, "unreadable"),
        ("ask", {**DRAFT, "named": "yes"}, 422, "unreadable"),
        ("reply", {**REPLY, "sent": "yesterday"}, 422, "unreadable"),
        ("reply", {**REPLY, "sent": "2026-11-27T10:00:00"}, 422, "unreadable"),
        ("reply", {**REPLY, "sent": 5}, 422, "unreadable"),
    ],
)
def test_what_is_wrong_is_said(client: FlaskClient, path: str, body: Any, status: int, code: str) -> None:
    response = client.post(f"/v1/{path}", json=body)
    assert (response.status_code, response.get_json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 50_000])
def test_what_is_no_json_is_refused(client: FlaskClient, data: bytes) -> None:
    assert client.post("/v1/check", data=data, content_type="application/json").status_code == 400
    assert client.post("/v1/check", data=data, content_type="text/plain").status_code == 415


def test_a_key_is_needed(set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str) -> None:
    keys = {"outlook": hashlib.sha256(b"sesame").hexdigest()}
    client = set_up(replace(settings, api_keys=keys), sqlite_url).client
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "sesame"}):
        response = client.post("/v1/check", json=DRAFT, headers=header)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
    assert client.post("/v1/check", json=DRAFT, headers={"Authorization": "Bearer sesame"}).status_code == 200
    closed = set_up(replace(settings, api_keys={}), sqlite_url).client
    assert closed.post("/v1/check", json=DRAFT, headers={"Authorization": "Bearer sesame"}).status_code == 401


def test_a_client_in_a_hurry_is_slowed_down(set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str) -> None:
    client = set_up(replace(settings, requests_per_minute=2), sqlite_url).client
    assert [client.post("/v1/reply", json=REPLY).status_code for _ in range(3)] == [200, 200, 429]


def test_only_listed_origins_are_let_in(set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str) -> None:
    client = set_up(replace(settings, cors_origins=frozenset({"https://pane.example"})), sqlite_url).client
    asked = client.options("/v1/check", headers={"Origin": "https://pane.example", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Origin"] == "https://pane.example"
    assert asked.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert "Access-Control-Allow-Credentials" not in asked.headers
    for origin in ("https://evil.example", "https://pane.example.evil.example", "null", ""):
        answer = client.post("/v1/reply", json=REPLY, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


@pytest.fixture
def described(set_up: Callable[[Settings, str], Stage], settings: Settings, sqlite_url: str) -> Any:
    keys = {"schemathesis": hashlib.sha256(b"sesame").hexdigest()}
    return schemathesis.openapi.from_wsgi("/openapi.json", set_up(replace(settings, api_keys=keys), sqlite_url).app)


@pytest.mark.slow
def test_the_description_is_kept(described: Any) -> None:
    """Requests made up from the description, good and bad, get answers that it announces."""
    for operation in (result.ok() for result in described.get_all_operations()):

        @given(case=operation.as_strategy())
        @hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def kept(case: Any) -> None:
            # fields that the description does not know are left out, not refused: older servers take newer clients
            case.call_and_validate(headers={"Authorization": "Bearer sesame"}, excluded_checks=[negative_data_rejection])

        kept()
