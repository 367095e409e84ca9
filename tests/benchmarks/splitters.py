"""Our splitter beside three libraries, on the measuring part of the real mail: `python tests/benchmarks/splitters.py MAIL_FOLDER`.

Wants `pip install quotequail==0.5.4 mail-parser-reply==1.36 email-reply-parser==0.5.12`. The figure is the share of messages whose length
of new text is within 15 % of the collection's own rough count, which takes signatures for new text, and so do we here. Prints counts only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import quotequail
from email_reply_parser import EmailReplyParser as Zapier
from mailparser_reply import EmailReplyParser

from linter.body import split
from models.dataset import real_mail

MOST = 1_000  # messages of each file


def by_quotequail(text: str) -> int:
    """Length of what stands before the first quotation."""
    length = 0
    for is_new, piece in quotequail.quote(text):
        if not is_new:
            break
        length += len(piece) + 1
    return length


def by_mail_parser_reply(text: str) -> int:
    """Length of the newest reply."""
    replies = EmailReplyParser(languages=["en", "de"]).read(text).replies
    return len(replies[0].content) if replies else 0


def by_email_reply_parser(text: str) -> int:
    """Length of the reply."""
    return len(Zapier.parse_reply(text))


def ours(text: str) -> int:
    """Length of new text and signature."""
    views = split(text)
    return sum(end - start for start, end in views.new + views.signature)


SPLITTERS: dict[str, Callable[[str], int]] = {
    "quotequail": by_quotequail, "mail-parser-reply": by_mail_parser_reply, "email-reply-parser": by_email_reply_parser, "ours": ours,
}  # fmt: skip


def agrees(splitter: Callable[[str], int], fields: dict[str, Any]) -> bool:
    """Whether the splitter's length is within 15 % of the collection's; a library's own error counts as no."""
    try:
        length = splitter(fields["body"])
    except Exception:
        return False
    return bool(abs(length - fields["new_chars"]) < 0.15 * max(fields["new_chars"], 20))


def main(folder: Path) -> None:
    """Print a Markdown table."""
    files: dict[str, list[dict[str, Any]]] = {}
    for name, fields in real_mail(folder, tuning=False):
        rows = files.setdefault(name, [])
        if len(rows) < MOST:
            rows.append(fields)
    print("| file | messages | " + " | ".join(SPLITTERS) + " |\n" + "| --- " * (len(SPLITTERS) + 2) + "|")
    files["all"] = [fields for rows in files.values() for fields in rows]
    for name, rows in files.items():
        shares = [sum(agrees(splitter, fields) for fields in rows) / len(rows) for splitter in SPLITTERS.values()]
        print(f"| {name} | {len(rows)} | " + " | ".join(f"{share:.1%}" for share in shares) + " |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
