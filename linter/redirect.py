"""Whom a reply points to instead of, or besides, the person who was asked."""

from __future__ import annotations

from linter.redirect_candidates import read
from linter.redirect_model import RedirectModel, shipped
from linter.redirect_patterns import by_pattern
from linter.reply_features import is_automatic


def redirect(text: str, model: RedirectModel | None = None) -> str:
    """The name or words of the other person, as written; "" if there is none. Raises ModelError where the weights are missing.

    `text` is the new text of a reply; `model` judges it, by default the shipped one. Where no candidate is likely enough, it is whom a
    pattern names. A machine that answered names nobody.
    """
    if is_automatic(text):
        return ""
    found = (model or shipped()).best(read(text))
    span = (found.start, found.end) if found else by_pattern(text)
    return text[slice(*span)] if span else ""
