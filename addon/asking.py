"""Making drafts exactly once, and taking them back.

The row of the operation stands in the ledger before Gmail is called. Whoever finds a row that was started and left first looks
among the drafts whether the earlier try came through. So double clicks, repeated requests and time-outs end in one draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from addon.checking import unforgiven
from addon.compose import Source, with_text
from addon.errors import AddonError, MailboxError, Trouble
from addon.gmail import Stored
from addon.introductions import CONNECT, Doing, Introduction, Operation
from addon.mail import digest, draft_bytes, marked, message_id
from addon.signature import signature
from addon.visit import Visit
from linter.compose_mail import Mail
from linter.draft import Person
from linter.errors import InputError
from linter.finding import Report
from linter.rewrite import Plan, ask_first

_LEASE = 30.0  # seconds; Google has given up on a request by then
_SETTLE = 3.0  # seconds in which a request that timed out may still come through
_PAUSE = 0.3  # seconds between two looks at what another request is doing


class Elsewhere(AddonError):  # noqa: N818
    """Another request is making this draft right now."""


class Unsure(AddonError):  # noqa: N818
    """The draft may be there already, and we may not look."""


@dataclass(frozen=True)
class Kept:
    """What was left when drafts were taken back: `touched` counts those the person has edited, `gone` those no longer there."""

    deleted: int
    touched: int
    gone: int


def ask(visit: Visit, source: Source, named: bool) -> tuple[Introduction, Plan]:
    """Write the ask drafts of a draft that introduces.

    Raises RewriteError when there is nothing to ask, MailboxError and StoreDown with everything made so far kept, Elsewhere.
    """
    report = unforgiven(visit, source)
    introduction = begun(visit, source, report)
    plan = ask_first(source.draft, _still_open(visit, introduction, report), named=named)
    for one in plan.asks:
        slot = visit.keys.side(visit.keys.person(visit.user, person) for person in one.to)
        make(visit, introduction, slot, one, source, one.about)
    return visit.store.introduction(visit.user, introduction.id) or introduction, plan


def connect(visit: Visit, introduction: Introduction, source: Source) -> tuple[Introduction, Operation]:
    """Write the connecting draft. Raises RewriteError, MailboxError, StoreDown, Elsewhere."""
    plan = ask_first(source.draft, unforgiven(visit, source))
    operation = make(visit, introduction, CONNECT, plan.connect, source, ())
    return visit.store.introduction(visit.user, introduction.id) or introduction, operation


def begun(visit: Visit, source: Source, report: Report) -> Introduction:
    """The introduction of a draft in the ledger."""
    sides = [(side.people, side.asked) for side in report.sides]
    return visit.store.begin(visit.user, source.key, source.id, report.language, sides, visit.clock.now())


def make(visit: Visit, introduction: Introduction, slot: str, mail: Mail, source: Source, about: Iterable[Person]) -> Operation:
    """The draft of a slot, made if it is not there yet. Raises MailboxError, StoreDown, Elsewhere, Unsure."""
    signed = signature(source.raw, about)
    said = digest(draft_bytes(mail, source.draft.sender, signed, "x"), visit.keys)
    claim = visit.store.claim(introduction.id, slot, said, visit.clock.now(), _LEASE)
    operation = claim.operation
    if not claim.mine:
        return operation if operation.state is Doing.MADE else _awaited(visit, introduction, slot)
    try:
        found = _left_behind(visit, operation) if claim.before else None
        stored = found or visit.mailbox.create(draft_bytes(mail, source.draft.sender, signed, operation.mark))
    except MailboxError as error:
        stored = found = _after(visit, operation, error)
    except Unsure:
        visit.store.release(operation, visit.clock.now() - timedelta(seconds=1))
        raise
    return visit.store.made(operation, operation.digest if found else said, stored.draft, stored.message, stored.thread)


def undo(visit: Visit, introduction: Introduction) -> Kept:
    """Delete the ask drafts of an introduction that are still as we wrote them. Raises MailboxError, StoreDown."""
    counts = {"deleted": 0, "touched": 0, "gone": 0}
    for operation in introduction.operations:
        if operation.state is Doing.MADE and operation.slot != CONNECT:
            counts[_undo_one(visit, operation)] += 1
    return Kept(**counts)


def _still_open(visit: Visit, introduction: Introduction, report: Report) -> Report:
    """The report with the sides that have answered, or whose consent the person vouches for, taken as asked."""
    answered = {
        side.key for side in introduction.sides if side.consent and side.consent.state.value not in ("asked", "withdrawn", "expired")
    }
    sides = tuple(
        replace(side, asked=True) if visit.keys.side(visit.keys.person(visit.user, person) for person in side.people) in answered else side
        for side in report.sides
    )
    return replace(report, sides=sides)


def _undo_one(visit: Visit, operation: Operation) -> str:
    try:
        if _said(visit, visit.mailbox.draft(operation.draft_id, raw=True)) != operation.digest:
            return "touched"
        visit.mailbox.delete(operation.draft_id)
    except MailboxError as error:
        if error.trouble is not Trouble.MISSING:
            raise
        return "gone"  # sent, or deleted by the person: nothing of ours to take back
    visit.store.undone(operation)
    return "deleted"


def _after(visit: Visit, operation: Operation, error: MailboxError) -> Stored:
    """What a failed try has made all the same. Raises the error when it has made nothing, or we cannot know yet."""
    if not error.maybe_done:
        visit.store.undone(operation)
        raise error
    with suppress(MailboxError, Unsure):
        found = _left_behind(visit, operation)
        if found:
            return found
    visit.store.release(operation, visit.clock.now() + timedelta(seconds=_SETTLE))
    raise error


def _left_behind(visit: Visit, operation: Operation) -> Stored | None:
    """The draft that an earlier try has made, if it has; should there be several, the others are deleted while untouched.

    Raises Unsure where drafts may not be read and the person has not said that there is none.
    """
    if not visit.can_read:
        if visit.parameter("sure") == "yes":
            return None
        raise Unsure("the draft may be there already")
    found = [(stored, _said(visit, stored)) for stored in with_text(visit)]
    ours = [(stored, said) for stored, said in found if _is(visit, stored, said, operation)]
    for extra, said in ours[1:]:
        if said == operation.digest:
            visit.mailbox.delete(extra.draft)
    return ours[0][0] if ours else None


def _is(visit: Visit, stored: Stored, said: str, operation: Operation) -> bool:
    """Whether a draft is the one of an operation. Gmail may give it another Message-ID; what it says is then what tells."""
    recent = stored.saved >= visit.clock.now() - timedelta(minutes=10)
    return bool(said) and (marked(message_id(stored.raw), operation.mark) or (said == operation.digest and recent))


def _said(visit: Visit, stored: Stored) -> str:
    """The hash of what a draft says; "" for one that we cannot read, which is none of ours."""
    try:
        return digest(stored.raw, visit.keys)
    except InputError:
        return ""


def _awaited(visit: Visit, introduction: Introduction, slot: str) -> Operation:
    """What the request that is at work makes of it. Raises Elsewhere when it takes too long."""
    while visit.budget.wait(_PAUSE, keep=1.0):
        now = visit.store.introduction(visit.user, introduction.id)
        operation = now.operation(slot) if now else None
        if operation and operation.state is Doing.MADE:
            return operation
    raise Elsewhere("another request is making this draft")
