"""Reading the platform's events: what is there, and what a stranger might send instead."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panel import BASE
from stage import Stage

from addon.errors import BadEvent
from addon.event import Event, parse

FULL: dict[str, Any] = {
    "commonEventObject": {
        "userLocale": "de-AT", "hostApp": "GMAIL", "platform": "WEB", "timeZone": {"id": "Europe/Vienna", "offset": 3600000},
        "parameters": {"draft": "r1"}, "formInputs": {"pasted": {"stringInputs": {"value": ["text", "more"]}}},
    },
    "authorizationEventObject": {"userOAuthToken": "o", "systemIdToken": "s", "userIdToken": "u", "authorizedScopes": ["a", "b"]},
    "gmail": {
        "messageId": "msg-f:1", "threadId": "thread-f:2", "accessToken": "t", "toRecipients": ["Anna <a@x.example>"],
        "ccRecipients": ["b@x.example"],
    },
}  # fmt: skip

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def test_everything_that_is_documented_is_read() -> None:
    event = parse(FULL)
    assert (event.locale, event.timezone, event.platform) == ("de-AT", "Europe/Vienna", "WEB")
    assert event.parameters == {"draft": "r1"}
    assert event.text("pasted") == "text"
    assert (event.user_token, event.system_id_token, event.user_id_token, event.message_token) == ("o", "s", "u", "t")
    assert event.scopes == {"a", "b"}
    assert (event.message_id, event.thread_id) == ("msg-f:1", "thread-f:2")
    assert [person.address for person in event.recipients] == ["a@x.example", "b@x.example"]


def test_nothing_at_all_is_an_event_too() -> None:
    assert parse({}) == Event()


def test_an_event_that_says_nothing_of_scopes_is_believed_and_one_without_any_is_not() -> None:
    assert parse({}).granted("x")
    assert not parse({"authorizationEventObject": {"authorizedScopes": []}}).granted("x")


@pytest.mark.parametrize("locale", ["", "x", "../../etc", "de;rm", "e" * 100, "de_AT_1_2_3_4_5"])
def test_a_locale_that_is_none_is_english(locale: str) -> None:
    assert parse({"commonEventObject": {"userLocale": locale}}).locale == "en"


def test_tokens_do_not_show_when_an_event_is_printed() -> None:
    event = parse(
        {
            "authorizationEventObject": {"userOAuthToken": "sesame1", "userIdToken": "sesame2", "systemIdToken": "sesame3"},
            "gmail": {"accessToken": "sesame4"},
        }
    )
    assert "sesame" not in repr(event)


@pytest.mark.parametrize(
    "wrong",
    [
        [], None, "x", 1, {"gmail": []}, {"commonEventObject": "x"}, {"gmail": {"messageId": 1}},
        {"gmail": {"toRecipients": "a@b.example"}},
        {"gmail": {"toRecipients": [1]}}, {"gmail": {"toRecipients": ["a"] * 501}}, {"gmail": {"threadId": "x" * 4001}},
        {"commonEventObject": {"parameters": {"a": 1}}}, {"commonEventObject": {"parameters": {str(n): "" for n in range(501)}}},
        {"commonEventObject": {"formInputs": {"a": {"stringInputs": {"value": "x"}}}}},
        {"commonEventObject": {"formInputs": {"a": {"stringInputs": {"value": ["x" * 200_001]}}}}},
        {"commonEventObject": {"formInputs": {"a": []}}}, {"authorizationEventObject": {"authorizedScopes": "x"}},
    ],
    ids=lambda value: json.dumps(value)[:60],
)  # fmt: skip
def test_the_wrong_type_or_size_is_refused(wrong: Any) -> None:
    with pytest.raises(BadEvent):
        parse(wrong)


@given(ANYTHING)
def test_anything_is_an_event_or_refused(value: Any) -> None:
    with suppress(BadEvent):
        assert isinstance(parse(value), Event)


@given(st.sampled_from(["commonEventObject", "authorizationEventObject", "gmail"]), st.sampled_from(list("abc")), ANYTHING)
def test_anything_inside_an_event_is_read_or_refused(part: str, which: str, value: Any) -> None:
    names = {"a": "toRecipients", "b": "parameters", "c": "formInputs"}
    with suppress(BadEvent):
        assert isinstance(parse({**FULL, part: {names[which]: value}}), Event)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"gmail": 1}'])
def test_a_body_that_is_no_event_is_a_bad_request(stage: Stage, body: bytes) -> None:
    for headers in ({"Authorization": f"Bearer platform for {BASE}/home"}, {}):
        assert stage.client.post("/home", data=body, headers=headers).status_code == 400


def test_a_body_that_is_too_large_is_not_read(stage: Stage) -> None:
    assert stage.client.post("/home", data=b"x" * 1_000_001).status_code == 413
    assert stage.client.post("/v1/check", data=b"x" * 2_000_001, content_type="application/json").status_code == 413
