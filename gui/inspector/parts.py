"""Prompt, responses and tabs of one judgment, one above the other, each with the room that it needs."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gui.calm import calm
from gui.widgets.textpane import TextPane

_LINES, _HIGHEST = 1, 6  # of a prompt, as they are shown before it scrolls
_SPARE = 4  # pixels, without which Qt offers to scroll what is seen whole
_MEASURED = 1_000  # characters, which fill more lines than that in any window
_TABS = 0.36  # of the height: the bar of tabs stays where it is, whichever judgment is in front


@calm
class Parts(QSplitter):
    """The prompt is as high as its text, the responses have what is left; once divided by hand, it stays so."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self._prompt: TextPane | None = None
        self._by_hand = False
        self.splitterMoved.connect(self._drawn)

    def fill(self, prompt: TextPane, asked: QWidget, responses: QWidget, tabs: QWidget) -> None:
        """Put the three in; `asked` is the part that the prompt stands in."""
        self._prompt = prompt
        for number, (part, share) in enumerate(((asked, 0), (responses, 4), (tabs, 3))):
            self.addWidget(part)
            self.setStretchFactor(number, share)

    def fit(self) -> None:
        """Divide the room anew, after another text came or the room became another."""
        if self._prompt is None or not self._prompt.isVisible():
            return
        self._prompt.setMinimumHeight(height_of(self._prompt))
        if not self._by_hand:
            asked = self.widget(0).minimumSizeHint().height()
            tabs = max(self.widget(2).minimumHeight(), round(self.height() * _TABS))
            self.setSizes([asked, max(0, self.height() - asked - tabs), tabs])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def saveState(self) -> QByteArray:
        return super().saveState() if self._by_hand else QByteArray()

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview[int]) -> bool:
        self._by_hand = super().restoreState(state)
        return self._by_hand

    def _drawn(self) -> None:
        self._by_hand = True


def height_of(pane: TextPane) -> int:
    """Pixels that the text of a pane needs; of a long one, those of its first lines."""
    words, edge = pane.fontMetrics(), round(pane.document().documentMargin())
    bar = pane.verticalScrollBar()
    wide = pane.viewport().width() + (bar.width() if bar.isVisible() else 0) - 2 * edge
    room = QRect(0, 0, max(1, wide), 1_000_000)
    text = pane.toPlainText()[:_MEASURED]
    needed = words.boundingRect(room, Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextExpandTabs, text).height()
    line = words.lineSpacing()
    shown = min(max(needed, _LINES * line), _HIGHEST * line)
    return int(shown + 2 * edge + _SPARE + pane.height() - pane.viewport().height())
