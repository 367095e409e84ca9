"""What an audit has judged so far, as JSON lines: counts and keyed hashes, no text, no name, no address.

A line is written when its chunk is done, so a run that is stopped at any point goes on where it was. A line that was cut
off is judged again. The key lies beside the file; both are removed when the report is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.audit.owner import Owner, mark
from linter.audit.task import Part, part_from_json
from linter.dismissal import MIN_KEY, key_file, make_key
from linter.errors import ConfigError

VERSION = 1
FILE = "state.jsonl"


class State:
    """The state file of an audit. `circumstances` tells all that a result depends on but the archive; a hash of it is kept."""

    def __init__(self, file: Path, circumstances: str) -> None:
        """Open or begin a state file. Raises ConfigError when its key is damaged, OSError when it cannot be written."""
        self._file = file
        self.key = _key(file)
        self._fingerprint = mark(circumstances, self.key)
        self.owner: Owner | None = None
        self.done: set[str] = set()
        head = self._head()
        if head.get("version") == VERSION and head.get("fingerprint") == self._fingerprint:
            self.owner = Owner(frozenset(head["owner"]), head["given"])
            self.done = {part.key for part in self._lines()}

    def begin(self, owner: Owner) -> None:
        """Begin anew with the owner of the archive, unless the file holds a state that goes on."""
        if self.owner is None:
            head = {"version": VERSION, "fingerprint": self._fingerprint, "owner": sorted(owner.hashes), "given": owner.given}
            self._file.unlink(missing_ok=True)
            self._append(head)
            self.owner = owner
        elif not self._file.read_bytes().endswith(b"\n"):
            self._write("\n")

    def add(self, part: Part) -> None:
        """Keep what came out of a chunk; a chunk that is known already changes nothing."""
        if part.key not in self.done:
            self._append(part.to_json())
            self.done.add(part.key)

    def parts(self, wanted: set[str]) -> Iterator[Part]:
        """The parts with these keys, each once."""
        left = set(wanted)
        for part in self._lines():
            if part.key in left:
                left.discard(part.key)
                yield part

    def remove(self) -> None:
        """Remove the file and its key."""
        self._file.unlink(missing_ok=True)
        key_file(self._file).unlink(missing_ok=True)

    def _append(self, data: dict[str, Any]) -> None:
        self._write(json.dumps(data, separators=(",", ":")) + "\n")

    def _write(self, text: str) -> None:
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="ascii") as stream:
            stream.write(text)

    def _head(self) -> dict[str, Any]:
        try:
            with self._file.open(encoding="ascii") as stream:
                head = json.loads(stream.readline())
                return head if isinstance(head, dict) and {"fingerprint", "owner", "given"} <= head.keys() else {}
        except (FileNotFoundError, ValueError):
            return {}

    def _lines(self) -> Iterator[Part]:
        if not self._file.exists():
            return
        with self._file.open("rb") as stream:
            for line in stream:
                try:
                    yield part_from_json(json.loads(line))
                except (ValueError, LookupError, TypeError):  # the head, or a line that was cut off
                    continue


def _key(file: Path) -> bytes:
    if not key_file(file).exists():
        return make_key(file)
    try:
        key = bytes.fromhex(key_file(file).read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) < MIN_KEY:
        raise ConfigError(f"{key_file(file)}: the key is damaged; remove it and {file} to begin anew")
    return key
