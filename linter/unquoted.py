"""What no ask quotes, whatever else it says: handing over, excuses for the introduction, presuming, and what points away."""

from __future__ import annotations

import re
from functools import cache

from linter.language import Language, language

_WORDS = 8  # of an aside that only excuses


@cache
def _whole(code: str) -> re.Pattern[str]:
    words = language(code).rewrite
    return re.compile(rf"(?:{words['before_order']}){{0,4}}(?:{'|'.join(words['hand_over'])}){words['behind_order']}", re.I)


@cache
def _within(code: str) -> re.Pattern[str]:
    words = language(code).rewrite
    return re.compile("|".join([*words["excuses"], *words["presumes"], *words["points_away"]]), re.I)


@cache
def _pointing(code: str) -> re.Pattern[str]:
    return re.compile("|".join(language(code).rewrite["points_away"]), re.I)


@cache
def _order(code: str) -> re.Pattern[str]:
    words = language(code).rewrite
    return re.compile(rf"(?:{words['before_order']}){{0,4}}{words['sends']}", re.I)


def hands_over(text: str, known: Language) -> bool:
    """Whether a sentence only hands over, or begins by sending the reader to somebody else: "Have at it.", "Fragen Sie ihn nur selber"."""
    called = re.sub(r"^(?:[^\s,.!?:]{1,20}(?:,| and| und)\s){1,3}", "", text)  # "Anna, Mike, have at it."
    sends = not text.endswith("?") and any(_order(known.code).match(part) for part in (text, called))
    return sends or any(_whole(known.code).fullmatch(part) for part in (text, called))


def is_unquotable(text: str, known: Language) -> bool:
    """Whether a sentence hands over, or excuses, presumes or points away anywhere in it."""
    return hands_over(text, known) or _within(known.code).search(text) is not None


def is_manners(text: str, known: Language) -> bool:
    """Whether a text excuses, presumes or hands over, in these words or in those of `no_quote`."""
    return re.search(known.rewrite["no_quote"], text) is not None or is_unquotable(text, known)


def without_excuses(line: str, known: Language) -> str:
    """The line without asides that are manners or point away: "So Anna - surprise! - meet Mike", "Mike, whose address is above, bakes"."""

    def aside(found: re.Match[str]) -> str:
        said = found[1].strip(" ()–—-")
        if len(said.split()) > _WORDS or not (is_manners(said, known) or re.match(known.rewrite["sorry"], said)):
            return found.group()
        called = found.group()[0] != "(" and re.match(known.rewrite["is_this"], found.string[found.end() :].lstrip())
        return "," if called else ""

    line = re.sub(r"\s?(\([^()]{1,80}\))", aside, line)
    points = _pointing(known.code)
    line = re.sub(
        rf",\s({known.rewrite['which']}\b[^,.!?]{{1,60}}),(?=\s)", lambda found: "" if points.search(found[1]) else found.group(), line
    )
    return re.sub(r"\s[–—-]\s([^–—()]{1,60}?)\s[–—-](?=\s)", aside, line)
