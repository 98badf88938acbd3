"""What just happened, said over the page for a while: nothing moves under the mouse because of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from gui.calm import calm
from gui.widgets.banner import Act, Banner
from gui.widgets.text import button, named

_FROM_EDGE = 12  # pixels
_GAP = 10  # pixels between the parts of a banner, and from it to a control
_AROUND_THE_WORDS = 70  # pixels: the sign, the gaps and the margins
_HEADER = 96  # pixels: the title, the line below it and the page's buttons
_CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
_READ = (QAbstractItemView, QPlainTextEdit, QLabel)


class Toast(Banner):
    """A banner at the lower edge of its parent, where it covers no control; it can be closed."""

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self.setParent(over)
        self._over = over
        self.setProperty("toast", True)
        self.close_button = named(button("×", self.hide, "quiet"), "Close message")
        box = self.layout()
        if isinstance(box, QHBoxLayout):
            box.addWidget(self.close_button)

    def say(self, text: str, kind: str = "info", *acts: Act) -> None:
        super().say(text, kind, *acts)
        self.place()
        self.raise_()

    def place(self) -> None:
        """Take the room that the words need, at most the parent's width."""
        room = self._over.width() - 2 * _FROM_EDGE
        words = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND_THE_WORDS
        shown = (*self._buttons[: len(self._acts)], self.close_button)
        buttons = sum(each.sizeHint().width() + _GAP for each in shown)
        self.setFixedWidth(max(1, min(room, words + buttons)))
        self.resize(self.width(), self.heightForWidth(self.width()))
        self.move((self._over.width() - self.width()) // 2, self._top())

    def _top(self) -> int:
        """Where it covers the fewest controls, then the least of what is read; of such places the lowest."""
        high, lowest = self.height(), self._over.height() - self.height() - _FROM_EDGE
        controls, read = list(self._seen(_CONTROLS)), list(self._seen(_READ))
        above = (taken.top() - high - _GAP for taken in (*controls, *read))
        places = [lowest, *(top for top in above if _HEADER < top < lowest)]
        return min(places, key=lambda top: (self._covered(controls, top), self._covered(read, top), -top))

    def _covered(self, parts: Sequence[QRect], top: int) -> int:
        """How many of the parts it would cover there."""
        place = QRect((self._over.width() - self.width()) // 2, top, self.width(), self.height())
        return sum(part.intersects(place) for part in parts)

    def _seen(self, kinds: Iterable[type[QWidget]]) -> Iterator[QRect]:
        """Where the parent's widgets of these kinds are, as far as they are seen."""
        for kind in kinds:
            for each in self._over.findChildren(kind):
                if each.isVisible() and not self.isAncestorOf(each) and not each.visibleRegion().isEmpty():
                    yield QRect(each.mapTo(self._over, QPoint(0, 0)), each.size())


@calm
class ToastHolder(QWidget):
    """A widget around a layout, with a toast over it. (An event filter would outlive its Python half at the end.)"""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)
        self.toast = Toast(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toast.place()
