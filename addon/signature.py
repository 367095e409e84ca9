"""The formatted signature of a draft, so that a new draft of the same person can carry it.

The text of the signature is the rewrite's business, which proves that it gives nobody away. Gmail's markup of it is used in its
place only where it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

import lxml.html
from lxml.etree import LxmlError

from linter.draft import Person

_MAX_HTML = 30_000  # characters
_MAX_MARKUP = 2_000_000  # bytes of a part that is looked through
_MAX_PARTS = 50
_MARK = "gmail_signature"


@dataclass(frozen=True)
class Signature:
    """What it says, white space made even, and the markup that Gmail wrote. Empty if there is none."""

    text: str = ""
    html: str = ""


def signature(raw: bytes, about: Iterable[Person]) -> Signature:
    """The signature that Gmail marks in a draft; an empty one if it links to an address of the people a new draft is `about`.

    Pictures that come as parts of the mail would not come along: an empty one then, too.
    """
    for part in _html_parts(raw):
        try:
            found = lxml.html.document_fromstring(part).find_class(_MARK)
        except (LxmlError, ValueError):
            continue
        for element in found:
            if any("gmail_quote" in (above.get("class") or "") for above in element.iterancestors()):
                continue  # somebody else's
            element.tail = None
            html = lxml.html.tostring(element, encoding="unicode")
            exposed = any(person.address and person.address.lower() in html.lower() for person in about)
            return Signature() if exposed or len(html) > _MAX_HTML or "cid:" in html else Signature(even(_spaced(element)), html)
    return Signature()


def even(text: str) -> str:
    """The text with its white space made even."""
    return " ".join(text.split())


def _spaced(element: lxml.html.HtmlElement) -> str:
    """The text of an element, a space wherever a tag stands: lines are tags in HTML."""
    return " ".join(str(text) for text in element.itertext())


def _html_parts(raw: bytes) -> Iterator[str]:
    message = message_from_bytes(raw, policy=compat32)
    for number, part in enumerate(message.walk()):
        if number >= _MAX_PARTS:
            return
        if part.get_content_type() == "text/html":
            yield _decoded(part)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload[:_MAX_MARKUP] if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")
