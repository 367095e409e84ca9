"""A message as RFC 5322 bytes and as the JSON of the Gmail API. Every message is hostile; sizes are bounded before parsing."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from typing import Any

from linter import Draft, bounds, charsets, from_bytes
from linter.errors import InputError

MAX_RAW = 2_000_000  # bytes of one message; Gmail itself takes 36,700,160
_SNIPPET = 200  # characters
_HEADER = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200}):[^\r\n]*(?:\r\n|\r|\n|\Z)(?:[ \t][^\r\n]*(?:\r\n|\r|\n|\Z))*")
_BLANK = re.compile(rb"\r\n|\r|\n")
_REPLY = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg)\s*:)+\s*", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")


@dataclass(frozen=True)
class Mail:
    """The bytes of a message and what was read from them."""

    raw: bytes
    draft: Draft
    payload: dict[str, Any]

    def header(self, name: str) -> str:
        """The first header of this name, decoded; "" if there is none."""
        return next((item["value"] for item in self.payload["headers"] if item["name"].lower() == name.lower()), "")

    @property
    def message_id(self) -> str:
        """The Message-ID with its angle brackets, or ""."""
        return next(iter(_MESSAGE_ID.findall(self.header("Message-ID"))), "")

    @property
    def references(self) -> tuple[str, ...]:
        """The Message-IDs this one answers, the nearest first."""
        found = _MESSAGE_ID.findall(self.header("In-Reply-To"))[:1] + _MESSAGE_ID.findall(self.header("References"))[::-1]
        return tuple(dict.fromkeys(found[:100]))

    @property
    def topic(self) -> str:
        """The subject without reply prefixes and case: what keeps a thread together."""
        return _REPLY.sub("", self.draft.subject).casefold().strip()

    @property
    def snippet(self) -> str:
        """The beginning of the text, escaped as Gmail does."""
        return html.escape(" ".join(self.draft.body[: 4 * _SNIPPET].split())[:_SNIPPET])


def decode_raw(value: object) -> bytes:
    """The bytes in the field `raw`: base64url, padding optional. Raises ValueError."""
    if not isinstance(value, str) or not value:
        raise ValueError("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    if len(value) > MAX_RAW * 4 // 3 + 4:
        raise ValueError(f"the message is larger than {MAX_RAW:,} bytes")
    try:
        return base64.b64decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("Invalid value for ByteString: raw") from None


def read(raw: bytes) -> Mail:
    """A message, parsed. Raises InputError when it is too large or intricate, or nothing can be made of it."""
    draft = from_bytes(raw)  # checks the bounds first
    try:
        message = message_from_bytes(raw, policy=compat32)
        return Mail(raw, draft, _part(message, "", 0))
    except Exception as error:  # the parser of the standard library has many ways to give up on junk
        raise InputError(f"not a readable mail ({type(error).__name__})") from error


def with_headers(raw: bytes, added: Mapping[str, str], drop: tuple[str, ...] = ()) -> bytes:
    """The message with some headers removed and others put in front, instead of those of the same name.

    Works on the bytes, so that a message no parser could write back stays as it is.
    """
    unwanted = {name.lower().encode() for name in (*drop, *added)}
    kept, at = [], 0
    while match := _HEADER.match(raw, at):
        if match[1].lower() not in unwanted:
            kept.append(match[0])
        at = match.end()
    lines = [f"{name}: {' '.join(value.split())}\r\n".encode() for name, value in added.items()]
    rest = raw[at:]
    return b"".join(lines + kept) + (rest if _BLANK.match(rest) else b"\r\n" + rest)


def _part(part: Message, number: str, depth: int) -> dict[str, Any]:
    """A MessagePart of the Gmail API: text is given in UTF-8 whatever the mail says, files by name and size only."""
    headers = [{"name": name, "value": _decoded(str(value))} for name, value in part.raw_items()]
    data: dict[str, Any] = {"partId": number, "mimeType": part.get_content_type(), "filename": _filename(part), "headers": headers}
    children = part.get_payload()
    if isinstance(children, list):
        data["body"] = {"size": 0}
        if depth < bounds.MAX_NESTING:
            prefix = f"{number}." if number else ""
            data["parts"] = [_part(child, f"{prefix}{n}", depth + 1) for n, child in enumerate(children) if isinstance(child, Message)]
        return data
    decoded = part.get_payload(decode=True)
    content = decoded if isinstance(decoded, bytes) else b""
    if data["filename"]:
        data["body"] = {"attachmentId": f"part-{number or 0}", "size": len(content)}
        return data
    if part.get_content_maintype() == "text":
        charset = part.get_content_charset() or ""
        content = charsets.decode(content, charset).replace("\n", "\r\n").encode("utf-8", "replace")
    data["body"] = {"size": len(content), "data": base64.urlsafe_b64encode(content).decode("ascii")} if content else {"size": 0}
    return data


def _filename(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (LookupError, ValueError, TypeError):  # encodings nobody has
        return ""


def _decoded(value: str) -> str:
    """A header value on one line, its encoded words (RFC 2047) decoded, as Gmail gives it."""
    value = charsets.decode(re.sub(r"[\r\n]+", "", value).encode("utf-8", "surrogateescape"), "")[:100_000]
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(piece if isinstance(piece, str) else charsets.decode(piece, code or "") for piece, code in pieces)
