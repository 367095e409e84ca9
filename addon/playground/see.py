"""What the linter sees in a draft, sentence by sentence: for the curious, and for marking the text in the compose window."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from linter import Draft, check, from_fields
from linter.body import split
from linter.classify import careful, compose, gate_of, pipeline, thresholds, turn
from linter.finding import to_json
from linter.people import cast
from linter.rules import RULES, Rule

Json = dict[str, Any]
_LEAST = 0.05  # probability from which a label is worth showing


@cache
def _models() -> Path:
    return Path(str(files("models")))


def see(fields: Mapping[str, Any]) -> Json:
    """The report on a draft and the reading behind it, of every draft, those the gate lets pass included.

    `fields` are those of `linter.draft.from_fields`. Raises InputError, ModelError.
    """
    draft = from_fields(fields)
    nlp = pipeline()
    return {"report": to_json(check(draft)), **_reading(draft, nlp), "limits": _limits(nlp)}


def _limits(nlp: Any) -> dict[str, float]:
    limits = thresholds(nlp)
    return {"gate": float(limits["gate"]), "warn": float(limits["warn"])}


def _reading(draft: Draft, nlp: Any) -> Json:
    """Gate, facts, and the sentences of the new text with the probabilities of their labels."""
    views = split(draft.body, draft.quoted)
    composed = compose(draft, views)
    with turn(nlp):
        doc = nlp.make_doc(composed.text)
        gate = gate_of(doc, nlp)
        if not composed.pieces:
            return {"gate": gate, "facts": {}, "sentences": [], "new": []}
        reading = careful(draft, views, cast(draft, views), doc, composed, nlp)
    sentences = [
        {
            "start": sentence.start,
            "end": sentence.end,
            "labels": {name: round(value, 4) for name, value in sentence.labels.items() if value >= _LEAST},
        }
        for sentence in reading.sentences
    ]
    facts = {name: round(value, 4) for name, value in reading.facts.items()}
    return {"gate": round(gate, 4), "facts": facts, "sentences": sentences, "new": [list(span) for span in views.new]}


@cache
def model_figures() -> Json:
    """What the shipped model was measured at: reliability, trade-off and the test figures of models/metrics.json."""
    metrics = json.loads((_models() / "metrics.json").read_text(encoding="utf-8"))
    test = {
        language: {name: figures[name] for name in ("found", "false_warnings", "right_side_named", "verdict_right")}
        for language, figures in metrics["test"].items()
    }
    return {"reliability": metrics["reliability"], "trade_off": metrics["trade_off"], "test": test}


def rule_catalogue() -> list[Json]:
    """The rules, each with drafts on which it fires and on which it stays silent."""
    return [_rule(rule) for rule in RULES]


def _rule(rule: Rule) -> Json:
    texts = {name: getattr(rule, name) for name in ("code", "name", "what", "why", "instead")}
    return {**texts, "severity": str(rule.severity), "fires": list(rule.fires), "silent": list(rule.silent)}
