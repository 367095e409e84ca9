"""The Gmail-compatible server, driven by google-api-python-client over HTTP."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from email.message import EmailMessage
from typing import Any

import pytest
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError
from mailboxes import ANNA, CLARA, MIKE, SCOPE, Mailbox

from addon.playground.mailbox_faults import Fault

METADATA = f"{SCOPE}gmail.addons.current.message.metadata"


def raw(text: str = "Hello Mike", to: str = MIKE, subject: str = "Orchids", **headers: str) -> str:
    message = EmailMessage()
    message["To"], message["Subject"] = to, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return base64.urlsafe_b64encode(message.as_bytes()).decode()


def draft(client: Any, thread: str = "", **fields: str) -> Any:
    message = {"raw": raw(**fields), **({"threadId": thread} if thread else {})}
    return client.users().drafts().create(userId="me", body={"message": message}).execute()


def header(message: Any, name: str) -> str:
    return next((item["value"] for item in message["payload"]["headers"] if item["name"].lower() == name.lower()), "")


def body(message: Any) -> str:
    part = message["payload"]
    while part.get("parts"):
        part = part["parts"][0]
    return base64.urlsafe_b64decode(part["body"]["data"]).decode()


def refused(request: Any) -> tuple[int, str, Any]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    error = json.loads(caught.value.content)["error"]
    assert error["code"] == caught.value.status_code
    assert error["message"]
    return error["code"], error["errors"][0]["reason"], error


def test_a_draft_has_the_headers_gmail_adds(mailbox: Mailbox) -> None:
    client = mailbox.client()
    created = draft(client, Cc=f"Anna Roth <{ANNA}>")
    assert created["id"].startswith("r")
    assert created["message"]["labelIds"] == ["DRAFT"]
    message = client.users().drafts().get(userId="me", id=created["id"]).execute()["message"]
    assert header(message, "From") == f"Clara Voss <{CLARA}>"
    assert header(message, "Date")
    assert header(message, "Message-ID").endswith("@voss.example>")
    assert header(message, "Cc") == f"Anna Roth <{ANNA}>"
    assert body(message) == "Hello Mike\r\n"
    assert message["internalDate"] == str(int(mailbox.clock.now * 1000))
    assert message["snippet"] == "Hello Mike"


def test_updating_a_draft_keeps_its_id_and_thread_and_changes_the_message_id(mailbox: Mailbox) -> None:
    client = mailbox.client()
    created = draft(client)
    body_ = {"message": {"raw": raw("Hello again")}}
    updated = client.users().drafts().update(userId="me", id=created["id"], body=body_).execute()
    assert updated["id"] == created["id"]
    assert updated["message"]["id"] != created["message"]["id"]
    assert updated["message"]["threadId"] == created["message"]["threadId"]
    assert refused(client.users().messages().get(userId="me", id=created["message"]["id"]))[:2] == (404, "notFound")
    assert body(client.users().drafts().get(userId="me", id=created["id"]).execute()["message"]) == "Hello again\r\n"


def test_drafts_are_listed_last_saved_first_page_by_page_and_searched(mailbox: Mailbox) -> None:
    client = mailbox.client()
    ids = []
    for number in range(5):
        mailbox.clock.now += 60
        ids.append(draft(client, subject=f"Number {number}", to=ANNA if number % 2 else MIKE)["id"])
    drafts = client.users().drafts()
    first = drafts.list(userId="me", maxResults=3).execute()
    second = drafts.list(userId="me", maxResults=3, pageToken=first["nextPageToken"]).execute()
    assert [item["id"] for item in first["drafts"] + second["drafts"]] == ids[::-1]
    assert "nextPageToken" not in second
    assert [item["id"] for item in drafts.list(userId="me", q=f"to:{ANNA}").execute()["drafts"]] == [ids[3], ids[1]]
    assert "drafts" not in drafts.list(userId="me", q="subject:nothing").execute()


def test_forms_of_a_draft(mailbox: Mailbox) -> None:
    client = mailbox.client()
    identifier = draft(client, text="Grüße")["id"]
    get = client.users().drafts().get
    minimal = get(userId="me", id=identifier, format="minimal").execute()["message"]
    assert "payload" not in minimal
    assert "raw" not in minimal
    assert b"Subject: Orchids" in base64.urlsafe_b64decode(get(userId="me", id=identifier, format="raw").execute()["message"]["raw"])
    metadata = get(userId="me", id=identifier, format="metadata").execute()["message"]
    assert header(metadata, "Subject") == "Orchids"
    assert "body" not in metadata["payload"]


def test_sending_delivers_without_bcc_and_replies_come_back_into_the_thread(mailbox: Mailbox) -> None:
    clara, anna, mike = mailbox.client(), mailbox.client(ANNA), mailbox.client(MIKE)
    created = draft(clara, to=ANNA, Bcc=MIKE, subject="May I introduce you?")
    sent = clara.users().drafts().send(userId="me", body={"id": created["id"]}).execute()
    assert sent["labelIds"] == ["SENT"]
    assert sent["threadId"] == created["message"]["threadId"]
    assert "drafts" not in clara.users().drafts().list(userId="me").execute()
    assert len(mike.users().messages().list(userId="me", labelIds=["INBOX"]).execute()["messages"]) == 1
    received = anna.users().messages().list(userId="me", q="is:unread").execute()["messages"][0]
    message = anna.users().messages().get(userId="me", id=received["id"]).execute()
    assert header(message, "Bcc") == ""
    own = clara.users().messages().get(userId="me", id=sent["id"]).execute()
    assert header(own, "Bcc") == MIKE
    assert header(own, "Message-ID") == header(message, "Message-ID")
    reply = {
        "threadId": received["threadId"],
        "raw": raw("Yes, gladly", CLARA, "Re: May I introduce you?", In_Reply_To=header(message, "Message-ID")),
    }
    anna.users().messages().send(userId="me", body=reply).execute()
    thread = clara.users().threads().get(userId="me", id=sent["threadId"]).execute()
    assert [item["labelIds"] for item in thread["messages"]] == [["SENT"], ["INBOX", "UNREAD"]]
    assert body(thread["messages"][1]) == "Yes, gladly\r\n"
    assert header(thread["messages"][1], "From") == f"Anna Roth <{ANNA}>"


def test_who_is_written_to_gets_a_mailbox(mailbox: Mailbox) -> None:
    sent = mailbox.client().users().messages().send(userId="me", body={"raw": raw(to="Tom Bay <Tom@Bay.example>")}).execute()
    assert sent["id"]
    assert mailbox.client("tom@bay.example").users().getProfile(userId="me").execute()["messagesTotal"] == 1


@pytest.mark.parametrize("headers", [{}, {"In_Reply_To": "<other@voss.example>"}, {"subject": "Other"}])
def test_a_reply_draft_without_the_right_headers_stands_beside_the_thread(mailbox: Mailbox, headers: dict[str, str]) -> None:
    client = mailbox.client(MIKE)
    mailbox.client().users().messages().send(userId="me", body={"raw": raw()}).execute()
    received = client.users().messages().list(userId="me").execute()["messages"][0]
    name = header(client.users().messages().get(userId="me", id=received["id"]).execute(), "Message-ID")
    wrong = (
        {"to": CLARA, "subject": "Re: Orchids", "In_Reply_To": name} if "subject" in headers else {"to": CLARA, "subject": "Re: Orchids"}
    )
    assert draft(client, received["threadId"], **{**wrong, **headers})["message"]["threadId"] != received["threadId"]
    right = {"to": CLARA, "subject": "Re: Orchids", "References": f"<x@y> {name}"}
    assert draft(client, received["threadId"], **right)["message"]["threadId"] == received["threadId"]


def test_labels_profile_and_aliases(mailbox: Mailbox) -> None:
    client = mailbox.client()
    mailbox.client(MIKE).users().messages().send(userId="me", body={"raw": raw(to=CLARA)}).execute()
    identifier = client.users().messages().list(userId="me", labelIds=["UNREAD"]).execute()["messages"][0]["id"]
    changed = client.users().messages().modify(userId="me", id=identifier, body={"removeLabelIds": ["UNREAD"]}).execute()
    assert changed["labelIds"] == ["INBOX"]
    assert "messages" not in client.users().messages().list(userId="me", labelIds=["UNREAD"]).execute()
    assert {"INBOX", "SENT", "DRAFT"} <= {label["id"] for label in client.users().labels().list(userId="me").execute()["labels"]}
    assert client.users().getProfile(userId=CLARA).execute()["emailAddress"] == CLARA
    alias = client.users().settings().sendAs().list(userId="me").execute()["sendAs"][0]
    assert (alias["sendAsEmail"], alias["displayName"], alias["isDefault"]) == (CLARA, "Clara Voss", True)
    assert refused(client.users().messages().modify(userId="me", id=identifier, body={"addLabelIds": ["NONE"]}))[0] == 400


def test_only_the_scope_that_the_method_wants_will_do(mailbox: Mailbox) -> None:
    writer = mailbox.client(CLARA, f"{SCOPE}gmail.addons.current.action.compose")
    identifier = draft(writer)["id"]
    code, reason, error = refused(writer.users().drafts().get(userId="me", id=identifier))
    assert (code, reason, error["status"]) == (403, "insufficientPermissions", "PERMISSION_DENIED")
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    composer = mailbox.client(CLARA, f"{SCOPE}gmail.compose")
    assert composer.users().drafts().get(userId="me", id=identifier).execute()["id"] == identifier
    assert refused(composer.users().messages().list(userId="me"))[:2] == (403, "insufficientPermissions")
    reader = mailbox.client(CLARA, f"{SCOPE}gmail.metadata")
    assert refused(reader.users().messages().list(userId="me", q="x"))[0] == 403


def test_a_scope_for_the_open_message_reaches_that_message_only(mailbox: Mailbox) -> None:
    for subject in ("One", "Two"):
        mailbox.client(MIKE).users().messages().send(userId="me", body={"raw": raw(to=CLARA, subject=subject)}).execute()
    two, one = mailbox.client().users().messages().list(userId="me").execute()["messages"]
    addon = mailbox.client(CLARA, METADATA)

    def get(identifier: str, form: str = "metadata") -> Any:
        request = addon.users().messages().get(userId="me", id=identifier, format=form)
        request.headers["X-Goog-Gmail-Access-Token"] = mailbox.store.issue(CLARA, (), message=one["id"])
        return request

    assert header(get(one["id"]).execute(), "Subject") == "One"
    assert refused(get(two["id"]))[0] == 403
    assert refused(get(one["id"], "full"))[0] == 403
    assert refused(addon.users().messages().get(userId="me", id=one["id"], format="metadata"))[0] == 403


def test_errors_are_googles(mailbox: Mailbox) -> None:
    client = mailbox.client()
    messages, drafts = client.users().messages(), client.users().drafts()
    assert refused(drafts.get(userId="me", id="r1"))[:2] == (404, "notFound")
    assert refused(drafts.delete(userId="me", id="r1"))[:2] == (404, "notFound")
    assert refused(client.users().threads().get(userId="me", id="0"))[:2] == (404, "notFound")
    assert refused(drafts.create(userId="me", body={}))[:2] == (400, "invalidArgument")
    assert refused(drafts.create(userId="me", body={"message": {"raw": "§"}}))[:2] == (400, "invalidArgument")
    assert refused(drafts.create(userId="me", body={"message": {"raw": raw(), "threadId": "0"}}))[:2] == (404, "notFound")
    assert refused(messages.send(userId="me", body={"raw": base64.urlsafe_b64encode(b"Subject: x\n\nx").decode()}))[:2] == (
        400,
        "invalidArgument",
    )
    assert refused(messages.list(userId=MIKE))[0] == 403
    assert refused(messages.list(userId="me", pageToken="x"))[0] == 400


@pytest.mark.parametrize(("kind", "code", "reason"), [
    ("403", 403, "userRateLimitExceeded"), ("404", 404, "notFound"), ("429", 429, "rateLimitExceeded"),
    ("500", 500, "backendError"), ("503", 503, "backendError"),
])  # fmt: skip
def test_a_fault_strikes_its_method_as_often_as_it_says(mailbox: Mailbox, kind: str, code: int, reason: str) -> None:
    client = mailbox.client()
    mailbox.faults.set(Fault(kind, "drafts.list", times=2))
    assert client.users().getProfile(userId="me").execute()
    for _ in range(2):
        assert refused(client.users().drafts().list(userId="me"))[:2] == (code, reason)
    assert client.users().drafts().list(userId="me").execute()
    assert mailbox.faults.current() == ()


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer unknown", "Basic YTpi"])
def test_nobody_without_a_known_token(mailbox: Mailbox, token: str) -> None:
    request = urllib.request.Request(f"{mailbox.url}/gmail/v1/users/me/profile", headers={"Authorization": token})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    with caught.value as answer:
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
        assert json.load(answer)["error"]["status"] == "UNAUTHENTICATED"


def test_an_expired_token_makes_the_client_ask_for_another(mailbox: Mailbox) -> None:
    mailbox.faults.set(Fault("401"))
    with pytest.raises(RefreshError):
        mailbox.client().users().getProfile(userId="me").execute()


@pytest.mark.parametrize("kind", ["half", "nothing"])
def test_an_answer_can_break_off(mailbox: Mailbox, kind: str) -> None:
    client = mailbox.client()
    mailbox.faults.set(Fault(kind))
    with pytest.raises(Exception, match=r"(?i)incomplete|read"):
        client.users().getProfile(userId="me").execute()
    assert client.users().getProfile(userId="me").execute()["emailAddress"] == CLARA


def test_a_quota_is_paid_in_units_a_minute(mailbox: Mailbox) -> None:
    mailbox.faults.units_per_minute = 25
    client = mailbox.client()
    for _ in range(2):
        draft(client)
    assert refused(client.users().drafts().create(userId="me", body={"message": {"raw": raw()}}))[:2] == (429, "rateLimitExceeded")
    assert draft(mailbox.client(ANNA))
    mailbox.clock.now += 61
    assert draft(client)


@pytest.mark.parametrize("fault", [{"kind": "418"}, {"kind": "slow", "seconds": 31.0}, {"kind": "500", "times": 0}])
def test_there_are_no_other_faults(fault: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Fault(**fault)
