"""Judging that computes, in worker processes: never on the event loop, never on the window's thread."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, cast

from core.errors import DistilScopeError

BATCH = 64
Work = Callable[[list[Any]], Sequence[Any]]


class Computer:
    """Runs work over items in a small process pool, many items a trip. Belongs to one asyncio loop."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or max(1, min(8, os.cpu_count() or 1))
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: dict[Work, deque[tuple[Any, asyncio.Future[Any]]]] = {}
        self._trips: set[asyncio.Task[None]] = set()

    async def run(self, work: Work, item: Any) -> Any:
        """The result of `work([item])[0]`, computed in a worker together with what else waits."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(work, deque()).append((item, future))
        if len(self._trips) < self._workers:
            self._leave()
        return await future

    async def aclose(self) -> None:
        """End the workers; what was not computed is cancelled."""
        trips = list(self._trips)
        for trip in trips:
            trip.cancel()
        await asyncio.gather(*trips, return_exceptions=True)
        for queue in self._waiting.values():
            while queue:
                queue.popleft()[1].cancel()
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)
            self._pool = None

    def _leave(self) -> None:
        trip = asyncio.create_task(self._travel())
        self._trips.add(trip)

    async def _travel(self) -> None:
        try:
            await asyncio.sleep(0)  # lets the other tasks of this turn of the loop add theirs
            await self._carry()
        finally:
            # In the very step that found nothing more: what comes later must not wait for a trip that has ended.
            self._trips.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _carry(self) -> None:
        while load := self._load():
            work, items, futures = load
            try:
                results = await self._compute(work, items)
            except BaseException as error:
                _settle(futures, error=error)
                if not isinstance(error, Exception):
                    raise
            else:
                _settle(futures, results)

    async def _compute(self, work: Work, items: list[Any]) -> Sequence[Any]:
        """The results; where a worker was killed from outside, new ones get a second chance."""
        try:
            return await self._in_pool(work, items)
        except BrokenProcessPool:
            pass
        try:
            return await self._in_pool(work, items)
        except BrokenProcessPool as error:
            raise DistilScopeError(
                "the processes that compute judgments were ended from outside, twice: memory may be short",
                kept="What was finished is kept",
                remedy="Close other programs and start the study again",
            ) from error

    async def _in_pool(self, work: Work, items: list[Any]) -> Sequence[Any]:
        """The results of one try; a pool that broke is not used again."""
        pool = self._ready()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work, items)
        except BrokenProcessPool:
            pool.shutdown(wait=False)
            if self._pool is pool:
                self._pool = None
            raise

    def _load(self) -> tuple[Work, list[Any], list[asyncio.Future[Any]]] | None:
        for work, queue in self._waiting.items():
            while queue:
                share = max(1, min(BATCH, -(-len(queue) // self._workers)))
                taken = [queue.popleft() for _ in range(min(share, len(queue)))]
                alive = [(item, future) for item, future in taken if not future.done()]
                if alive:
                    return work, [item for item, _ in alive], [future for _, future in alive]
        return None

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_end_with_parent)
        return self._pool


def _settle(
    futures: list[asyncio.Future[Any]], results: Sequence[Any] = (), error: BaseException | None = None
) -> None:
    for position, future in enumerate(futures):
        if future.done():
            continue
        if error is None:
            future.set_result(results[position])
        elif isinstance(error, Exception):
            future.set_exception(error)
        else:
            future.cancel()


def _end_with_parent() -> None:
    """Leave with the parent process, also when it was killed and could not say good-bye."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True, name="parent-watch").start()


def _watch(parent: Any) -> None:
    with contextlib.suppress(Exception):
        parent.join()
    os._exit(0)
