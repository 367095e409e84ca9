"""Read the answer to a permission request: yes, no, later or unclear. Only what the person wrote now is judged."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from linter.body import split
from linter.draft import Draft
from linter.language import alternation, languages

_MAX_READ = 4_000  # characters of new text; an answer stands above that


class Answer(StrEnum):
    """What the person says to being introduced."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class When:
    """The time a later names: as written, and as a date where it can be resolved."""

    text: str
    date: datetime.date | None


@dataclass(frozen=True)
class Reply:
    """An answer as read. `confidence` is a calibrated probability, 0 to 1.

    `redirect` names another person the reply points to, in its own words; "" if none.
    """

    answer: Answer
    when: When | None
    confidence: float
    redirect: str = ""


def read_reply(draft: Draft, sent: datetime.datetime | None = None) -> Reply:
    """Read a reply mail. Quoted text and signature are not judged.

    `sent` is the reply's own date with its time zone, by default that of the draft; without one, no date is resolved.
    """
    text = new_text(draft)
    said = {answer for answer, pattern in _plain().items() if pattern.search(text)}
    if len(said) == 1:
        return Reply(said.pop(), None, 0.8)
    return Reply(Answer.UNCLEAR, None, 0.5)


def new_text(draft: Draft) -> str:
    """What the person wrote now, as far as it is read: `_MAX_READ` characters."""
    parts = [draft.body[start:end].strip("\n") for start, end in split(draft.body, draft.quoted).new]
    return "\n".join(parts)[:_MAX_READ]


@cache
def _plain() -> dict[Answer, re.Pattern[str]]:
    """The phrases that are an answer by themselves."""
    found: dict[Answer, re.Pattern[str]] = {}
    for answer in (Answer.YES, Answer.NO):
        phrases = alternation(phrase for entry in languages() for phrase in entry.replies.plain[answer.value])
        found[answer] = re.compile(rf"\b(?:{phrases})\b", re.I)
    return found


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """The JSON form of a reply: version, answer, when (text and ISO date, or null), confidence, redirect."""
    when = reply.when
    return {
        "version": 1,
        "answer": reply.answer.value,
        "when": {"text": when.text, "date": when.date.isoformat() if when.date else None} if when else None,
        "confidence": round(reply.confidence, 4),
        "redirect": reply.redirect,
    }
