"""What the pipeline is measured against: a list of phrases, and a plain bag-of-words classifier on the same drafts."""

from __future__ import annotations

import re
from collections.abc import Callable

from linter.body import split
from linter.draft import Draft
from models.corpus import Example
from models.dataset import to_draft

_PHRASES = re.compile(
    r"\b(?:introduc(?:e|ing) you|meet (?:my|our)|let me introduce|like you to meet|want(?:ed)? (?:you two )?to (?:connect|introduce)"
    r"|connect(?:ing)? you|put(?:ting)? you in touch|you two|you both should"
    r"|(?:cc'?d|copied|copying|looping in|adding|in cc)|take it from here|e-?intro"
    r"|darf ich (?:vorstellen|bekannt)|stelle? (?:ich )?(?:dir|ihnen|euch)|bekannt machen|ihr (?:zwei|beiden)"
    r"|in kontakt bringen|vernetze?n?|in kopie|in cc|miteinander (?:reden|sprechen)|connecte)\b",
    re.I,
)


def _new_text(draft: Draft) -> str:
    return draft.subject + "\n" + "".join(draft.body[start:end] for start, end in split(draft.body).new)


def phrase_list(draft: Draft) -> bool:
    """Warn where a well-known phrase stands and more than one person is on the mail."""
    return len(draft.recipients) != 1 and _PHRASES.search(_new_text(draft)) is not None


def bag_of_words(train: list[Example], dev: list[Example]) -> Callable[[Draft], bool]:
    """Logistic regression over words and word pairs; its threshold warns on at most 1 % of the development drafts that are none."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(CountVectorizer(ngram_range=(1, 2), binary=True), LogisticRegression(max_iter=1000, C=0.3))
    model.fit([_new_text(to_draft(e)) for e in train], [e.verdict == "unannounced_introduction" for e in train])
    plain = [_new_text(to_draft(e)) for e in dev if e.verdict != "unannounced_introduction"]
    scores = sorted(model.predict_proba(plain)[:, 1], reverse=True)
    limit = scores[len(scores) // 100]
    return lambda draft: bool(model.predict_proba([_new_text(draft)])[0, 1] > limit)
