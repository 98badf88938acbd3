"""A coloured line across the page: a hint, a warning, an error, or what can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from gui.i18n import again, language
from gui.widgets.layout import row
from gui.widgets.text import restyle

Act = tuple[str, Callable[[], object]]  # the words of a button, and what it does
_MOST_ACTS = 2
_SIGNS = {"info": "ℹ", "warn": "⚠", "bad": "✖"}
# Words that core's sentences begin with. Any other first word may be a name, which stays as it is: gpt-6-luna.
_OPENERS = frozenset(
    ("a", "an", "at", "both", "cannot", "has", "holds", "is", "it", "its", "must", "needs", "no", "nothing", "only",
     "something", "that", "the", "there", "these", "this", "those", "two", "was", "what", "write")
)  # fmt: skip


class Banner(QFrame):
    """Hidden until it says something, which follows the language. A sign in front tells the kind, not colour alone."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = [QPushButton() for _ in range(_MOST_ACTS)]
        self._acts: tuple[Act, ...] = ()
        self._said, self._kind = "", "info"
        for number, each in enumerate(self._buttons):
            each.setAutoDefault(False)
            each.clicked.connect(lambda _checked=False, number=number: self._clicked(number))
        box = row(self._sign, self._text, *self._buttons, gap=10, margins=(14, 9, 12, 9))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()
        language.changed.connect(self._say_again)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def first_act(self) -> QPushButton | None:
        """The button that leads on, while there is one."""
        return self._buttons[0] if self._acts and not self.isHidden() else None

    def say(self, text: str, kind: str = "info", *acts: Act) -> None:
        """Show a text with up to two buttons. Kinds: info, warn, bad."""
        self._said, self._kind = text, kind
        restyle(self, banner=kind)
        self._sign.setText(_SIGNS[kind])
        self._text.setText(begun(text))
        self._text.setAccessibleName(text)
        self._acts = acts
        for number, each in enumerate(self._buttons):
            each.setVisible(number < len(acts))
            if number < len(acts):
                each.setText(acts[number][0])
                each.setAccessibleName(acts[number][0])
        self.show()

    def _say_again(self) -> None:
        if not self.isHidden():
            self.say(again(self._said), self._kind, *((again(words), act) for words, act in self._acts))

    def _clicked(self, number: int) -> None:
        self.hide()
        if number < len(self._acts):
            self._acts[number][1]()


def begun(text: str) -> str:
    """The text as a sentence begins, where its first word is surely no name."""
    first, _, _ = text.partition(" ")
    return text[:1].upper() + text[1:] if first in _OPENERS else text
