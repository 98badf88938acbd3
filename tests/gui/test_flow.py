"""What stands side by side stands on one line, however high it is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.widgets.flow import Flow


def test_low_parts_stand_in_the_middle_of_their_line(qtbot: QtBot) -> None:
    low, high, below = QLabel("low"), QPushButton("high"), QPushButton("in the next line, for want of room")
    high.setStyleSheet("padding: 20px")
    flow = Flow(low, high, below)
    qtbot.addWidget(flow)
    flow.resize(low.sizeHint().width() + high.sizeHint().width() + 20, 10)
    flow.show()
    assert low.height() < high.height()
    assert abs(low.geometry().center().y() - high.geometry().center().y()) <= 1
    assert below.y() > high.geometry().bottom()
    assert flow.height() == below.geometry().bottom() + 1
