"""Work on many pieces by several processes: the results come in order, and only a few pieces are on their way at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 3
"""So many chunks for each process are read ahead: enough to keep it busy, few enough to stay small."""

_state: list[Any] = []


def chunks(pieces: Iterable[T], size: int) -> Iterator[list[T]]:
    """``pieces`` in lists of ``size``, read as they are asked for."""
    source = iter(pieces)
    while chunk := list(islice(source, size)):
        yield chunk


def in_order(work: Callable[[Any, T], R], state: Any, pieces: Iterable[T], jobs: int) -> Iterator[R]:
    """``work(state, piece)`` for each piece, by ``jobs`` processes, in the order of the pieces.

    ``work`` is a function of a module; ``state``, which every process gets once, the pieces and the results can be pickled. Memory does
    not grow with the number of pieces. With one job everything is done here.
    """
    if jobs < 2:
        for piece in pieces:
            yield work(state, piece)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_take, initargs=(state,)) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for piece in pieces:
                waiting.append(pool.submit(_work, work, piece))
                if len(waiting) >= jobs * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def jobs_wanted(wanted: int | None) -> int:
    """How many processes work: as many as wanted, or one for each processor that this one may use."""
    if wanted:
        return wanted
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _take(state: Any) -> None:
    _state[:] = [state]


def _work(work: Callable[[Any, T], R], piece: T) -> R:
    return work(_state[0], piece)


__all__ = ["chunks", "in_order", "jobs_wanted"]
