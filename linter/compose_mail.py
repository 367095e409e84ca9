"""An ask or the connecting mail as the bytes of a draft that mail programs open for editing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from contextlib import suppress
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from linter.draft import Person
from linter.redact import has_contact, on_the_wire

_PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}", re.A)
_CONTROL = re.compile("\x1b(?:[\\[(]?[0-9;]{1,12}[A-Za-z])?|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Mail(Protocol):
    """What an ask and the connecting mail have in common."""

    @property
    def to(self) -> tuple[Person, ...]:
        """Whom it goes to."""

    @property
    def subject(self) -> str:
        """The subject line."""

    @property
    def body(self) -> str:
        """The plain text."""


def to_eml(mail: Mail, sender: Person | None) -> bytes:
    """The mail as RFC 5322 bytes: X-Unsent (Outlook and others open it for editing), plain text and HTML that say the same.

    A display name that holds contact details is left out; so is an address whose local part is not plain ASCII, or none at all.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    for name, people in (("From", (sender,) if sender else ()), ("To", mail.to), ("Cc", getattr(mail, "cc", ()))):
        if addresses := _addresses(people):
            message[name] = addresses
    message["Subject"] = _line(mail.subject)
    body = _CONTROL.sub("", mail.body)
    message.set_content(body)
    message.add_alternative(as_html(body), subtype="html")
    return message.as_bytes()


def _addresses(people: Iterable[Person]) -> list[Address]:
    found = []
    for person in people:
        address = on_the_wire(person.address)
        if _PLAIN_ADDRESS.fullmatch(address):
            name = _line(person.name)
            with suppress(HeaderParseError, ValueError, IndexError):  # the library's ways to refuse an address, such as one with two dots
                found.append(Address("" if has_contact(name) else name, addr_spec=address))
    return found


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def as_html(text: str) -> str:
    """Plain text as HTML, paragraph by paragraph."""
    paragraphs = [html.escape(part, quote=False).replace("\n", "<br>\n") for part in text.strip().split("\n\n")]
    return "<html><body>\n" + "\n".join(f"<p>{part}</p>" for part in paragraphs) + "\n</body></html>\n"
