"""Whose archive it is: the addresses that send the mail which is audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from linter.audit.chunks import Chunk
from linter.audit.headers import Head, read

_MOST = 50_000  # senders counted at a time; the rarest are forgotten first
_SHARE = 0.01  # of the sent mail: an address that sent less is a slip of the folder


@dataclass
class Senders:
    """How often each address sends: in folders or labels of sent mail, and anywhere but in drafts and spam."""

    marked: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)

    def add(self, other: Senders) -> None:
        """Add the counts of another part of the archive."""
        self.marked = _bounded(self.marked + other.marked)
        self.all = _bounded(self.all + other.all)


@dataclass(frozen=True)
class Owner:
    """Keyed hashes of addresses and of domains ("@domain"). If `given`, they alone tell what was sent."""

    hashes: frozenset[str]
    given: bool

    def sent(self, head: Head, key: bytes) -> bool:
        """Whether the owner sent a message."""
        if head.sent is not None and not (head.sent and self.given and head.sender):
            return head.sent
        domain = head.sender.rpartition("@")[2]
        return bool(head.sender) and (mark(head.sender, key) in self.hashes or mark(f"@{domain}", key) in self.hashes)


def mark(text: str, key: bytes) -> str:
    """The keyed hash (24 hexadecimal digits) that stands for an address, a name or a message id, in any case of letters."""
    return blake2b(text.lower().encode("utf-8", "surrogatepass"), digest_size=12, key=key, person=b"askfirst audit").hexdigest()


def owner(addresses: Iterable[str], key: bytes, given: bool) -> Owner:
    """The owner of these addresses and "@domains"."""
    return Owner(frozenset(mark(address, key) for address in addresses), given)


def senders(chunk: Chunk) -> Senders:
    """The senders of a chunk. Pure, so that any engine may run it."""
    found = Senders()
    for message in chunk.messages:
        head = read(message)
        if head.sender and head.sent is not False:
            found.all[head.sender] += 1
            if head.sent:
                found.marked[head.sender] += 1
    return found


def likely(found: Senders) -> tuple[str, ...]:
    """Who sent what lies in the sent folders; without any, whoever sent most. The most frequent address first."""
    if found.marked:
        least = found.marked.total() * _SHARE
        return tuple(address for address, count in _ordered(found.marked) if count >= least)
    return tuple(address for address, _ in _ordered(found.all)[:1])


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    """Most frequent first; equal ones by the alphabet, whatever order they came in."""
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _bounded(counts: Counter[str]) -> Counter[str]:
    return counts if len(counts) <= 2 * _MOST else Counter(dict(_ordered(counts)[:_MOST]))
