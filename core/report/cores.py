"""Lends threads to what computes scores, and tells how far it is: numpy lets go of the interpreter's lock meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")
Told = Callable[[float], None]  # hears how much of all is done, 0 to 1

_MOST = 4  # each holds some tens of megabytes, and they share a lock half of the time
_SHARE = 0.8  # of what is left of a stage: how many calls still come is not known


def nobody(_done: float) -> None:
    """Hears nothing."""


class Cores:
    """Called with work and items: does the work for each, several at a time; the results come in their order."""

    def __init__(self, told: Told = nobody, threads: int = _MOST) -> None:
        self._told, self._threads = told, min(threads, os.cpu_count() or 1)
        self._start, self._done, self._end = 0.0, 0.0, 1.0

    def stage(self, start: float, end: float) -> None:
        """What comes now is that part of all there is to do."""
        self._start, self._end = start, end
        self.reach(0.0)

    def reach(self, share: float) -> None:
        """So much of the stage is done."""
        self._done = self._start + (self._end - self._start) * share
        self._told(self._done)

    def __call__(self, work: Callable[[T], U], items: Sequence[T], /) -> list[U]:
        """Do the work for each."""
        began, found = self._done, []
        for result in self._results(work, items):
            found.append(result)
            self._done = began + (self._end - began) * _SHARE * len(found) / len(items)
            self._told(self._done)
        return found

    def _results(self, work: Callable[[T], U], items: Sequence[T]) -> Iterator[U]:
        threads = min(self._threads, len(items))
        if threads < 2:
            yield from map(work, items)
            return
        pool = ThreadPoolExecutor(threads, thread_name_prefix="distilscope-score")
        try:
            yield from pool.map(work, items)
        finally:
            # Where one failed, or the user ends the program, the rest is not begun.
            pool.shutdown(cancel_futures=True)
