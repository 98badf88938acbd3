"""The tab order follows the reading order: the order of the layouts, from top to bottom and left to right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QTabWidget, QWidget

from gui.widgets.flow import Flow


def follow_layout(root: QWidget) -> None:
    """Order the tab stops below a widget as they are read."""
    stops = list(tab_stops(root))
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def tab_stops(root: QWidget) -> Iterator[QWidget]:
    """The widgets that the tab key can reach, as they are read; hidden ones included."""
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(root, QTabWidget):
        yield root
        if root.focusProxy() is None and root.layout() is None:
            return
    for child in _children(root):
        yield from tab_stops(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        yield from filter(None, [widget.widget()])
    elif isinstance(widget, Flow):
        yield from widget.flowed
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        yield from filter(None, (widget.widget(i) for i in range(widget.count())))
    elif isinstance(widget, QSplitter | QStackedWidget):
        yield from filter(None, (widget.widget(i) for i in range(widget.count())))
    elif (layout := widget.layout()) is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _of_layout(inner)
