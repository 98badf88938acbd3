"""Which of several references each model is closest to, in careful words, with the whole ranking of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from core.report.means import without_lone_means
from gui.context import Context
from gui.i18n import core_language, language, tr
from gui.judges import called
from gui.results.cells import ScoreTable
from gui.results.columns import NEAREST, RANKING
from gui.results.load import Depth, Loaded
from gui.results.reading import ReadingBox
from gui.results.settle import SettlingSplitter
from gui.results.stack import beside
from gui.widgets.layout import column, holder, row
from gui.widgets.text import button, label


@dataclass(frozen=True)
class Place:
    """One reference in the ranking of a row."""

    row: Any
    place: int
    ranked: Any


class NearestTab(QWidget):
    """`cases_wanted` carries the filter values of the figure that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.table = ScoreTable("Nearest reference", context, NEAREST)
        self.table.rows_model.strong = lambda each: each.prompt_set is None
        self.ranking = ScoreTable("Ranking of the references", context, RANKING)
        self.ranked = label(role="heading", wrap=True)
        self.reading = ReadingBox("closest")
        self.copy = button(
            "Copy table", self.table.copy_all, tip="Copy as rich text and as tab-separated text."
        )
        self._row: Any = None
        self._kin: dict[tuple[str, str], Any] = {}
        self._lay_out(context)
        for source in (self.table, self.ranking):
            source.cases_wanted.connect(self.cases_wanted)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.table.remember(context, "results.nearest")
        language.changed.connect(self._show_again)

    def _show_again(self) -> None:
        self._show_row(self._row)

    def show_scores(self, loaded: Loaded, depth: Depth | None) -> None:
        """Show the rankings of a run; `depth` is None until it is worked out."""
        self._kin = depth.kin if depth else {}
        names = list(loaded.roles)
        rows = sorted(
            without_lone_means(loaded.tables.nearest), key=lambda each: _order(each, names, loaded.roles)
        )
        self.table.show_rows(rows)
        self.splitter.settle()
        if rows:
            now = self.table.currentIndex().row()
            self._choose(now if 0 <= now < len(rows) else self._first_mean())

    def _first_mean(self) -> int:
        return next((n for n, each in enumerate(self.table.rows) if each.prompt_set is None), 0)

    def _choose(self, number: int) -> None:
        rows = self.table.rows
        self._show_row(rows[number] if 0 <= number < len(rows) else None)

    def _show_row(self, chosen: Any) -> None:
        self._row = chosen
        if chosen is None:
            return
        from core.rse.reading import read_nearest

        places = [Place(chosen, n, each) for n, each in enumerate(chosen.ranking, 1)]
        where = chosen.prompt_set or tr("All sets")
        self.ranked.setText(f"{chosen.model} · {called(chosen.judge)} · {where}")
        self.ranking.show_rows(places)
        kin = self._kin.get((chosen.model, chosen.ranking[0].reference))
        self.reading.say([read_nearest(chosen, core_language(), kin)])

    def _lay_out(self, context: Context) -> None:
        left = column(self.ranked, beside(self.ranking), gap=6, margins=(0, 6, 0, 0))
        left.setStretch(1, 1)
        self.below = QSplitter(Qt.Orientation.Horizontal)
        self.below.setChildrenCollapsible(False)
        self.below.addWidget(holder(left))
        self.below.addWidget(self.reading)
        self.table.setMinimumHeight(100)
        self.ranking.setMinimumHeight(80)
        self.splitter = SettlingSplitter(
            context, "results.nearest.splitter", beside(self.table), self.below, self.table.wanted_height
        )
        context.memory.keep("results.nearest.below", self.below)
        whole = column(row(self.copy, None), self.splitter, gap=8, margins=(0, 10, 0, 0))
        whole.setStretch(1, 1)
        self.setLayout(whole)


def _order(each: Any, names: list[str], roles: dict[str, str]) -> tuple[bool, int, str, bool, str]:
    """Models as the study lists them, controls after the others, all sets before single ones."""
    place = names.index(each.model) if each.model in names else len(names)
    return (
        roles.get(each.model) == "control",
        place,
        each.judge,
        each.prompt_set is not None,
        each.prompt_set or "",
    )
