"""Small helpers that put widgets side by side, below each other, in a card or in a scroll area."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from gui.widgets.text import label

STRETCH = None
FORM_WIDTH = 1040  # pixels; lines of a form or a text that are longer read badly
Part = QWidget | QLayout | None
Box = TypeVar("Box", bound=QBoxLayout)


def row(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side; None is space that grows."""
    return _fill(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other; None is space that grows."""
    return _fill(QVBoxLayout(), parts, gap, margins)


def card(*parts: Part, heading: str = "", gap: int = 10) -> QFrame:
    """A raised surface around parts."""
    frame = QFrame()
    frame.setProperty("card", True)
    head = (label(heading, "heading"),) if heading else ()
    frame.setLayout(column(*head, *parts, gap=gap, margins=(18, 16, 18, 16)))
    return frame


def holder(layout: QLayout) -> QWidget:
    """A bare widget around a layout."""
    made = QWidget()
    made.setLayout(layout)
    return made


def scrolled(layout: QLayout, widest: int = 0, beside_bar: int = 0) -> QScrollArea:
    """A layout that scrolls when there is no room; `widest` keeps forms from being drawn out on a wide screen.

    beside_bar: pixels left free beside the scroll bar, while there is one.
    """
    inner = QWidget()
    inner.setObjectName("scrolled")
    inner.setLayout(layout)
    if widest:
        inner.setMaximumWidth(widest)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if beside_bar:
        around = layout.contentsMargins()
        area.verticalScrollBar().rangeChanged.connect(
            lambda low, high: layout.setContentsMargins(
                around.left(), around.top(), beside_bar if high > low else 0, around.bottom()
            )
        )
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def _fill(box: Box, parts: tuple[Part, ...], gap: int, margins: tuple[int, int, int, int]) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box
