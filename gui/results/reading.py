"""The result in plain words, in the language of the window."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from gui.calm import calm
from gui.glossary import words_button
from gui.i18n import tr
from gui.widgets.layout import column, row
from gui.widgets.text import label
from gui.widgets.textpane import TextPane


@calm
class ReadingBox(QFrame):
    """Sentences generated from the figures, a paragraph for each model; text that can be copied.

    `word`: where the glossary is opened.
    """

    def __init__(self, word: str) -> None:
        super().__init__()
        self.pane = TextPane("In plain words")
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setMinimumHeight(64)
        head = row(label("In plain words", "heading"), None, words_button(word))
        whole = column(head, self.pane, None, gap=4, margins=(0, 6, 0, 0))
        whole.setStretch(1, 1)
        whole.setStretch(2, 0)  # the rest, once all is said
        self.setLayout(whole)
        self.pane.document().documentLayout().documentSizeChanged.connect(lambda _size: self._hug_soon())
        self.pane.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._hug_soon())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hug_soon()

    def say(self, paragraphs: Sequence[str], waiting: bool = False) -> None:
        """Show paragraphs; `waiting`: they are still being worked out."""
        if not paragraphs:
            self.pane.show_text(tr("Working it out…") if waiting else tr("Nothing to say yet."))
            return
        text = "\n\n".join(paragraphs)
        if text != self.pane.toPlainText():
            self.pane.show_text(text)
        self._hug_soon()

    def _hug_soon(self) -> None:
        """Once the text is laid out in its new width."""
        QTimer.singleShot(0, self, self._hug)

    def _hug(self) -> None:
        """No higher than what is said: below it is nothing, and not an empty box."""
        pane, document = self.pane, self.pane.document()
        around = pane.height() - pane.viewport().height() + 2 * document.documentMargin()
        layout, block, high = document.documentLayout(), document.firstBlock(), 0.0
        while block.isValid():
            high, block = high + layout.blockBoundingRect(block).height(), block.next()
        pane.setMaximumHeight(max(pane.minimumHeight(), ceil(high + around)))

    def text(self) -> str:
        """What it says."""
        return self.pane.toPlainText()
