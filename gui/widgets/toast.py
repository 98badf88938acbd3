"""What just happened, said over the page for a while: nothing moves under the mouse because of it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from gui.widgets.banner import Act, Banner

_FROM_EDGE = 8  # pixels
_GAP = 10  # pixels between the parts of a banner
_AROUND_THE_WORDS = 70  # pixels: the sign, the gaps and the margins


class Toast(Banner):
    """A banner at the top left of its parent, over its title and beside its buttons."""

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self.setParent(over)
        self.setProperty("toast", True)

    def say(self, text: str, kind: str = "info", *acts: Act) -> None:
        super().say(text, kind, *acts)
        self.place()
        self.raise_()

    def place(self) -> None:
        """Take the room that the words need, at most the parent's width."""
        room = self.parentWidget().width() - 2 * _FROM_EDGE
        words = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND_THE_WORDS
        buttons = sum(each.sizeHint().width() + _GAP for each in self._buttons[: len(self._acts)])
        self.setFixedWidth(max(1, min(room, words + buttons)))
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
