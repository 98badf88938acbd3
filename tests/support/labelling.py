"""What a person does who labels judgments in the inspector."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import clicks
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.window import MainWindow


def inspector(qtbot: QtBot, window: MainWindow, width: int = 1280, height: int = 900) -> Any:
    """The inspector of a window, once it shows a judgment."""
    window.resize(width, height)
    clicks.settled(qtbot, window)
    window.show_page("inspector")
    page: Any = window.page("inspector")
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: page.detail.detail is not None)
    return page


def changed(path: Path, *statements: str) -> Path:
    """A workspace in which something was written by hand."""
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


def current(page: Any) -> int:
    """The judgment in front."""
    return int(page.detail.detail.row.id)


def focused() -> QWidget | None:
    """What the keyboard goes to."""
    return QApplication.focusWidget()


def ready(page: Any, judgment: int) -> bool:
    """Whether a judgment is in front, with the cursor where its label begins."""
    return current(page) == judgment and focused() is page.detail.labels.fields.first


def begun(qtbot: QtBot, page: Any, metric: str = "rse") -> Any:
    """Begin or go on with a task, by its button."""
    clicks.click(page.begin_tasks[metric])
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.task.on and ready(page, page.task.task.left[0]))
    return page


def save_by_key(qtbot: QtBot, page: Any) -> None:
    """Ctrl+Enter, wherever the keyboard goes to."""
    given = page.task.task.labelled | {current(page)}
    at = focused()
    assert at is not None
    clicks.press(at, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.task.task.labelled >= given)


def label(qtbot: QtBot, page: Any, digit: Qt.Key = Qt.Key.Key_3) -> None:
    """Label the judgment in front by two keys, and be where the task goes on."""
    left = page.task.task.left
    after = [each for each in left if each > -1 and each != current(page)]
    at = focused()
    assert at is not None
    clicks.press(at, digit)
    save_by_key(qtbot, page)
    if after:
        qtbot.waitUntil(lambda: ready(page, current(page)) and current(page) in after)


def back(qtbot: QtBot, page: Any, judgment: int) -> None:
    """Go back to a judgment in the list."""
    page.table.selectRow(page.model.row_of(judgment))
    qtbot.waitUntil(lambda: current(page) == judgment)


def leave(qtbot: QtBot, page: Any) -> None:
    """Leave the task."""
    clicks.click(page.task.leave_button)
    clicks.settled(qtbot, page.window())
