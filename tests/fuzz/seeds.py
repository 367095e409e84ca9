"""What fuzzing begins with: our own mails, drafts of the corpus, and every input that once was a finding."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from models.corpus import Example, load

HERE = Path(__file__).parent
MAILS = HERE.parent / "mails"
FOUND = HERE / "found"  # FOUND/TARGET/NAME: inputs that once were findings, or showed something worth keeping
_EVERY = 40  # one corpus draft in so many


def found(target: str) -> list[Path]:
    """The kept findings of a target."""
    return sorted((FOUND / target).glob("*"))


def seeds(target: str) -> Iterator[bytes]:
    """The inputs a target begins with."""
    yield from (path.read_bytes() for path in found(target))
    mails = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    if target == "mail":
        yield from mails
    elif target == "archive":
        yield from (b"\x04" + mail for mail in mails)
        box = b"".join(b"From nobody Thu Jan  1 00:00:00 2026\n" + mail + b"\n" for mail in mails[:3])
        yield from (b"\x01" + box, b"\x06" + gzip.compress(box, mtime=0), b'\x02{"to": ["a@b.example"], "body": "hello"}\n')
    else:
        for number, example in enumerate(_drafts()):
            draft = _short(example)
            yield draft if target != "rewrite" else bytes([number % 16]) + draft


def _drafts() -> list[Example]:
    return load()[::_EVERY]


def _short(example: Example) -> bytes:
    """A draft in the short form of `targets`."""
    head = "\n".join(f"{name.title()}: {value}" for name, value in example.headers.items())
    return f"{head}\n\n{example.body}".encode()
