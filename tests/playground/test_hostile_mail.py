"""Whatever somebody posts as a message: it is stored and comes back as JSON, or it is refused with 400."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mailboxes import ANNA, CLARA, EVERYTHING, Clock

from addon.playground.mailbox import create_mailbox
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_message import MAX_RAW, decode_raw, read, with_headers
from addon.playground.mailbox_query import search
from addon.playground.mailbox_store import Store, User
from linter.errors import InputError

MAILS = [path.read_bytes() for path in sorted(Path("tests/mails").glob("*.eml"))]
NAMES = st.sampled_from(
    ["To", "Cc", "From", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "References", "In-Reply-To"]
)
VALUES = st.one_of(
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
    st.sampled_from([
        b"multipart/mixed; boundary=a", b"text/html; charset=utf-7", b"message/rfc822", b"base64", b"a@b.example, <c@d.example>",
        b"=?utf-8?b?/////w==?=", b"text/plain; name*=x''%FF", b"quoted-printable", b"=?x?q?" + b"=" * 30 + b"?=",
    ]),
)  # fmt: skip
MESSAGES = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda fields, text: b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields) + b"\r\n" + text,
        st.lists(st.tuples(NAMES, VALUES), max_size=8),
        st.one_of(st.binary(max_size=200), st.just(b"--a\r\nContent-Type: text/plain\r\n\r\nx\r\n--a--")),
    ),
    st.builds(
        lambda mail, at, junk: mail[: at % len(mail)] + junk + mail[at % len(mail) :],
        st.sampled_from(MAILS), st.integers(0, 10_000), st.binary(max_size=30),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(tmp_path_factory.mktemp("hostile") / "mail.sqlite", Clock())
    yield store
    store.close()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return create_mailbox(store, Faults(Clock())).test_client()


def token(store: Store) -> dict[str, str]:
    store.clear()
    for address in (CLARA, ANNA):
        store.add_user(User(address, "Somebody"))
    return {"Authorization": f"Bearer {store.issue(CLARA, [EVERYTHING])}"}


@settings(deadline=None, max_examples=60)  # the deepest examples take their time
@given(message=MESSAGES)
@example(message=b"")
@example(message=b"To: a@b.example\r\nBcc: x\r\n folded\r\n\r\n")
@example(message=b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 60)
def test_any_bytes_are_stored_or_refused(client: FlaskClient, store: Store, message: bytes) -> None:
    headers = token(store)
    raw = base64.urlsafe_b64encode(message).decode()
    created = client.post("/gmail/v1/users/me/drafts", json={"message": {"raw": raw}}, headers=headers)
    assert created.status_code in (200, 400)
    if created.status_code == 200:
        identifier = json.loads(created.data)["id"]
        for form in ("full", "raw", "metadata", "minimal"):
            assert client.get(f"/gmail/v1/users/me/drafts/{identifier}?format={form}", headers=headers).status_code == 200
        assert client.get("/gmail/v1/users/me/drafts?q=x", headers=headers).status_code == 200
        assert client.post("/gmail/v1/users/me/drafts/send", json={"id": identifier}, headers=headers).status_code in (200, 400)


FIELDS = st.sampled_from(["message", "raw", "threadId", "id", "addLabelIds", "x"])
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(FIELDS, inner, max_size=4))  # fmt: skip


@given(data=JSON, path=st.sampled_from(["drafts", "drafts/send", "messages/send", "messages/1/modify"]))
def test_any_json_is_answered(client: FlaskClient, store: Store, data: Any, path: str) -> None:
    answer = client.post(f"/gmail/v1/users/me/{path}", json=data, headers=token(store))
    assert answer.status_code in (200, 400, 404)
    assert answer.is_json


@given(query=st.text(max_size=60) | st.from_regex(r"-?(in|is|after|newer_than|label|from):\"?[\w/.-]{0,12}\"?", fullmatch=True))
def test_any_search_is_answered(client: FlaskClient, store: Store, query: str) -> None:
    answer = client.get("/gmail/v1/users/me/messages", query_string={"q": query}, headers=token(store))
    assert answer.status_code == 200
    assert search([], query, 0.0) == []


@given(message=MESSAGES, value=st.text(max_size=40).filter(lambda text: text.isprintable()))
def test_a_header_set_is_the_only_one_of_its_name_and_the_text_stays(message: bytes, value: str) -> None:
    changed = with_headers(message, {"X-Mark": value.strip()})
    assert changed.startswith(b"X-Mark: ")
    try:
        before, after = read(message), read(changed)
    except InputError:
        return
    names = [item["name"].lower() for item in after.payload["headers"]]
    assert names.count("x-mark") == 1
    if before.payload["headers"] and not before.raw.startswith((b" ", b"\t")):
        assert after.draft.subject == before.draft.subject


def test_too_large_is_refused(client: FlaskClient, store: Store) -> None:
    headers = token(store)
    large = base64.urlsafe_b64encode(b"Subject: x\r\n\r\n" + b"x" * MAX_RAW).decode()
    assert client.post("/gmail/v1/users/me/drafts", json={"message": {"raw": large}}, headers=headers).status_code == 400
    assert client.post("/gmail/v1/users/me/drafts", json={"message": {"raw": large * 2}}, headers=headers).status_code == 413


@pytest.mark.parametrize("value", [None, 1, "", "ä", "a", "a b", ["x"]])
def test_raw_is_base64url(value: object) -> None:
    with pytest.raises(ValueError, match=r"(?i)raw"):
        decode_raw(value)
