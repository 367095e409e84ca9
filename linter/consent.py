"""Who agreed to be introduced: a pure state machine, one for each side. No clock, no store; `docs/answers.md` shows the table."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from linter.language import language
from linter.reply import Answer, Reply


class State(StrEnum):
    """Where one side stands."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    LATER = "later"
    WITHDRAWN = "withdrawn"  # the connector has taken the question back
    EXPIRED = "expired"  # nobody answered, or the answer has grown old
    CONNECTED = "connected"


class Event(StrEnum):
    """What can happen to one side."""

    YES = "yes"  # the side answers
    NO = "no"
    LATER = "later"
    UNCLEAR = "unclear"
    DUE = "due"  # the date of a later has come
    ASK = "ask"  # the connector asks again
    WITHDRAW = "withdraw"  # the connector takes the question back
    EXPIRE = "expire"  # the connector waits no longer
    CONNECT = "connect"  # the connecting mail has gone out


class Telling(StrEnum):
    """What the other side may hear. A no, a silence and a withdrawn question sound the same."""

    AGREED = "agreed"
    WAITING = "waiting"
    LATER = "later"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Consent:
    """The state of one side; `due` is the date of a later, where the side named one."""

    state: State
    due: datetime.date | None = None


# One row for each state, one column for each event. A no is not asked again, but may turn into a yes by itself; a late
# answer is still an answer, unless the question was taken back; what is connected stays so.
_EVENTS = tuple(Event)
_ROWS = {
    #                      yes         no          later       unclear     due         ask         withdraw     expire     connect
    State.ASKED:     "     yes         no          later       asked       asked       asked       withdrawn    expired    asked",
    State.YES:       "     yes         no          later       yes         yes         yes         withdrawn    expired    connected",
    State.NO:        "     yes         no          later       no          no          no          no           no         no",
    State.LATER:     "     yes         no          later       later       yes         asked       withdrawn    expired    later",
    State.WITHDRAWN: "     withdrawn   no          withdrawn   withdrawn   withdrawn   asked       withdrawn    withdrawn  withdrawn",
    State.EXPIRED:   "     yes         no          later       expired     expired     asked       withdrawn    expired    expired",
    State.CONNECTED: "     connected   connected   connected   connected   connected   connected   connected    connected  connected",
}  # fmt: skip
TRANSITIONS: dict[tuple[State, Event], State] = {
    (state, event): State(after) for state, row in _ROWS.items() for event, after in zip(_EVENTS, row.split(), strict=True)
}


def step(state: State, event: Event) -> State:
    """The state after an event. Every pair is defined; what does not apply changes nothing."""
    return TRANSITIONS[state, event]


def hear(consent: Consent, reply: Reply) -> Consent:
    """The consent of a side after its reply has been read. An unclear reply changes nothing."""
    if reply.answer is Answer.UNCLEAR:
        return consent
    state = step(consent.state, Event(reply.answer.value))
    due = reply.when.date if reply.when and state is State.LATER else None
    return Consent(state, due)


def as_of(consent: Consent, today: datetime.date) -> Consent:
    """The consent on a day: a later whose date has come counts as yes."""
    if consent.state is State.LATER and consent.due is not None and consent.due <= today:
        return Consent(step(State.LATER, Event.DUE))
    return consent


def may_connect(sides: Iterable[Consent], today: datetime.date) -> bool:
    """Whether the connecting mail may be drafted: two sides or more, and every one of them agreed."""
    states = [as_of(side, today).state for side in sides]
    return len(states) > 1 and all(state is State.YES for state in states)


def what_to_tell(other: Consent, today: datetime.date) -> Telling:
    """What a side may be told of the other. No, withdrawn, expired and a later without a date cannot be told apart."""
    now = as_of(other, today)
    if now.state in (State.YES, State.CONNECTED):
        return Telling.AGREED
    if now.state is State.ASKED:
        return Telling.WAITING
    return Telling.LATER if now.state is State.LATER and now.due is not None else Telling.NOT_NOW


def telling(other: Consent, today: datetime.date, code: str) -> str:
    """`what_to_tell` as a sentence in the language of `code` ("en", "de"), without a name in it."""
    return language(code).replies.tell[what_to_tell(other, today).value]
