"""Mails out of files, mbox archives, Maildirs, folders and JSON lines, one at a time in flat memory.

What cannot be read is an item with an error, and the run goes on.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from linter.bounds import MAX_MESSAGE
from linter.draft import Draft, from_fields
from linter.errors import InputError
from linter.mime import from_bytes

MAX_LINE = 25_000_000  # bytes of a JSON line
STDIN = "-"

_MAILS, _BOXES, _LINES = (".eml", ".emlx"), (".mbox", ".mbx"), (".jsonl",)
_UNREADABLE = (OSError, EOFError, ValueError, zlib.error)  # EOFError, zlib.error: damaged gzip; ValueError: NUL in a path

_DATE = rb"[A-Z][a-z]{2} +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d(?::\d\d)?(?: +[+-]?\w{1,5}){0,2} +\d{4}"
_FROM_LINE = re.compile(rb"From .{0,1000}?\b" + _DATE + rb"\b")
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>?From ")
_ESCAPED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_CONTROL = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27})
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Item:
    """One message, or why it could not be read.

    `source` is the file, with ":line" behind it where a file holds several; `error` is one line, "" where `draft` is there.
    """

    source: str
    id: str
    draft: Draft | None
    error: str = ""


class _Readable(Protocol):
    """A file, a gzip file or standard input."""

    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


def items(paths: Iterable[str | Path], stdin: BinaryIO) -> Iterator[Item]:
    """Every message in the paths, in order, folders sorted by name; `-` is `stdin`. Raises nothing."""
    for path in paths:
        if str(path) == STDIN:
            yield from _guarded(STDIN, _stream(STDIN, stdin, ""))
        else:
            yield from _guarded(str(path), _path(Path(path), chosen=True))


def _guarded(source: str, found: Iterator[Item]) -> Iterator[Item]:
    """The items of one file; if it breaks off, an error behind the good ones."""
    try:
        yield from found
    except InputError as error:
        yield _failed(source, str(error))
    except _UNREADABLE as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield _failed(source, f"cannot be read: {reason or type(error).__name__}")


def _failed(source: str, reason: str, identifier: str = "") -> Item:
    return Item(source, identifier, None, " ".join(reason.split()))


def _path(path: Path, chosen: bool) -> Iterator[Item]:
    """A folder or file; files in a folder that hold no mail are passed over, unless somebody chose them."""
    if path.is_dir():
        yield from _folder(path)
        return
    name = path.name.lower()
    kind = name.removesuffix(".gz")
    known = kind.endswith(_MAILS + _BOXES + _LINES)
    if not (chosen or known) and not path.is_file():  # a pipe or socket would block
        return
    if name.endswith(".gz") and (chosen or known):
        with gzip.open(path, "rb") as packed:
            yield from _stream(str(path), packed, kind)
    else:
        with path.open("rb") as file:
            if chosen or known or file.peek(5).startswith(b"From "):
                yield from _stream(str(path), file, kind)


def _folder(folder: Path) -> Iterator[Item]:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not (entry.is_symlink() and entry.is_dir()))  # they may lead in circles
    maildir = {"cur", "new"} <= set(names)
    for name in names:
        path = folder / name
        if maildir and name in ("cur", "new"):
            yield from _guarded(str(path), _maildir(path))
        elif not (maildir and name == "tmp"):
            yield from _guarded(str(path), _path(path, chosen=False))


def _maildir(folder: Path) -> Iterator[Item]:
    """Every file in `cur` or `new` is one mail, whatever its name."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    for name in names:
        yield from _guarded(str(folder / name), _single(folder / name))


def _single(path: Path) -> Iterator[Item]:
    with path.open("rb") as file:
        yield _mail(str(path), file.read(MAX_MESSAGE + 1))


def _stream(source: str, file: _Readable, name: str) -> Iterator[Item]:
    """The messages of an open file. Its name tells what it holds; without a telling name, its first line does."""
    if name.endswith(".emlx"):
        yield _mail(source, _emlx(file))
        return
    if name.endswith(".eml"):
        yield _mail(source, file.read(MAX_MESSAGE + 1))
        return
    first = file.readline(MAX_LINE)
    lines = chain((first,), iter(lambda: file.readline(MAX_LINE), b"")) if first else iter(())
    if name.endswith(_LINES) or first.removeprefix(_BOM).lstrip().startswith(b"{"):
        yield from _json_lines(source, lines)
    elif name.endswith(_BOXES) or first.startswith(b"From "):
        yield from _mbox(source, lines)
    else:
        yield _mail(source, first + file.read(max(0, MAX_MESSAGE + 1 - len(first))))


