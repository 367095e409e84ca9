"""An archive as chunks of messages: the unit that is judged, remembered and, when it was lost, judged again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

from linter.raw import Raw

MAX_CHUNK = 1_000_000  # bytes; a single larger message is a chunk of its own
MAX_MESSAGES = 500


@dataclass(frozen=True)
class Chunk:
    """Some messages in the order of the archive. The key stands for all of their content and for where they stand."""

    key: str
    messages: tuple[Raw, ...]


def cut(messages: Iterable[Raw], key: bytes, largest: int = MAX_CHUNK) -> Iterator[Chunk]:
    """The messages as chunks of about `largest` bytes. The same archive and key give the same chunks.

    An mbox begins a new chunk, so that a change in one file leaves the chunks of the files behind it alone.
    """
    gathered: list[Raw] = []
    size = 0
    for message in messages:
        begins = message.line and gathered and gathered[-1].file != message.file
        if gathered and (begins or size + len(message.data) > largest or len(gathered) >= MAX_MESSAGES):
            yield _chunk(gathered, key)
            gathered, size = [], 0
        gathered.append(message)
        size += len(message.data)
    if gathered:
        yield _chunk(gathered, key)


def heads(chunk: Chunk, length: int) -> Chunk:
    """The chunk with at most `length` bytes of every mail; JSON lines stay whole."""
    return replace(chunk, messages=tuple(raw if raw.is_json else replace(raw, data=raw.data[:length]) for raw in chunk.messages))


def _chunk(messages: list[Raw], key: bytes) -> Chunk:
    content = blake2b(digest_size=16, key=key, person=b"askfirst chunk")
    for message in messages:
        head = f"{message.source}\0{message.error}\0{len(message.data)}\0".encode("utf-8", "surrogateescape")
        content.update(head)
        content.update(message.data)
    return Chunk(content.hexdigest(), tuple(messages))
