"""A file dropped on the window, and the dialog that it opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clicks
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from gui.window import MainWindow


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), *where)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(5, 5), *where))


def dialog_of(qtbot: QtBot, window: MainWindow) -> Any:
    clicks.settled(qtbot, window)
    return window.page("home").bring_in.dialog  # type: ignore[attr-defined]
