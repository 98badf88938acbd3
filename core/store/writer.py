"""The one writer of a workspace: a thread with the only write connection, committing all that waits at once."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from filelock import Timeout

from core.errors import WorkspaceError
from core.store import damage, lock, many, workspace

T = TypeVar("T")
Statement = tuple[str, tuple[Any, ...]]
_OUR_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError)
_LEFT_BEHIND = "UPDATE run SET status = 'interrupted', message = ? WHERE status = 'running'"
BATCH = 200  # jobs in one commit, at the most
COUNTED = (
    "study", "run", "run_model", "prompt_set", "template", "prompt", "response", "answer", "judgment", "label"
)  # fmt: skip


class _Job(Generic[T]):
    """Statements or a function, and whom to tell once it is committed."""

    def __init__(self, work: Callable[[sqlite3.Connection], T] | tuple[Statement, ...]) -> None:
        self.work = work
        self.future: Future[T] | asyncio.Future[T]
        self.loop: asyncio.AbstractEventLoop | None = None
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self, connection: sqlite3.Connection) -> None:
        if callable(self.work):
            self.result = self.work(connection)
        else:
            for sql, values in self.work:
                connection.execute(sql, values)

    def tell(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """Owns the workspace for writing until `close`; raises WorkspaceError where another program owns it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = lock.of(path)
        self._own()
        try:
            workspace.prepare(path)
            self._connection = workspace.connect_to_write(path)
            # Whoever left a run at work has gone: the workspace is ours alone.
            self._connection.execute(_LEFT_BEHIND, (lock.LEFT_BEHIND,))
            self._ids = {table: itertools.count(self._last_id(table) + 1) for table in COUNTED}
        except BaseException as error:
            if hasattr(self, "_connection"):
                self._connection.close()
            self._lock.release()
            if isinstance(error, sqlite3.DatabaseError):  # may be read but not written, or damaged
                raise _as_workspace_error(error, path) from error
            raise
        self._closed = False
        self._door = threading.Lock()
        self._gathered: list[_Job[Any]] = []
        self._queue: SimpleQueue[list[_Job[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="distilscope-writer")
        self._thread.start()

    def next_id(self, table: str) -> int:
        """An id that no other row of the table has or will have."""
        return next(self._ids[table])  # atomic in CPython: one C call

    async def save(self, *statements: Statement) -> None:
        """Return once the statements are committed, in one transaction."""
        job: _Job[None] = _Job(statements)
        job.loop = asyncio.get_running_loop()
        job.future = job.loop.create_future()
        with self._door:
            self._check_open()
            self._gathered.append(job)
            if len(self._gathered) == 1:
                job.loop.call_soon(self._send_gathered)
        await job.future

    def put(self, *statements: Statement) -> Future[None]:
        """The same from any thread; the future is done once they are committed."""
        return self._submit(_Job(statements))

    def call(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run a function on the write connection, within a transaction."""
        return self._submit(_Job(work))

    def close(self) -> None:
        """Commit what waits, end the thread and give the workspace back."""
        with self._door:
            first, self._closed = not self._closed, True
            self._send()
            self._queue.put(None)
        self._thread.join()
        if first:
            with contextlib.suppress(sqlite3.Error):  # a full disk is no reason to keep the file
                self._connection.execute("PRAGMA optimize")
            self._connection.close()
            self._lock.release()

    def _submit(self, job: _Job[T]) -> Future[T]:
        future: Future[T] = Future()
        job.future = future
        self._enqueue(job)
        return future

    def _enqueue(self, job: _Job[Any]) -> None:
        with self._door:
            self._check_open()
            self._gathered.append(job)
            self._send()

    def _check_open(self) -> None:
        """Nothing may wait for a thread that has ended."""
        if self._closed:
            raise WorkspaceError(f"{self.path} was closed", kept="What was saved before is kept")

    def _send_gathered(self) -> None:
        with self._door:
            self._send()

    def _send(self) -> None:
        """What a turn of the loop has gathered wakes the thread once: each waking costs more than a row."""
        if self._gathered:
            self._queue.put(self._gathered)
            self._gathered = []

    def _own(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise WorkspaceError(
                f"{self.path} is in use by another DistilScope", remedy="Close the other one, or wait for it"
            ) from error
        except OSError as error:
            if self.path.is_file():
                raise _only_to_be_read(self.path, error.strerror or "") from error
            raise WorkspaceError(
                f"{self.path} cannot be opened ({error.strerror})", remedy="Choose another place"
            ) from error

    def _last_id(self, table: str) -> int:
        row = self._connection.execute(f"SELECT max(id) FROM {table}").fetchone()
        return int(row[0] or 0)

    def _work(self) -> None:
        while (waiting := self._queue.get()) is not None:
            stop = False
            while len(waiting) < BATCH and not stop and not self._queue.empty():
                following = self._queue.get()
                stop = following is None
                waiting += following or []
            for start in range(0, len(waiting), BATCH):
                batch = waiting[start : start + BATCH]
                self._commit(batch)
                _tell(batch)
            if stop:
                return

    def _commit(self, batch: list[_Job[Any]]) -> None:
        """One transaction for all; where that fails, one each, so that a bad job harms no other."""
        try:
            self._transaction(batch)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the job
            if len(batch) == 1:
                batch[0].error = _as_workspace_error(error, self.path)
                return
            for job in batch:
                self._commit([job])

    def _transaction(self, batch: list[_Job[Any]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for _, jobs in itertools.groupby(batch, key=_shape):
                _run_alike(self._connection, list(jobs))
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk ends it by itself
                self._connection.execute("ROLLBACK")
            raise


def _shape(job: _Job[Any]) -> object:
    """Neighbours of the same shape are one executemany."""
    return id(job) if callable(job.work) else tuple(sql for sql, _ in job.work)


def _run_alike(connection: sqlite3.Connection, jobs: list[_Job[Any]]) -> None:
    if callable(jobs[0].work) or len(jobs) == 1:
        for job in jobs:
            job.run(connection)
        return
    for position, (sql, _) in enumerate(_statements(jobs[0])):
        many.execute(connection, sql, [_statements(job)[position][1] for job in jobs])


def _statements(job: _Job[Any]) -> tuple[Statement, ...]:
    return () if callable(job.work) else job.work


def _tell(batch: Iterable[_Job[Any]]) -> None:
    """Wake each loop once, however many of its jobs are done."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job[Any]]] = {}
    for job in batch:
        if job.loop is None:
            job.tell()
        else:
            by_loop.setdefault(job.loop, []).append(job)
    for loop, jobs in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_tell_all, jobs)


def _tell_all(jobs: list[_Job[Any]]) -> None:
    for job in jobs:
        job.tell()


def _as_workspace_error(error: Exception, path: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what extended codes add
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damage.damaged(path, str(error))
    if code == sqlite3.SQLITE_READONLY:
        return _only_to_be_read(path, str(error))
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, _OUR_MISTAKES):
        return WorkspaceError(
            f"{path} cannot be written ({error})",
            kept="What was saved before is kept",
            remedy="Check the disk",
        )
    return error


def _only_to_be_read(path: Path, why: str) -> WorkspaceError:
    return WorkspaceError(
        f"{path} cannot be written ({why})",
        kept="What was saved before is kept",
        remedy="Read it with distilscope results, or run into a copy of it that may be written",
    )
