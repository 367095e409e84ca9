"""The settings of a person: a card, and what its buttons do."""

from __future__ import annotations

from collections.abc import Mapping

from addon.checking import OWN_DOMAINS, QUIET, domains
from addon.response import Answer
from addon.visit import Look, Visit
from addon.widgets import Json, button, buttons, card, choices, paragraph, section, text_line
from linter.rules import RULES


def show(visit: Visit) -> Answer:
    """The settings."""
    preferences = visit.store.preferences(visit.user)
    return Answer(
        _card(visit.look, preferences, len(visit.store.dismissals(visit.user).entries), visit.settings.retention_days), replace=False
    )


def save(visit: Visit) -> Answer:
    """Keep what was set."""
    loud = set(visit.event.inputs.get("rules", ()))
    quiet = " ".join(rule.code for rule in RULES if rule.code not in loud)
    values = {QUIET: quiet, OWN_DOMAINS: " ".join(domains(visit.event.text("domains")))}
    visit.store.prefer(visit.user, values, visit.clock.now())
    return Answer(_shown(visit), note=visit.words("Saved."), changed=True)


def warn_again(visit: Visit) -> Answer:
    """Forget all dismissals."""
    visit.store.undismiss(visit.user)
    return Answer(_shown(visit), note=visit.words("I will warn about everything again."), changed=True)


def forget(visit: Visit) -> Answer:
    """Ask whether to forget everything; with the parameter `sure`, do it."""
    _ = visit.words
    if visit.parameter("sure") == "yes":
        visit.store.forget(visit.user)
        done = paragraph(_("Everything I knew of you is deleted. Drafts in your mailbox are yours and stay."))
        return Answer(card(_("Settings"), "", [section(done)]), changed=True)
    text = paragraph(_("I will delete all introductions, answers and settings I keep for you. Your mailbox stays as it is."))
    sure = button(_("Delete it all"), visit.look.click("forget"), {"sure": "yes"}, filled=True)
    return Answer(card(_("Forget me"), "", [section(text, buttons(sure))]), replace=False)


def _shown(visit: Visit) -> Json:
    card_ = show(visit).card
    assert card_ is not None
    return card_


def _card(look: Look, preferences: Mapping[str, str], dismissed: int, days: int) -> Json:
    _ = look.words
    quiet = set(preferences.get(QUIET, "").split())
    names = {
        "AF101": _("introductions nobody was asked about"), "AF102": _("introductions one side was not asked about"),
        "AF103": _("private numbers and addresses that are handed out"), "AF201": _("questions that already give a contact away"),
        "AF202": _("questions without a reason"), "AF203": _("questions without an easy no"), "AF301": _("introductions without a reason"),
    }  # fmt: skip
    boxes = choices("rules", _("Tell me about"), [(code, name, code not in quiet) for code, name in names.items()])
    own = text_line(
        "domains", _("Mail domains of my organisation"), ", ".join(preferences.get(OWN_DOMAINS, "").split()), "example.org, example.com"
    )
    kept = _.plural("You have dismissed {number} warning.", "You have dismissed {number} warnings.", dismissed)
    stored = _("I keep no text and no address: only keyed hashes, encrypted names, states and dates, for {days} days.", days=days)
    return card(
        _("Settings"),
        "",
        [
            section(boxes, own, buttons(button(_("Save"), look.click("save"), filled=True))),
            section(paragraph(kept), buttons(button(_("Warn about everything again"), look.click("warn-again")))),
            section(paragraph(stored), buttons(button(_("Forget me"), look.click("forget")))),
        ],
    )
