"""What just happened, said over the page for a while: nothing moves under the mouse because of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from gui.widgets.banner import Banner

_FROM_EDGE = 8  # pixels
_AROUND_THE_WORDS = 90  # pixels: the sign, the gaps and the margins


class Toast(Banner):
    """A banner at the top left of its parent, over its title and beside its buttons."""

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self.setParent(over)
        self.setProperty("toast", True)

    def say(self, text: str, kind: str = "info", act: tuple[str, Callable[[], object]] | None = None) -> None:
        super().say(text, kind, act)
        self.place()
        self.raise_()

    def place(self) -> None:
        """Take the room that the words need, at most the parent's width."""
        room = self.parentWidget().width() - 2 * _FROM_EDGE
        words = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND_THE_WORDS
        self.setFixedWidth(max(1, min(room, words + self._button.sizeHint().width())))
        self.move(_FROM_EDGE, _FROM_EDGE)
        self.resize(self.width(), self.heightForWidth(self.width()))


class ToastHolder(QWidget):
    """A widget around a layout, with a toast over it. (An event filter would outlive its Python half at the end.)"""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)
        self.toast = Toast(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toast.place()
