"""A bar of progress whose failed part has the colour of errors: a run in which all failed is not a full blue bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QProgressBar

from gui.calm import calm
from gui.theme import Theme

_ROUND = 5  # pixels, as the style has it


@calm
class FailedBar(QProgressBar):
    """The failed part stands at the end of what is through."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.failed = 0

    def show_done(self, through: int, failed: int) -> None:
        """`through` is done or failed; `failed` of it failed."""
        self.setValue(through)
        if failed != self.failed:
            self.failed = failed
            self.update()

    def failed_part(self) -> QRectF:
        """Where the failed part is drawn; empty where nothing failed."""
        span = self.maximum() - self.minimum()
        if not span or not self.failed:
            return QRectF()
        wide = self.width() / span
        begin, end = max(0, self.value() - self.failed) * wide, self.value() * wide
        return QRectF(begin, 0, end - begin, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        part = self.failed_part()
        if part.isEmpty():
            return
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _ROUND, _ROUND)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(shape)
        painter.fillRect(part, QColor(self._theme.colors.bad))
        painter.end()
