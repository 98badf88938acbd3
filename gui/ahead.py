"""Builds the page that is opened next, most likely, while nobody does anything: it takes a fifth of a second."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from gui.window import MainWindow

PAGE = "inspector"
_LOOK_MS = 1_000
_FROM = ("home", "results")  # nothing is typed there


class Ahead(QTimer):
    """Looks now and then whether the window is left alone, and stops once the page is built."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pointer: QPoint | None = None
        self._imported = False
        self.setInterval(_LOOK_MS)
        self.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self.timeout.connect(self.look)

    def look(self) -> None:
        """Go one step on, if nothing else is to do: import, on a thread; then build."""
        if self._window.has_page(PAGE):
            self.stop()
        elif not self._left_alone():
            return
        elif not self._imported:
            self._imported = True
            self._window.context.tasks.work(lambda: import_module(f"gui.{PAGE}.view")).owned_by(self).start()
        else:
            self._window.page(PAGE)
            self.stop()

    def _left_alone(self) -> bool:
        context, pointer = self._window.context, QCursor.pos()
        still, self._pointer = pointer == self._pointer, pointer
        busy = (
            context.tasks.busy
            or context.runs.active
            or QApplication.mouseButtons() != Qt.MouseButton.NoButton
        )
        return still and not busy and context.run is not None and self._window.front in _FROM
