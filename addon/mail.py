"""The drafts we write, as RFC 5322 bytes, and how they are recognised again."""

from __future__ import annotations

from collections.abc import Iterable
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from addon.keys import Keys
from addon.signature import Signature, even
from linter.compose_mail import Mail, as_html
from linter.draft import Person
from linter.mime import from_bytes
from linter.report import visible

_DOMAIN = "mail.invalid"  # where the sender's own is not known


def draft_bytes(mail: Mail, sender: Person | None, signature: Signature, mark: str) -> bytes:
    """A draft: plain text and HTML that say the same, from the sender's alias, with the sender's formatted signature.

    `mark` becomes the left part of the Message-ID. Recipients whose address cannot stand in a header are left out.
    """
    message = EmailMessage(policy=SMTP)
    senders = _addresses([sender] if sender else [])
    if senders:
        message["From"] = senders[0]
    message["To"] = _addresses(mail.to)
    cc = _addresses(getattr(mail, "cc", ()))
    if cc:
        message["Cc"] = cc
    message["Subject"] = visible(mail.subject)
    message["Message-ID"] = f"<{mark}@{senders[0].domain if senders and senders[0].domain.isascii() else _DOMAIN}>"
    message.set_content(mail.body)
    message.add_alternative(_html(mail.body, signature), subtype="html")
    return message.as_bytes()


def marked(identifier: str, mark: str) -> bool:
    """Whether a Message-ID is one of ours with this mark."""
    return identifier.partition("@")[0] == mark


def message_id(raw: bytes) -> str:
    """The Message-ID of a mail, or ""."""
    return from_bytes(raw).id


def digest(raw: bytes, keys: Keys) -> str:
    """The hash of what a draft says: to whom, subject and text, white space aside. Raises InputError."""
    draft = from_bytes(raw)
    people = sorted((person.address or person.name).lower() for person in draft.recipients)
    return keys.content(" ".join(people), " ".join(draft.subject.split()), " ".join(draft.body.split()))


def _html(body: str, signature: Signature) -> str:
    """The body as HTML, with Gmail's markup for the signature where it says the same."""
    text, _, signed = body.rpartition("\n-- \n")
    if not signature.html or even(signed) != signature.text:
        return as_html(body)
    return as_html(text).replace("</body>", f"<br>-- <br>{signature.html}</body>")


def _addresses(people: Iterable[Person]) -> list[Address]:
    found = []
    for person in people:
        try:
            found.append(Address(visible(person.name), addr_spec=person.address))
        except (HeaderParseError, ValueError, IndexError, AttributeError):  # the parser's ways to refuse an address
            continue
    return found
