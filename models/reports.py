"""The report that the labels of an example stand for, and the same read by the shipped careful reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from linter import classify
from linter.body import split
from linter.draft import Draft, Person
from linter.evidence import INTRODUCING, passage, quotable
from linter.finding import Certainty, Report, Side, Verdict
from linter.language import alternation, language
from linter.people import cast, name_words
from linter.sentences import sentences
from models.corpus import Example
from models.dataset import to_draft


def report_of(example: Example, draft: Draft) -> Report:
    """The report the labels of an example stand for."""
    sides = tuple(Side(tuple(dict.fromkeys(_people(side.names, example, draft))), side.asked) for side in example.sides)
    missing = tuple(person for side in sides if not side.asked for person in side.people)
    return Report(example.id, example.language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, missing, sides=sides, passage=_passage(example))


def _passage(example: Example) -> tuple[str, ...]:
    """The sentences whose marks say that they introduce."""
    starts = [mark.start for mark in example.marks if mark.label in INTRODUCING]
    spans = sentences(example.body, 0, len(example.body))
    return tuple(example.body[a:b] for a, b in spans if any(a <= at < b for at in starts))


def _people(names: Iterable[str], example: Example, draft: Draft) -> list[Person]:
    """Who is meant by the names of a side; "Ada and Ben Hale" are two where the header has no such line."""
    also = alternation(language(example.language).conjunctions)
    found: list[Person] = []
    for name in names:
        couple = re.fullmatch(rf"(\S+) (?:{also}) (\S+)( .+)?", name)
        apart = [f"{first}{couple[3] or ''}" for first in couple.group(1, 2)] if couple else []
        two = apart and not _named(name, draft) and all(_named(each, draft) for each in apart)
        found += [_person(each, example, draft) for each in (apart if two else [name])]
    return found


def _named(name: str, draft: Draft) -> Person | None:
    return next((person for person in draft.recipients if name.lower() in (person.name.lower(), person.address.lower())), None)


def _person(name: str, example: Example, draft: Draft) -> Person:
    if person := _named(name, draft):
        return person
    words = set(name.lower().replace(".", " ").split())
    for person in draft.recipients:
        if words & {word.lower() for word in [*name_words(person), *person.name.split()]}:
            return person
    named = {word for side in example.sides for other in side.names for word in other.lower().split()}
    free = [person for person in draft.recipients if not named & set(person.name.lower().split())]
    return free[0] if len(free) == 1 else Person(name)


def case(example: Example) -> tuple[Draft, Report]:
    """A draft and its report."""
    draft = to_draft(example)
    return draft, report_of(example, draft)


def read(draft: Draft, report: Report) -> Report:
    """A report by hand with what the shipped careful reader finds of the sentences."""
    nlp, views = classify.pipeline(), split(draft.body, draft.quoted)
    people, composed = cast(draft, views), classify.compose(draft, views)
    doc = nlp.get_pipe("askfirst_gate")(nlp.make_doc(composed.text))
    reading = classify.careful(draft, views, people, doc, composed, nlp)
    return replace(report, passage=report.passage or passage(draft, reading), quotable=quotable(draft, reading))


def read_case(example: Example) -> tuple[Draft, Report]:
    """A draft and its report: the sides as labelled, the sentences as the shipped careful reader finds them."""
    draft, report = case(example)
    return draft, read(draft, replace(report, passage=()))
