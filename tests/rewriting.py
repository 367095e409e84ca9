"""Drafts of the corpus with the report their labels stand for: the rewrite is tested without the model's doubts."""

from __future__ import annotations

import random

from linter.draft import Draft, Person
from linter.evidence import INTRODUCING
from linter.finding import Certainty, Report, Side, Verdict
from linter.people import name_words
from linter.sentences import sentences
from models.corpus import Example, load, parts
from models.dataset import to_draft

HELD_OUT = 60  # drafts of each language that nobody looked at while writing the rewrite: for reviewers only
UNSEEN = frozenset({"moonseed", "quillwort", "sauerklee", "wollgras"})  # writers who came after the rewrite was written
_SEED = 20261127


def unannounced() -> tuple[list[Example], list[Example]]:
    """(drafts to work with, drafts for reviewers), all of the training part."""
    known = [e for e in parts(load())["train"] if e.verdict == "unannounced_introduction"]
    held: list[str] = []
    for language in ("de", "en"):
        held += random.Random(_SEED).sample(sorted(e.id for e in known if e.language == language and e.writer in UNSEEN), HELD_OUT)
    return [e for e in known if e.id not in held], [e for e in known if e.id in held]


def report_of(example: Example, draft: Draft) -> Report:
    """The report the labels of an example stand for."""
    sides = tuple(Side(tuple(dict.fromkeys(_person(name, example, draft) for name in side.names)), side.asked) for side in example.sides)
    missing = tuple(person for side in sides if not side.asked for person in side.people)
    return Report(example.id, example.language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, missing, sides=sides, passage=_passage(example))


def _passage(example: Example) -> tuple[str, ...]:
    """The sentences whose marks say that they introduce."""
    starts = [mark.start for mark in example.marks if mark.label in INTRODUCING]
    spans = sentences(example.body, 0, len(example.body))
    return tuple(example.body[a:b] for a, b in spans if any(a <= at < b for at in starts))


def _person(name: str, example: Example, draft: Draft) -> Person:
    words = set(name.lower().replace(".", " ").split())
    for person in draft.recipients:
        if name.lower() in (person.name.lower(), person.address.lower()):
            return person
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
