"""Where the sign-off of a draft begins."""

from __future__ import annotations

import re
from functools import cache

from linter.body import Views
from linter.draft import Draft
from linter.language import Language, alternation, language
from linter.people import name_words

POSTSCRIPT = re.compile(r"P\.[ ]?S\b|PS(?=\s?[:.–-])")
_BELOW = re.compile(rf"\n[ \t]*\n(?={POSTSCRIPT.pattern})")
_LONGEST_SIGN_OFF = 9  # words
_LINE = re.compile(r"[^\n]+")


@cache
def _sign_off(code: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation(language(code).sign_offs)})\b", re.I)


def _is_sign_off(line: str, known: Language) -> bool:
    words = re.findall(r"[^\W\d_]+", line)
    return (
        _sign_off(known.code).match(line) is not None
        and len(words) <= 6
        and not re.search(r"[.?]$" if len(words) < 4 else r"[.?!]$", line.strip())
    )


def closing_end(draft: Draft, views: Views, known: Language) -> int:
    """Where the new text ends, without a paragraph of small print below it."""
    start, end = views.new[-1]
    small_print = re.compile(rf"\n[ \t]*\n(?={known.rewrite['small_print']})").search(draft.body, start, end)
    return small_print.start() if small_print else end


def postscript_start(draft: Draft, views: Views, known: Language) -> int:
    """Where a postscript below the sign-off begins, at most `closing_end`."""
    start, end = views.new[-1][0], closing_end(draft, views, known)
    found = _BELOW.search(draft.body, start, end)
    return found.start() if found else end


def closing_start(draft: Draft, views: Views, known: Language) -> int:
    """Where sign-off and name begin: short last lines of the new text, as far as they speak of nobody but the writer."""
    if not views.new:
        return 0
    start, end = views.new[-1][0], postscript_start(draft, views, known)
    own = {word.lower() for word in name_words(draft.sender)} if draft.sender else set()
    lines = [m for m in _LINE.finditer(draft.body, start, end) if m.group().strip()]
    for line in lines[max(1, len(lines) - 6) :]:
        rest = [m.group().strip() for m in lines if m.start() >= line.start()]
        if _is_sign_off(line.group(), known) and all(len(text) <= 60 and not re.search(r"[a-zäöüß]{3}[.?]$", text) for text in rest):
            return line.start()
    found = end
    for line in reversed(lines[1:] if len(views.new) == 1 else lines):
        text = re.sub(r"(?<!\s)\s*\([^()]{1,30}\)$", "", line.group().strip())
        words = re.findall(r"[^\W\d_]+", text.lower())
        capitals = len(words) <= 4 and all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", text))
        is_name = (
            bool(own & set(words))
            or (capitals and not re.search(r"[!?:;]|[a-zäöüß]{3}\.", text))
            or (
                len(words) <= 4
                and len(text) <= 40
                and not re.search(r"[.!?:;,]\s|[?!]$|[a-zäöüß]{3}\.$", re.sub(r"\b\w{1,4}\.\s", "", text))
            )
        )
        if not is_name or len(text) > 50 or len(words) > 6 or end - line.start() > 200:
            break
        found = line.start()
    above = [line for line in lines[1:] if line.end() <= found]
    last = above[-1].group().strip() if found < end and above else ""
    greets = re.fullmatch(rf"[^.!?:;]{{0,30}}\b(?:{known.rewrite['sign_off_nouns']})\b[^.!?:;]{{0,40}}", last, re.I)
    others = {word.lower() for person in draft.recipients for word in name_words(person)}
    greets = greets if not others & set(re.findall(r"[^\W\d_]+", last.lower())) else None  # "Ben would love to see it"
    if (greets and len(last.split()) <= _LONGEST_SIGN_OFF) or (re.fullmatch(r"[^.!?:;]{3,48},", last) and len(last.split()) <= 7):
        return above[-1].start()  # "Many greetings from the lake,"
    if found == end and lines:
        inline = re.search(r"(?<=[a-zäöüß]{3})[.!?]\s+(?=[A-ZÄÖÜ][\w-]*\.?$)", lines[-1].group().rstrip())
        if inline:
            return lines[-1].start() + inline.end()  # "See you. Kit"
    return found
