"""A part that tells when what is in it needs another height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLayout, QWidget

from gui.calm import calm


@calm
class Fitted(QWidget):
    """`changed` after its layout may need more room, or less."""

    changed = Signal()

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return done
