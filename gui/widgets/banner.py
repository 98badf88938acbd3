"""A coloured line across the page: a hint, a warning, an error, or what can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from gui.widgets.layout import row
from gui.widgets.text import restyle

_SIGNS = {"info": "ℹ", "warn": "⚠", "bad": "✖"}


class Banner(QFrame):
    """Hidden until it says something. The kind is told by a word in front, not by colour alone."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._act: Callable[[], object] | None = None
        self._button.clicked.connect(self._clicked)
        box = row(self._sign, self._text, self._button, gap=10, margins=(14, 9, 12, 9))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, kind: str = "info", act: tuple[str, Callable[[], object]] | None = None) -> None:
        """Show a text; `act` is the words of a button and what it does. Kinds: info, warn, bad."""
        restyle(self, banner=kind)
        self._sign.setText(_SIGNS[kind])
        self._text.setText(text[:1].upper() + text[1:])
        self._text.setAccessibleName(text)
        self._act = act[1] if act else None
        self._button.setVisible(act is not None)
        if act:
            self._button.setText(act[0])
            self._button.setAccessibleName(act[0])
        self.show()

    def _clicked(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
