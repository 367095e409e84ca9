"""What the playground's mailbox and another Gmail emulator have in common, through Google's own client."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from mailboxes import CLARA, EVERYTHING, Clock, client_for, running
from test_gmail_story import emulator  # noqa: F401  a fixture

from addon.playground.mailbox import create_mailbox
from addon.playground.mailbox_faults import Faults
from addon.playground.mailbox_store import Store, User

pytestmark = pytest.mark.slow


@pytest.fixture(params=["own", "emulate"])
def drafts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """The users of the API, at each of the two servers."""
    if request.param == "emulate":
        with client_for(request.getfixturevalue("emulator"), "ya29.clara") as client:
            yield client.users()
        return
    store = Store(tmp_path / "mail.sqlite", Clock())
    store.add_user(User(CLARA, "Clara Voss"))
    with running(create_mailbox(store, Faults(store.clock))) as url, client_for(url, store.issue(CLARA, [EVERYTHING])) as client:
        yield client.users()
    store.close()


def message(subject: str, text: str) -> dict[str, Any]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = CLARA, "Anna Roth <anna@roth.example>", subject
    mail.set_content(text)
    return {"message": {"raw": base64.urlsafe_b64encode(mail.as_bytes()).decode()}}


def test_a_draft_from_its_first_save_to_its_sending(drafts: Any) -> None:
    api = drafts.drafts()
    created = api.create(userId="me", body=message("Heat pumps", "May I?")).execute()
    assert created["message"]["threadId"]
    assert created["id"] in [item["id"] for item in api.list(userId="me").execute()["drafts"]]
    full = api.get(userId="me", id=created["id"], format="full").execute()["message"]
    headers = {item["name"].lower(): item["value"] for item in full["payload"]["headers"]}
    assert (headers["subject"], headers["to"]) == ("Heat pumps", "Anna Roth <anna@roth.example>")
    assert "DRAFT" in full["labelIds"]
    updated = api.update(userId="me", id=created["id"], body=message("Heat pumps", "May I ask?")).execute()
    assert updated["id"] == created["id"]
    raw = api.get(userId="me", id=created["id"], format="raw").execute()["message"]["raw"]
    assert b"May I ask?" in base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    sent = api.send(userId="me", body={"id": created["id"]}).execute()
    assert "SENT" in sent["labelIds"]
    assert created["id"] not in [item["id"] for item in api.list(userId="me").execute().get("drafts", [])]
    assert drafts.messages().get(userId="me", id=sent["id"], format="metadata").execute()["id"] == sent["id"]


def test_what_is_deleted_is_not_found(drafts: Any) -> None:
    api = drafts.drafts()
    identifier = api.create(userId="me", body=message("Gone", "Gone")).execute()["id"]
    api.delete(userId="me", id=identifier).execute()
    with pytest.raises(HttpError) as caught:
        api.get(userId="me", id=identifier).execute()
    assert caught.value.status_code == 404


def test_lists_come_in_pages(drafts: Any) -> None:
    api = drafts.drafts()
    made = {api.create(userId="me", body=message(f"Page {number}", "x")).execute()["id"] for number in range(3)}
    found, token = [], None
    while True:
        page = api.list(userId="me", maxResults=2, pageToken=token).execute()
        found += [item["id"] for item in page.get("drafts", [])]
        token = page.get("nextPageToken")
        if not token:
            break
    assert made <= set(found)
    assert len(found) == len(set(found))
