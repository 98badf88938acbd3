"""How the cells of a score table are drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from gui.calm import calm
from gui.widgets.heads import Heads


@calm
class Links(QStyledItemDelegate):
    """Underlines the number that the mouse or the keyboard is on; numbers stand closer where there is little room."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        lent = self._lent_by(index.column())
        if not lent:
            super().paint(painter, option, index)
            return
        cell = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setClipRect(cell, Qt.ClipOperation.IntersectClip)
        option.rect = cell.adjusted(-lent, 0, 0, 0)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            painter.setPen(option.palette.color(QPalette.ColorRole.Highlight))  # type: ignore[attr-defined]
            painter.drawLine(cell.topLeft(), cell.bottomLeft())  # of the frame, which begins outside
        painter.restore()

    def _lent_by(self, column: int) -> int:
        table = self.parent()
        heads = table.horizontalHeader() if isinstance(table, QTableView) else None
        return heads.lent_by(column) if isinstance(heads, Heads) else 0

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        states = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus
        on = bool(option.state & states)  # type: ignore[attr-defined]
        model = index.model()
        is_link = getattr(model, "is_link", None)
        if on and is_link is not None and is_link(index):
            option.font.setUnderline(True)  # type: ignore[attr-defined]
