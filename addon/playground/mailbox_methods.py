"""What each method of the Gmail API does with a mailbox."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from addon.playground import mailbox_errors as errors
from addon.playground import mailbox_post as post
from addon.playground.mailbox_message import read
from addon.playground.mailbox_query import search
from addon.playground.mailbox_store import Row, Store, User

Json = dict[str, Any]
SCOPE = "https://www.googleapis.com/auth/"
OPEN_MESSAGE = f"{SCOPE}gmail.addons.current.message."


@dataclass(frozen=True)
class Call:
    """One request that may be answered: who asks, for what, with which parameters and body."""

    store: Store
    user: User
    scopes: frozenset[str]  # those of the token that this method accepts
    id: str
    query: Mapping[str, Any]
    body: Json


def _message(row: Row, form: str, headers: list[str]) -> Json:
    """A Message of the API in one of the forms minimal, full, raw, metadata."""
    data: Json = {
        "id": row.id, "threadId": row.thread, "labelIds": list(row.labels), "snippet": row.snippet, "sizeEstimate": len(row.raw),
        "historyId": str(row.history), "internalDate": str(row.milliseconds),
    }  # fmt: skip
    if form == "raw":
        data["raw"] = base64.urlsafe_b64encode(row.raw).decode("ascii")
    elif form in ("full", "metadata"):
        payload = read(row.raw).payload
        if form == "metadata":
            wanted = {name.lower() for name in headers}
            shown = [item for item in payload["headers"] if not wanted or item["name"].lower() in wanted]
            payload = {"mimeType": payload["mimeType"], "headers": shown}
        data["payload"] = payload
    return data


def _short(row: Row, labels: bool = False) -> Json:
    return {"id": row.id, "threadId": row.thread, **({"labelIds": list(row.labels)} if labels else {})}


def api_id(identifier: str) -> str:
    """The id of a message as the API has it; Gmail also takes the form in which events name it ("msg-f:", a decimal number)."""
    number = identifier.removeprefix("msg-f:")
    return f"{int(number):016x}" if number != identifier and number.isascii() and number.isdigit() and len(number) < 25 else identifier


def _form(call: Call) -> str:
    """The form asked for, if the scopes go that far."""
    form = str(call.query["format"])
    narrow = {f"{SCOPE}gmail.metadata", f"{OPEN_MESSAGE}metadata"}
    if call.scopes <= narrow and form in ("full", "raw"):
        raise errors.forbidden(f"Metadata scope doesn't allow format {form.upper()}")
    return form


def _page(call: Call, items: list[Json], name: str) -> Json:
    token = str(call.query["pageToken"])
    if token and not (token.isascii() and token.isdigit() and len(token) < 10):
        raise errors.invalid("Invalid pageToken")
    start, size = int(token or 0), min(call.query["maxResults"] or 100, 500)
    data: Json = {name: items[start : start + size]} if items[start : start + size] else {}
    data["resultSizeEstimate"] = len(items)
    if start + size < len(items):
        data["nextPageToken"] = str(start + size)
    return data


def _list_messages(call: Call) -> Json:
    query, labels = str(call.query["q"]), set(call.query["labelIds"])
    if query and call.scopes <= {f"{SCOPE}gmail.metadata"}:
        raise errors.forbidden("Metadata scope does not support 'q' parameter")
    rows = [row for row in call.store.messages(call.user.address) if labels.issubset(row.labels)]
    return _page(call, [_short(row) for row in search(rows, query, call.store.clock())], "messages")


def _get_message(call: Call) -> Json:
    found = call.store.messages(call.user.address, api_id(call.id))
    if not found:
        raise errors.not_found()
    return _message(found[0], _form(call), call.query["metadataHeaders"])


def _get_thread(call: Call) -> Json:
    rows = call.store.messages(call.user.address, thread=call.id)
    if not rows:
        raise errors.not_found()
    messages = [_message(row, _form(call), call.query["metadataHeaders"]) for row in reversed(rows)]
    return {"id": call.id, "historyId": str(max(row.history for row in rows)), "messages": messages}


def _list_drafts(call: Call) -> Json:
    rows = {row.id: row for row in call.store.messages(call.user.address)}
    drafts = [(identifier, rows[message]) for identifier, message in call.store.drafts(call.user.address)]
    fitting = {row.id for row in search([row for _, row in drafts], str(call.query["q"]), call.store.clock())}
    return _page(call, [{"id": identifier, "message": _short(row)} for identifier, row in drafts if row.id in fitting], "drafts")


def _get_draft(call: Call) -> Json:
    return {"id": call.id, "message": _message(post.draft_row(call.store, call.user, call.id), _form(call), [])}


def _save_draft(call: Call) -> Json:
    identifier, row = post.save_draft(call.store, call.user, call.body.get("message"), call.id)
    return {"id": identifier, "message": _short(row, labels=True)}


def _delete_draft(call: Call) -> None:
    call.store.remove(post.draft_row(call.store, call.user, call.id).id)


def _send_draft(call: Call) -> Json:
    identifier = call.body.get("id")
    if identifier is None and call.body.get("message"):
        return _short(post.send_message(call.store, call.user, call.body["message"]), labels=True)
    if not isinstance(identifier, str):
        raise errors.invalid("Invalid draft")
    return _short(post.send_draft(call.store, call.user, identifier, call.body.get("message")), labels=True)


def _modify(call: Call) -> Json:
    lists = [call.body.get(name, []) for name in ("addLabelIds", "removeLabelIds")]
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists):
        raise errors.invalid("Invalid label list")
    return _short(post.change_labels(call.store, call.user, call.id, *lists), labels=True)


def _profile(call: Call) -> Json:
    rows = call.store.messages(call.user.address)
    history = max((row.history for row in rows), default=0)
    return {
        "emailAddress": call.user.address, "messagesTotal": len(rows), "threadsTotal": len({row.thread for row in rows}),
        "historyId": str(history),
    }  # fmt: skip


def _send_as(call: Call) -> Json:
    user = call.user
    return {
        "sendAs": [
            {"sendAsEmail": user.address, "displayName": user.name, "replyToAddress": "", "signature": user.signature,
             "isPrimary": True, "isDefault": True},
        ]
    }  # fmt: skip


HANDLERS: dict[str, Callable[[Call], Json | None]] = {
    "getProfile": _profile,
    "labels.list": lambda call: {"labels": post.labels()},
    "settings.sendAs.list": _send_as,
    "messages.list": _list_messages,
    "messages.get": _get_message,
    "messages.modify": _modify,
    "messages.send": lambda call: _short(post.send_message(call.store, call.user, call.body), labels=True),
    "threads.get": _get_thread,
    "drafts.list": _list_drafts,
    "drafts.get": _get_draft,
    "drafts.create": _save_draft,
    "drafts.update": _save_draft,
    "drafts.delete": _delete_draft,
    "drafts.send": _send_draft,
}
