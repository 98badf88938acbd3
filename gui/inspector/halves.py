"""The list and what it lists: beside each other in a wide window, one above the other in a narrow one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui.context import Context

_SIDE_BY_SIDE_FROM = 1_000
_ABOVE_EACH_OTHER = [170, 400]
_LOWEST = (110, 160)


class Halves(QSplitter):
    """Where somebody divided it, it stays divided so."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._divided = context.preferences.state("inspector.splitter") is not None
        self.setChildrenCollapsible(False)

    def fill(self, listed: QWidget, shown: QWidget) -> None:
        """Put the two in."""
        for number, (part, lowest) in enumerate(zip((listed, shown), _LOWEST, strict=True)):
            self.addWidget(part)
            self.setStretchFactor(number, 2 + number)
            part.setMinimumHeight(lowest)
        self._context.memory.keep("inspector.splitter", self)

    @property
    def side_by_side(self) -> bool:
        """Whether the list stands on the left."""
        return self.orientation() == Qt.Orientation.Horizontal

    def turn(self, width: int) -> bool:
        """Divide a page of this width; whether it is divided another way now."""
        wide = width >= _SIDE_BY_SIDE_FROM
        if self._divided and wide == self.side_by_side:
            return False
        self._divided = True
        self.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self.setSizes(_halves(width) if wide else _ABOVE_EACH_OTHER)
        return True


def _halves(width: int) -> list[int]:
    """A narrow window's list needs a greater part for the names and the scores."""
    listed = max(490, width * 2 // 5)
    return [listed, width - listed]
