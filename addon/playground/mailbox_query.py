"""The part of Gmail's search language that an add-on and a small mail client need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from addon.playground.mailbox_store import Row

_TERM = re.compile(r'(-?)(?:([a-z0-9_]{2,20}):)?("[^"]{0,500}"|[^\s"]{1,500})', re.IGNORECASE)
_AGE = re.compile(r"(\d{1,4})([dmy])")
_DAYS = {"d": 1, "m": 30, "y": 365}
_MAX_TERMS = 50
_PLACES = {"drafts": "DRAFT", "draft": "DRAFT"}

Test = Callable[[Row, float], bool]


def search(rows: Iterable[Row], query: str, now: float) -> list[Row]:
    """The rows that fit every term of the query; `now` in seconds. What looks like no operator is a word to look for."""
    tests = [_test(match) for match in list(_TERM.finditer(query))[:_MAX_TERMS]]
    return [row for row in rows if all(test(row, now) for test in tests)]


def _test(match: re.Match[str]) -> Test:
    negated, operator, value = match[1] == "-", (match[2] or "").lower(), match[3].strip('"').lower()
    found = _operator(operator, value) or _words(match[0].lstrip("-").strip('"').lower())
    return (lambda row, now: not found(row, now)) if negated else found


def _operator(operator: str, value: str) -> Test | None:
    if operator in ("from", "to", "cc", "bcc", "subject"):
        column = {"from": "sender", "subject": "subject"}.get(operator, "recipients")
        return lambda row, now: value in getattr(row, column).lower()
    if operator in ("in", "label"):
        label = _PLACES.get(value, value.upper())
        return lambda row, now: value == "anywhere" or label in row.labels
    if operator == "is":
        return lambda row, now: (
            ("UNREAD" in row.labels) == (value == "unread") if value in ("read", "unread") else value.upper() in row.labels
        )
    if operator == "rfc822msgid":
        return lambda row, now: row.message_id.strip("<>").lower() == value.strip("<>")
    if operator in ("after", "before", "newer", "older"):
        limit = _moment(value)
        later = operator in ("after", "newer")
        return None if limit is None else lambda row, now: (row.milliseconds / 1000 >= limit) == later
    age = _AGE.fullmatch(value)
    if operator in ("newer_than", "older_than") and age:
        seconds = int(age[1]) * _DAYS[age[2]] * 86_400
        return lambda row, now: (row.milliseconds / 1000 >= now - seconds) == (operator == "newer_than")
    return None


def _words(words: str) -> Test:
    return lambda row, now: any(words in text.lower() for text in (row.subject, row.body, row.sender, row.recipients))


def _moment(value: str) -> float | None:
    """Seconds since the epoch, from a number of them or a date as 2026/11/30."""
    if re.fullmatch(r"\d{9,11}", value):
        return float(value)
    try:
        return datetime.strptime(value.replace("-", "/"), "%Y/%m/%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None
