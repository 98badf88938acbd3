"""The four steps of a study, as buttons in a row; any step can be gone to at any time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from gui.i18n import language, tr
from gui.widgets.layout import row
from gui.widgets.text import button


class Stepper(QWidget):
    """`chosen` carries the number of a step, from 0."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = list(titles)
        self.buttons = [button(title, kind="step") for title in titles]
        self._group = QButtonGroup(self)
        for number, each in enumerate(self.buttons):
            each.setCheckable(True)
            each.clicked.connect(lambda _on, n=number: self.chosen.emit(n))
            self._group.addButton(each, number)
        box = row(*self.buttons, gap=6)
        for number in range(len(self.buttons)):
            box.setStretch(number, 1)
        self.setLayout(box)
        language.changed.connect(self._say)
        self._say()

    def mark(self, number: int) -> None:
        """Show which step is in front."""
        self.buttons[number].setChecked(True)

    def _say(self) -> None:
        for number, (each, title) in enumerate(zip(self.buttons, self._titles, strict=True), 1):
            each.setText(f"{number}  {tr(title)}")
            each.setAccessibleName(tr("Step {n}: {title}", n=number, title=tr(title)))
