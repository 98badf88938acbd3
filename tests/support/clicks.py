"""What the tests do in place of a person: clicks, keys and choices, and waiting for the window to catch up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

WAIT_MS = 30_000


def click(widget: QWidget) -> None:
    """Click in the middle of a visible, enabled widget."""
    assert widget.isVisible(), widget
    assert widget.isEnabled(), widget
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, modifier)


def write(field: QLineEdit, text: str) -> None:
    """Replace what stands in a field, by keys."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def pick(box: QComboBox, value: object) -> None:
    """Choose the entry with that value, by arrow keys."""
    box.setFocus()
    wanted = box.findData(value)
    assert wanted >= 0, value
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _step in range(wanted):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == value


def button(parent: QWidget, text: str) -> QPushButton:
    """The visible button that says so."""
    found = [b for b in parent.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    assert found, text
    return found[0]


def settled(qtbot: QtBot, window: QWidget) -> None:
    """Wait until no background work is left."""
    tasks = window.context.tasks  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not tasks.busy, timeout=WAIT_MS)
