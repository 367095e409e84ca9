"""Read the answer to a permission request: yes, no, later or unclear. Only what the person wrote now is judged."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from linter import dates, reply_model
from linter.body import split
from linter.classify import heard, pipeline
from linter.draft import Draft
from linter.language import alternation, languages
from linter.redirect import redirect
from linter.reply_features import features, ground, kinds

_MAX_READ = 4_000  # characters of new text; an answer stands above that
_FULL_STOP = re.compile(r"(?<=[^\W\d])\.$")  # of the sentence, not of "15.1."
_MAX_BELOW = 4  # lines below a sign-off


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
    """Read a reply mail. Quoted text and signature are not judged. Raises ModelError where the weights are missing.

    `sent` is the reply's own date with its time zone, by default that of the draft; without one, no date is resolved.
    What is not sure enough is unclear, and a yes has to be surer than the rest.
    """
    text = new_text(draft)
    if not text:
        return Reply(Answer.UNCLEAR, None, 1.0)
    answer, confidence = reply_model.shipped().decide(features(text), ground(text), heard(text, pipeline()))
    when = _when(text, sent or draft.sent) if answer == Answer.LATER else None
    return Reply(Answer(answer), when, confidence, redirect(text))


def _when(text: str, sent: datetime.datetime | None) -> When | None:
    """The time of a later: the latest that can be resolved, since what comes before it is mostly what keeps the person
    busy; else one that stays text."""
    times = dates.find(text)
    if sent:
        resolved = [(date, time) for time in times if (date := dates.resolve(time, sent))]
        if resolved:
            date, time = max(resolved, key=lambda pair: pair[0])
            event = dates.event_behind(text, time)
            if event:
                return When(event.text, None)
            return When(_FULL_STOP.sub("", time.text), date)
    found = dates.conditions(text) or times
    return When(found[0].text, None) if found else None


def new_text(draft: Draft) -> str:
    """What the person wrote now, without greeting and sign-off, as far as it is read: `_MAX_READ` characters."""
    parts = [draft.body[start:end].strip("\n") for start, end in split(draft.body, draft.quoted).new]
    text = "\n".join(parts)[:_MAX_READ].strip()
    greeting = _greeting().match(text)
    if greeting and not kinds(greeting.group()) and text[greeting.end() :].strip():
        text = text[greeting.end() :].strip()
    for sign_off in _sign_off().finditer(text):
        if sign_off.start() and text[sign_off.end() :].count("\n") <= _MAX_BELOW:
            return text[: sign_off.start()].strip()
    return text


@cache
def _greeting() -> re.Pattern[str]:
    words = alternation(phrase for entry in languages() for phrase in entry.greetings)
    name = r"(?:(?:[ \t]+[A-ZÄÖÜ][\w.-]{0,30}){1,4}|[ \t]+[\w.-]{1,30})?"  # on a phone in lower case; more such words are a sentence
    return re.compile(rf"(?i:{words}){name}[ \t]*[,!:\n]")


@cache
def _sign_off() -> re.Pattern[str]:
    words = alternation(phrase for entry in languages() for phrase in entry.sign_offs)
    return re.compile(rf"^[ \t]*+(?:{words})[ \t]*+[,.!]*+[ \t]*+$", re.I | re.M)


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
