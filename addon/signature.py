"""The signature of a draft, so that a new draft of the same person can carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

import lxml.html
from lxml.etree import LxmlError

from linter.body import split
from linter.draft import Draft, Person

_MAX_HTML = 30_000  # characters
_MAX_MARKUP = 2_000_000  # bytes of a part that is looked through
_MAX_PARTS = 50
_MARK = "gmail_signature"


@dataclass(frozen=True)
class Signature:
    """As text, and as the markup that Gmail wrote ("" if there is none)."""

    text: str = ""
    html: str = ""


def signature(draft: Draft, raw: bytes, about: Iterable[Person]) -> Signature:
    """The signature of a draft; an empty one if it names an address of the people the new draft is `about`."""
    text = "\n".join(draft.body[start:end].strip("\n") for start, end in split(draft.body, draft.quoted).signature)
    found = Signature(text.strip().removeprefix("--").strip(), _markup(raw))
    told = f"{found.text}\n{found.html}".lower()
    return Signature() if any(person.address and person.address.lower() in told for person in about) else found


def _markup(raw: bytes) -> str:
    """The first element that Gmail marks as signature. Pictures that come as parts of the mail would not come along: none then."""
    for part in _html_parts(raw):
        try:
            root = lxml.html.document_fromstring(part)
            found = root.find_class(_MARK)
        except (LxmlError, ValueError):
            continue
        for element in found:
            if any("gmail_quote" in (above.get("class") or "") for above in element.iterancestors()):
                continue  # somebody else's
            element.tail = None
            text = lxml.html.tostring(element, encoding="unicode")
            return text if len(text) <= _MAX_HTML and "cid:" not in text else ""
    return ""


def _html_parts(raw: bytes) -> list[str]:
    parts: list[str] = []
    if _MARK.encode() not in raw and b"base64" not in raw.lower() and b"gmail=5Fsignature" not in raw:
        return parts
    message = message_from_bytes(raw, policy=compat32)
    for number, part in enumerate(message.walk()):
        if number >= _MAX_PARTS:
            break
        if part.get_content_type() == "text/html":
            parts.append(_decoded(part))
    return parts


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload[:_MAX_MARKUP] if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")
