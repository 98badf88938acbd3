"""What assistive technology reads out although the keyboard is elsewhere."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(where: QWidget, text: str) -> None:
    """Have a text read out; it interrupts nothing."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(where, text))
