"""A read-only pane for what a model wrote: always plain text, passages can be marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from gui.calm import calm
from gui.theme import Colors
from gui.widgets.text import named

Span = tuple[int, int]
Shapes = tuple[QTextCharFormat, QTextCharFormat]
_MANY = 120  # marks of one text
# What has no place to break a line at, but for Chinese, Japanese and Korean, which break anywhere.
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{2000}")
_WIDE = "\uffff"  # characters beyond it count twice with Qt


@calm
class TextPane(QPlainTextEdit):
    """Marks of two kinds: underlined, and dotted; so they are seen, and told apart, without colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("plain", True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text = ""
        self._underlined: list[Span] = []
        self._dotted: list[Span] = []
        self._shapes: Shapes | None = None
        # Later and once: within a scroll or a change of size, Qt has no place for a cursor.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._draw_soon())

    def show_text(self, text: str) -> None:
        """Show a text without marks."""
        self._underlined, self._dotted = [], []  # while a text comes, it scrolls
        self._text = text
        self._wrap(text)
        self.setPlainText(text)
        self.setExtraSelections([])

    def _wrap(self, text: str) -> None:
        """Qt looks for the end of the word for each line of it: a megabyte without a space took it minutes."""
        modes = QTextOption.WrapMode
        wanted = modes.WrapAnywhere if _UNBROKEN.search(text) else modes.WrapAtWordBoundaryOrAnywhere
        if self.wordWrapMode() != wanted:
            self.clear()  # else what was there before is laid out once more
            self.setWordWrapMode(wanted)

    def mark(self, underlined: Sequence[Span], dotted: Sequence[Span] = ()) -> None:
        """Mark passages, once they are drawn: spans of Python string positions in the text, in their order."""
        self._underlined, self._dotted = (
            _as_qt_counts(self._text, underlined),
            _as_qt_counts(self._text, dotted),
        )

    def draw_marks(self, colors: Colors) -> None:
        """Draw the marks in the theme's colours."""
        self._shapes = shapes(colors)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_soon()

    def _draw_soon(self) -> None:
        if self._many:
            self._soon.start()

    @property
    def _many(self) -> bool:
        return len(self._underlined) + len(self._dotted) > _MANY

    def _draw(self) -> None:
        """Of many marks those in sight: a paragraph of a thousand marks takes Qt tenths of a second to paint."""
        first, last = self._in_sight() if self._many else (0, self.document().characterCount())
        drawn = [
            self._selection(start, end, shape)
            for marks, shape in zip((self._underlined, self._dotted), self._shapes or (), strict=False)
            for start, end in marks
            if start <= last and end >= first
        ]
        self.setExtraSelections(drawn)

    def _in_sight(self) -> tuple[int, int]:
        seen = self.viewport().rect()
        ends = (self.cursorForPosition(corner) for corner in (seen.topLeft(), seen.bottomRight()))
        first, last = (end.position() for end in ends)
        return first, last

    def _selection(self, start: int, end: int, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor, made.format = cursor, shape  # type: ignore[misc]
        return made


def shapes(colors: Colors) -> Shapes:
    """How the two kinds of marks are drawn."""
    lines = QTextCharFormat.UnderlineStyle
    return _shape(colors.text, colors.shared, lines.SingleUnderline), _shape(
        colors.text, colors.only_here, lines.DotLine
    )


def _shape(text: str, ground: str, line: QTextCharFormat.UnderlineStyle) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setBackground(QColor(ground))
    shape.setForeground(QColor(text))
    shape.setUnderlineStyle(line)
    return shape


def _as_qt_counts(text: str, spans: Sequence[Span]) -> list[Span]:
    """In pieces of a line each, and as Qt counts: characters outside the basic plane count twice."""
    pieces = [piece for span in spans for piece in _by_line(text, *span)]
    if not pieces or max(text) <= _WIDE:
        return pieces
    return list(_shifted(text, pieces))


def _by_line(text: str, start: int, end: int) -> Iterator[Span]:
    """A span in pieces that do not reach over the end of a line, where Qt would paint the break."""
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _shifted(text: str, pieces: list[Span]) -> Iterator[Span]:
    """Counting on from piece to piece: from the start for each would take the square of the time."""
    at = wide = 0
    for start, end in pieces:
        wide += _wide(text[at:start])
        within = _wide(text[start:end])
        yield start + wide, end + wide + within
        at, wide = end, wide + within


def _wide(text: str) -> int:
    return sum(character > _WIDE for character in text)
