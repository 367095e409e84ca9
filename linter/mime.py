"""A draft from RFC 5322 bytes. The standard library finds the parts; what they mean is decided here.

The structure is read with the `compat32` policy and not with `default`: the latter parses every header it touches
with a grammar that answers junk with IndexError and AttributeError and takes seconds for ten thousand addresses.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime

from linter import bounds, charsets, flowed, markup
from linter.bounds import MAX_NESTING, MAX_PARTS
from linter.draft import Draft, Person, addresses, bounded
from linter.errors import InputError, LimitError

_MAX_MARKUP = 1_000_000  # characters of HTML behind which no further HTML part is read
_MAX_WORDS = 2_000  # characters of a subject or name that are decoded
_MAX_DATE = 100  # characters of the Date header

_POINTER = re.compile(
    r"(?=.*\b(?:html|browser|web ?version|online)\b)(?=.*\b(?:e-?mail|mail|message|nachricht|client|viewer|programm|reader)\b).*"
    r"\b(?:not|cannot|view|enable|support\w*|compatible|format|kein\w*|nicht|anzeige\w*|angezeigt|darstell\w*|fähig\w*)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAX_POINTER = 500  # characters

Span = tuple[int, int]


@dataclass
class _Reading:
    """The text gathered so far."""

    text: str = ""
    quoted: tuple[Span, ...] = ()
    unjudged: int = 0

    def add(self, other: _Reading, quotation: bool = False) -> None:
        """Append what another part said, a blank line between."""
        self.unjudged += other.unjudged
        if not other.text.strip():
            return
        if self.text:
            self.text = self.text.rstrip("\n") + "\n\n"
        shift = len(self.text)
        self.text += other.text
        spans = ((0, len(other.text)),) if quotation else other.quoted
        self.quoted += tuple((start + shift, end + shift) for start, end in spans)


def from_bytes(data: bytes) -> Draft:
    """The draft that an RFC 5322 message holds.

    Raises LimitError beyond the limits above and those of `linter.draft`, InputError when nothing can be made of it.
    """
    bounds.check(data)
    try:
        message = message_from_bytes(data, policy=compat32)
        reading = _Reader().read(message, 0)
        return _draft(message, reading)
    except InputError:
        raise
    except RecursionError:
        raise LimitError(f"parts nested deeper than {MAX_NESTING}") from None
    except Exception as error:  # the parser of the standard library has many ways to give up on junk
        raise InputError(f"not a readable mail ({type(error).__name__})") from None  # the error may quote the mail


class _Reader:
    """Walks the parts of one message and counts them."""

    def __init__(self) -> None:
        self._parts = 0
        self._markup = 0  # characters of HTML read

    def read(self, part: Message, depth: int) -> _Reading:
        """What a part says, with everything below it."""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise LimitError(f"the message has more than {MAX_PARTS} parts")
        if depth > MAX_NESTING:
            raise LimitError(f"parts nested deeper than {MAX_NESTING}")
        kind, sort = part.get_content_maintype(), part.get_content_subtype()
        if kind == "multipart" and part.is_multipart():
            return self._container(part, sort, depth)
        if kind == "message" and part.is_multipart():
            return self._forwarded(part, depth)
        if kind == "text" or kind == "multipart":  # a container without its boundary is read as text, as mail programs do
            return self._leaf(part, "plain" if kind == "multipart" else sort)
        return _Reading()

    def _container(self, part: Message, sort: str, depth: int) -> _Reading:
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        if sort == "encrypted":
            children = []
        elif sort == "signed":
            children = children[:1]
        elif sort == "related":
            root = part.get_param("start")
            children = [child for child in children if root and child.get("Content-ID", "").strip() == root][:1] or children[:1]
        elif sort == "alternative":
            return self._alternative(children, depth)
        reading = _Reading()
        for index, child in enumerate(children):
            if not _attached(child, first=index == 0):
                reading.add(self.read(child, depth + 1))
            else:
                self._parts += 1
        return reading

    def _alternative(self, children: list[Message], depth: int) -> _Reading:
        """The plain form, unless it is empty or only says that there is another; else the next that has text."""
        pointer = _Reading()
        for child in sorted(children, key=_form):
            reading = self.read(child, depth + 1)
            if _form(child) == 0 and _is_pointer(reading.text):
                pointer = pointer if pointer.text else reading
            elif reading.text.strip():
                return reading
        return pointer

    def _forwarded(self, part: Message, depth: int) -> _Reading:
        """A mail inside the mail: its text is quotation. Delivery reports and the like have none."""
        reading = _Reading()
        if part.get_content_subtype() in ("rfc822", "global", "news"):
            for child in part.get_payload():
                if isinstance(child, Message):
                    reading.add(self.read(child, depth + 1), quotation=True)
        return reading

    def _leaf(self, part: Message, sort: str) -> _Reading:
        """What a text part says. Calendars and other formats that are not prose say nothing."""
        if sort not in ("plain", "html", "enriched", "markdown", "x-markdown", "x-amp-html"):
            return _Reading()
        payload = part.get_payload(decode=True)
        text = charsets.decode(payload if isinstance(payload, bytes) else b"", _parameter(part, "charset"))
        if sort in ("html", "x-amp-html"):
            if self._markup > _MAX_MARKUP:
                return _Reading(unjudged=len(text))
            self._markup += len(text)
            return _Reading(*markup.text_of(text))
        if _parameter(part, "format").lower() == "flowed":
            text = flowed.unflow(text, delsp=_parameter(part, "delsp").lower() == "yes")
        return _Reading(text)


def _form(part: Message) -> int:
    """The order in which the forms of an alternative are tried: plain text first, Google's reduced form last."""
    return {"text/plain": 0, "text/x-amp-html": 2}.get(part.get_content_type(), 1)


