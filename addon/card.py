"""The cards, as pure functions. Wording is short and leaves the decision to the person; nothing is told by colour alone."""

from __future__ import annotations

from addon.checking import Checked
from addon.compose import PASTED, Source
from addon.progress import memory, names_of
from addon.visit import Look
from addon.widgets import Json, button, buttons, card, fact, paragraph, section, text_area
from linter.finding import Certainty, Finding, Verdict

_MAX_EVIDENCE = 6


def result(look: Look, checked: Checked) -> Json:
    """What is said about a draft."""
    _ = look.words
    introduces = checked.report.verdict is Verdict.UNANNOUNCED and any(f.code in ("AF101", "AF102") for f in checked.report.findings)
    return card(
        _("Ask first"),
        "",
        [
            section(*(_question(look, checked) if introduces else _calm(look, checked)), draft_line(look, checked.source)),
            *([_ways(look, checked)] if introduces else []),
            memory(look, checked),
            section(
                buttons(
                    button(_("Check again"), look.click("check"), draft_parameter(checked.source)),
                    button(_("Why?"), look.click("why"), draft_parameter(checked.source)) if checked.report.findings else None,
                )
            ),
            *([_paste(look, checked.source.draft.body)] if checked.source.pasted else []),
        ],
    )


def draft_line(look: Look, source: Source) -> Json:
    """Which draft was checked, and as of when: a wrong one must be visible."""
    _ = look.words
    who = _("To {people}", people=_.listed(names_of(source.draft.recipients))) if source.draft.recipients else _("No recipients yet")
    if source.pasted:
        return fact(_("The text you pasted"), below=who, icon="content_paste")
    saved = _("saved {when}", when=_.moment(source.saved)) if source.saved else ""
    return fact(source.draft.subject or _("(no subject)"), above=_("The draft I looked at"), below=f"{who}\n{saved}", icon="draft")


def why(look: Look, checked: Checked) -> Json:
    """The sentences and rules behind a result."""
    _ = look.words
    sections = [section(*_reasons(look, finding), header=finding.code) for finding in checked.report.findings]
    sure = {
        Certainty.SURE: _("I am sure of this."),
        Certainty.LIKELY: _("I think this is likely."),
        Certainty.UNSURE: _("I am not sure. You know better."),
    }
    return card(_("Why?"), "", [*sections, section(paragraph(sure[checked.report.certainty]), draft_line(look, checked.source))])


def paste(look: Look, may_allow: bool) -> Json:
    """For when drafts may not be read: a field for the text."""
    _ = look.words
    allow = button(_("Let me read my drafts"), look.click("allow")) if may_allow else None
    told = paragraph(_("I may not read your drafts. Paste the text of this mail, and I will look at that."))
    return card(_("Ask first"), "", [section(told, buttons(allow)), _paste(look, "")])


def _question(look: Look, checked: Checked) -> list[Json]:
    _ = look.words
    names = names_of(checked.report.not_asked)
    people = _.listed(names)
    opening = _("This looks like an introduction.")
    question = (
        _.plural("Has {people} said yes?", "Have {people} said yes?", len(names), people=people) if names else _("Have both said yes?")
    )
    others = [fact(finding.message, icon="info") for finding in checked.report.findings if finding.code not in ("AF101", "AF102")]
    return [fact(f"{opening} {question}", icon="contact_support"), *others]


def _calm(look: Look, checked: Checked) -> list[Json]:
    _ = look.words
    if checked.report.verdict is Verdict.PERMITTED and not all(side.asked for side in checked.report.sides):
        return _question(look, checked)  # too unsure to warn, and too unsure to say that all agreed
    texts = {
        Verdict.UNANNOUNCED: _("Nothing to ask first: you told me not to warn about this."),
        Verdict.PERMITTED: _("An introduction, and as far as I can see everybody has agreed."),
        Verdict.REQUEST: _("You are asking first. Good."),
        Verdict.OTHER: _("Nothing to ask first here."),
    }
    return [fact(texts[checked.report.verdict], icon="check_circle"), *(fact(f.message, icon="info") for f in checked.report.findings)]


def _ways(look: Look, checked: Checked) -> Json:
    """What can be done about an introduction nobody was asked about."""
    _ = look.words
    draft = draft_parameter(checked.source)
    sides = [side.people for side in checked.report.sides if not side.asked]
    asked = [
        button(_("I asked {people}", people=_.listed(names_of(people))), look.click("asked"), {**draft, "side": str(n)})
        for n, people in enumerate(sides)
    ]
    both = button(_("I asked both") if len(sides) == 2 else _("I asked everybody"), look.click("asked"), {**draft, "side": "all"})
    return section(
        buttons(
            button(_("Ask first"), look.click("ask"), {**draft, "named": "yes"}, filled=True),
            button(_("Ask without names"), look.click("ask"), {**draft, "named": "no"}),
        ),
        buttons(*([both] if len(sides) > 1 else []), *asked),
        buttons(
            button(_("Not an introduction"), look.click("dismiss"), {**draft, "scope": "draft"}),
            button(_("Don't warn about these people"), look.click("dismiss"), {**draft, "scope": "pair"}),
        ),
    )


def _reasons(look: Look, finding: Finding) -> list[Json]:
    _ = look.words
    quotes = [fact(f"“{piece.text}”", above=_("Because you write"), icon="format_quote") for piece in finding.evidence[:_MAX_EVIDENCE]]
    return [paragraph(finding.message), *quotes, paragraph(_rule(look, finding.code))]


def _paste(look: Look, text: str) -> Json:
    _ = look.words
    return section(
        text_area(PASTED, _("Text of the mail"), text), buttons(button(_("Check this text"), look.click("check"), filled=not text))
    )


def draft_parameter(source: Source) -> dict[str, str]:
    """The parameter that names a draft to a button; none for a pasted text, which the form carries."""
    return {"draft": source.id} if source.id else {}


def _rule(look: Look, code: str) -> str:
    """Why the rule is there, in the language of the interface."""
    _ = look.words
    return {
        "AF101": _("Who receives such a mail had no chance to say no. Asking each of them privately gives them one."),
        "AF102": _("One side knows of it, the other would be surprised. A private question first gives them a chance to say no."),
        "AF103": _("Somebody's private number or address is not ours to pass on. Ask them, or let them get in touch themselves."),
        "AF201": _("A question that already shows the other's address leaves them no choice."),
        "AF202": _("Who is asked can only decide if they know who it is and why."),
        "AF203": _("It is easier to say yes when saying no is easy too."),
        "AF301": _("An introduction helps most if both know why they should talk."),
    }[code]
