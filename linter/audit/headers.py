"""The headers an audit needs of every message, without reading its text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from functools import cache

from linter.draft import addresses
from linter.errors import InputError
from linter.language import alternation, languages
from linter.raw import Raw

MAX_HEAD = 100_000  # bytes of a header that are read
_MAX_FIELD = 10_000  # characters of a field
_MAX_REFERENCES = 6  # of a long thread: its beginning and its end
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_FIELDS = ("From", "Sender", "Date", "Message-ID", "In-Reply-To", "References", "X-Gmail-Labels", "X-GM-THRID")
_PARTS = re.compile(r"[/\\.,]")


@dataclass(frozen=True)
class Head:
    """Who sent a message and when, what it answers, and what folders and labels say of it.

    `sent` is True for the sent folder or label, False for drafts and spam, None where nothing tells. `thread` is Gmail's
    number of the conversation; `refers` names the messages it answers; `time` keeps the sender's time zone.
    """

    sender: str = ""
    time: datetime | None = None
    id: str = ""
    thread: str = ""
    refers: tuple[str, ...] = ()
    sent: bool | None = None


def read(raw: Raw) -> Head:
    """The head of a mail or JSON line; what cannot be read is left out. Raises nothing."""
    if raw.is_json:
        return _of_json(raw.data)
    end = _HEADER_END.search(raw.data, 0, MAX_HEAD)
    try:
        message = BytesHeaderParser(policy=compat32).parsebytes(raw.data[: end.start() if end else MAX_HEAD])
        fields = {name: _field(message, name) for name in _FIELDS}
    except Exception:  # the parser of the standard library has many ways to give up on junk
        return Head()
    return _of_mail(fields, raw.file)


def _of_json(line: bytes) -> Head:
    """A line of JSON is a draft, which is always one's own."""
    try:
        return Head(_address(str(json.loads(line)["from"])), sent=True)
    except (ValueError, TypeError, LookupError, RecursionError):
        return Head(sent=True)


def _of_mail(fields: Mapping[str, str], file: str) -> Head:
    labels = _words(fields["X-Gmail-Labels"])
    refers = _ID.findall(fields["In-Reply-To"])[:1] + _ends(_ID.findall(fields["References"]))
    return Head(
        sender=_address(fields["From"] or fields["Sender"]),
        time=_time(fields["Date"]),
        id="".join(_ID.findall(fields["Message-ID"])[:1]),
        thread=fields["X-GM-THRID"].strip()[:100],
        refers=tuple(dict.fromkeys(refers)),
        sent=_told(labels) if labels else _told(file),
    )


def _field(message: Message, name: str) -> str:
    return re.sub(r"[\r\n]+", "", str(message.get(name, "")))[:_MAX_FIELD]


def _words(text: str) -> str:
    try:
        return str(make_header(decode_header(text))) if "=?" in text else text
    except (HeaderParseError, ValueError, LookupError):
        return text


def _ends(references: list[str]) -> list[str]:
    half = _MAX_REFERENCES // 2
    return references if len(references) <= _MAX_REFERENCES else references[:half] + references[-half:]


def _address(field: str) -> str:
    try:
        found = addresses([field])
    except InputError:
        return ""
    return found[0].address.lower() if found else ""


def _time(field: str) -> datetime | None:
    try:
        time = parsedate_to_datetime(field[:100])
    except (ValueError, TypeError, IndexError, OverflowError):  # the parser's ways to give up on junk
        return None
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    return time if 1970 < time.year < 2200 else None


def _told(names: str) -> bool | None:
    """What a path or a list of labels says; drafts and spam outdo the rest."""
    parts = [part.strip(' "').lower() for part in _PARTS.split(names)]
    sent, unsent = _folders()
    return False if any(map(unsent.fullmatch, parts)) else True if any(map(sent.fullmatch, parts)) else None


@cache
def _folders() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = languages()
    sent = alternation(name for entry in known for name in entry.sent_folders)
    unsent = alternation(name for entry in known for name in entry.unsent_folders)
    return re.compile(rf"(?:{sent})(?:[-_ ]?\d{{1,4}})?"), re.compile(rf"(?:{unsent})(?:[-_ ]?\d{{1,4}})?")
