"""The words of the JavaScript clients: what their code says, looked up in the same catalogues as the words of the backend."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path

from babel.messages.extract import extract

from addon.words import ENGLISH, languages, words

_KEYWORDS = {"say": None}


def said(files: Iterable[Path]) -> tuple[str, ...]:
    """The English texts that JavaScript files say, sorted; each stands as a literal in a call of `say`."""
    found: set[str] = set()
    for file in files:
        source = io.BytesIO(file.read_bytes())
        found.update(str(text) for _, text, _, _ in extract("javascript", source, _KEYWORDS))
    return tuple(sorted(found))


def tables(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each language but English the texts that differ in it."""
    asked = tuple(texts)
    found = {language: words(language).translations for language in languages() if language != ENGLISH}
    return {language: {text: own for text in asked if (own := catalogue.gettext(text)) != text} for language, catalogue in found.items()}


def about(language: str) -> tuple[str, str]:
    """What the clients are called, and what they say of themselves, in a language."""
    _ = words(language)
    return _("Ask first"), _("Warns you before you introduce two people to each other whom nobody has asked.")


def script(files: Iterable[Path]) -> str:
    """The JavaScript that brings the tables for what these files say; it is loaded behind `shared/words.js`."""
    return f'"use strict";\naskfirst.tables = {json.dumps(tables(said(files)), ensure_ascii=False, indent=1, sort_keys=True)};\n'
