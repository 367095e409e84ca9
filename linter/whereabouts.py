"""Where somebody lives, as neighbours tell it: a house number, a flat, a plot. Names within the text are tokens (`scene.tokens`)."""

from __future__ import annotations

import re

LEFT_OUT = "\ue3fe"  # an ellipsis that ends no sentence

_STREETS = r"(?:street|st|road|rd|avenue|ave|lane|drive|crescent|terrace)"
_HOUSE = (
    r"(?:(?:at|in|from|aus) (?:der |dem )?(?:number|nummer|no|nr|hausnummer)\.?\s?\d{1,4}[a-z]?"
    rf"|(?:an|in) der [\w-]{{2,40}}(?:straße|strasse|gasse|allee) \d{{1,4}}[a-z]?|(?:am|im) [\w-]{{2,40}}weg \d{{1,4}}[a-z]?"
    rf"|at \d{{1,5}} \w{{1,30}} {_STREETS})"
)
_BESIDE_MORE = re.compile(  # "She lives at number 8 and was postmistress"
    rf"\s?(?:(?:\b(?:lives?|is|are|wohnt|wohnen|ist|sind)|['’](?:s|re)) {_HOUSE}(?:,| and| und)"
    rf"(?! (?:the|an?|with|in|next|der|die|das|dem|mit|neben)\b)|(?<=[^\s,]) {_HOUSE})"
    r"(?=\s+(?-i:[a-zäöü]))(?! (?:at|in|on|with|next|opposite|mit|neben|am|im|auf)\b)",
    re.I,
)
_LIVING = "".join(
    rf"(?<!\b{word})" for word in ("lives", "live", "is", "are", "now", "over", "new", "moved", "wohnt", "wohnen", "ist", "sind")
)
_AT_THE_END = re.compile(rf"(?<=[^\s,:]){_LIVING}(?<!['’]s)(?<!['’]re) {_HOUSE}(?=\s?(?:[.,;!)]|$))", re.I)

_UNIT = r"(?:flat|apartment|apt\.?|plot|lot|berth|parzelle|wohnung|whg\.?|stiege|tür|(?-i:Top))"
_UNITS = r"(?:flats|apartments|plots|numbers|nos\.|parzellen|wohnungen|nummern|hausnummern)"
_NUMBER = r"(?:(?:house |haus)?(?:number|nummer)|(?:haus-)?nr\.?|no\.?|room|zimmer)"
_WHICH = r"\d{1,4}[a-z]?(?![\w.:]?\w)"
_FLOOR_AND_FLAT = r"#\d{1,3}-\d{1,4}\b"
_DOOR = rf"(?:(?:{_UNIT}|{_NUMBER}) {_WHICH}|{_FLOOR_AND_FLAT})"
_NO_OTHER = r"(?!\d[a-d]\b|1[5-9]\d\d|20\d\d)(?=\d{1,4}[a-z]?(?:[,;.!?)](?!\d)|\s(?-i:[a-zäöü])))"  # no class, no year
_NO_TIME = r"(?!\s?(?:[ap]\.?m\b|o['’]clock|uhr|grad|years?|jahre|to|bis)\b)"
_LONE = rf"(?:at|from|on|(?:aus|in|von) der) {_NO_OTHER}\d{{1,4}}[a-z]?\b{_NO_TIME}"
_BY = r"(?:(?:over |down |up )?(?:at|from|of|in|on|von|aus|auf)(?: the| der| dem)?)"
_BEHIND_A_NAME = re.compile(  # "Anna from number 8", "Anna at 41", "Anna, flat 2, …", "Anna (flat 2)"
    rf"(?<=[\ue000-\ue2ff])(?:,? {_BY} {_DOOR}|,? {_LONE}|,? {_DOOR}(?=[,.;:!?)]|$)|\s?\((?:{_BY} )?{_DOOR}\))", re.I
)
_FIRST_IN_BRACKETS = re.compile(rf"(?<=\()(?:{_UNIT} {_WHICH}, ){{1,3}}", re.I)  # "the Hales (flat 2, two boys)"
_ANYWHERE = re.compile(  # "the people in flat 12 and flat 31", "numbers 14 and 41"
    rf"{_FLOOR_AND_FLAT}"
    rf"|\b(?:{_UNIT} {_WHICH}|(?:{_UNITS} {_WHICH}|(?:number|nummer) {_WHICH}(?=,? (?:and|und|&) (?:number|nummer)))(?=,? (?:and|und|&)))"
    rf"(?:,? (?:and|und|&) (?:(?:{_UNIT}|{_NUMBER}) )?{_WHICH})?",
    re.I,
)


def without_door(text: str) -> str:
    """The text with LEFT_OUT for a house number beside which something is said, "She … was postmistress for thirty years", and
    without one that only says which: "my neighbours at number 14", "Anna (flat 2)"."""
    text = _ANYWHERE.sub(LEFT_OUT, _FIRST_IN_BRACKETS.sub("", _BEHIND_A_NAME.sub("", text)))
    return _BESIDE_MORE.sub(f" {LEFT_OUT}", _AT_THE_END.sub("", text))
