"""Tell a sentence to another reader: "you run a workshop" becomes "Anna runs a workshop", and "she could use your pump" said to
Mike becomes, for Anna, "you could use Mike's pump".

Names are tokens (`linter.scene`). The functions give None where they are not sure of a form; the sentence is left out then.
"""

from __future__ import annotations

from collections.abc import Callable

from linter.language import Language
from linter.turn_de import german
from linter.turn_en import english
from linter.turning import Roles


def retold(text: str, roles: Roles, language: Language) -> str | None:
    """The sentence for the reader of `roles`, or None."""
    turn: Callable[[str, Roles, Language], str | None] = german if language.code == "de" else english
    return turn(text, roles, language)


__all__ = ["Roles", "retold"]
