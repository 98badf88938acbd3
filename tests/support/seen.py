"""Every text of a window that a person can see, hover or hear, with what shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

Seen = tuple[str, str]  # what shows it, the text


def texts(window: QWidget) -> Iterator[Seen]:
    """All of them, without what is typed into fields and the cells of lists."""
    for widget in [window, *window.findChildren(QWidget)]:
        if isinstance(widget.parent(), QTabBar):
            continue  # its arrows are Qt's own
        kind = type(widget).__name__
        spoken = (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), *_of(widget))
        yield from ((kind, text) for text in spoken if text)


def cells(window: QWidget) -> Iterator[Seen]:
    """What stands in lists, tables and trees: words of ours beside names and texts of models."""
    for view in window.findChildren(QAbstractItemView):
        if view.model() is not None and not view.window().windowFlags() & Qt.WindowType.Popup:
            yield from ((view.accessibleName(), text) for text in _cells(view.model()))


def _of(widget: QWidget) -> list[str]:
    return next((list(read(widget)) for kind, read in _READ.items() if isinstance(widget, kind)), [])


def _heads(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    across = Qt.Orientation.Horizontal
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    return [
        str(model.headerData(i, across, role) or "") for i in range(model.columnCount()) for role in roles
    ]


def _cells(model: QAbstractItemModel, most: int = 40) -> Iterator[str]:
    root = QModelIndex()
    for row in range(min(model.rowCount(root), most)):
        for column in range(model.columnCount(root)):
            yield str(model.data(model.index(row, column, root)) or "")


_READ: dict[type[QWidget], Callable[[Any], Iterable[str]]] = {
    QLabel: lambda label: (label.text(),),
    QAbstractButton: lambda button: (button.text(),),
    QComboBox: lambda box: (box.itemText(i) for i in range(box.count())),
    QTabBar: lambda bar: (bar.tabText(i) for i in range(bar.count())),
    QLineEdit: lambda field: (field.placeholderText(),),
    QAbstractSpinBox: lambda box: (box.specialValueText(),),
    QMenu: lambda menu: (menu.title(), *(action.text() for action in menu.actions())),
    QAbstractItemView: _heads,
}
