"""What each trigger and each button does. A handler gets a visit and gives an answer; errors go up to `front.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from addon import asking, inbox, preferences, progress
from addon.card import paste, result, why
from addon.checking import Checked, checked, unforgiven
from addon.compose import current, opened
from addon.errors import MailboxError, StoreDown, Trouble
from addon.introductions import CONNECT, Doing, Introduction
from addon.response import Answer, OpenDraft
from addon.trouble import not_saved
from addon.visit import Handler, Visit
from addon.widgets import card, fact, section
from linter.consent import Consent, Event, State, step
from linter.dismissal import Scope, dismiss
from linter.errors import InputError

_ID = re.compile("[0-9a-f]{32}")
_SCANNED = 8  # drafts on the homepage
_KEEP = 3.0  # seconds that have to be left for the rest of the answer


def home(visit: Visit) -> Answer:
    """The homepage: warned-of drafts, introductions on their way."""
    warned: list[Checked] = []
    scanned: int | None = None
    if visit.can_read:
        scanned = 0
        for identifier in visit.mailbox.drafts(_SCANNED):
            if visit.budget.left < _KEEP:
                break
            one = _quietly(visit, identifier)
            scanned += one is not None
            if one and one.report.warns:
                warned.append(one)
    return Answer(progress.home(visit.look, warned, _unfinished(visit), visit.today, scanned))


def check(visit: Visit) -> Answer:
    """Check the draft on the screen."""
    source = current(visit)
    if source is None:
        return Answer(not_saved(visit.look) if visit.can_read else paste(visit.look, visit.settings.read_drafts))
    return Answer(result(visit.look, checked(visit, source)))


def look(visit: Visit) -> Answer:
    """Check a draft from the homepage."""
    return Answer(result(visit.look, checked(visit, opened(visit, visit.parameter("draft")))), replace=False)


def explain(visit: Visit) -> Answer:
    """Why a draft was warned about."""
    source = current(visit)
    return Answer(why(visit.look, checked(visit, source)), replace=False) if source else Answer(not_saved(visit.look))


def ask(visit: Visit) -> Answer:
    """Write the ask drafts and open the first."""
    source = current(visit)
    if source is None:
        return Answer(not_saved(visit.look))
    introduction, _ = asking.ask(visit, source, named=visit.parameter("named") != "no")
    made = [operation for operation in introduction.operations if operation.state is Doing.MADE and operation.slot != CONNECT]
    order = {side.key: number for number, side in enumerate(introduction.sides)}
    first = min(made, key=lambda operation: order.get(operation.slot, 0))
    shown = progress.asks(visit.look, introduction, undoable=visit.can_read)
    note = visit.words.plural("{number} draft is ready", "{number} drafts are ready", len(made))
    return Answer(shown, note=note, open=OpenDraft(first.draft_id, first.thread_id), changed=True)


def asked(visit: Visit) -> Answer:
    """The person vouches that a side, or everybody, has said yes."""
    source = current(visit)
    if source is None:
        return Answer(not_saved(visit.look))
    report = unforgiven(visit, source)
    shown = checked(visit, source).report
    open_sides = [side for side in shown.sides if not side.asked]
    chosen = (
        open_sides if visit.parameter("side") == "all" else [side for n, side in enumerate(open_sides) if str(n) == visit.parameter("side")]
    )
    keys = {visit.keys.side(visit.keys.person(visit.user, person) for person in side.people) for side in chosen}
    for side in asking.begun(visit, source, report).sides:
        if side.key in keys:
            state = step(side.consent.state if side.consent else State.ASKED, Event.YES)
            visit.store.say(visit.user, side.id, Consent(state), visit.clock.now())
    return Answer(result(visit.look, checked(visit, source)), note=visit.words("Noted."), changed=True)


def dismissed(visit: Visit) -> Answer:
    """The person does not want to hear of this again: in this draft, or about these people."""
    source = current(visit)
    if source is None:
        return Answer(not_saved(visit.look))
    scope = Scope.PAIR if visit.parameter("scope") == "pair" else Scope.DRAFT
    found = checked(visit, source).report.findings
    entries = [entry for finding in found for entry in dismiss(scope, finding, source.draft, visit.keys.hash_key)]
    visit.store.dismiss(visit.user, entries, visit.clock.now())
    return Answer(result(visit.look, checked(visit, source)), note=visit.words("Noted."), changed=True)


def undo(visit: Visit) -> Answer:
    """Take back the ask drafts that nobody has edited."""
    _ = visit.words
    introduction = _named(visit)
    kept = asking.undo(visit, introduction)
    texts = [_.plural("{number} draft is deleted.", "{number} drafts are deleted.", kept.deleted)]
    if kept.touched:
        texts.append(_.plural("{number} draft was changed since and stays.", "{number} drafts were changed since and stay.", kept.touched))
    if kept.gone:
        texts.append(
            _.plural("{number} draft is gone; it may have been sent.", "{number} drafts are gone; they may have been sent.", kept.gone)
        )
    return Answer(card(_("Undo"), "", [section(*(fact(text, icon="undo") for text in texts))]), changed=True)


def open_draft(visit: Visit) -> Answer:
    """Open one of the drafts."""
    return Answer(open=OpenDraft(visit.parameter("draft"), visit.parameter("thread")))


def message(visit: Visit) -> Answer:
    """A message was opened: show how an answer is read."""
    _ = visit.words
    if not visit.event.granted(inbox.READ_MESSAGE):
        return Answer(
            card(
                _("Ask first"), "", [section(fact(_("I may not read this message. Answers can be noted on the start page."), icon="info"))]
            )
        )
    found = inbox.received(visit)
    if found is None:
        return Answer(card(_("Ask first"), "", [section(fact(_("This is no answer to a question of yours."), icon="info"))]))
    return Answer(_answer_card(visit, found))


def answered(visit: Visit) -> Answer:
    """The person confirms or corrects a reading, or notes an answer."""
    introduction = _named(visit)
    side = introduction.side(visit.parameter("side"))
    reply = inbox.said(visit.parameter("answer"), visit.parameter("due"))
    if side is None or reply is None:
        raise InputError("no such side or answer")
    inbox.confirm(visit, introduction, side, reply, visit.parameter("message"))
    return Answer(progress.standing(visit.look, _named(visit), visit.today), note=visit.words("Noted."), changed=True)


def standing(visit: Visit) -> Answer:
    """Where an introduction stands."""
    return Answer(progress.standing(visit.look, _named(visit), visit.today), replace=False)


def connect(visit: Visit) -> Answer:
    """Write the connecting draft and open it."""
    introduction = _named(visit)
    if not introduction.draft_id or not visit.can_read:
        text = visit.words("Open your first draft again: now that everybody agreed, you can send it.")
        return Answer(card(visit.words("Ask first"), "", [section(fact(text, icon="info"))]), replace=False)
    introduction, operation = asking.connect(visit, introduction, opened(visit, introduction.draft_id))
    return Answer(
        progress.standing(visit.look, introduction, visit.today),
        note=visit.words("The connecting mail is ready"),
        open=OpenDraft(operation.draft_id, operation.thread_id),
        changed=True,
    )


def done(visit: Visit) -> Answer:
    """The connecting mail has gone out."""
    for side in _named(visit).sides:
        if side.consent:
            visit.store.say(visit.user, side.id, Consent(step(side.consent.state, Event.CONNECT)), visit.clock.now())
    return Answer(progress.standing(visit.look, _named(visit), visit.today), note=visit.words("Well done."), changed=True)


CLICKS: Mapping[str, Handler] = {
    "check": check, "look": look, "why": explain, "ask": ask, "asked": asked, "dismiss": dismissed, "undo": undo, "open": open_draft,
    "answer": answered, "standing": standing, "connect": connect, "done": done, "home": home, "settings": preferences.show,
    "save": preferences.save, "warn-again": preferences.warn_again, "forget": preferences.forget,
}  # fmt: skip
TRIGGERS: Mapping[str, Handler] = {"home": home, "compose": check, "message": message}


def _answer_card(visit: Visit, found: inbox.Received) -> dict[str, object]:
    when = found.reply.when
    parameters = {
        "introduction": found.introduction.id, "side": found.side.id, "message": found.message,
        "due": when.date.isoformat() if when and when.date else "",
    }  # fmt: skip
    reading = found.reply.answer.value
    return progress.answer(visit.look, found.introduction, found.side, reading, parameters, found.expected, found.confirmed)


def _named(visit: Visit) -> Introduction:
    """The introduction that the button names. Raises MailboxError (missing) when it is not there, or another user's."""
    identifier = visit.parameter("introduction")
    found = visit.store.introduction(visit.user, identifier) if _ID.fullmatch(identifier) else None
    if found is None:
        raise MailboxError(Trouble.MISSING)
    return found


def _unfinished(visit: Visit) -> list[Introduction] | None:
    """The introductions on their way; None if the ledger does not answer."""
    try:
        known = visit.store.introductions(visit.user)
    except StoreDown:
        return None
    return [one for one in known if not all(side.consent and side.consent.state is State.CONNECTED for side in one.sides)]


def _quietly(visit: Visit, identifier: str) -> Checked | None:
    """A draft of the homepage; None if it cannot be read, or has just gone."""
    try:
        return checked(visit, opened(visit, identifier))
    except InputError:
        return None
    except MailboxError as error:
        if error.trouble is Trouble.MISSING:
            return None
        raise
