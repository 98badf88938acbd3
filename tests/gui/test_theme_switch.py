"""Another appearance reaches each widget a few times, however deep in the window it lies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.window import MainWindow

DEEP = 12
OFF_AND_ON = 2


class Told(QLabel):
    """Counts how often it is styled anew."""

    def __init__(self) -> None:
        super().__init__("Deep down")
        self.times = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def put_deep(inside: QWidget) -> Told:
    """A label below many widgets in each other."""
    for _ in range(DEEP):
        box, part = QVBoxLayout(), QWidget()
        inside.setLayout(box)
        box.addWidget(part)
        inside = part
    told = Told()
    box = QVBoxLayout()
    box.addWidget(told)
    inside.setLayout(box)
    return told


@pytest.mark.parametrize("wish", ["dark", "light"])
def test_a_widget_deep_in_the_window_is_styled_no_more_often_than_one_above(
    qtbot: QtBot, make_window: Callable[..., MainWindow], wish: str
) -> None:
    window = make_window()
    theme = window.context.theme
    theme.choose("light" if wish == "dark" else "dark")
    top = QWidget(window)
    told = put_deep(top)
    top.show()
    told.ensurePolished()
    told.times = 0
    theme.choose(wish)
    assert 1 <= told.times <= OFF_AND_ON
    assert told.palette().windowText().color().name() == theme.colors.text