def _emlx(file: _Readable) -> bytes:
    """Apple Mail's form: the length of the message, the message, a property list."""
    length = file.readline(40).strip()
    if not length.isdigit():
        raise InputError("not an .emlx file: it does not begin with a length")
    return file.read(min(int(length), MAX_MESSAGE + 1))


def _mbox(source: str, lines: Iterator[bytes]) -> Iterator[Item]:
    """The messages between "From " lines.

    Not every program escapes a "From " in the text, so a line separates only if it carries a date as ctime writes it,
    or stands behind a blank line and in front of a header.
    """
    message = bytearray()
    begun, held, held_number = 0, b"", 0  # line number of the message; a "From " line whose follower decides
    blank_before = True
    number = 0
    for number, line in enumerate(lines, 1):
        if held:
            if _HEADER_LINE.match(line):
                yield from _boxed(source, begun, message)
                begun = held_number
            else:
                message += held
            held = b""
        if line.startswith(b"From ") and _FROM_LINE.match(line):
            yield from _boxed(source, begun, message)
            begun = number
        elif line.startswith(b"From ") and blank_before:
            held, held_number = line, number
        elif len(message) <= MAX_MESSAGE:
            message += line
        blank_before = not line.strip(b"\r\n")
    message += held
    yield from _boxed(source, begun, message)
    if not number:
        raise InputError("the file is empty")


def _boxed(source: str, begun: int, message: bytearray) -> Iterator[Item]:
    """The message gathered so far, which is then empty. Blank lines above the first are none."""
    data = bytes(message)
    message.clear()
    if begun or data.strip():
        yield _mail(f"{source}:{begun or 1}", _ESCAPED_FROM.sub(b"", data))


def _mail(source: str, data: bytes) -> Item:
    try:
        if not data.strip():
            raise InputError("the message is empty")
        if not _HEADER_LINE.match(data.removeprefix(_BOM)) and _is_binary(data):
            raise InputError("not a mail: binary data without a header")
        return _judgeable(source, from_bytes(data))
    except InputError as error:
        return _failed(source, str(error))


def _is_binary(data: bytes) -> bool:
    start = data[:8_192]
    return b"\x00" in start or len(start) - len(start.translate(None, _CONTROL)) > len(start) // 20


def _judgeable(source: str, draft: Draft) -> Item:
    if not draft.body.strip() and not draft.recipients:
        return _failed(source, "neither recipients nor text", draft.id)
    return Item(source, draft.id, draft)


def _json_lines(source: str, lines: Iterator[bytes]) -> Iterator[Item]:
    number, inside = 0, False  # inside a line that is too long
    for line in lines:
        number += not inside
        if inside or (len(line) >= MAX_LINE and not line.endswith(b"\n")):
            if not inside:
                yield _failed(f"{source}:{number}", f"a line is longer than {MAX_LINE:,} bytes")
            inside = not line.endswith(b"\n")
        elif line.strip() and line.strip() != _BOM:
            yield _drafted(f"{source}:{number}", line)
    if not number:
        raise InputError("the file is empty")


def _drafted(source: str, line: bytes) -> Item:
    """The draft of one JSON line, or what is wrong with it."""
    identifier = ""
    try:
        text = line.removeprefix(_BOM).decode("utf-8")
        fields = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        if isinstance(fields, dict) and isinstance(fields.get("id"), str):
            identifier = fields["id"].encode("utf-8", "replace").decode("utf-8")
        if "\\ud" in text.lower():
            json.dumps(fields, ensure_ascii=False).encode("utf-8")
        return _judgeable(source, from_fields(fields))
    except InputError as error:
        return _failed(source, str(error), identifier)
    except RecursionError:
        return _failed(source, "JSON nested too deep")
    except UnicodeEncodeError:
        return _failed(source, "half a character (a lone surrogate) in the JSON", identifier)
    except UnicodeDecodeError:
        return _failed(source, "the line is not UTF-8")
    except ValueError as error:
        return _failed(source, f"not JSON: {error}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise InputError("a field is there twice")
    return fields


def _no_constant(name: str) -> None:
    raise InputError(f"{name} is not JSON")
