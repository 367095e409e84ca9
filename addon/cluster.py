"""`askfirst audit --cluster`: the engine that judges on a Dask cluster. `linter` finds it by its entry point and stays free of network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from typing import TypeVar

from distributed import Client, Future, as_completed
from distributed.scheduler import KilledWorker

from linter.audit.chunks import Chunk
from linter.audit.engine import Engine
from linter.errors import AskfirstError

T = TypeVar("T")
_WAITING = 2  # chunks for each thread of the cluster beside the one it works on
_TIMEOUT = 30  # seconds to reach the scheduler
_RETRIES = 5  # of a task that failed; a worker that died is not counted here, but by the scheduler


def engine(address: str) -> Engine:
    """The engine of the Dask cluster whose scheduler has this address. Raises AskfirstError when nobody answers there.

    Every chunk is one task named by its key and sent with its mail, so the workers need no common file system. The
    scheduler keeps a task until its result is here: when a worker dies, another judges the same chunk again.
    """
    try:
        client = Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise AskfirstError(f"--cluster {address}: no Dask scheduler answers there ({error})") from error

    def run(task: Callable[[Chunk], T], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, T]]:
        running: dict[str, Chunk] = {}
        done = as_completed(loop=client.loop)
        try:
            for chunk in chunks:
                running[chunk.key] = chunk
                done.add(_submit(client, task, chunk))
                if len(running) >= max(1, _threads(client)) * (1 + _WAITING):
                    yield _next(done, running)
            while running:
                yield _next(done, running)
        except KilledWorker as error:
            raise AskfirstError("a chunk took several workers of the cluster with it; look at their memory limit") from error
        except CancelledError as error:  # also where the scheduler is gone
            raise AskfirstError("the cluster gave the work up; the same command goes on where it was") from error
        finally:
            client.cancel(list(done.futures))

    return run


def _submit(client: Client, task: Callable[[Chunk], T], chunk: Chunk) -> Future[T]:
    return client.submit(task, chunk, key=f"askfirst-{chunk.key}", pure=True, retries=_RETRIES)


def _threads(client: Client) -> int:
    return sum(client.nthreads().values())


def _next(done: as_completed, running: dict[str, Chunk]) -> tuple[Chunk, T]:
    """The next result that comes in. Raises what its task raised."""
    future = next(done)
    chunk = running.pop(future.key.removeprefix("askfirst-"))
    return chunk, future.result()
