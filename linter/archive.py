"""Drafts out of whatever `raw.py` finds: files, mbox archives, Maildirs, folders, zip files and JSON lines.

What cannot be read is an item with an error, and the run goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from linter.draft import Draft, from_fields
from linter.errors import InputError
from linter.mime import from_bytes
from linter.raw import BOM, HEADER_LINE, Raw, messages

_CONTROL = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Item:
    """One message, or why it could not be read.

    `source` is the file, with ":line" behind it where a file holds several; `error` is one line, "" where `draft` is there.
    """

    source: str
    id: str
    draft: Draft | None
    error: str = ""


def items(paths: Iterable[str | Path], stdin: BinaryIO) -> Iterator[Item]:
    """Every message in the paths, in order, folders sorted by name; `-` is `stdin`. Raises nothing."""
    return map(item_of, messages(paths, stdin))


def item_of(raw: Raw) -> Item:
    """The draft of one message, or what is wrong with it. Raises nothing."""
    if raw.error:
        return _failed(raw.source, raw.error)
    return _drafted(raw.source, raw.data) if raw.is_json else _mail(raw.source, raw.data)


def _failed(source: str, reason: str, identifier: str = "") -> Item:
    return Item(source, identifier, None, " ".join(reason.split()))


def _mail(source: str, data: bytes) -> Item:
    try:
        if not data.strip():
            raise InputError("the message is empty")
        if not HEADER_LINE.match(data.removeprefix(BOM)) and _is_binary(data):
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


def _drafted(source: str, line: bytes) -> Item:
    """The draft of one JSON line, or what is wrong with it."""
    identifier = ""
    try:
        text = line.removeprefix(BOM).decode("utf-8")
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
    except ValueError as error:  # the parser's line and column count inside the line that the source names
        return _failed(source, f"not JSON: {error.msg if isinstance(error, json.JSONDecodeError) else error}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise InputError("a field is there twice")
    return fields


def _no_constant(name: str) -> None:
    raise InputError(f"{name} is not JSON")
