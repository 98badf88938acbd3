"""What just happened, said over the page for a while: nothing moves under the mouse because of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from gui.widgets.banner import Banner

_FROM_EDGE = 8  # pixels
_AROUND_THE_WORDS = 90  # pixels: the sign, the gaps and the margins


class Toast(Banner):
    """A banner at the top left of a widget, over its title and beside its buttons."""

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self.setParent(over)
        self.setProperty("toast", True)
        over.installEventFilter(self)

    def say(self, text: str, kind: str = "info", act: tuple[str, Callable[[], object]] | None = None) -> None:
        super().say(text, kind, act)
        self._place()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self.parentWidget()
        width = over.width() - 2 * _FROM_EDGE
        words = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND_THE_WORDS
        self.setFixedWidth(max(1, min(width, words + self._button.sizeHint().width())))
        self.move(_FROM_EDGE, _FROM_EDGE)
        self.resize(self.width(), self.heightForWidth(self.width()))
