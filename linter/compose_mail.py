"""An ask or the connecting mail as the bytes of a draft that mail programs open for editing."""

from __future__ import annotations

import html
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from linter.draft import Person


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
    """The mail as RFC 5322 bytes: X-Unsent (Outlook and others open it for editing), plain text and HTML that say the same."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if sender is not None and sender.address:
        message["From"] = _header([sender])
    message["To"] = _header(mail.to)
    if cc := getattr(mail, "cc", ()):
        message["Cc"] = _header(cc)
    message["Subject"] = mail.subject
    message.set_content(mail.body)
    message.add_alternative(as_html(mail.body), subtype="html")
    return message.as_bytes()


def _header(people: tuple[Person, ...] | list[Person]) -> list[Address]:
    return [Address(person.name, addr_spec=person.address) for person in people if person.address]


def as_html(text: str) -> str:
    """Plain text as HTML, paragraph by paragraph."""
    paragraphs = [html.escape(part, quote=False).replace("\n", "<br>\n") for part in text.strip().split("\n\n")]
    return "<html><body>\n" + "\n".join(f"<p>{part}</p>" for part in paragraphs) + "\n</body></html>\n"
