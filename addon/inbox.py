"""An opened message: is it the answer to an ask, and what does it say? Nothing is recorded until the person confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from addon.introductions import Introduction, Known
from addon.visit import SCOPE, Visit
from linter.consent import Consent, State, hear
from linter.draft import Draft
from linter.mime import from_bytes
from linter.reply import Answer, Reply, When, read_reply

READ_MESSAGE = f"{SCOPE}gmail.addons.current.message.readonly"


@dataclass(frozen=True)
class Received:
    """An answer to an ask. `expected` is false when somebody else of that side's thread has written it."""

    introduction: Introduction
    side: Known
    reply: Reply
    message: str  # the id of the message
    expected: bool
    confirmed: bool


def received(visit: Visit) -> Received | None:
    """The answer in the open message; None if it is no answer to an ask of ours. Raises MailboxError, StoreDown, InputError."""
    stored = visit.mailbox.message(visit.event.message_id)
    found = visit.store.asked_in(visit.user, stored.thread)
    if found is None:
        return None
    introduction, side = found
    draft = from_bytes(stored.raw)
    if _own(visit, draft, introduction, side):
        return None
    who = visit.keys.person(visit.user, draft.sender) if draft.sender else ""
    confirmed = visit.store.confirmed(side.id, visit.keys.message(visit.user, stored.message))
    return Received(introduction, side, read_reply(draft, draft.sent), stored.message, who in side.people, confirmed)


def _own(visit: Visit, draft: Draft, introduction: Introduction, side: Known) -> bool:
    """Whether this is the ask itself, or another mail of the person to that side."""
    written_to = {visit.keys.person(visit.user, person) for person in draft.recipients}
    return bool(written_to.intersection(side.people))


def confirm(visit: Visit, introduction: Introduction, side: Known, reply: Reply, message: str) -> Consent:
    """Record what a side has answered, and where it stands now. Raises StoreDown."""
    consent = hear(side.consent or Consent(State.ASKED), reply)
    key = visit.keys.message(visit.user, message) if message else ""
    visit.store.say(visit.user, side.id, consent, visit.clock.now(), key, reply.answer.value)
    return consent


def said(answer: str, due: str) -> Reply | None:
    """What the person has confirmed, from the parameters of a button; None if they are not ours."""
    try:
        when = When(due, date.fromisoformat(due)) if due else None
        return Reply(Answer(answer), when, 1.0)
    except ValueError:
        return None
