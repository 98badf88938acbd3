"""A read-only pane for what a model wrote: always plain text, passages can be marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from gui.theme import Colors
from gui.widgets.text import named


class TextPane(QPlainTextEdit):
    """Marks are underlined as well as coloured, so they are seen without colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("plain", True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._marks: list[tuple[int, int]] = []

    def show_text(self, text: str, marks: Sequence[tuple[int, int]] = ()) -> None:
        """Show a text; marks are spans of Python string positions."""
        self.setPlainText(text)
        lines = [part for span in marks for part in _by_line(text, *span)]
        self._marks = [(_utf16(text, start), _utf16(text, end)) for start, end in lines]
        self.setExtraSelections([])

    def draw_marks(self, colors: Colors) -> None:
        """Draw the marks in the theme's colours."""
        shape = QTextCharFormat()
        shape.setBackground(QColor(colors.shared))
        shape.setForeground(QColor(colors.text))
        shape.setFontUnderline(True)
        self.setExtraSelections([self._selection(start, end, shape) for start, end in self._marks])

    def _selection(self, start: int, end: int, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor, made.format = cursor, shape  # type: ignore[misc]
        return made


def _by_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span in pieces that do not reach over the end of a line, where Qt would paint the break."""
    pieces = []
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            pieces.append((start, start + len(line.rstrip("\r\n"))))
        start += len(line)
    return pieces


def _utf16(text: str, position: int) -> int:
    """A position in a Python string as Qt counts: characters outside the basic plane count twice."""
    return position + sum(character > "\uffff" for character in text[:position])
