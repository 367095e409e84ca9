"""Answers to findings, remembered as keyed hashes: of this draft, this pair, this person, this rule.

Nothing of a text or an address is kept; without the key a hash can neither be read nor guessed.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import combinations
from pathlib import Path
from secrets import token_bytes, token_hex

from linter.draft import Draft, Person
from linter.errors import ConfigError
from linter.finding import Finding
from linter.sentences import sentences

VERSION = 1
MIN_KEY = 16  # bytes; BLAKE2b takes up to 64
_ANEW = "put back a copy of both, or remove {0} and {0}.key to begin anew"
_MAX_PAIRED = 64  # people; a larger crowd counts as one context, not as its thousands of pairs


class Scope(StrEnum):
    """How far an answer reaches."""

    DRAFT = "draft"
    PAIR = "pair"
    PERSON = "person"
    RULE = "rule"


@dataclass(frozen=True, order=True)
class Dismissal:
    """One answer: its scope, the hash (hexadecimal) of its context, and the rule it is about."""

    scope: Scope
    digest: str
    code: str


@dataclass(frozen=True)
class Dismissals:
    """A set of answers and the key (at least `MIN_KEY` bytes) their hashes were made with."""

    key: bytes = b""
    entries: frozenset[Dismissal] = frozenset()

    def hides(self, finding: Finding, draft: Draft) -> bool:
        """Whether the finding was answered: in one of the scopes, all hashes it has there are in the set."""
        scopes = {entry.scope for entry in self.entries if entry.code == finding.code}
        return any(self._covers(dismiss(scope, finding, draft, self.key)) for scope in scopes)

    def _covers(self, needed: tuple[Dismissal, ...]) -> bool:
        return bool(needed) and self.entries.issuperset(needed)

    def add(self, *dismissals: Dismissal) -> Dismissals:
        """A set with these answers as well."""
        return Dismissals(self.key, self.entries.union(dismissals))

    def to_lines(self) -> str:
        """The answers as JSON lines, in a stable order; the key is not among them."""
        return to_lines(self.entries)


def dismiss(scope: Scope, finding: Finding, draft: Draft, key: bytes) -> tuple[Dismissal, ...]:
    """What to remember so that the finding is hidden from now on; empty when the scope needs people and there are none.

    Raises ValueError when the key is shorter than `MIN_KEY` bytes.
    """
    if len(key) < MIN_KEY:
        raise ValueError(f"a key has at least {MIN_KEY} bytes")
    contexts = _contexts(scope, finding, draft)
    return tuple(Dismissal(scope, digest(scope, finding.code, context, key), finding.code) for context in contexts)


def digest(scope: str, code: str, context: Iterable[str], key: bytes) -> str:
    """The keyed BLAKE2b hash, 32 hexadecimal digits, of scope, rule code and context; the order of the context does not matter."""
    # JSON in ASCII keeps the parts apart and takes every character, lone surrogates too.
    data = json.dumps([VERSION, scope, code, *sorted(context)]).encode("ascii")
    return blake2b(data, digest_size=16, key=key[:64], person=b"askfirst").hexdigest()


def draft_context(finding: Finding, draft: Draft) -> tuple[str, ...]:
    """The sentences of the evidence (the whole text if there is none) and the people concerned, wherever they stand."""
    spans = [(piece.start, piece.end) for piece in finding.evidence]
    around = [
        draft.body[start:end]
        for start, end in sentences(draft.body, 0, len(draft.body))
        if any(start < right and left < end for left, right in spans)
    ]
    told = {_plain(text) for text in around} or {_plain(draft.body)}
    return (*(f"text {text}" for text in sorted(told)), *(f"person {who}" for who in concerned(finding, draft)))


def concerned(finding: Finding, draft: Draft) -> tuple[str, ...]:
    """The people a finding is about, by address (or name), sorted; the recipients if it names nobody. Never the sender."""
    own = _who(draft.sender) if draft.sender else ""
    named = {_who(person) for person in finding.people} - {own, ""}
    return tuple(sorted(named or {_who(person) for person in draft.recipients} - {own, ""}))


def to_lines(dismissals: Iterable[Dismissal]) -> str:
    """JSON lines, one for each answer, in a stable order."""
    rows = ({"version": VERSION, "scope": entry.scope, "code": entry.code, "digest": entry.digest} for entry in sorted(dismissals))
    return "".join(json.dumps(row) + "\n" for row in rows)


def from_lines(lines: Iterable[str], key: bytes, source: str = "dismissals") -> Dismissals:
    """The set that `to_lines` wrote. Raises ConfigError naming `source` and the line when one is not ours."""
    entries = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                entries.append(_entry(json.loads(line)))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise ConfigError(f"{source}: line {number}: not a dismissal of version {VERSION}; remove this line") from error
    return Dismissals(key, frozenset(entries))


def _entry(row: object) -> Dismissal:
    if not isinstance(row, dict) or row["version"] != VERSION:
        raise ValueError
    if not isinstance(row["digest"], str) or not isinstance(row["code"], str):
        raise TypeError
    return Dismissal(Scope(row["scope"]), row["digest"], row["code"])


def _contexts(scope: Scope, finding: Finding, draft: Draft) -> list[tuple[str, ...]]:
    people = concerned(finding, draft)
    match scope:
        case Scope.RULE:
            return [()]
        case Scope.DRAFT:
            return [draft_context(finding, draft)]
        case Scope.PERSON:
            return [(who,) for who in people]
        case Scope.PAIR:
            return _pairs(people, draft)


def _pairs(people: tuple[str, ...], draft: Draft) -> list[tuple[str, ...]]:
    if len(people) == 1:
        # The other side was asked already, so only this one is concerned: the pair is this person with everybody on the mail.
        others = sorted({_who(person) for person in draft.recipients} - {people[0], ""})
        return [(people[0], other) for other in others] or [people]
    return list(combinations(people, 2)) if len(people) <= _MAX_PAIRED else [people]


def _who(person: Person) -> str:
    return _plain(person.address or person.name)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def key_file(file: Path) -> Path:
    """Where the key of a file of dismissals is kept: beside it."""
    return file.with_name(file.name + ".key")


def read_file(file: Path) -> Dismissals:
    """The dismissals in a file, with the key beside it; an empty set when there is no file. Raises ConfigError."""
    try:
        has_key = key_file(file).exists()
        key = bytes.fromhex(key_file(file).read_text("ascii")) if has_key else b""
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
    except OSError as error:
        raise ConfigError(f"{error.filename or file}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{file}: the file or the key beside it is damaged; {_ANEW.format(file)}") from error
    if len(key) < MIN_KEY and (has_key or any(line.strip() for line in lines)):  # a short key could make no dismissal either
        raise ConfigError(
            f"{key_file(file)}: the key is missing or too short; without it no dismissal can be recognised; {_ANEW.format(file)}"
        )
    return from_lines(lines, key, str(file))


def make_key(file: Path) -> bytes:
    """Make a random key for a file of dismissals, readable by its owner only, unless another process just did; return it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    key = token_bytes(32)
    unfinished = key_file(file).with_name(f"{file.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(key.hex())
        os.link(unfinished, key_file(file))  # a link never replaces: the first of two processes wins
    except FileExistsError:
        key = read_file(file).key
    finally:
        unfinished.unlink(missing_ok=True)
    return key


def append_file(file: Path, dismissals: Iterable[Dismissal], known: Dismissals) -> None:
    """Add the answers that are not yet known to the file."""
    lines = to_lines(set(dismissals) - known.entries)
    if lines:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="ascii") as stream:
            stream.write(lines)
