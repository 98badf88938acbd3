"""Scores of a run: of a small one on the thread that asks, of a large one in a process of its own.

Computing the scores of many judgments takes seconds of Python, and a thread that computes keeps the window from being
drawn in time. The process is nicer than the window, so that it never takes its place on a busy machine.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from core.errors import DistilScopeError

Work = Callable[..., Any]  # of a Reader, a run and, where it takes one, a Told
Told = Callable[[float], object]
SMALL = 3_000  # judgments that are scored within a moment
_NICER = 5


class Unwanted(DistilScopeError):
    """The work was given up on, see Scorer.stop."""


class Scorer:
    """Belongs to one page; its process starts with the first large run and ends with `close`."""

    def __init__(self) -> None:
        self._line: Connection | None = None
        self._process: BaseProcess | None = None
        self._closed = self._stopped = False
        self._busy: int | None = None

    def look(self, reader: Any, run: int) -> tuple[Any, Any, float]:
        """Counts and score tables of a run, and how long they took; on a thread that may wait."""
        began = time.monotonic()
        counts, tables = self._do(_read, reader, run)
        return counts, tables, time.monotonic() - began

    def once(
        self, work: Work, reader: Any, run: int, told: Told | None = None, *, labels: bool = True
    ) -> Any:
        """What a function of a module of core gives for a run, kept by the reader until what it rests on is written.

        told: hears how much of it is done, 0 to 1, where that takes a while; the function then has to tell it.
        """
        return reader.once(work, run, lambda: self._do(work, reader, run, told), labels=labels)

    def stop(self, run: int) -> None:
        """Give up what the process works out of a run: another one is wanted, and would have to wait for it.

        Whoever waits for it gets an Unwanted.
        """
        if self._busy == run and self._process is not None:
            self._stopped = True
            self._process.kill()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._closed = True
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def _do(self, work: Work, reader: Any, run: int, told: Told | None = None) -> Any:
        small = reader.run(run).judgments <= SMALL
        return work(reader, run) if small else self._elsewhere(work, reader, run, told)

    def _elsewhere(self, work: Work, reader: Any, run: int, told: Told | None) -> Any:
        try:
            self._stopped = False
            line = self._start()
            self._busy = run
            line.send((work, reader.path, run, told is not None))
            while isinstance(found := line.recv(), float):
                told(found) if told else None
        except (EOFError, OSError):  # it was killed from outside, or by us
            self._line = None
            if self._closed:
                raise DistilScopeError("the window closes") from None
            if self._stopped:
                raise Unwanted("the scores of another run were asked for") from None
            return work(reader, run)
        finally:
            self._busy = None
        if isinstance(found, Exception):
            raise found
        return found

    def _start(self) -> Connection:
        if self._closed:
            raise EOFError
        if self._process is not None and not self._process.is_alive():
            self._process.join()
            self._line = None
        if self._line is None:
            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs,), daemon=True, name="distilscope-scores"
            )
            self._process.start()
            theirs.close()  # theirs alone: when either side ends, the other hears of it
        return self._line


def _serve(line: Connection) -> None:
    """Answer until the window has gone."""
    with contextlib.suppress(AttributeError, OSError):  # Windows has no such call
        os.nice(_NICER)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            work, path, run, telling = line.recv()
            line.send(_answer(work, path, run, *((line.send,) if telling else ())))


def _answer(work: Work, path: Path, run: int, *told: Told) -> Any:
    from core.store.reader import Reader

    try:
        with contextlib.closing(Reader(path)) as reader:
            return work(reader, run, *told)
    except DistilScopeError as error:
        return error


def _read(reader: Any, run: int) -> tuple[Any, Any]:
    from core.report.tables import score_tables

    return reader.counts(run), score_tables(reader, run)
