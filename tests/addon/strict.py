"""Whether an answer is one that the platform takes: checked on every answer of every test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.apps.card_v1.types import Card
from google.protobuf import json_format
from jsonschema import Draft202012Validator

Json = dict[str, Any]
_SCHEMA = Draft202012Validator(json.loads(Path(__file__).with_name("response.schema.json").read_text("utf-8")))
_SNAKE = re.compile("_")
_MARKUP = re.compile(r"&(?!amp;|lt;|gt;)|<(?!br>)")


def check_answer(answer: Json, base: str) -> None:
    """Fails with what is wrong. `base` is the public address: buttons lead there and nowhere else."""
    _SCHEMA.validate(answer)
    for card in cards(answer):
        check_card(card, base)


def check_card(card: Json, base: str) -> None:
    """A card: the official types, and the rules that they do not know."""
    json_format.ParseDict(card, Card.pb()(), ignore_unknown_fields=False)
    assert 1 <= len(card["sections"]) <= 100
    assert sum(len(section["widgets"]) for section in card["sections"]) <= 100
    for key, value in walk(card):
        assert not _SNAKE.search(key), key
        if key == "function":
            assert value.startswith(f"{base}/click/"), value
        if key == "openLink":
            assert value["url"].startswith(f"{base}/")
        if key in ("text", "bottomLabel") and isinstance(value, str):
            assert value, "an empty text"
            assert not _MARKUP.search(value), value


def cards(answer: Json) -> list[Json]:
    """The cards in an answer."""
    return [value for key, value in walk(answer) if key in ("pushCard", "updateCard")]


def objects(value: Any) -> Iterator[Json]:
    """Every object, at any depth."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
