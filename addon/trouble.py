"""The cards for when something does not work: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from addon.asking import Elsewhere, Unsure
from addon.errors import MailboxError, StoreDown, Trouble
from addon.visit import Look
from addon.widgets import Json, button, buttons, card, fact, section
from linter.errors import InputError, ModelError, RewriteError

# What a handler may fail with and still be answered with a card.
HANDLED = (MailboxError, StoreDown, Elsewhere, Unsure, InputError, ModelError, RewriteError)


def trouble(look: Look, error: Exception, again: str, parameters: Mapping[str, str]) -> Json:
    """The card for an error of `HANDLED`; `again` is the click that repeats what was wanted."""
    _ = look.words
    retry: Json | None = button(_("Try again"), look.click(again), dict(parameters))
    match error:
        case MailboxError(trouble=Trouble.SIGN_IN):
            text = _("Gmail wants you to sign in again. Close this panel and open it once more.")
        case MailboxError(trouble=Trouble.SCOPE):
            text = _("Gmail says you have not allowed me to do this.")
            retry = button(_("Allow it"), look.click("allow"))
        case MailboxError(trouble=Trouble.REFUSED):
            text = _("Your organisation, or its Gmail, does not allow me to do this. An administrator can help.")
            retry = None
        case MailboxError(trouble=Trouble.MISSING):
            text = _("This draft or message is not there any more. It may have been sent or deleted.")
        case MailboxError(trouble=Trouble.CONFLICT):
            text = _("Gmail was changing this at the same moment. Nothing was lost.")
        case MailboxError(trouble=Trouble.BUSY):
            text = _("Gmail has too much to do right now. Please try again in a minute.")
        case MailboxError(trouble=Trouble.WRONG):
            text = _("Gmail did not take this. Please check the addresses in your draft.")
        case MailboxError(maybe_done=True):
            text = _("Gmail did not finish its answer. I will look what is there before I do anything again.")
        case MailboxError():
            text = _("Gmail did not answer in time. Nothing was changed.")
        case StoreDown():
            text = _("My memory does not answer right now, so I have done nothing. Your draft is as it was.")
        case Elsewhere():
            text = _("I am already at it. Give me a moment.")
        case Unsure():
            text = _("The draft may be there already, and I may not look. If it is not in your drafts, I will write it.")
            retry = button(_("It is not there, write it"), look.click(again), {**parameters, "sure": "yes"})
        case ModelError():
            text = _("I cannot read drafts right now: a part of me is missing. The administrator can see which.")
        case RewriteError():
            text = _("I find nobody to ask in this draft. Names in the greeting, or on To and Cc, help me.")
        case _:
            text = _("I cannot read this mail. It is unusually large or damaged.")
    return card(_("Ask first"), "", [section(fact(text, icon="error"), buttons(retry))])


def not_saved(look: Look) -> Json:
    """For a draft that Gmail has not saved yet."""
    _ = look.words
    text = _("I do not see this draft yet. Gmail saves it a few seconds after you stop typing.")
    return card(
        _("Ask first"),
        "",
        [section(fact(text, icon="hourglass_empty"), buttons(button(_("Check again"), look.click("check"), filled=True)))],
    )


def too_fast(look: Look) -> Json:
    """For somebody who has clicked very often."""
    _ = look.words
    return card(_("Ask first"), "", [section(fact(_("That was a lot in one minute. Please wait a little."), icon="hourglass_empty"))])
