"""Similarity scores: the paper's table or every row, published figures beside, and what it means in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from gui.context import Context
from gui.i18n import bind, core_language, sentences, tr
from gui.results import pivot
from gui.results.cells import ScoreTable, score_columns
from gui.results.chooser import ColumnChooser
from gui.results.columns import RSE
from gui.results.load import Depth, Loaded, Said
from gui.results.paper import PaperBeside
from gui.results.reading import ReadingBox
from gui.results.settle import SettlingSplitter
from gui.results.stack import Part, TableStack, beside, grid_part
from gui.widgets.flow import FlowLayout
from gui.widgets.layout import column
from gui.widgets.table import copy_tables
from gui.widgets.text import button, named

_PAPER = (310, 540)


class SimilarityTab(QWidget):
    """`cases_wanted` carries the filter values of the figure that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.loaded: Loaded | None = None
        self.behind: Depth | None = None
        self.stack = TableStack(context)
        self.both = PaperBeside(context, self.stack, _PAPER)
        self.long = ScoreTable("Similarity scores (RSE), every row", context, RSE)
        self.long.rows_model.strong = lambda row: row.prompt_set is None
        self.every = check("Every row", "One row for each model, reference, judge and prompt set.")
        self.published = check("Published figures beside", "The paper's own figures, labelled as published.")
        self.columns = ColumnChooser(context, "results.rse", hidden=("unscored",))
        self.copy = button("Copy table", self._copy, tip="Copy as rich text and as tab-separated text.")
        self.reading = ReadingBox("rse")
        self._lay_out(context)
        self.long.remember(context, "results.rse.long")
        for source in (self.stack, self.long):
            source.cases_wanted.connect(self.cases_wanted)
        self.every.toggled.connect(lambda _on: self._show_tables())
        self.published.toggled.connect(lambda _on: self._show_tables())
        self.columns.changed.connect(self._apply_columns)
        self.both.placed.connect(self._apply_columns)

    def show_scores(self, loaded: Loaded, depth: Depth | None) -> None:
        """Show the scores; `depth` is None until it is worked out."""
        self.loaded, self.behind = loaded, depth
        self._show_tables()
        said = self._said()
        self.reading.say(said.rse if said else [], waiting=depth is None)

    def _said(self) -> Said | None:
        return self.behind.said.get(core_language()) if self.behind else None

    def _show_tables(self) -> None:
        if self.loaded is None:
            return
        tables = self.loaded.tables
        self.tables.setCurrentIndex(1 if self.every.isChecked() else 0)
        self.long.show_rows([*tables.rse, *tables.ceiling])  # as the command line prints them
        said = self._said()
        laid = said.published if said and self.published.isChecked() else []
        own, paper = (
            [grid_part(each) for each in laid if each.key == key] for key in ("published-rse", "paper-rse")
        )
        self.both.show_parts([*self._blocks(), *own], paper)
        self._apply_columns()

    def _blocks(self) -> list[Part]:
        tables = self.loaded.tables  # type: ignore[union-attr]
        return [
            Part(
                block.title,
                pivot.columns(block),
                block.rows,
                sentences(*filter(None, (_of_ceiling(tables, block.reference), _of_intervals(block.rows)))),
                faint=lambda row: row.again,
            )
            for block in pivot.blocks(tables.rse, tables.ceiling, self.loaded.roles)  # type: ignore[union-attr]
        ]

    def _apply_columns(self) -> None:
        known = {c.name: c for table in self._own_tables() for c in score_columns(table.rows_model.columns)}
        self.columns.offer(list(known.values()))
        self.columns.apply(*self._own_tables())
        for table in self.stack.tables:
            table.fit_height()
        self.splitter.settle()

    def _wanted_height(self) -> int:
        return self.long.wanted_height() if self.every.isChecked() else self.both.wanted_height()

    def _own_tables(self) -> list[ScoreTable]:
        return [self.long] if self.every.isChecked() else self.stack.tables

    def _copy(self) -> None:
        """All tables that are shown: there is one for each reference and judge."""
        copy_tables([self.long] if self.every.isChecked() else self.both.tables())

    def _lay_out(self, context: Context) -> None:
        tools = FlowLayout(self.every, self.published, self.columns, self.copy, gap=8)
        self.tables = QStackedWidget()
        self.tables.addWidget(self.both)
        self.tables.addWidget(beside(self.long))
        self.tables.setMinimumHeight(120)
        self.splitter = SettlingSplitter(
            context, "results.rse.splitter", self.tables, self.reading, self._wanted_height
        )
        whole = column(tools, self.splitter, gap=8, margins=(0, 10, 0, 0))
        whole.setStretch(1, 1)
        self.setLayout(whole)


def check(text: str, tip: str) -> QCheckBox:
    """A box to tick."""
    made = QCheckBox()
    bind(made, "setText", text)
    return named(made, text, tip)


def _of_ceiling(tables: Any, reference: str) -> str:
    """That the ceiling of a reference only shows that a text is like itself, if so."""
    again = tables.again.get(reference)
    if again is None or not again.says_nothing:
        return ""
    from core.report.grids import again_words
    from core.report.words import words

    return " ".join(again_words({reference: again}, words(core_language())))


def _of_intervals(rows: Sequence[Any]) -> str:
    """Why a row has no interval, where one has none."""
    from core.stats.bootstrap import MINIMUM

    if not any(row.n and row.low is None for row in rows):
        return ""
    return tr("A dash for an interval: fewer than {n} prompts, too few for one.", n=MINIMUM)
