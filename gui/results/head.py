"""The head of the results page: the run that is looked at, how it ended, and what it took."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from gui import run_names
from gui.calm import calm
from gui.counted import COUNTED
from gui.i18n import bind
from gui.widgets.layout import holder, row
from gui.widgets.text import label, named

_GAP = 10  # pixels


@calm
class RunHead(QWidget):
    """What a run took stands beside its name where it has room on one line, and else below it."""

    def __init__(self, *beside: QWidget) -> None:
        """beside: what stands behind the badge."""
        super().__init__()
        self.run_box = named(run_names.RunBox(), "Run")
        self.badge, self.facts = QLabel(), label(role="muted", wrap=True)
        self.badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bind(self.facts, "setToolTip", COUNTED)
        self._run = holder(row(self.run_box, self.badge, *beside, None, gap=_GAP))
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.addWidget(self._run)
        self._box.addWidget(self.facts, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(self._box)

    def say(self, facts: str) -> None:
        """What the run took, in a line."""
        self.facts.setText(facts)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        directions = QBoxLayout.Direction
        line = self.facts.fontMetrics().horizontalAdvance(self.facts.text())
        fits = self._run.sizeHint().width() + 2 * _GAP + line <= self.width()
        wanted = directions.LeftToRight if fits else directions.TopToBottom
        if self._box.direction() != wanted:
            self._box.setSpacing(_GAP if fits else _GAP // 2)
            self._box.setDirection(wanted)
