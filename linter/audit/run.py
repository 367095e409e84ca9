"""An audit from beginning to end: whose archive it is, every chunk judged once, the sum, and a second look where it needs one."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from linter.archive import item_of
from linter.audit.chunks import Chunk, cut, heads
from linter.audit.engine import Engine
from linter.audit.headers import MAX_HEAD
from linter.audit.owner import Senders, likely, owner, senders
from linter.audit.state import State
from linter.audit.summary import Place, Summary, match, summarise
from linter.audit.task import Judge, Settings, judge_chunk, person_mark
from linter.config import Config
from linter.draft import Draft
from linter.errors import AskfirstError
from linter.finding import Verdict
from linter.raw import Progress, Raw, messages, size

Reader = Callable[[Draft], str]  # what an answer says: "yes", "no", "later", "unclear"
Bar = Callable[[str, int], AbstractContextManager[Progress]]  # a progress bar for a task of so many bytes


@dataclass(frozen=True)
class Wishes:
    """What an audit is to do. `own` are addresses and "@domains" (none: found in the archive); `names` may be shown."""

    own: tuple[str, ...] = ()
    names: bool = False
    config: Config = field(default_factory=Config)
    judge: Judge | None = None
    reader: Reader | None = None


def audit(paths: Sequence[str], state: State, engine: Engine, wishes: Wishes, bar: Bar, tell: Callable[[str], object]) -> Summary:
    """Audit the archive at the paths. `tell` takes a line about what cannot be read, and about what was assumed.

    Raises AskfirstError when the engine breaks down; what was judged until then is in the state.
    """
    total = size(paths)
    if state.owner is None:
        state.begin(owner(wishes.own or _find_owner(paths, total, engine, bar, tell), state.key, given=bool(wishes.own)))
    else:
        state.begin(state.owner)
        tell(f"going on where the last run stopped ({len(state.done):,} chunks are done)")
    assert state.owner is not None
    order: dict[str, int] = {}
    with bar("judging", total) as progress, closing(_results(paths, state, engine, wishes, order, progress)) as results:
        for chunk, part in results:
            state.add(part)
            for at, reason in part.errors:
                tell(f"{chunk.messages[at].source}: {reason}")
    if lost := order.keys() - state.done:
        raise AskfirstError(f"{len(lost):,} chunks were not judged; run the same command again")
    summary = summarise(state.parts(set(order)), order)
    match(summary.cases, state.parts(set(order)))
    _look_again(paths, summary, state.key, wishes, partial(bar, "looking again", total))
    return summary


def _results(paths: Sequence[str], state: State, engine: Engine, wishes: Wishes, order: dict[str, int], progress: Progress) -> Any:
    """The results of the chunks not yet done; every chunk of the archive gets its place in `order`."""
    assert state.owner is not None

    def left() -> Iterator[Chunk]:
        for chunk in _chunks(paths, state.key, progress):
            if chunk.key not in order:  # a path named twice
                order[chunk.key] = len(order)
                if chunk.key not in state.done:
                    yield chunk

    return engine(partial(judge_chunk, Settings(state.key, state.owner, wishes.config, wishes.judge)), left())


def _chunks(paths: Sequence[str], key: bytes, progress: Progress) -> Iterator[Chunk]:
    return cut(messages(paths, io.BytesIO(), progress), key)


def _find_owner(paths: Sequence[str], total: int, engine: Engine, bar: Bar, tell: Callable[[str], object]) -> tuple[str, ...]:
    found = Senders()
    with bar("who writes", total) as progress:
        chunks = (heads(chunk, MAX_HEAD) for chunk in _chunks(paths, b"", progress))
        for _, part in engine(senders, chunks):
            found.add(part)
    own = likely(found)
    if own:
        more = f" and {len(own) - 5} more" if len(own) > 5 else ""
        tell(f"taken as yours: {', '.join(own[:5])}{more} (say otherwise with --own)")
    return own


def _look_again(
    paths: Sequence[str], summary: Summary, key: bytes, wishes: Wishes, bar: Callable[[], AbstractContextManager[Progress]]
) -> None:
    """Read once more the few messages whose names are to be shown, and those that answer a permission request."""
    requests = {case.first[1]: case for case in summary.of(Verdict.REQUEST) if case.first} if wishes.reader else {}
    shown = {case.place: case for case in summary.cases} if wishes.names else {}
    failed = {place for places in summary.places.values() for place in places} if wishes.names else set()
    wanted: dict[str, set[int]] = defaultdict(set)
    for place in {*requests, *shown, *failed}:
        wanted[place.chunk].add(place.at)
    if not wanted:
        return
    with bar() as progress:
        for place, raw in _found(_chunks(paths, key, progress), wanted):
            if wishes.names:
                summary.sources[place] = raw.source
            draft = item_of(raw).draft
            if draft and place in shown:
                for person in draft.recipients:
                    summary.names.setdefault(person_mark(person, key), str(person))
            if draft and place in requests and wishes.reader:
                requests[place].said = wishes.reader(draft)


def _found(chunks: Iterator[Chunk], wanted: Mapping[str, set[int]]) -> Iterator[tuple[Place, Raw]]:
    for chunk in chunks:
        for at in sorted(wanted.get(chunk.key, ())):
            yield Place(chunk.key, at), chunk.messages[at]
