"""Ask first: from one unannounced introduction to private asks, and the connecting mail for later (docs/rewrite.md)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from linter.compose_mail import to_eml
from linter.connecting import Connect, connecting
from linter.draft import Draft, Person
from linter.errors import RewriteError
from linter.finding import VERSION, Report, Verdict
from linter.language import language
from linter.letter import are_many, called, filler, gaps, letter, others_of, quoted, said, signature, unnamed
from linter.notes import with_notes
from linter.passage import passage
from linter.perspective import Piece, pieces
from linter.portraits import portraits
from linter.reading import scene_of
from linter.redact import check, public_links, secrets
from linter.scene import Scene, as_read
from linter.turning import MOST_PEOPLE
from linter.untold import is_told, says_who, says_why
from linter.voice import form, listed
from linter.writer import in_person

__all__ = ["Ask", "Connect", "Plan", "ask_first", "plan_to_json", "to_eml"]


@dataclass(frozen=True)
class Ask:
    """One private mail to one side, about the others. `placeholders` stand in `body` word for word; `links` are public profiles
    of the others that stayed in; `kind` is "ask" or "heads_up"; `blurb` is the text about the others alone, to be passed on."""

    to: tuple[Person, ...]
    about: tuple[Person, ...]
    subject: str
    body: str
    placeholders: tuple[str, ...]
    links: tuple[str, ...]
    kind: str
    blurb: str = ""


@dataclass(frozen=True)
class Plan:
    """What becomes of an unannounced introduction. `id` is the draft's, `language` the one it is written in."""

    id: str
    language: str
    asks: tuple[Ask, ...]
    connect: Connect


def ask_first(draft: Draft, report: Report, *, named: bool = True, heads_up: bool = False) -> Plan:
    """The asks and the connecting mail for an unannounced introduction; the draft itself stays as it is.

    Without `named`, the asks do not say who the other is. `heads_up` adds a short note to a side that has agreed already.
    Raises RewriteError when the report is of no unannounced introduction, when nobody is left to ask, and rather than give
    contact details away.
    """
    if report.verdict is not Verdict.UNANNOUNCED:
        raise RewriteError("this draft is no unannounced introduction: there is nothing to ask first")
    scene = as_read(scene_of(draft, report.sides, language(report.language)), report.quotable)
    if len(report.sides) < 2 or not all(scene.members) or all(side.asked for side in report.sides):
        raise RewriteError("the draft does not show who the two sides are: name them in the greeting, or on To and Cc")
    if max(i for members in scene.members for i in members) >= MOST_PEOPLE:
        raise RewriteError(f"there are more than {MOST_PEOPLE} people on the mail: their names could not be told apart")
    chosen = passage(scene, report.passage)
    told = [_told(scene, chosen, reader) for reader in range(len(report.sides))]
    mails = [
        _safe_ask(scene, chosen, reader, told[reader], named) if not side.asked else _proved(_heads_up(scene, reader, named), scene)
        for reader, side in enumerate(report.sides)
        if heads_up or not side.asked
    ]
    wished = next((n for n, side in enumerate(report.sides) if side.asked), 0)  # who wants something takes the next step
    return Plan(draft.id, report.language, tuple(mails), connecting(scene, chosen, told, wished))


def _told(scene: Scene, chosen: list[int], reader: int) -> list[Piece]:
    """What one side is told: sentence by sentence where that says why, else as the draft presents the others."""
    turned = pieces(scene, reader)
    whole = any(piece.why for piece in turned) and is_told(scene, chosen, reader, turned)
    return turned if whole else portraits(scene, chosen, reader) or turned


