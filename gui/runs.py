"""Starting, pausing and cancelling runs. Several queue; one is on at a time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import DistilScopeError
from core.events import Event, RunEnded, RunPaused, RunResumed, RunStarted
from core.study import Study
from gui import preferences as prefs
from gui.awake import Awake
from gui.bridge import Bridge
from gui.preferences import Preferences
from gui.tasks import Job, Tasks


@dataclass(frozen=True)
class Wish:
    """A run that somebody asked for."""

    study: Study
    workspace: Path
    options: dict[str, Any]


class Runs(QObject):
    """The run that is on and those that wait. `failed` carries the error of a run that could not start."""

    changed = Signal()
    failed = Signal(object)
    ended = Signal(object)  # RunEnded
    _done = Signal(object)  # a handle, from the engine's thread

    def __init__(self, bridge: Bridge, tasks: Tasks, preferences: Preferences) -> None:
        super().__init__(bridge)
        self._bridge, self._tasks, self._preferences = bridge, tasks, preferences
        self._engine = _Engine(bridge)
        self._awake = Awake()
        self._handle: Any = None
        self._waiting: deque[Wish] = deque()
        self.current: Wish | None = None
        self.last: Wish | None = None  # the one that ended last
        self.run: int | None = None
        self.paused = False
        self.cancelling = False
        bridge.batch.connect(self._hear)
        self._done.connect(self._over, Qt.ConnectionType.QueuedConnection)

    @property
    def active(self) -> bool:
        """Whether a run is on, paused ones included."""
        return self.current is not None

    @property
    def waiting(self) -> tuple[Wish, ...]:
        """The runs that queue."""
        return tuple(self._waiting)

    def start(self, study: Study, workspace: Path, **options: Any) -> None:
        """Run a study, after those that already wait."""
        self._waiting.append(Wish(study, workspace, options))
        self._next()

    def pause(self) -> None:
        """Hold still after the calls in flight."""
        if self._handle is not None:
            self._handle.pause()

    def resume(self) -> None:
        """Go on."""
        if self._handle is not None:
            self._handle.resume()

    def cancel(self) -> None:
        """Stop the run that is on; what is done is kept."""
        if self.active and not self.cancelling:
            self.cancelling = True
            if self._handle is not None:
                self._handle.cancel()
            self.changed.emit()

    def drop(self, wish: Wish) -> None:
        """Take a run out of the queue."""
        if wish in self._waiting:
            self._waiting.remove(wish)
            self.changed.emit()

    def put_back(self, wish: Wish, place: int) -> None:
        """Let a run that was dropped wait again, where it waited before."""
        self._waiting.insert(place, wish)
        self._next()

    def write(self, workspace: Path, change: Callable[[Any], Future[Any]]) -> Job:
        """A background job that changes a workspace through its one writer (labels, tags, undo)."""
        return self._tasks.work(lambda: self._engine.write(workspace, change))

    def close(self) -> None:
        """Cancel all, wait until everything that was finished is on disk, end the engine's thread."""
        self._waiting.clear()
        self._engine.close()
        self._awake.keep(False)

    def _next(self) -> None:
        if self.current is None and self._waiting:
            self._begin(self._waiting.popleft())
        self._awake.keep(self.active)
        self.changed.emit()

    def _begin(self, wish: Wish) -> None:
        self.current, self.run, self.paused, self.cancelling = wish, None, False, False
        concurrency = self._preferences.get(prefs.CONCURRENCY) or None
        options = {"concurrency": concurrency, **wish.options}
        job = self._tasks.work(lambda: self._engine.start(wish, options))
        job.then(self._began).otherwise(self._failed).start()

    def _began(self, handle: Any) -> None:
        self._handle = handle
        handle.when_done(lambda _future: self._done.emit(handle))
        if self.cancelling:
            handle.cancel()
        self.changed.emit()

    def _failed(self, error: DistilScopeError) -> None:
        self.failed.emit(error)
        self._end(RunEnded(self.run or 0, "error", str(error)))

    def _hear(self, events: list[Event]) -> None:
        before = (self.run, self.paused)
        for event in events:
            self._take(event)
        if before != (self.run, self.paused):
            self.changed.emit()

    def _take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self.run = event.run
        elif isinstance(event, RunPaused | RunResumed):
            self.paused = isinstance(event, RunPaused)

    def _over(self, handle: Any) -> None:
        """The engine let go of the run; only now may the next one begin."""
        if handle is not self._handle:
            return
        self._bridge.drain()
        try:
            self._end(handle.result(timeout=0))
        except DistilScopeError as error:
            self._failed(error)
        except Exception as error:  # noqa: BLE001 - a run that broke must not leave the window waiting for it
            self.failed.emit(error)
            self._end(RunEnded(self.run or 0, "error", _unexpected(error)))

    def _end(self, event: RunEnded) -> None:
        self.last = self.current
        self.current, self._handle, self.paused, self.cancelling = None, None, False, False
        self.ended.emit(event)
        self._next()


def _unexpected(error: Exception) -> str:
    """In core's words, which have a translation; the dialog has the rest."""
    return f"An unexpected error stopped the run ({type(error).__name__}); what was finished is kept."


class _Engine:
    """The engine's runtime, made with the first run: importing it takes a while."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._lock = threading.Lock()
        self._runtime: Any = None
        self._closed = False

    def start(self, wish: Wish, options: dict[str, Any]) -> Any:
        """Begin a run, off the window's thread. Returns its handle."""
        from core.engine.options import RunOptions
        from core.engine.runtime import Runtime

        wish.workspace.parent.mkdir(parents=True, exist_ok=True)
        with self._lock:
            if self._closed:
                raise DistilScopeError("the program is closing")
            if self._runtime is None:
                self._runtime = Runtime(self._bridge.sink)
            return self._runtime.start(wish.study, wish.workspace, RunOptions(**options))

    def write(self, workspace: Path, change: Callable[[Any], Future[Any]]) -> Any:
        """Make a change and wait until it is committed."""
        from core.store.writers import Writers

        # Held throughout: a run that starts meanwhile would find the workspace in use.
        with self._lock:
            writers = self._runtime.writers if self._runtime is not None else Writers()
            with writers.use(workspace) as writer:
                return change(writer).result()

    def close(self) -> None:
        """End its thread; nothing starts after this."""
        with self._lock:
            self._closed = True
            if self._runtime is not None:
                self._runtime.close()
