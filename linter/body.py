"""What the connector wrote and what was only carried along: views of a body with offsets into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from linter.language import alternation, languages

Span = tuple[int, int]

_POSTSCRIPT = re.compile(r"[ \t]*(?:P\.?[ ]?){1,3}S\b[.:,\s–-]", re.I)
_PHONE_OR_LINK = re.compile(r"\+?\d[\d ()/.-]{6,}\d|@|www\.|https?:|\b(?:tel|fax|mob|phone|mobil|telefon)\b", re.I)
_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True)
class Views:
    """Spans (start, end) of a body, in characters, in order, not overlapping."""

    new: tuple[Span, ...]
    quoted: tuple[Span, ...]
    signature: tuple[Span, ...]


@cache
def _boundary() -> re.Pattern[str]:
    """Every line that may begin something the connector did not write now. Bounded repeats only: linear in the text."""
    known = languages()
    header = alternation(name for entry in known for name in entry.header)
    attribution = "|".join(pattern for entry in known for pattern in entry.attribution)
    forwarded = "|".join(pattern for entry in known for pattern in entry.forwarded)
    mobile = alternation(phrase for entry in known for phrase in entry.mobile_signatures)
    sign_off = alternation(phrase for entry in known for phrase in entry.sign_offs)
    kinds = {
        "mark": ">",
        "delimiter": r"(?:--|_{5,}|-{6,})[ \t]*$",
        "forwarded": rf"(?:{forwarded})[ \t]*$",
        "header": rf"\*?(?:{header})\*?[ \t]?:[^\n]{{0,200}}\n{{1,3}}[ \t]*\*?(?:{header})\*?[ \t]?:",
        "attribution": rf"(?:{attribution})[ \t]*$",
        "mobile": rf"(?:{mobile})[^\n]{{0,60}}$",
        "sign_off": rf"(?:{sign_off})[ \t]*+[,.!]*+[ \t]*+$",
    }
    pattern = "|".join(f"(?P<{kind}>{piece})" for kind, piece in kinds.items())
    return re.compile(rf"^[ \t]{{0,40}}(?:{pattern})", re.I | re.M)


def split(text: str, quoted: tuple[Span, ...] = ()) -> Views:
    """Separate new text, quotation and signature of a plain-text body.

    `quoted` are spans already known to be quotation (from HTML markup). Lines behind a ">" are quotation one by
    one, so that answers between them stay new text; behind an attribution without ">", behind a copied header
    block or a forwarding line, everything is. A signature starts behind "-- ", at a phone's line, or two lines
    below a sign-off where phone numbers or links follow.
    """
    parts = _Parts(text)
    position = 0
    for start, end in quoted:
        _scan(text, position, start, parts)
        parts.quoted.append((start, end))
        position = end
    _scan(text, position, len(text), parts)
    return Views(tuple(parts.new), tuple(parts.quoted), tuple(parts.signature))


class _Parts:
    """The three growing lists of spans."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.new: list[Span] = []
        self.quoted: list[Span] = []
        self.signature: list[Span] = []

    def keep(self, start: int, end: int) -> None:
        if self.text[start:end].strip():
            self.new.append((start, end))


def _scan(text: str, position: int, end: int, parts: _Parts) -> None:
    boundary = _boundary()
    start = position
    while position < end:
        match = boundary.search(text, position, end)
        if match is None:
            break
        kind = match.lastgroup
        line = match.start()
        if kind == "sign_off":
            below = _signature_below(text, match.end(), end)
            if below is None:
                position = match.end() + 1
                continue
            kind, line = "signature", below
        parts.keep(start, line)
        if kind in ("delimiter", "mobile", "signature"):
            start = position = _end_of_signature(text, line, end)
            parts.signature.append((line, start))
        elif kind == "mark" or (kind == "attribution" and _marked_below(text, match.end(), end)):
            start = position = _end_of_marked(text, match.end() if kind == "attribution" else line, end)
            parts.quoted.append((line, start))
        else:
            parts.quoted.append((line, end))
            return
    parts.keep(start, end)


def _lines(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Up to a dozen lines from `start`."""
    found: list[re.Match[str]] = []
    while start < end and len(found) < 12:
        match = _LINE.match(text, start, end)
        assert match is not None  # the pattern matches the empty string
        found.append(match)
        start = match.end()
    return found


def _signature_below(text: str, after: int, end: int) -> int | None:
    """Where the signature starts below a sign-off: behind the writer's name, if contact details follow."""
    lines = [m for m in _lines(text, min(after + 1, end), end) if m.group().strip()]
    for match in lines[1:]:
        if _boundary().match(text, match.start(), end) or _POSTSCRIPT.match(match.group()) or len(match.group()) > 120:
            return None
        if _PHONE_OR_LINK.search(match.group()):
            return lines[1].start()
    return None


def _end_of_signature(text: str, start: int, end: int) -> int:
    """A signature goes on to the quotation below it, or to the end."""
    position = start
    while position < end:
        match = _boundary().search(text, position, end)
        if match is None:
            return end
        if match.lastgroup in ("mark", "forwarded", "header", "attribution") and match.start() > start:
            return match.start()
        position = match.end() + 1
    return end


def _marked_below(text: str, after: int, end: int) -> bool:
    """Whether the next line with text begins with ">"."""
    rest = text[after : min(after + 400, end)].lstrip()
    return rest.startswith(">")


def _end_of_marked(text: str, start: int, end: int) -> int:
    """The end of the run of ">" lines from `start`, blank lines between them included."""
    last = position = start
    while position < end:
        newline = text.find("\n", position, end)
        stop = end if newline < 0 else newline + 1
        line = text[position:stop].strip()
        if line.startswith(">"):
            last = stop
        elif line:
            break
        position = stop
    return max(last, min(start + 1, end))
