"""Whom a reply points to instead of, or besides, the person who was asked."""

from __future__ import annotations

from linter import redirect_model
from linter.redirect_candidates import read
from linter.reply_features import is_automatic


def redirect(text: str) -> str:
    """The name or words of the other person, as written; "" if there is none. Raises ModelError where the weights are missing.

    `text` is the new text of a reply. A machine that answered names nobody.
    """
    if is_automatic(text):
        return ""
    found = redirect_model.shipped().best(read(text))
    return text[found.start : found.end] if found else ""
