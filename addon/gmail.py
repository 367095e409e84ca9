"""The mailbox: the few calls of the Gmail API that are needed, with back-off, inside a budget of time. Nothing is ever sent."""

from __future__ import annotations

import base64
import binascii
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import Error, HttpError

from addon.clock import Budget
from addon.errors import MailboxError, Trouble
from addon.transport import Transport

_TRIES = 4
_FIRST_PAUSE = 0.4  # seconds; doubles each time, with a random part
_RATE_REASONS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED"})
_SCOPE_REASONS = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})


@dataclass(frozen=True)
class Tokens:
    """What a user lends us for one request: the OAuth token, and the one for the open message."""

    user: str = field(repr=False)
    message: str = field(default="", repr=False)


@dataclass(frozen=True)
class Stored:
    """A message or draft as the mailbox has it. `draft` is "" for a message; `raw` is empty unless it was asked for."""

    draft: str
    message: str
    thread: str
    saved: datetime
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # names in lower case, values not decoded
    raw: bytes = field(default=b"", repr=False)


class Mailbox(Protocol):
    """What the add-on needs of a mailbox. Every method raises MailboxError."""

    def drafts(self, most: int) -> list[str]:
        """The ids of the newest drafts."""

    def draft(self, identifier: str, raw: bool) -> Stored:
        """One draft: with its RFC 5322 bytes if `raw`, else with its headers."""

    def create(self, message: bytes, thread: str = "") -> Stored:
        """Save a new draft, in a thread if one is named. Not repeated when it may have been done: see MailboxError.maybe_done."""

    def delete(self, identifier: str) -> None:
        """Delete a draft for good."""

    def message(self, identifier: str) -> Stored:
        """One message, with its RFC 5322 bytes."""

    def close(self) -> None:
        """Nothing more will be asked: close the connections."""


MailboxFactory = Callable[[Tokens, Budget], Mailbox]
Counter = Callable[[str, str], None]  # method, outcome


@cache
def _service(endpoint: str) -> Any:
    """The Gmail API at an address, without a user: parsing its description takes a while, so once."""
    return build("gmail", "v1", http=httplib2.Http(), client_options={"api_endpoint": endpoint}, cache_discovery=False)


class Gmail:
    """The mailbox behind a Gmail API."""

    def __init__(self, endpoint: str, tokens: Tokens, budget: Budget, call_seconds: float = 6.0, count: Counter | None = None) -> None:
        headers = {"Authorization": f"Bearer {tokens.user}"}
        if tokens.message:
            headers["X-Goog-Gmail-Access-Token"] = tokens.message
        self._transport = Transport(headers, budget, call_seconds)
        self._budget = budget
        self._users = _service(endpoint).users()
        self._count = count or (lambda method, outcome: None)

    def drafts(self, most: int) -> list[str]:
        """See Mailbox."""
        answer = self._call("drafts.list", self._users.drafts().list(userId="me", maxResults=most))
        drafts = answer.get("drafts", [])
        return [_text(draft, "id") for draft in drafts[:most]]

    def draft(self, identifier: str, raw: bool) -> Stored:
        """See Mailbox."""
        form = "raw" if raw else "metadata"
        answer = self._call("drafts.get", self._users.drafts().get(userId="me", id=identifier, format=form))
        return _stored(_text(answer, "id"), answer.get("message"))

    def create(self, message: bytes, thread: str = "") -> Stored:
        """See Mailbox."""
        body = {"message": {"raw": base64.urlsafe_b64encode(message).decode("ascii"), **({"threadId": thread} if thread else {})}}
        answer = self._call("drafts.create", self._users.drafts().create(userId="me", body=body), once=True)
        return _stored(_text(answer, "id", maybe_done=True), answer.get("message"))

    def delete(self, identifier: str) -> None:
        """See Mailbox."""
        self._call("drafts.delete", self._users.drafts().delete(userId="me", id=identifier))

    def message(self, identifier: str) -> Stored:
        """See Mailbox."""
        return _stored("", self._call("messages.get", self._users.messages().get(userId="me", id=identifier, format="raw")))

    def close(self) -> None:
        """See Mailbox."""
        self._transport.close()

    def _call(self, method: str, request: Any, once: bool = False) -> Any:
        """The answer. Repeats what failed for the moment, longer and longer pauses between; with `once`, only what surely was not done."""
        pause = _FIRST_PAUSE
        for attempt in range(1, _TRIES + 1):
            try:
                answer = self._execute(request)
            except MailboxError as error:
                self._count(method, error.trouble.value)
                again = error.trouble in (Trouble.BUSY, Trouble.SLOW, Trouble.GARBLED) and not (once and error.maybe_done)
                wait = max(pause + random.uniform(0, pause), error.after)  # noqa: S311 - spreads the load
                if not again or attempt == _TRIES or not self._budget.wait(wait, keep=0.5):
                    raise
                pause *= 2
            else:
                self._count(method, "done")
                return answer
        raise AssertionError("unreachable")

    def _execute(self, request: Any) -> Any:
        try:
            answer = request.execute(http=self._transport, num_retries=0)
        except HttpError as error:
            raise _trouble(error.resp.status, error.resp.get("retry-after", ""), error.content) from None
        except (Error, ValueError, KeyError):  # an answer that is not the JSON it should be
            raise MailboxError(Trouble.GARBLED, maybe_done=request.method != "GET") from None
        if request.method != "DELETE" and not isinstance(answer, dict):
            raise MailboxError(Trouble.GARBLED, maybe_done=request.method != "GET")
        return answer


