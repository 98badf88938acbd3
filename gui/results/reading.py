"""The result in plain words, in the language of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from gui.glossary import words_button
from gui.i18n import tr
from gui.widgets.layout import column, row
from gui.widgets.text import label
from gui.widgets.textpane import TextPane


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
        self.setLayout(column(head, self.pane, gap=4, margins=(0, 6, 0, 0)))

    def say(self, paragraphs: Sequence[str], waiting: bool = False) -> None:
        """Show paragraphs; `waiting`: they are still being worked out."""
        if not paragraphs:
            self.pane.show_text(tr("Working it out…") if waiting else tr("Nothing to say yet."))
            return
        text = "\n\n".join(paragraphs)
        if text != self.pane.toPlainText():
            self.pane.show_text(text)

    def text(self) -> str:
        """What it says."""
        return self.pane.toPlainText()
