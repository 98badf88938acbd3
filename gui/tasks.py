"""Work off the window's thread: reads through a read-only connection, and slow things such as network checks.

    tasks.read(path, lambda reader: reader.runs()).latest("home.runs").then(self._show).start()

`then` and `otherwise` are called on the window's thread. Of several jobs with one `latest` key only the newest is
heard. A job whose owner has gone is dropped.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from core.errors import DistilScopeError
from gui import readers

READ, WORK, NET = "read", "work", "net"
_JOIN_SECONDS = 5.0


class Job:
    """One piece of work and what follows it. Nothing runs before `start`."""

    def __init__(self, tasks: Tasks, lane: str, work: Callable[[], Any]) -> None:
        self._tasks, self.lane, self.work = tasks, lane, work
        self.key = ""
        self.number = 0
        self.owner: QObject | None = None
        self.cancelled = False
        self._then: Callable[[Any], None] | None = None
        self._otherwise: Callable[[DistilScopeError], None] | None = None

    def latest(self, key: str) -> Job:
        """Only the newest job of this key is run and heard."""
        self.key = key
        return self

    def owned_by(self, owner: QObject) -> Job:
        """Dropped when this object has gone."""
        self.owner = owner
        return self

    def then(self, done: Callable[[Any], None]) -> Job:
        """Called with the result."""
        self._then = done
        return self

    def otherwise(self, failed: Callable[[DistilScopeError], None]) -> Job:
        """Called with an expected error; without this the window shows it."""
        self._otherwise = failed
        return self

    def start(self) -> Job:
        """Put it in the queue."""
        self._tasks.put(self)
        return self

    def cancel(self) -> None:
        """Drop it; what is running ends unheard."""
        self.cancelled = True

    def deliver(self, result: Any) -> None:
        """Call what follows."""
        if self._then is not None:
            self._then(result)

    def fail(self, error: BaseException) -> bool:
        """Whether the error was expected and somebody took it."""
        if self._otherwise is None or not isinstance(error, DistilScopeError):
            return False
        self._otherwise(error)
        return True


class Tasks(QObject):
    """Three lanes of work, one thread each; threads start with the first job of their lane."""

    failed = Signal(object)  # an error that nobody took
    _finished = Signal(object, object, object)  # job, result, error

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queues: dict[str, queue.SimpleQueue[Job | None]] = {}
        self._threads: list[threading.Thread] = []
        self._numbers = itertools.count(1)
        self._newest: dict[str, int] = {}
        self._lock = threading.Lock()
        self._open = True
        self._pending = 0
        self._held: list[Job] | None = None
        self._finished.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job has not been heard yet."""
        return self._pending > 0

    def read(self, path: Path, work: Callable[[Any], Any]) -> Job:
        """A job that gets the reading thread's Reader of that workspace."""
        return Job(self, READ, lambda: _read(path, work))

    def work(self, work: Callable[[], Any]) -> Job:
        """A job that reads or writes files, or computes."""
        return Job(self, WORK, work)

    def net(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Job:
        """A job that waits for the network: `work` makes a coroutine."""
        return Job(self, NET, lambda: _run_async(work))

    def put(self, job: Job) -> None:
        """Queue a job; after `close` nothing happens."""
        if not self._open:
            return
        job.number = next(self._numbers)
        if job.key:
            self._newest[job.key] = job.number
        self._pending += 1
        self._send(job)

    def hold(self) -> None:
        """Begin nothing until `release`: while the window is being built, threads would only slow it down."""
        self._held = []

    def release(self) -> None:
        """Begin what was put meanwhile."""
        held, self._held = self._held or [], None
        for job in held:
            if self._open:
                self._send(job)

    def _send(self, job: Job) -> None:
        if self._held is not None:
            self._held.append(job)
            return
        if job.lane not in self._queues:
            self._start_lane(job.lane)
        self._queues[job.lane].put(job)

    def stale(self, job: Job) -> bool:
        """Whether nobody wants its result any more."""
        return job.cancelled or (bool(job.key) and self._newest.get(job.key) != job.number)

    def close(self) -> None:
        """End the threads; what has not run is dropped, what is running ends unheard."""
        with self._lock:
            self._open = False
        for waiting in self._queues.values():
            waiting.put(None)
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _start_lane(self, lane: str) -> None:
        self._queues[lane] = queue.SimpleQueue()
        # A daemon: a check that hangs in the network must not keep the program alive. It cannot emit after `close`.
        thread = threading.Thread(target=self._run, args=(lane,), name=f"distilscope-{lane}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self, lane: str) -> None:
        while (job := self._queues[lane].get()) is not None:
            if not self._open:
                continue
            self._report(job, *_outcome(job, skip=self.stale(job)))
        readers.close_all()

    def _report(self, job: Job, result: Any, error: BaseException | None) -> None:
        with self._lock:
            if self._open:
                self._finished.emit(job, result, error)

    def _hand_over(self, job: Job, result: Any, error: BaseException | None) -> None:
        self._pending -= 1
        gone = job.owner is not None and not shiboken6.isValid(job.owner)
        if gone or not self._open or self.stale(job):
            return
        if error is None:
            job.deliver(result)
        elif not job.fail(error):
            self.failed.emit(error)


def _read(path: Path, work: Callable[[Any], Any]) -> Any:
    try:
        return work(readers.reader(path))
    except Exception as error:
        from core.store import damage  # seldom needed

        if damaged := damage.explained(path, error):
            raise damaged from error
        raise


def _run_async(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    import asyncio

    return asyncio.run(work())


def _outcome(job: Job, skip: bool) -> tuple[Any, BaseException | None]:
    if skip:
        return None, None
    try:
        return job.work(), None
    except Exception as error:  # noqa: BLE001 - every error of a job is shown in the window
        return None, error
