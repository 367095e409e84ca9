"""What a server does before its first request, so that nobody waits for it."""

from __future__ import annotations

from linter import check, from_fields
from linter.reply import read_reply

_INTRODUCTION = from_fields(
    {
        "from": "Connie <connie@example.org>",
        "to": ["Rob <rob@example.com>"],
        "cc": ["Una <una@example.net>"],
        "body": "Hi Rob, meet Una, who knows all about heat pumps. Una, Rob has a cold house. You two should talk!",
    }
)
_ANSWER = from_fields({"date": "Fri, 27 Nov 2026 10:00:00 +0000", "body": "Not now, but in March 2027, please."})


def warm() -> None:
    """Load the model, unpack the careful reader and compile what answers are read with. Raises ModelError where there is no model."""
    check(_INTRODUCTION)
    read_reply(_ANSWER)
