"""The event that Google posts, as a value. Everything in it is untrusted until the tokens are verified, and bounded after that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from addon.errors import BadEvent
from linter.draft import Person, addresses
from linter.errors import InputError

_MAX_TEXT = 200_000  # characters of a form field
_MAX_SHORT = 4_000  # characters of a token, an id, an address
_MAX_ITEMS = 500
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(?:/[A-Za-z0-9_+-]{1,32}){0,2}")


@dataclass(frozen=True)
class Event:
    """One request of the platform. `scopes` is None where the event does not say which were granted.

    `user_token` is the OAuth token for the Gmail API; `message_token` goes beside it for the scopes of the open message.
    """

    locale: str = "en"
    timezone: str = ""
    platform: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    user_token: str = field(default="", repr=False)
    system_id_token: str = field(default="", repr=False)
    user_id_token: str = field(default="", repr=False)
    scopes: frozenset[str] | None = None
    message_id: str = ""
    thread_id: str = ""
    message_token: str = field(default="", repr=False)
    draft_id: str = ""
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()

    @property
    def recipients(self) -> tuple[Person, ...]:
        """Everybody in the headers of the open draft, in their order."""
        return self.to + self.cc + self.bcc

    def text(self, name: str) -> str:
        """The first value of a form field, or ""."""
        return next(iter(self.inputs.get(name, ())), "")

    def granted(self, scope: str) -> bool:
        """Whether the person has allowed a scope, as far as the event says; an event that says nothing is believed to allow it."""
        return self.scopes is None or scope in self.scopes


def parse(data: object) -> Event:
    """The event in a decoded JSON body. Raises BadEvent, naming the field, when something has the wrong type or is too long."""
    event = _object(data, "event")
    common = _object(event.get("commonEventObject"), "commonEventObject")
    tokens = _object(event.get("authorizationEventObject"), "authorizationEventObject")
    gmail = _object(event.get("gmail"), "gmail")
    zone = _text(_object(common.get("timeZone"), "timeZone"), "id")
    locale = _text(common, "userLocale")
    return Event(
        locale=locale if _LOCALE.fullmatch(locale) else "en",
        timezone=zone if _ZONE.fullmatch(zone) else "",
        platform=_text(common, "platform"),
        parameters=_parameters(common.get("parameters")),
        inputs=_inputs(common.get("formInputs")),
        user_token=_text(tokens, "userOAuthToken"),
        system_id_token=_text(tokens, "systemIdToken"),
        user_id_token=_text(tokens, "userIdToken"),
        scopes=frozenset(_texts(tokens, "authorizedScopes")) if "authorizedScopes" in tokens else None,
        message_id=_text(gmail, "messageId"),
        thread_id=_text(gmail, "threadId"),
        message_token=_text(gmail, "accessToken"),
        draft_id=_text(gmail, "draftId"),
        to=_people(gmail, "toRecipients"),
        cc=_people(gmail, "ccRecipients"),
        bcc=_people(gmail, "bccRecipients"),
    )


def _object(value: object, name: str) -> Mapping[str, Any]:
    if value is None and name != "event":
        return {}
    if not isinstance(value, dict):
        raise BadEvent(f"{name} is not an object")
    return value


def _text(fields: Mapping[str, Any], name: str, most: int = _MAX_SHORT) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise BadEvent(f"{name} is not a text of at most {most} characters")
    return value


def _texts(fields: Mapping[str, Any], name: str, most: int = _MAX_SHORT) -> list[str]:
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise BadEvent(f"{name} is not a list of at most {_MAX_ITEMS}")
    if not all(isinstance(item, str) and len(item) <= most for item in value):
        raise BadEvent(f"{name} holds something that is not a text of at most {most} characters")
    return value


def _people(fields: Mapping[str, Any], name: str) -> tuple[Person, ...]:
    try:
        return addresses(_texts(fields, name))
    except InputError as error:
        raise BadEvent(f"{name} is too long") from error


def _parameters(value: object) -> dict[str, str]:
    fields = _object(value, "parameters")
    if len(fields) > _MAX_ITEMS:
        raise BadEvent("parameters has too many entries")
    return {name: _text(fields, name) for name in fields}


def _inputs(value: object) -> dict[str, tuple[str, ...]]:
    fields = _object(value, "formInputs")
    if len(fields) > _MAX_ITEMS:
        raise BadEvent("formInputs has too many entries")
    texts = {name: _object(_object(entry, "formInputs").get("stringInputs"), "stringInputs") for name, entry in fields.items()}
    return {name: tuple(_texts(entry, "value", _MAX_TEXT)) for name, entry in texts.items()}