def _trouble(status: int, retry_after: str, content: bytes) -> MailboxError:
    """What an error answer means. A 5xx may come from a server that did the work before it failed."""
    match status:
        case 401:
            return MailboxError(Trouble.SIGN_IN)
        case 403:
            reasons = _reasons(content)
            if reasons & _RATE_REASONS:
                return _later(retry_after, maybe_done=False)
            return MailboxError(Trouble.SCOPE if reasons & _SCOPE_REASONS else Trouble.REFUSED)
        case 404 | 410:
            return MailboxError(Trouble.MISSING)
        case 409 | 412:
            return MailboxError(Trouble.CONFLICT)
        case 429:
            return _later(retry_after, maybe_done=False)
        case status if status >= 500:
            return _later(retry_after, maybe_done=True)
        case _:
            return MailboxError(Trouble.WRONG)


def _later(retry_after: str, maybe_done: bool) -> MailboxError:
    seconds = float(retry_after[:6]) if retry_after.isascii() and retry_after.isdigit() else 0.0
    return MailboxError(Trouble.BUSY, maybe_done, seconds)


def _reasons(content: bytes) -> set[str]:
    """The reasons in an error body, in the old form (`errors[].reason`) and the new (`details[].reason`)."""
    try:
        error = json.loads(content)["error"]
        entries = [*error.get("errors", ()), *error.get("details", ())]
        return {str(entry.get("reason")) for entry in entries}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()


def _stored(draft: str, message: Any) -> Stored:
    try:
        headers = message.get("payload", {}).get("headers", [])
        raw = message.get("raw", "")
        return Stored(
            draft=draft,
            message=_text(message, "id"),
            thread=_text(message, "threadId"),
            saved=datetime.fromtimestamp(int(message.get("internalDate", "0")) / 1000, UTC),
            headers={str(entry["name"]).lower(): str(entry["value"]) for entry in reversed(headers)},
            raw=base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError, binascii.Error):
        raise MailboxError(Trouble.GARBLED, maybe_done=True) from None


def _text(fields: Any, name: str, maybe_done: bool = False) -> str:
    value = fields.get(name) if isinstance(fields, dict) else None
    if not isinstance(value, str) or not value:
        raise MailboxError(Trouble.GARBLED, maybe_done)
    return value
