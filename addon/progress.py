"""The cards about introductions on their way: what was asked, what was answered, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from addon.checking import Checked
from addon.introductions import CONNECT, Doing, Introduction, Known, Operation
from addon.visit import Look
from addon.widgets import Json, button, buttons, card, fact, link, paragraph, section
from linter.consent import Consent, State, as_of, may_connect
from linter.draft import Person

_STATES = {
    State.ASKED: "schedule", State.YES: "check_circle", State.NO: "block", State.LATER: "event", State.WITHDRAWN: "undo",
    State.EXPIRED: "hourglass_disabled", State.CONNECTED: "handshake",
}  # fmt: skip


def asks(look: Look, introduction: Introduction, undoable: bool) -> Json:
    """The ask drafts that were made."""
    _ = look.words
    made = [(side, operation) for side in introduction.sides if (operation := _made(introduction, side.key))]
    rows = [
        fact(_.listed(list(side.names)), above=_("Draft to"), icon="drafts", button=button(_("Open"), look.click("open"), _open(operation)))
        for side, operation in made
    ]
    advice = [
        _.plural("{number} private question is in your drafts. Read it, then send it yourself.",
                 "{number} private questions are in your drafts. Read them, then send them yourself.", len(made)),
        _("Leave your first draft unsent. It is the basis of the mail that connects them later."),
    ]  # fmt: skip
    back = button(_("Undo"), look.click("undo"), {"introduction": introduction.id}) if undoable and made else None
    return card(_("Ask first"), "", [section(*(paragraph(text) for text in advice)), section(*rows), section(buttons(back))])


def answer(
    look: Look, introduction: Introduction, side: Known, reading: str, parameters: dict[str, str], expected: bool, done: bool
) -> Json:
    """An answer that was recognised: how it is read, to be confirmed or corrected."""
    _ = look.words
    readings = {
        "yes": _("{who} says yes.", who=_who(look, side)),
        "no": _("{who} says no.", who=_who(look, side)),
        "later": _("{who} says: later.", who=_who(look, side)),
        "unclear": _("I cannot tell what {who} says.", who=_who(look, side)),
    }
    due = parameters.get("due", "")
    below = _("from {day} on", day=_.day(date.fromisoformat(due))) if due else ""
    notes = [
        None if expected else paragraph(_("This mail comes from another address than the one you asked.")),
        paragraph(_("You have confirmed this already.")) if done else None,
    ]
    confirm = (
        button(_("That is right"), look.click("answer"), {**parameters, "answer": reading}, filled=True) if reading != "unclear" else None
    )
    others = {"yes": _("Yes"), "no": _("No"), "later": _("Later")}
    correct = [
        button(text, look.click("answer"), {**parameters, "due": "", "answer": value}) for value, text in others.items() if value != reading
    ]
    return card(
        _("An answer"),
        "",
        [
            section(fact(readings[reading], above=_("As I read it"), below=below, icon="mark_email_read"), *notes, buttons(confirm)),
            section(buttons(*correct), header=_("Or rather") if confirm else _("What does it say?")),
            section(*[state_line(look, one, None) for one in introduction.sides], header=_("Where it stands")),
        ],
    )


def standing(look: Look, introduction: Introduction, today: date) -> Json:
    """Where one introduction stands, and what can be done next."""
    _ = look.words
    return card(_("Introduction"), _.listed([_who(look, side) for side in introduction.sides]), [*_standing(look, introduction, today)])


def home(look: Look, warned: Sequence[Checked], introductions: Sequence[Introduction] | None, today: date, scanned: int | None) -> Json:
    """The homepage: drafts with a warning, and introductions on their way.

    `scanned` is None where drafts may not be read, `introductions` where the ledger does not answer.
    """
    _ = look.words
    rows = [
        fact(one.source.draft.subject or _("(no subject)"), above=_("Looks like an introduction"), icon="contact_support",
             below=_("Not asked: {people}", people=_.listed(names_of(one.report.not_asked))) if one.report.not_asked else "",
             button=button(_("Look"), look.click("look"), {"draft": one.source.id}))
        for one in warned
    ]  # fmt: skip
    if scanned is None:
        told = paragraph(_("I may not read your drafts. Open me while you write a mail and paste its text."))
    else:
        seen = _.plural("I looked at your newest draft.", "I looked at your {number} newest drafts.", scanned)
        told = paragraph(seen if scanned else _("You have no drafts."))
    open_ones = [
        fact(_.listed([_who(look, side) for side in one.sides]), below=_state_words(look, one, today), icon="group",
             button=button(_("Look"), look.click("standing"), {"introduction": one.id}))
        for one in introductions or ()
    ]  # fmt: skip
    lost = fact(_("My memory does not answer right now. Please look again later."), icon="cloud_off") if introductions is None else None
    return card(
        _("Ask first"),
        "",
        [
            section(told, *rows, header=_("Your drafts")),
            section(lost, *open_ones, header=_("Introductions on their way")),
            section(buttons(button(_("Settings"), look.click("settings")), link(_("Help"), look.settings.url("/help")))),
        ],
    )


def state_line(look: Look, side: Known, today: date | None, button: Json | None = None) -> Json:
    """One side and where it stands."""
    consent = side.consent and (as_of(side.consent, today) if today else side.consent)
    return fact(_who(look, side), below=_state(look, consent), icon=_STATES[consent.state] if consent else "help", button=button)


def memory(look: Look, checked: Checked) -> Json:
    """What was done about this draft before."""
    _ = look.words
    if not checked.remembers:
        return section(fact(_("My memory does not answer right now. What you told me earlier is not counted."), icon="cloud_off"))
    introduction = checked.introduction
    if introduction is None or not any(_made(introduction, side.key) for side in introduction.sides):
        return section()
    more = button(_("Look"), look.click("standing"), {"introduction": introduction.id})
    return section(*(state_line(look, side, None) for side in introduction.sides), buttons(more), header=_("You have asked already"))


def _standing(look: Look, introduction: Introduction, today: date) -> list[Json]:
    _ = look.words
    parameters = {"introduction": introduction.id}
    lines = []
    for side in introduction.sides:
        operation = _made(introduction, side.key)
        lines.append(state_line(look, side, today, button(_("Open"), look.click("open"), _open(operation)) if operation else None))
        if side.consent is None or side.consent.state in (State.ASKED, State.LATER):
            said = {**parameters, "side": side.id, "message": "", "due": ""}
            choices = {"yes": _("Said yes"), "no": _("Said no"), "later": _("Said later")}
            lines.append(buttons(*(button(text, look.click("answer"), {**said, "answer": value}) for value, text in choices.items())) or {})
    connected = introduction.operation(CONNECT)
    ready = may_connect([side.consent for side in introduction.sides if side.consent], today) and all(s.consent for s in introduction.sides)
    next_step: list[Json | None] = []
    if connected and connected.state is Doing.MADE:
        told = paragraph(_("The connecting mail is in your drafts. Read it, then send it yourself."))
        done = button(_("I have sent it"), look.click("done"), parameters)
        next_step = [told, buttons(button(_("Open"), look.click("open"), _open(connected), filled=True), done)]
    elif ready:
        told = paragraph(_("Everybody said yes. Shall I write the mail that connects them?"))
        next_step = [told, buttons(button(_("Write it"), look.click("connect"), parameters, filled=True))]
    elif any(side.consent and side.consent.state is State.NO for side in introduction.sides):
        next_step = [paragraph(_("That stays between you. The other side only needs to hear that it does not work out now."))]
    undoable = any(operation.state is Doing.MADE and operation.slot != CONNECT for operation in introduction.operations)
    back = button(_("Undo"), look.click("undo"), parameters) if undoable else None
    return [section(*lines), section(*next_step), section(buttons(button(_("Look again"), look.click("standing"), parameters), back))]


def _state_words(look: Look, introduction: Introduction, today: date) -> str:
    _ = look.words
    if all(side.consent for side in introduction.sides) and may_connect([s.consent for s in introduction.sides if s.consent], today):
        return _("everybody said yes")
    return "\n".join(f"{_who(look, s)}: {_state(look, s.consent and as_of(s.consent, today))}" for s in introduction.sides)


def _state(look: Look, consent: Consent | None) -> str:
    _ = look.words
    if consent is None:
        return _("not asked yet")
    if consent.state is State.LATER and consent.due:
        return _("later, from {day} on", day=_.day(consent.due))
    return {
        State.ASKED: _("question drafted or sent"), State.YES: _("said yes"), State.NO: _("said no"), State.LATER: _("later"),
        State.WITHDRAWN: _("question taken back"), State.EXPIRED: _("no answer"), State.CONNECTED: _("connected"),
    }[consent.state]  # fmt: skip


def _made(introduction: Introduction, slot: str) -> Operation | None:
    operation = introduction.operation(slot)
    return operation if operation and operation.state is Doing.MADE else None


def _open(operation: Operation) -> dict[str, str]:
    return {"draft": operation.draft_id, "thread": operation.thread_id}


def _who(look: Look, side: Known) -> str:
    names = [name for name in side.names if name]
    return look.words.listed(names) if names else look.words("somebody")


def names_of(people: Sequence[Person]) -> list[str]:
    """How people are called on a card."""
    return [person.name or person.address for person in people]
