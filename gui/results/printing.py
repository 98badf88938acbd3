"""Prints a report in a process of its own.

Laying text out makes objects that connect signals. On another thread of this process that holds the interpreter's lock
and waits for one of Qt's, while the window's thread may hold that one and wait for the interpreter's: both for ever.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.errors import DistilScopeError

_LOOK_SECONDS = 0.2


class ProcessPrinter:
    """A core.faces.PdfPrinter for a thread that may wait; gives up once `closed` says that the window has gone."""

    def __init__(self, closed: Callable[[], bool]) -> None:
        self._closed = closed

    def print_pieces(self, pieces: Sequence[Any], out: Path, *, style: str, title: str, footer: str) -> None:
        """Print the pieces from top to bottom. Raises BadInput where the file cannot be written."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        words = {"style": style, "title": title, "footer": footer}
        process = context.Process(
            target=_print, args=(theirs, list(pieces), out, words), daemon=True, name="distilscope-print"
        )
        process.start()
        theirs.close()  # theirs alone: when it ends, we hear of it
        try:
            error = self._hear(ours)
        finally:
            if self._closed():
                process.kill()
            process.join()
            ours.close()
        if error is not None:
            raise error

    def _hear(self, line: Connection) -> Exception | None:
        while not line.poll(_LOOK_SECONDS):
            if self._closed():
                raise DistilScopeError("the window was closed before the report was written")
        try:
            found: Exception | None = line.recv()
        except EOFError:
            raise DistilScopeError("the process that prints ended before the report was written") from None
        return found


def _print(line: Connection, pieces: list[Any], out: Path, words: dict[str, str]) -> None:
    """The process's whole life: print, and say how it went."""
    from gui.main import LazyPrinter

    try:
        LazyPrinter().print_pieces(pieces, out, **words)
    except DistilScopeError as error:
        line.send(error)
    else:
        line.send(None)
