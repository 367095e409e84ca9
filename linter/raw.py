"""Messages as bytes out of files, mbox archives, Maildirs, folders, zip files and JSON lines, one at a time in flat memory.

What cannot be read is a message with an error, and the run goes on. `archive.py` makes drafts of them.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from linter.bounds import MAX_MESSAGE
from linter.errors import InputError

MAX_LINE = 25_000_000  # bytes of a JSON line
BOM = b"\xef\xbb\xbf"
HEADER_LINE = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>?From ")
STDIN = "-"

_MAILS, _BOXES, _LINES = (".eml", ".emlx"), (".mbox", ".mbx"), (".jsonl",)
_TARS = (".tar", ".tgz", ".tbz2", ".txz")
_PACKED: dict[str, Callable[[BinaryIO], _Readable]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
# EOFError, zlib.error and the next two: damaged compression; ValueError: NUL in a path; RuntimeError: an encrypted zip file
_UNREADABLE = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError)
_BUFFER = 1_000_000  # bytes

_DATE = rb"[A-Z][a-z]{2} +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d(?::\d\d)?(?: +[+-]?\w{1,5}){0,2} +\d{4}"
_FROM_LINE = re.compile(rb"From .{0,1000}?\b" + _DATE + rb"\b")
_ESCAPED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)

Progress = Callable[[int], object]  # told the number of bytes read from the disk since it was last called


@dataclass(frozen=True)
class Raw:
    """One message as it stands in its file, or why it could not be read (`error`, one line; "" where there is `data`).

    `line` is where it begins in a file of several, from 1, or 0; `is_json` says that it is a line of JSON and not a mail.
    """

    file: str
    line: int = 0
    data: bytes = b""
    is_json: bool = False
    error: str = ""

    @property
    def source(self) -> str:
        """The file, with ":line" behind it where it holds several."""
        return f"{self.file}:{self.line}" if self.line else self.file


class _Readable(Protocol):
    """A file, a compressed file or standard input."""

    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


class _Counted(io.RawIOBase):
    """A file that tells how much was read of it."""

    def __init__(self, file: io.RawIOBase, progress: Progress) -> None:
        self._file, self._progress = file, progress

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: bytearray | memoryview, /) -> int | None:  # type: ignore[override]
        size = self._file.readinto(buffer)
        self._progress(size or 0)
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def messages(paths: Iterable[str | Path], stdin: BinaryIO, progress: Progress = lambda _: None) -> Iterator[Raw]:
    """Every message in the paths, in order, folders sorted by name; `-` is `stdin`. Raises nothing."""
    for path in paths:
        if str(path) == STDIN:
            yield from _guarded(STDIN, _stream(STDIN, stdin, ""))
        else:
            yield from _guarded(str(path), _path(Path(path), True, progress))


def size(paths: Iterable[str | Path]) -> int:
    """The number of bytes on disk below the paths: an upper bound of what `messages` will tell its `progress`."""
    total, ahead = 0, [Path(path) for path in paths if str(path) != STDIN]
    while ahead:  # a list, for folders may nest deeper than calls
        path = ahead.pop()
        with suppress(OSError, ValueError):  # reading will say what is wrong with this one
            if path.is_dir():
                with os.scandir(path) as entries:
                    ahead += [Path(entry.path) for entry in entries if not (entry.is_symlink() and entry.is_dir())]
            else:
                total += path.stat().st_size
    return total


def _guarded(source: str, found: Iterator[Raw]) -> Iterator[Raw]:
    """The messages of one file; if it breaks off, an error behind the good ones."""
    try:
        yield from found
    except InputError as error:
        yield _failed(source, str(error))
    except _UNREADABLE as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield _failed(source, f"cannot be read: {reason or type(error).__name__}")


def _failed(file: str, reason: str, line: int = 0) -> Raw:
    return Raw(file, line, error=" ".join(reason.split()))


def _path(path: Path, chosen: bool, progress: Progress) -> Iterator[Raw]:
    """A folder or file; files in a folder that hold no mail are passed over, unless somebody chose them."""
    if path.is_dir():
        yield from _folder(path, progress)
        return
    name = path.name.lower()
    packing = path.suffix.lower()
    kind = name.removesuffix(packing) if packing in _PACKED else name
    known = kind.endswith((*_MAILS, *_BOXES, *_LINES))
    if not (chosen or known or packing == ".zip") and not path.is_file():  # a pipe or socket would block
        return
    if packing in _PACKED and not (chosen or known):
        return
    with _opened(path, progress) as file:
        if chosen and kind.endswith(_TARS):
            raise InputError("tar archives are not read; unpack it, or make a zip file of it")
        if packing == ".zip":
            yield from _zip(path, file)
        elif packing in _PACKED:
            yield from _stream(str(path), _PACKED[packing](file), kind)
        elif chosen or known or file.peek(5).startswith(b"From "):
            yield from _stream(str(path), file, kind)


def _opened(path: Path, progress: Progress) -> io.BufferedReader:
    return io.BufferedReader(_Counted(path.open("rb", buffering=0), progress), _BUFFER)


def _zip(path: Path, file: BinaryIO) -> Iterator[Raw]:
    """The mails in a zip file, as in a folder."""
    with zipfile.ZipFile(file) as archive:
        folders = {PurePosixPath(f"{name}x" if name.endswith("/") else name).parent for name in archive.namelist()}
        maildirs = {folder.parent for folder in folders if folder.name == "cur" and folder.with_name("new") in folders}
        for member in sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename):
            yield from _guarded(f"{path}/{member.filename}", _member(path, archive, member, maildirs))


def _member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, maildirs: set[PurePosixPath]) -> Iterator[Raw]:
    place = PurePosixPath(member.filename)
    source, name, inside = f"{path}/{member.filename}", place.name.lower(), place.parent.name if place.parent.parent in maildirs else ""
    if inside == "tmp" or (inside in ("cur", "new") and name.startswith(".")):
        return
    known = name.endswith((*_MAILS, *_BOXES, *_LINES))
    with archive.open(member) as unpacked:
        stream = io.BufferedReader(cast(io.RawIOBase, unpacked), _BUFFER)
        if inside in ("cur", "new"):
            yield Raw(source, data=stream.read(MAX_MESSAGE + 1))
        elif known or stream.peek(5).startswith(b"From "):
            yield from _stream(source, stream, name)


def _folder(folder: Path, progress: Progress) -> Iterator[Raw]:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not (entry.is_symlink() and entry.is_dir()))  # they may lead in circles
    maildir = {"cur", "new"} <= set(names)
    for name in names:
        path = folder / name
        if maildir and name in ("cur", "new"):
            yield from _guarded(str(path), _maildir(path, progress))
        elif not (maildir and name == "tmp"):
            yield from _guarded(str(path), _path(path, False, progress))


def _maildir(folder: Path, progress: Progress) -> Iterator[Raw]:
    """Every file in `cur` or `new` is one mail, whatever its name."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    for name in names:
        yield from _guarded(str(folder / name), _single(folder / name, progress))


