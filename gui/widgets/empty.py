"""What a page shows while it has nothing: why, and the next thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.widgets.layout import column, row
from gui.widgets.text import button, label


class EmptyState(QWidget):
    """A heading, a sentence and one or two buttons, in the middle."""

    def __init__(self, heading: str, text: str, *actions: tuple[str, Callable[[], object]]) -> None:
        super().__init__()
        self.heading = label(heading, "heading")
        self.text = label(text, "muted", wrap=True)
        for each in (self.heading, self.text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setMaximumWidth(520)
        self.text.setMinimumWidth(320)
        self.buttons = [
            button(words, act, "primary" if number == 0 else "")
            for number, (words, act) in enumerate(actions)
        ]
        self.setLayout(
            column(
                None, self.heading, row(None, self.text, None), row(None, *self.buttons, None), None,
                gap=12, margins=(16, 24, 16, 24),
            )
        )  # fmt: skip
