"""Where the chunks are judged: in this process, in several of this machine, or wherever a function of this form runs them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol, TypeVar

from linter.audit.chunks import Chunk
from linter.errors import AskfirstError

T = TypeVar("T")
_WAITING = 2  # chunks for each process beside the one it works on: never idle, and memory stays flat


class Engine(Protocol):
    """Runs a pure task on every chunk and yields (chunk, result) in any order, each chunk once.

    Only a bounded number of chunks is taken from the iterator ahead of the results.
    """

    def __call__(self, task: Callable[[Chunk], T], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, T]]:
        """Run the task on the chunks."""


def one_process(task: Callable[[Chunk], T], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, T]]:
    """The engine that stays in this process."""
    for chunk in chunks:
        yield chunk, task(chunk)


def processes(number: int) -> Engine:
    """The engine of `number` processes on this machine. It raises AskfirstError when one of them dies."""
    if number == 1:
        return one_process

    def run(task: Callable[[Chunk], T], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, T]]:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: threads only get in each other's way
        spawn = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(number, spawn, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
        running: dict[Future[T], Chunk] = {}
        try:
            for chunk in chunks:
                with _uninterrupted():  # a process inherits it from its first moment
                    running[pool.submit(task, chunk)] = chunk
                if len(running) >= number * (1 + _WAITING):
                    yield from _done(running)
            while running:
                yield from _done(running)
        except BrokenProcessPool as error:
            raise AskfirstError("a process of the audit died; run the same command again to go on where it was") from error
        finally:
            pool.shutdown(cancel_futures=True)

    return run


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C waiting, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _done(running: dict[Future[T], Chunk]) -> Iterator[tuple[Chunk, T]]:
    """Wait for at least one result and take out all there are."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        yield running.pop(future), future.result()
