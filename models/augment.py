"""Variations of training drafts whose labels follow from the policy, and how often each is shown. For training drafts alone."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

from linter.pipeline import FACTS, LABELS, Floats
from models.dataset import Encoded

CONSENT = [LABELS.index(name) for name in ("consent_you", "consent_them", "consent_both")]
SELDOM = 0.3  # of the epochs show a draft that was read quite rightly
_CONTACT = FACTS.index("hands_out_contact")  # rare, and no part of the verdict
_HIDDEN = np.uint64(0)
_TOUCH, _FIRST, _OTHERS = 0, 1, 2


def vary(
    draft: Encoded, fillers: list[Encoded], givers: list[Encoded], rng: np.random.Generator, most: int = 10, mixed: float = 0.55
) -> Encoded:
    """One random variation: words hidden, plain sentences dropped, consent taken or given.

    A share `mixed` gets up to `most` sentences of ordinary mail.
    """
    draft = _swap_consent(draft, givers, rng)
    if rng.random() < 0.25:
        draft = _drop_plain(draft, rng)
    if rng.random() < mixed and fillers:  # often: or it would be enough to tell our writers' style from real mail's
        draft = _mix_in(draft, fillers[rng.integers(len(fillers))], rng, most)
    return hide_words(draft, rng)


def take(draft: Encoded, chosen: list[tuple[Encoded, int]]) -> Encoded:
    """A draft made of the chosen (draft, sentence) pairs, with the facts of `draft`."""
    keys = [source.keys[source.bounds[i][0] : source.bounds[i][1]] for source, i in chosen]
    ends = np.cumsum([len(piece) for piece in keys])
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1).astype(np.int64)
    labels = np.stack([source.labels[i] for source, i in chosen])
    pieces = tuple(source.pieces[i] for source, i in chosen if source.pieces)
    quotable = [-1.0 if source.quotable is None else source.quotable[i] for source, i in chosen]
    judged = None if draft.quotable is None else np.array(quotable, np.float32)
    return replace(draft, keys=np.concatenate(keys), bounds=bounds, labels=labels, pieces=pieces, quotable=judged)


def _own(draft: Encoded) -> list[tuple[Encoded, int]]:
    return [(draft, i) for i in range(len(draft.bounds))]


def _says_consent(draft: Encoded) -> Floats:
    return cast(Floats, draft.labels[:, CONSENT].max(axis=1))


def _swap_consent(draft: Encoded, givers: list[Encoded], rng: np.random.Generator) -> Encoded:
    """Without the sentences that show consent nobody was asked; with a sentence that both agreed, both were."""
    touch, first, others = draft.facts[_TOUCH], draft.facts[_FIRST], draft.facts[_OTHERS]
    if touch != 1:
        return draft
    consent = _says_consent(draft)
    plain = [pair for pair in _own(draft) if consent[pair[1]] != 1]
    introduces = any(source.labels[i][0] == 1 for source, i in plain)
    if (first == 1 or others == 1) and consent.max() == 1 and introduces and rng.random() < 0.15:
        facts = draft.facts.copy()
        facts[[_FIRST, _OTHERS]] = 0
        return replace(take(draft, plain), facts=facts)
    if first == 0 and others == 0 and givers and rng.random() < 0.12:
        giver = givers[rng.integers(len(givers))]
        both = [(giver, i) for i in range(1, len(giver.bounds)) if giver.labels[i][CONSENT[2]] == 1]
        if both:
            at = int(rng.integers(1, len(draft.bounds) + 1))
            facts = draft.facts.copy()
            facts[[_FIRST, _OTHERS]] = 1
            return replace(take(draft, _own(draft)[:at] + both[:1] + _own(draft)[at:]), facts=facts)
    return draft


def _drop_plain(draft: Encoded, rng: np.random.Generator) -> Encoded:
    """Leave out some sentences that carry no label."""
    if draft.labels.min() < 0:
        return draft
    kept = [pair for pair in _own(draft) if pair[1] == 0 or draft.labels[pair[1]].any() or rng.random() < 0.5]
    return take(draft, kept)


def _mix_in(draft: Encoded, filler: Encoded, rng: np.random.Generator, most: int) -> Encoded:
    """Put a run of sentences of an ordinary mail somewhere into the draft."""
    count = int(rng.integers(1, most + 1))
    if len(filler.bounds) < 3 or len(draft.bounds) < 3:
        return draft
    start = int(rng.integers(1, len(filler.bounds)))
    filler = replace(filler, quotable=np.zeros(len(filler.bounds), np.float32))  # other matters
    run = [(filler, i) for i in range(start, min(start + count, len(filler.bounds)))]
    at = int(rng.integers(2, len(draft.bounds) + 1))
    return take(draft, _own(draft)[:at] + run + _own(draft)[at:])


def hide_words(draft: Encoded, rng: np.random.Generator) -> Encoded:
    """Hide words from the network: some wholly, some only their exact form, now and then the whole header line."""
    keys = draft.keys.copy()
    chance = rng.random(len(keys))
    keys[chance < 0.06] = _HIDDEN
    keys[(chance >= 0.06) & (chance < 0.14), 0] = _HIDDEN
    if rng.random() < 0.05:
        start, end = draft.bounds[0]
        keys[start:end] = _HIDDEN
    pieces = tuple(np.where(rng.random(len(piece)) < 0.05, 0, piece) for piece in draft.pieces)
    return replace(draft, keys=keys, pieces=pieces)


def how_often(facts: Floats, drafts: list[Encoded]) -> Floats:
    """How often to show a reader drafts (drafts,) of which it stated `facts` (drafts, FACTS): always where it was wrong, else `SELDOM`.

    What is read rightly already teaches little (hard example mining, Shrivastava 2016).
    """
    wanted = np.stack([draft.facts for draft in drafts])
    worst = (np.abs(facts - wanted) * (wanted >= 0))[:, :_CONTACT].max(axis=1)
    return np.asarray(np.minimum(1.0, SELDOM + 2 * (1 - SELDOM) * worst), np.float32)
