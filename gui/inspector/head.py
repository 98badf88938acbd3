"""Above the inspector's list: which run it shows and how many judgments pass, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from gui import format as fmt
from gui.context import Context
from gui.i18n import language, tr
from gui.inspector.run_name import RunName
from gui.widgets.layout import row
from gui.widgets.text import button, label, named


class RunLine(QWidget):
    """The run on the left, the number of judgments on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.run = RunName(context)
        self.counted = label(role="caption")
        self.number = 0
        box = row(self.run, self.counted, gap=16)
        box.setStretch(0, 1)
        self.setLayout(box)
        language.changed.connect(self._say)

    def count(self, number: int) -> None:
        """Say how many judgments pass the filter."""
        self.number = number
        self._say()

    def _say(self) -> None:
        self.counted.setText(tr("{n} judgments", n=fmt.count(self.number)))


def steps(go: Callable[[int], None]) -> tuple[QPushButton, QPushButton]:
    """The buttons that lead to the judgment before (-1) and to the one after (1)."""
    before, after = button("←", lambda: go(-1)), button("→", lambda: go(1))
    named(before, "Previous judgment", "Previous judgment: key K")
    named(after, "Next judgment", "Next judgment: key J")
    return before, after