def _attached(part: Message, first: bool) -> bool:
    """Whether a part is a file and not text of the mail. Apple Mail sends files "inline", with a name."""
    if part.get_content_maintype() == "message":
        return False
    disposition = (part.get_content_disposition() or "").lower()
    return disposition == "attachment" or (not first and not part.is_multipart() and bool(part.get_filename()))


def _parameter(part: Message, name: str) -> str:
    """A parameter of Content-Type, RFC 2231 included."""
    value = part.get_param(name, "")
    return str(value[2] if isinstance(value, tuple) else value).strip()


def _is_pointer(text: str) -> bool:
    return len(text) <= _MAX_POINTER and _POINTER.match(" ".join(text.split())) is not None


def _draft(message: Message, reading: _Reading) -> Draft:
    body, cut = bounded(reading.text)
    senders = _people(message, "from") or _people(message, "sender")
    return Draft(
        body=body,
        subject=_words(" ".join(_fields(message, "subject")[:1])),
        sender=senders[0] if senders else None,
        to=_people(message, "to"),
        cc=_people(message, "cc"),
        bcc=_people(message, "bcc"),
        id="".join(_fields(message, "message-id")[:1]).strip().strip("<>").strip(),
        quoted=markup.merged(body, list(reading.quoted)),
        unjudged=reading.unjudged + cut,
        sent=_date(message),
    )


def _date(message: Message) -> datetime.datetime | None:
    """The Date header; "-0000", a time without a known zone (RFC 5322), is taken as UTC."""
    try:
        date = parsedate_to_datetime(" ".join(_fields(message, "date")[:1])[:_MAX_DATE])
    except (ValueError, TypeError, IndexError, OverflowError):  # the parser's ways to give up on junk
        return None
    return date if date.tzinfo else date.replace(tzinfo=datetime.UTC)


def _fields(message: Message, name: str) -> list[str]:
    """The values of a header, unfolded, not yet decoded."""
    values = [str(value) for key, value in message.raw_items() if key.lower() == name]
    return [re.sub(r"[\r\n]+", "", charsets.decode(value.encode("utf-8", "surrogateescape"), "")) for value in values]


def _people(message: Message, name: str) -> tuple[Person, ...]:
    people = addresses(_fields(message, name))
    return tuple(Person(_words(person.name), person.address) for person in people)


def _words(text: str) -> str:
    """A subject or name with its encoded words (RFC 2047) decoded, on one line."""
    text = text[:_MAX_WORDS]
    if "=?" in text:
        try:
            pieces = decode_header(text)
        except (HeaderParseError, ValueError):
            pieces = [(text, None)]
        text = "".join(piece if isinstance(piece, str) else charsets.decode(piece, code or "") for piece, code in pieces)
    return " ".join(text.split())
