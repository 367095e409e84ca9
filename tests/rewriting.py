"""The drafts of the corpus on which the rewrite is tested, and those for reviewers."""

from __future__ import annotations

import random

from models.corpus import Example, load, parts

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
