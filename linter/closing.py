"""Where the sign-off of a draft begins."""

from __future__ import annotations

import re
from functools import cache

from linter.body import Views
from linter.draft import Draft
from linter.language import Language, alternation, language
from linter.people import name_words

_LINE = re.compile(r"[^\n]+")


@cache
def _sign_off(code: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation(language(code).sign_offs)})\b", re.I)


def closing_start(draft: Draft, views: Views, known: Language) -> int:
    """Where sign-off and name begin: short last lines of the new text, as far as they speak of nobody but the writer."""
    if not views.new:
        return 0
    start, end = views.new[-1]
    own = {word.lower() for word in name_words(draft.sender)} if draft.sender else set()
    lines = [m for m in _LINE.finditer(draft.body, start, end) if m.group().strip()]
    found, signed = end, False
    for line in reversed(lines[1:] if len(views.new) == 1 else lines):
        text = line.group().strip()
        words = re.findall(r"[^\W\d_]+", text.lower())
        is_name = bool(own & set(words)) or (
            len(words) <= 4 and len(text) <= 40 and not re.search(r"[.!?:;,]\s|[?!]$|[a-zäöüß]{3}\.$", text)
        )
        if _sign_off(known.code).match(text) and len(text) <= 60 and len(words) <= 6 and not re.search(r"[.?]$", text):
            found, signed = line.start(), True
            continue
        if signed:
            break
        if not is_name or len(text) > 50 or len(words) > 6 or end - line.start() > 200:
            break
        found = line.start()
    return found