def _safe_ask(scene: Scene, chosen: list[int], reader: int, told: list[Piece], named: bool) -> Ask:
    """The ask, with the draft quoted where not all could be told, unless the quotation gave contact details away."""
    says = says_who(scene, chosen, reader)
    more = says or len(chosen) > 1 or not any(piece.why and piece.source not in chosen for piece in told)
    quotation = quoted(scene, chosen, reader) if named and more and not is_told(scene, chosen, reader, told) else ""
    if quotation:
        unsaid = 0 if says else 1 if says_why(scene, chosen, reader) else 2
        with suppress(RewriteError):
            return _proved(_ask(scene, reader, told, named, quotation, unsaid, set(chosen)), scene)
    with suppress(RewriteError):
        return _proved(_ask(scene, reader, told, named, shown={piece.source for piece in told if piece.source >= 0}), scene)
    return _proved(_ask(scene, reader, told, named), scene)


def _ask(
    scene: Scene, reader: int, told: list[Piece], named: bool, quotation: str = "", unsaid: int = 2, shown: set[int] | None = None
) -> Ask:
    """The ask; `unsaid` is how many gaps may stand below a quotation: who the others are, and why. Each has a note of what the draft
    says besides the sentences that are `shown`, if these are given."""
    words = scene.language.rewrite
    manner = form(scene, reader)
    others = others_of(scene, reader)
    if not named:
        told = unnamed(scene, told, others)
    fill = filler(scene, others, named)
    text = "\n".join(said(told, fill))
    reading = listed([called(scene, i) for i in scene.members[reader]], scene.language)
    short = fill.short
    found = [gap for gap in gaps(scene, reader, [] if quotation else told, short, reading) if unsaid > (gap[1] == reader)]
    missing = with_notes(scene, found, shown, reader) if named and shown is not None else [gap for gap, _ in found]
    opening = words["opening"][manner].format(other=fill.presented)
    about = "\n\n".join([quotation, *missing]) if quotation else _with_gaps(text, missing)
    if words["unknown"] in fill.introduced:
        missing.insert(0, words["unknown"])
    question = words["question"][manner]["several" if are_many(scene) else "one"]
    parts = [in_person(scene, opening), about, in_person(scene, question), words["way_out"][manner]]
    subject = in_person(scene, words["subject"][manner]).format(other=fill.introduced)
    body = letter(scene, reader, manner, [parts[0], parts[1], " ".join(parts[2:])])
    people = tuple(scene.person(i) for i in scene.members[reader])
    return Ask(people, tuple(scene.person(i) for i in others), subject, body, tuple(missing), public_links(about), "ask", text)


def _with_gaps(text: str, missing: list[str]) -> str:
    """The text with its gaps: who somebody is stands in front, the rest behind."""
    if text.startswith("- ") or "\n" in text or len(missing) != 1:
        return ("\n\n" if text.startswith("- ") or "\n" in text else " ").join(filter(None, [text, " ".join(missing)]))
    return " ".join([*missing, text] if missing[0].startswith(("[who ", "[wer ")) else [text, *missing]).strip()


def _heads_up(scene: Scene, reader: int, named: bool) -> Ask:
    words = scene.language.rewrite
    manner = form(scene, reader)
    others = others_of(scene, reader)
    fill = filler(scene, others, named)
    body = letter(scene, reader, manner, [in_person(scene, words["heads_up"][manner].format(other=fill.introduced))])
    people = tuple(scene.person(i) for i in scene.members[reader])
    subject = words["heads_up_subject"].format(other=fill.introduced)
    return Ask(people, tuple(scene.person(i) for i in others), subject, body, (), (), "heads_up")


def _proved(ask: Ask, scene: Scene) -> Ask:
    """The ask; raises RewriteError if its finished bytes hold contact details of anybody but connector and reader."""
    check(to_eml(ask, scene.draft.sender), secrets(scene.draft, ask.to, signature(scene)))
    return ask


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as a JSON object of version 1 (docs/rewrite.md). `about` holds names only."""
    data = {"version": VERSION, **asdict(plan)}
    for ask in data["asks"]:
        ask["about"] = [person["name"] for person in ask["about"]]
    return data
