"""Identity scores: loose, strict and hard, broken down, with what they mean in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.i18n import bind, core_language, sentences, tr
from gui.results.breakdown import Breakdown
from gui.results.cells import ScoreTable, score_columns
from gui.results.chooser import ColumnChooser
from gui.results.columns import ICE, ICE_FEWER, ice_columns
from gui.results.load import Depth, Loaded
from gui.results.paper import PaperBeside
from gui.results.reading import ReadingBox
from gui.results.settle import SettlingSplitter
from gui.results.similarity import check
from gui.results.stack import TableStack, beside, grid_part
from gui.widgets.banner import Banner
from gui.widgets.flow import FlowLayout
from gui.widgets.layout import column, holder
from gui.widgets.text import button, label

SEARCH = (
    "Found by search, not a rate: the templates were chosen because they work. "
    "For rates and comparisons ask all models under the same templates, or the questions only."
)

_BOUND = (
    "A bound (≤ or ≥) counts template families and not answers: with none in conflict it rests on the number of "
    "families alone, so a single contradiction among many answers can come with a lower bound than none."
)

_PAPER = (350, 390)


class IdentityTab(QWidget):
    """`cases_wanted` carries the filter values of the figure that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.loaded: Loaded | None = None
        self.behind: Depth | None = None
        self.search = Banner()
        self.table = ScoreTable("Identity scores (ICE)", context, ICE, fitted=True)
        self.columns = ColumnChooser(context, "results.ice", hidden=ICE_FEWER)
        self.published = check("Published figures beside", "The paper's own figures, labelled as published.")
        self.copy = button(
            "Copy table", self.table.copy_all, tip="Copy as rich text and as tab-separated text."
        )
        self.reading, self.breakdown = ReadingBox("ice"), Breakdown(context)
        name = "Identity scores with other names put into the templates"
        self.placebo = ScoreTable(name, context, ICE, fitted=True)
        self.others = holder(column(label("Other names put in", "heading"), beside(self.placebo), gap=6))
        self.meaning = label(role="caption", wrap=True)
        self.stack = TableStack(context, (beside(self.table), self.meaning), (self.breakdown, self.others))
        self.both = PaperBeside(context, self.stack, _PAPER)
        self._lay_out(context)
        for source in (self.table, self.breakdown, self.stack):
            source.cases_wanted.connect(self.cases_wanted)
        self.placebo.cases_wanted.connect(lambda wanted: self.cases_wanted.emit(wanted | {"placebo": "only"}))
        self.columns.changed.connect(self._apply_columns)
        self.published.toggled.connect(lambda _on: self._show())

    def show_scores(self, loaded: Loaded, depth: Depth | None) -> None:
        """Show the scores; `depth` is None until it is worked out."""
        self.loaded, self.behind = loaded, depth
        self._show()

    def _show(self) -> None:
        if self.loaded is None:
            return
        tables: Any = self.loaded.tables
        said = self.behind.said.get(core_language()) if self.behind else None
        self.search.setVisible(tables.found_by_search)
        if tables.found_by_search:
            self.search.say(tr(SEARCH))
        self.table.show_rows(tables.ice, ice_columns(tables.ice))
        self.placebo.show_rows(tables.placebo, ice_columns(tables.placebo))
        self.breakdown.show_rows(tables.ice)
        self.reading.say(said.ice if said else [], waiting=self.behind is None)
        grids = [g for g in said.published if g.key.endswith("-ice")] if said else []
        own, paper = (
            [grid_part(g) for g in grids if self.published.isChecked() and (g.key == "paper-ice") == whole]
            for whole in (False, True)
        )
        self.both.show_parts(own, paper)
        self.meaning.setText(_meaning(tables.ice))
        self.others.setVisible(bool(tables.placebo))
        self._apply_columns()

    def _apply_columns(self) -> None:
        self.columns.offer(score_columns(self.table.rows_model.columns))
        self.columns.apply(self.table, self.placebo)
        for table in (self.table, self.placebo):
            table.fit_height()
        self.splitter.settle()

    def _lay_out(self, context: Context) -> None:
        self.both.setMinimumHeight(120)
        self.both.placed.connect(self._apply_columns)
        self.splitter = SettlingSplitter(
            context, "results.ice.splitter", self.both, self.reading, self.both.wanted_height
        )
        tools = FlowLayout(self.published, self.columns, self.copy, gap=8)
        whole = column(self.search, tools, self.splitter, gap=8, margins=(0, 10, 0, 0))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        bind(self, "setAccessibleName", "Identity (ICE)")


def _meaning(rows: Sequence[Any]) -> str:
    """What the three shares are, and why a row has no interval, where one has none."""
    from core.stats.lineage import MINIMUM_CLUSTERS

    said = tr(
        "Loose: contradicts the facts about the model. Strict: by claiming an identity on the strict list. "
        "Hard: strict, though the prompt names no such identity."
    )
    if any(row.bound for row in rows):
        said = sentences(said, tr(_BOUND))
    if not any(row.answered and row.low is None and row.high is None for row in rows):
        return said
    return sentences(
        said,
        tr("A dash for an interval: fewer than {n} template families, too few for one.", n=MINIMUM_CLUSTERS),
    )
