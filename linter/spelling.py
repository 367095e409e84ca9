"""How names are spelt without marks, as in addresses."""

from __future__ import annotations

import re
from unicodedata import combining, normalize


def unmarked(word: str) -> str:
    """A word without marks on its letters: "robi" of "röbi"."""
    return "".join(char for char in normalize("NFD", word) if not combining(char)).replace("ł", "l")


def spellings(word: str) -> set[str]:
    """How an address may spell a name: "stohr" and "stoehr" for Stöhr."""
    word = word.lower().replace("ß", "ss")
    return {unmarked(word), unmarked(re.sub("([äöü])", r"\1e", word))}
