"""What a mail may cost, found out before the standard library's parser begins: it recurses over nested parts and
asks every open part about every line."""

from __future__ import annotations

import re

from linter.errors import LimitError

MAX_MESSAGE = 25_000_000  # bytes
MAX_PARTS = 200
MAX_NESTING = 30
_MAX_LINES = 1_000_000
_MAX_HEADER_LINES = 100_000
_MAX_WORK = 40_000_000  # lines times containers: about five seconds
_MAX_FIELD = 20_000  # bytes of a Content-… field, whose parameters are found in quadratic time

_CONTENT_FIELD = re.compile(rb"(?:\A|[\r\n])(content-[a-z-]{1,40}:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*)", re.IGNORECASE)
_CONTAINER = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\r\n;]+)", re.IGNORECASE)
_DELIMITER = re.compile(rb"[\r\n]--([^\r\n]{1,200})")
_HEADER_END = re.compile(rb"\n\r?\n|\r\r")


def check(data: bytes) -> None:
    """Raise LimitError if the message is larger, longer or more intricate than we read."""
    if len(data) > MAX_MESSAGE:
        raise LimitError(f"the message is larger than {MAX_MESSAGE:,} bytes")
    lines = _lines(data)
    if lines > _MAX_LINES:
        raise LimitError(f"the message has more than {_MAX_LINES:,} lines")
    end = _HEADER_END.search(data)
    if _lines(data[: end.start() if end else len(data)]) > _MAX_HEADER_LINES:
        raise LimitError(f"the header has more than {_MAX_HEADER_LINES:,} lines")
    containers = 0
    boundaries: set[bytes] = set()
    for field in _CONTENT_FIELD.finditer(data):
        if field.end() - field.start() > _MAX_FIELD:
            raise LimitError(f"a Content- header is longer than {_MAX_FIELD:,} bytes")
        if _CONTAINER.match(field[1]):
            containers += 1
            boundaries.update(value.strip() for value in _BOUNDARY.findall(field[1]))
            _check_parts(containers)
    if containers * lines > _MAX_WORK:
        raise LimitError(f"the message has {containers} containers of parts and {lines:,} lines; that is more than we read")
    if boundaries:
        _check_parts(sum(match[1].strip() in boundaries for match in _DELIMITER.finditer(data)) // 2)


def _check_parts(number: int) -> None:
    """Delimiters are counted by half: one may also stand in a text that tells of a mail."""
    if number > MAX_PARTS:
        raise LimitError(f"the message has more than {MAX_PARTS} parts")


def _lines(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
