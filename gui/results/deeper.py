"""What helps to trust or to doubt a score: places, comparisons, agreement, order, labels, confounds."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.context import Context
from gui.glossary import words_button
from gui.i18n import core_language, language
from gui.results import load
from gui.results.load import Depth
from gui.results.row_choice import RowChoice
from gui.results.stack import TableStack, grid_part
from gui.widgets.empty import EmptyState
from gui.widgets.layout import column, holder, row
from gui.widgets.table import copy_tables
from gui.widgets.text import button

# The tables that people's labels make.
_OF_LABELS = ("corrected", "corrected_together", "agreement", "ice_agreement", "labels")
# The word of each table that a reader is likely to look up first.
_WORDS = {
    "places": "place",
    "comparisons": "p",
    "ice_comparisons": "p",
    "agreement": "alpha",
    "ice_agreement": "kappa",
    "labels": "judgment",
    "orders": "difference",
    "corrected": "corrected",
    "corrected_together": "corrected",
    "length_matched": "overall",
    "distribution": "overall",
    "extremes": "overall",
    "models": "model",
    "kinship": "reference",
    "confounds": "length_ratio",
}


class DeeperTab(QWidget):
    """`cases_wanted` carries the filter values of the figure that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.stack = TableStack(context)
        self.row = RowChoice()
        self._depth: Depth | None = None
        self._detail: dict[str, list[Any]] = {}
        self._led = False
        self.stack.cases_wanted.connect(self.cases_wanted)
        self.pages = QStackedWidget()
        self.pages.addWidget(
            EmptyState(
                "Nothing to check the scores by yet",
                "Unrelated controls, the reference asked again, a second judge, repeats or your own labels "
                "tell how far a score can be trusted. What the study has of them shows here as it is judged; what it "
                "lacks can be added to a copy of it.",
                ("Look at judgments", lambda: context.show("inspector", {})),
            )
        )
        self.row.chosen.connect(self._read)
        language.changed.connect(self._show)
        self.copy = button(
            "Copy tables", self._copy, tip="Copy all tables as rich text and as tab-separated text."
        )
        self.words = words_button(self._word)
        checks = column(row(self.copy, None, self.words), self.row, self.stack, gap=4)
        checks.setStretch(2, 1)
        self.pages.addWidget(holder(checks))
        self.setLayout(column(self.pages, margins=(0, 10, 0, 0)))

    def show_depth(self, depth: Depth | None) -> None:
        """Show the analysis; nothing until it is worked out."""
        if depth is None or self._depth is None or depth.run != self._depth.run:
            self._detail = {}
        self._depth = depth
        self.row.offer(depth)
        self._show()

    def _show(self) -> None:
        depth = self._depth
        said = depth.said.get(core_language()) if depth else None
        grids = [*self._detail.get(core_language(), ()), *(said.deeper if said else ())]
        self.stack.show_parts([grid_part(each) for each in grids])
        self.copy.setEnabled(bool(grids))
        self.pages.setCurrentIndex(1 if grids or depth is None or depth.left_out else 0)

    def _read(self, chosen: Any) -> None:
        """Work out what is told of this row alone."""
        depth = self._depth
        job = load.compute(self._context, lambda reader: load.row_in_detail(reader, depth, chosen))
        if job is not None:
            job.latest("results.row").owned_by(self).then(lambda found: self._take(depth, found)).start()

    def _take(self, depth: Depth | None, found: dict[str, list[Any]]) -> None:
        if depth is self._depth:
            self._detail = found
            self._show()
            self.stack.verticalScrollBar().setValue(0)

    def _copy(self) -> None:
        copy_tables(self.stack.tables)

    def _word(self) -> str:
        """The word of the column that was chosen in a table that is in sight, or else of the first table there."""
        return self.stack.chosen_term() or _WORDS.get(self.stack.key_in_sight(), "place")

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
