"""A draft as the linter sees it: who writes to whom, and the text. From fields here, from MIME in `mime.py`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.utils import getaddresses
from typing import Any

from linter.errors import InputError, LimitError

MAX_RECIPIENTS = 10_000
MAX_JUDGED = 200_000  # bytes of text judged; the rest is reported as not judged
_MAX_COMMENTS = 100  # comments of one address header that are read as such
_MAX_HEADER = 1_000_000  # characters of one address header
_SINGLE = re.compile(r"([^<>@;:\\]{0,200})<\s*([^<>\s,;]{1,320}@[^<>\s,;@]{1,255})\s*>\s*")


@dataclass(frozen=True)
class Person:
    """A name and an address; either may be empty, not both."""

    name: str
    address: str = ""

    @property
    def domain(self) -> str:
        """The part of the address behind the @, in lower case."""
        return self.address.rpartition("@")[2].lower()

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True)
class Draft:
    """One message. Offsets anywhere in the linter count in `body`, in characters.

    `quoted` holds the (start, end) spans that the markup of an HTML mail names as quotation;
    `unjudged` is the number of characters that were cut off behind the limit; `sent` is the Date header, with its time zone.
    """

    body: str
    subject: str = ""
    sender: Person | None = None
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    id: str = ""
    quoted: tuple[tuple[int, int], ...] = ()
    unjudged: int = 0
    sent: datetime.datetime | None = None

    @property
    def recipients(self) -> tuple[Person, ...]:
        """Everybody on To, Cc and Bcc but the sender, each address once."""
        own = self.sender.address.lower() if self.sender else ""
        seen: dict[str, Person] = {}
        for person in self.to + self.cc + self.bcc:
            key = person.address.lower() or person.name.lower()
            if key and key != own:
                seen.setdefault(key, person)
        return tuple(seen.values())


def addresses(values: Iterable[str]) -> tuple[Person, ...]:
    """The people in address headers (RFC 5322). Raises LimitError beyond `MAX_RECIPIENTS` or where groups nest too deep."""
    people: list[Person] = []
    for value in values:
        if len(value) > _MAX_HEADER:
            raise LimitError(f"an address header is longer than {_MAX_HEADER:,} characters")
        if value.count("@") > 2 * MAX_RECIPIENTS:  # before the parser, which takes its time on junk
            raise LimitError(f"more than {MAX_RECIPIENTS:,} people in one header")
        single = _SINGLE.fullmatch(value)
        if single:  # one person, as nearly always; a comma in the name needs no quotes then
            people.append(_person(single[1].strip("\"' "), single[2]))
            continue
        if value.count("(") > _MAX_COMMENTS:  # the parser goes one call deeper for each
            value = value.replace("(", " ").replace(")", " ")
        try:
            pairs = getaddresses([value])
        except (HeaderParseError, ValueError, IndexError):  # the parser's own ways to give up on junk
            pairs = [("", value)]
        except RecursionError:  # it goes one call deeper for each open group, "team: a: b: …"
            raise LimitError("groups of people nested too deep in an address header") from None
        if pairs == [("", "")]:  # junk, or a bare name
            pairs = [(value.partition("<")[0], "")]
        people.extend(_person(name, address) for name, address in pairs if name.strip() or address.strip())
        if len(people) > MAX_RECIPIENTS:
            raise LimitError(f"more than {MAX_RECIPIENTS:,} people in one header")
    return tuple(people)


def _person(name: str, address: str) -> Person:
    name, address = " ".join(name.split()), address.strip()
    return Person(name, address) if "@" in address else Person(name or address, "")


def from_fields(fields: Mapping[str, Any]) -> Draft:
    """A draft from plain JSON fields: id, from, to, cc, bcc, subject, body; addresses as `Name <a@b>`.

    Raises InputError when a field has the wrong type, LimitError beyond the limits.
    """
    if not isinstance(fields, Mapping):
        raise InputError("a draft is a JSON object")
    sender = addresses([_text(fields, "from")])
    body, unjudged = bounded(_text(fields, "body"))
    return Draft(
        body=body,
        subject=_text(fields, "subject"),
        sender=sender[0] if sender else None,
        to=addresses(_texts(fields, "to")),
        cc=addresses(_texts(fields, "cc")),
        bcc=addresses(_texts(fields, "bcc")),
        id=_text(fields, "id"),
        unjudged=unjudged,
    )


def bounded(text: str) -> tuple[str, int]:
    """The text up to `MAX_JUDGED` bytes of UTF-8, and how many characters were left out."""
    if len(text) * 4 <= MAX_JUDGED:
        return text, 0
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= MAX_JUDGED:
        return text, 0
    end = MAX_JUDGED
    while data[end] & 0xC0 == 0x80:  # inside a character
        end -= 1
    kept = data[:end].decode("utf-8", "surrogatepass")  # half a character stays where it stands, for offsets count it
    return kept, len(text) - len(kept)


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"'{key}' is not a text")
    return value


def _texts(fields: Mapping[str, Any], key: str) -> list[str]:
    value = fields.get(key)
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"'{key}' is not a list of addresses")
    return value
