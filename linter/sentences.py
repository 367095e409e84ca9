"""Sentences of a mail: character spans, found without a model and in one pass."""

from __future__ import annotations

import re

from linter.body import Span

_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"')\]»“”’]{0,3}(?=\s)|\n[ \t\n]*|;(?=\s)")
_LAST_WORD = re.compile(r"(['’]?)\b(\w++)$")
_BULLET = re.compile(r"[-*•–—·>]|\d{1,2}[.)]\s")
_WRAPPED = 58  # a line at least this long may have been broken by the mailer, not by the writer
_ABBREVIATIONS = frozenset(
    """e.g i.e z.b d.h u.a bzw ca vs etc evtl ggf usw inkl nr tel str vgl zzt approx dept inc ltd co jr sr abt zb dh ua bspw
    mr mrs ms dr prof st hr fr dipl ing med rer nat phil jur rev""".split()
)
_OPENS = re.compile(r"(?<![:;])\(")
_TITLE = re.compile(r"\b(?:MMag|DDr|KommR|Hofr|Bakk|Msgr|Revd|Mme|Sra|Capt|Sgt|Col|Hon|Univ)\.$")
_GOES_ON = re.compile(r"[–—-]\s+[a-zäöüß\ue000-\ue2ff]")
_MONTH = re.compile(r"\s+(?:[a-zäöü]|Jan|Feb|M[äa]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[zc])")


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]` as (start, end) without the white space around them.

    A line break ends a sentence unless the line is long enough to have been wrapped and the next one goes on in
    lower case or without a bullet; a full stop does not after a title, an initial or an abbreviation.
    """
    spans: list[Span] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() < begin:
            continue
        mark = match.group()
        if mark[0] == "\n":
            if mark.count("\n") == 1 and _is_wrapped(text, match, start, end):
                continue
        elif mark == "." and _is_abbreviation(text, begin, match.start()):
            continue
        _add(spans, text, begin, match.end())
        begin = match.end()
    _add(spans, text, begin, end)
    return spans


def whole_sentences(text: str) -> list[Span]:
    """The sentences of a text, none cut in a bracket ("(red? I cried)") or before a dash that goes on ("Anna - wow! - this")."""
    whole: list[Span] = []
    for start, stop in sentences(text, 0, len(text)):
        last = text[whole[-1][0] : whole[-1][1]] if whole else ""
        in_bracket = (
            last[:1] != "(" and last[-1:] != ";" and len(_OPENS.findall(last)) > last.count(")") and ")" in text[start:].partition("(")[0]
        )
        goes_on = (last.endswith(("!", "?", "…")) and _GOES_ON.match(text, start)) or _TITLE.search(last[-8:])
        if whole and (in_bracket or goes_on):
            whole[-1] = (whole[-1][0], stop)
        else:
            whole.append((start, stop))
    return whole


def _is_wrapped(text: str, match: re.Match[str], start: int, end: int) -> bool:
    line_start = max(text.rfind("\n", start, match.start()) + 1, start)
    following = text[match.end() : min(match.end() + 4, end)]
    if not following or _BULLET.match(following):
        return False
    length = match.start() - line_start
    return length >= _WRAPPED or (length >= 30 and following[0].islower())


def _is_abbreviation(text: str, begin: int, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(begin, stop - 24), stop)
    if word is None:
        return False
    last = word.group(2).lower()
    if last.isdigit():
        return len(last) <= 2 and _MONTH.match(text, stop + 1) is not None
    return (len(last) == 1 and not word.group(1)) or last in _ABBREVIATIONS


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if left < right:
        spans.append((left, right))
