"""A person at the window, whose clicks and keys are counted; what is typed or pasted into a field is not."""

from __future__ import annotations

import clicks
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot


class Person:
    """Does one thing after the other; `done` names each click and each key."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.done: list[str] = []

    def click(self, widget: QWidget) -> None:
        """Click on something that can be seen and is enabled, once it is."""
        self._qtbot.waitUntil(lambda: widget.isVisible() and widget.isEnabled(), timeout=clicks.WAIT_MS)
        self.done.append(f"click {widget.accessibleName() or widget.objectName()}")
        clicks.click(widget)

    def press(self, key: Qt.Key) -> None:
        """Press a key, wherever the keyboard is."""
        self.done.append(f"key {key.name}")
        QTest.keyClick(_with_keyboard(), key)

    def paste(self, text: str) -> None:
        """Paste into the field that has the keyboard: nothing is clicked for it."""
        field = _with_keyboard()
        assert isinstance(field, QLineEdit), f"the keyboard is at {field}"
        field.insert(text)

    def choose(self, box: QComboBox, text: str) -> None:
        """Open a list at its arrow and click on an entry: two clicks."""
        self.done.append(f"click the arrow of {box.accessibleName()}")
        arrow = QPoint(box.width() - 8, box.height() // 2)
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=arrow)
        view = box.view()
        self._qtbot.waitUntil(view.isVisible, timeout=clicks.WAIT_MS)
        entry = view.visualRect(box.model().index(box.findText(text), 0))
        assert view.viewport().rect().contains(entry.center()), f"{text} cannot be seen in the list"
        self.done.append(f"click {text}")
        # A combo box takes a click that follows its opening too closely for a double click.
        QApplication.setDoubleClickInterval(0)
        QTest.mouseMove(view.viewport(), entry.center())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=entry.center())
        self._qtbot.waitUntil(lambda: not view.isVisible(), timeout=clicks.WAIT_MS)
        assert box.currentText() == text


def _with_keyboard() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget
