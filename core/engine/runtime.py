"""The engine's thread: it owns the asyncio loop, and is the only way from other threads into it."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from core.engine.compute import Computer
from core.engine.control import Control
from core.engine.options import RunOptions
from core.engine.runner import Runner
from core.events import RunEnded, RunPaused, RunResumed, Sink
from core.keys import Keys
from core.llm.factory import KeySource
from core.store.writers import Writers
from core.study import Study

T = TypeVar("T")
SWITCH_SECONDS = 0.0005


class RunHandle:
    """One run, seen from another thread. Every method but `result` answers at once."""

    def __init__(self, runtime: Runtime, study: Study, workspace: Path, options: RunOptions) -> None:
        self._runtime, self._control = runtime, Control()
        self.study, self.workspace = study, workspace
        self.run_id: Future[int] = Future()
        self._task: asyncio.Task[RunEnded] | None = None
        self._cancelled = False
        self._result: Future[RunEnded] = runtime.submit(self._work(options))

    def pause(self) -> None:
        """Hold still before the next call; calls under way are finished and kept."""
        self._runtime.soon(self._pause)

    def resume(self) -> None:
        """Go on."""
        self._runtime.soon(self._resume)

    def cancel(self) -> None:
        """End the run now; what was finished is kept."""
        self._runtime.soon(self._cancel)

    def interrupt(self) -> None:
        """End the run now since the program ends; what was finished is kept."""
        self._runtime.soon(self._interrupt)

    def done(self) -> bool:
        """Whether the sitting has ended, well or not."""
        return self._result.done()

    def result(self, timeout: float | None = None) -> RunEnded:
        """Wait for the end. Raises DistilScopeError where the run could not begin, TimeoutError after `timeout` s."""
        return self._result.result(timeout)

    def when_done(self, tell: Callable[[Future[RunEnded]], None]) -> None:
        """Call `tell` with the finished future, from the engine's thread."""
        self._result.add_done_callback(tell)

    async def _work(self, options: RunOptions) -> RunEnded:
        if self._cancelled:
            return self._never_began()
        self._task = asyncio.current_task()
        started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        started.add_done_callback(self._know_run)
        try:
            return await self._runtime.runner.run(self.study, self.workspace, options, self._control, started)
        except asyncio.CancelledError:
            return self._never_began()
        finally:
            started.cancel()

    def _never_began(self) -> RunEnded:
        if self._control.leaving:
            return RunEnded(0, "interrupted", "The program was closed before the run began.")
        return RunEnded(0, "cancelled", "Cancelled before it began.")

    def _know_run(self, started: asyncio.Future[int]) -> None:
        if started.cancelled():
            self.run_id.cancel()
        else:
            self.run_id.set_result(started.result())

    def _pause(self) -> None:
        self._control.pause("you asked for it")
        if self._known():
            self._runtime.sink.emit(RunPaused(self.run_id.result(), "paused"))

    def _resume(self) -> None:
        self._control.resume()
        if self._known():
            self._runtime.sink.emit(RunResumed(self.run_id.result()))

    def _cancel(self) -> None:
        """Once: a second cancel would hit the first one's tidying up."""
        if self._task is not None and not self._cancelled:
            self._task.cancel()
        self._cancelled = True

    def _interrupt(self) -> None:
        """What was cancelled before stays cancelled."""
        if not self._cancelled:
            self._control.leaving = True
        self._cancel()

    async def end(self) -> None:
        """Interrupt, and wait until all that was finished is kept. Belongs to the engine's loop."""
        self._interrupt()
        await asyncio.gather(asyncio.wrap_future(self._result), return_exceptions=True)

    def _known(self) -> bool:
        return self.run_id.done() and not self.run_id.cancelled()


class Runtime:
    """Owns the engine's thread. `close` ends every run, keeps what was finished and joins the thread."""

    def __init__(self, sink: Sink, keys: KeySource | None = None) -> None:
        self.sink = sink
        self.writers = Writers()
        self._loop = asyncio.new_event_loop()
        self._computer: Computer | None = None
        self._keys = keys or Keys()
        self._handles: list[RunHandle] = []
        # The writer's thread and the window's take turns with the loop; at the default of 5 ms each waits too long.
        sys.setswitchinterval(SWITCH_SECONDS)
        # Not a daemon: a daemon still emitting while the interpreter ends crashes it.
        self._thread = threading.Thread(target=self._work, name="distilscope-engine")
        self._thread.start()
        self.runner: Runner = self.submit(self._make_runner()).result()

    def start(self, study: Study, workspace: Path, options: RunOptions | None = None) -> RunHandle:
        """Begin or take up the study's run; returns at once, the sink hears the rest."""
        handle = RunHandle(self, study, workspace, options or RunOptions())
        self._handles = [h for h in self._handles if not h.done()] + [handle]
        return handle

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the engine's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def soon(self, work: Callable[[], None]) -> None:
        """Call a function on the engine's loop."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    def close(self) -> None:
        """Interrupt, flush, join. Blocks until all is down; safe to call twice."""
        if not self._thread.is_alive():
            return
        self.submit(self._shut()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _make_runner(self) -> Runner:
        self._computer = Computer()
        return Runner(self.writers, self._computer, self._keys, self.sink)

    async def _shut(self) -> None:
        await asyncio.gather(*(handle.end() for handle in self._handles))
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._computer is not None:
            await self._computer.aclose()

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()
