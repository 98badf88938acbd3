"""Draws the charts of a report: what they show is read on the worker's thread, the pictures on the window's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import DistilScopeError

_LOOK_SECONDS = 0.2


class _Call:
    """A call that one thread asks of another, and what came of it."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call = call
        self.done = threading.Event()
        self.error: BaseException | None = None


class WindowRenderer(QObject):
    """A core.faces.ChartRenderer for a thread that is not the window's. `close` lets go of whoever waits."""

    _wanted = Signal(object)

    def __init__(self, parent: QObject, words: Callable[[int, str], Any] = lambda _run, _chart: None) -> None:
        """words: the gui.charts.figure.Texts that somebody gave a chart of a run, or None."""
        super().__init__(parent)
        self._words = words
        self._closed = threading.Event()
        self._wanted.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """The window closes: draw nothing more."""
        self._closed.set()

    def closed(self) -> bool:
        """Whether the window has gone."""
        return self._closed.is_set()

    def speak(self, language: str) -> None:
        """The window's language is in use already."""

    def names(self) -> tuple[str, ...]:
        """The charts that can be drawn."""
        from gui import charts

        return charts.names()

    def render(self, name: str, tables: Any, out: Path, reader: Any) -> None:
        """Draw one chart into a file; raises BadInput where the run has nothing for it."""
        from gui import charts

        data = charts.load(name, reader, tables)
        export = import_module("gui.charts.export")
        import_module("gui.charts.view")  # pyqtgraph takes long to import; here it holds nobody up
        self._on_window(lambda: export.save(data, out, texts=self._words(tables.run, name)))

    def _on_window(self, call: Callable[[], None]) -> None:
        asked = _Call(call)
        self._wanted.emit(asked)
        while not asked.done.wait(_LOOK_SECONDS):
            if self._closed.is_set():
                raise DistilScopeError("the window was closed before the report was written")
        if asked.error is not None:
            raise asked.error

    def _do(self, asked: _Call) -> None:
        try:
            if not self._closed.is_set():
                asked.call()
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            asked.error = error
        asked.done.set()
