"""Who is who in a sentence that is told to another reader."""

from __future__ import annotations

from dataclasses import dataclass

NAME, GENITIVE, OBLIQUE = 0xE000, 0xE100, 0xE200  # private use: first token of "Anna", of "Annas", of "Herrn Roth"
MOST_PEOPLE = GENITIVE - NAME  # from there on, the token of one person would be that of another


@dataclass(frozen=True)
class Party:
    """One side: its people (indices into the cast), "m", "f" or "" for one person's sex, "p" for several."""

    people: tuple[int, ...]
    gender: str = ""

    def named(self, conjunction: str, base: int = NAME) -> str:
        """The tokens of all people, the last one in the case of `base`."""
        tokens = [chr(NAME + i) for i in self.people[:-1]] + [chr(base + self.people[-1])]
        return f"{', '.join(tokens[:-1])} {conjunction} {tokens[-1]}" if len(tokens) > 1 else tokens[0]


@dataclass(frozen=True)
class Roles:
    """`you`: whom the sentence speaks to, None where that is the reader (or nobody); `topic`: whom "he", "she" or "they" is
    about, None where that is not certain; `manner` is how the reader is spoken to ("you", "du", "ihr", "sie")."""

    reader: Party
    you: Party | None
    topic: Party | None
    manner: str = "you"
