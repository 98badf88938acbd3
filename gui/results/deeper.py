"""What helps to trust or to doubt a score: places, comparisons, agreement, order, labels, confounds."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.context import Context
from gui.glossary import words_button
from gui.i18n import core_language
from gui.results.load import Depth
from gui.results.stack import TableStack, grid_part
from gui.widgets.empty import EmptyState
from gui.widgets.layout import column, holder, row

_OF_LABELS = ("corrected", "agreement", "ice_agreement", "labels")  # the tables that people's labels make


class DeeperTab(QWidget):
    """`cases_wanted` carries the filter values of the figure that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.stack = TableStack(context)
        self._led = False
        self.stack.cases_wanted.connect(self.cases_wanted)
        self.pages = QStackedWidget()
        self.pages.addWidget(
            EmptyState(
                "Nothing to check the scores by yet",
                "Unrelated controls, the reference asked again, a second judge, repeats or your own labels "
                "tell how far a score can be trusted. Add them to a copy of this study.",
                ("Look at judgments", lambda: context.show("inspector", {})),
            )
        )
        checks = column(row(None, words_button("place")), self.stack, gap=4)
        checks.setStretch(1, 1)
        self.pages.addWidget(holder(checks))
        self.setLayout(column(self.pages, margins=(0, 10, 0, 0)))

    def show_depth(self, depth: Depth | None) -> None:
        """Show the analysis; nothing until it is worked out."""
        said = depth.said.get(core_language()) if depth else None
        grids = said.deeper if said else []
        self.stack.show_parts([grid_part(each) for each in grids])
        self.pages.setCurrentIndex(1 if grids or depth is None else 0)

    def lead_to_labels(self) -> None:
        """Show what labels say of the judges, for who comes from labelling: now, and again once it is read."""
        self._led = True
        self._go()

    def arrive(self) -> None:
        """What was asked for is read: go there a last time."""
        if self._led:
            self._led = False
            self._go()

    def _go(self) -> None:
        # The tables take their places after the tab has come to the front.
        QTimer.singleShot(0, self, lambda: self.stack.reveal(*_OF_LABELS))
