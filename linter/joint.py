"""Sentences to both sides, told to one of them: "you two sell to the same shops" becomes "you and Anna sell to the same shops"."""

from __future__ import annotations

import re

from linter.language import Language


def joint(text: str, other: str, oblique: str, manner: str, language: Language) -> str | None:
    """A sentence that speaks to all sides, told to one reader; None where it cannot be. `other` and `oblique` stand for the
    others (tokens) in the nominative and behind a preposition; `manner` is how the reader is spoken to."""
    words = language.rewrite["joint"]
    if re.search(words["not"], text):
        return None
    table: dict[str, str] = words.get(manner, {})
    for pattern, with_other in table.items():
        new = re.sub(pattern, lambda m, form=with_other: m.expand(form).format(other=other, oblique=oblique), text, count=1)  # type: ignore[misc]
        if new != text:
            conjunction = language.messages["and"]
            if manner == "sie" and not re.search(
                rf"\w(?:n|ind) Sie {conjunction} {other}|Sie {conjunction} {other},? [\w ]{{0,20}}?\w+(?:n|ind)\b", new
            ):
                new = new.replace(other, oblique)  # "unser Programm hat Sie und Herrn Roth ausgesucht"
            if f" {conjunction} " in other:  # "you, Anna and Joe"
                new = re.sub(r"\bboth (?=you\b)", "", new)
                new = re.sub(rf" {conjunction} (?={re.escape(other)}|{re.escape(oblique)})", ", ", new)
            return None if re.search(words["left"], new) else new
    return None