def _single(path: Path, progress: Progress) -> Iterator[Raw]:
    with _opened(path, progress) as file:
        yield Raw(str(path), data=file.read(MAX_MESSAGE + 1))


def _stream(source: str, file: _Readable, name: str) -> Iterator[Raw]:
    """The messages of an open file. Its name tells what it holds; without a telling name, its first line does."""
    if name.endswith(".emlx"):
        yield Raw(source, data=_emlx(file))
        return
    if name.endswith(".eml"):
        yield Raw(source, data=file.read(MAX_MESSAGE + 1))
        return
    first = file.readline(MAX_LINE)
    lines = chain((first,), iter(lambda: file.readline(MAX_LINE), b"")) if first else iter(())
    if name.endswith(_LINES) or first.removeprefix(BOM).lstrip().startswith(b"{"):
        yield from _json_lines(source, lines)
    elif name.endswith(_BOXES) or first.startswith(b"From "):
        yield from _mbox(source, lines)
    else:
        yield Raw(source, data=first + file.read(max(0, MAX_MESSAGE + 1 - len(first))))


def _emlx(file: _Readable) -> bytes:
    """Apple Mail's form: the length of the message, the message, a property list."""
    length = file.readline(40).strip()
    if not length.isdigit():
        raise InputError("not an .emlx file: it does not begin with a length")
    return file.read(min(int(length), MAX_MESSAGE + 1))


def _mbox(source: str, lines: Iterator[bytes]) -> Iterator[Raw]:
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
            if HEADER_LINE.match(line):
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


def _boxed(source: str, begun: int, message: bytearray) -> Iterator[Raw]:
    """The message gathered so far, which is then empty. Blank lines above the first are none."""
    data = bytes(message)
    message.clear()
    if begun or data.strip():
        yield Raw(source, begun or 1, _ESCAPED_FROM.sub(b"", data))


def _json_lines(source: str, lines: Iterator[bytes]) -> Iterator[Raw]:
    number, inside = 0, False  # inside a line that is too long
    for line in lines:
        number += not inside
        if inside or (len(line) >= MAX_LINE and not line.endswith(b"\n")):
            if not inside:
                yield _failed(source, f"a line is longer than {MAX_LINE:,} bytes", number)
            inside = not line.endswith(b"\n")
        elif line.strip() and line.strip() != BOM:
            yield Raw(source, number, line, is_json=True)
    if not number:
        raise InputError("the file is empty")
