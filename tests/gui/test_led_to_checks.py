"""Who has labelled is led to the tables that the labels make, not to the top of a long page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clicks
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from core.store import labels
from gui.window import MainWindow


def test_the_tables_of_labels_are_led_to(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    window = make_window(workspace)
    window.resize(1000, 640)
    clicks.settled(qtbot, window)
    for judgment in range(1, 31):
        new = labels.NewLabel(judgment, "me", *[float(1 + judgment % 5)] * 4)
        job = window.context.write(lambda writer, new=new: labels.add(writer, new))
        assert job is not None
        job.start()
    clicks.settled(qtbot, window)
    window.context.data_changed.emit()
    window.context.show("results", "checks")
    clicks.settled(qtbot, window)
    page = window.page("results")
    assert page.tabs.currentWidget() is page.deeper
    stack = page.deeper.stack
    names = [table.accessibleName() for table in stack.tables]
    table = stack.tables[names.index("Agreement of judges")]

    def in_sight() -> bool:
        return 0 <= table.mapTo(stack.viewport(), QPoint(0, 0)).y() < stack.viewport().height() // 2

    qtbot.waitUntil(lambda: in_sight() and stack.verticalScrollBar().value() > 0, timeout=clicks.WAIT_MS)
