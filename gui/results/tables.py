"""The three score tables, one at a time; a row that is opened leads to its judgments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from core.report.means import without_lone_means
from core.report.safe import one_line
from gui.calm import calm
from gui.context import Context
from gui.i18n import language, tr
from gui.results import columns
from gui.widgets.layout import column, row
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import label, named

_SHARED = ("reference", "judge")
_MISSING, _NOTHING_MISSING = ("no_answer", "unscored"), 50
_TITLES = ("Similarity (RSE)", "Identity (ICE)", "Nearest reference")


class ScoreTables(QWidget):
    """`cases_wanted` carries the filter values (a dict) of the row that was opened."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.rse_model, self.rse = _table("Similarity scores (RSE)", columns.RSE)
        self.ice_model, self.ice = _table("Identity scores (ICE)", columns.ICE)
        self.nearest_model, self.nearest = _table("Nearest reference", columns.NEAREST)
        self._tables = (self.rse, self.ice, self.nearest)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)  # once for all columns that changed together
        self._soon.timeout.connect(self._say_left_out)
        for table in self._tables:
            table.horizontalHeader().sectionResized.connect(lambda *_sizes: self._soon.start())
        self._fitted: set[_Scores] = set()
        self._there: tuple[int, ...] = ()
        self.choice, self.pages = named(QComboBox(), "Score table"), QStackedWidget()
        self._lay_out()
        self.rse.opened.connect(lambda index: self._open("rse", self.rse_model.row_at(index)))
        self.ice.opened.connect(lambda index: self._open("ice", self.ice_model.row_at(index)))
        for table, key in zip(self._tables, ("rse", "ice", "nearest"), strict=True):
            context.memory.keep(f"{name}.{key}", table.horizontalHeader())
        language.changed.connect(self._fill)

    def show_tables(self, tables: Any) -> None:
        """Show score tables (core.report.tables.ScoreTables); those without rows cannot be chosen."""
        self._show(without_lone_means(tables.rse), tables.ice, without_lone_means(tables.nearest))

    def set_empty_text(self, text: str) -> None:
        """Show a sentence, in the language in use, in place of scores."""
        for table in self._tables:
            table.set_empty_text(text)

    def clear(self) -> None:
        """Show no scores."""
        if self._there:
            self._show([], [], [])
            self._fitted.clear()  # the next run has other texts, and the window another width perhaps

    def _show(self, *rows_of_each: Sequence[Any]) -> None:
        models = (self.rse_model, self.ice_model, self.nearest_model)
        parts = tuple(zip(models, rows_of_each, strict=True))
        there = tuple(n for n, (_model, rows) in enumerate(parts) if rows) or (0,)
        if there != self._there:
            self._there = there
            self._fill()
        for (model, rows), table in zip(parts, self._tables, strict=True):
            model.set_rows(rows)
            as_fitted = table.is_fitted()
            others = _leave_out(table, rows)
            if rows and (table not in self._fitted or (others and as_fitted)):
                self._fitted.add(table)
                self._fit(table)
            elif rows and table is self.pages.currentWidget():
                table.fit_if_cut()
            if table.is_emptier():
                table.fit_anew()
        self._turn()

    def _fill(self) -> None:
        kept = self.choice.currentData()
        self.choice.clear()
        for number in self._there:
            self.choice.addItem(tr(_TITLES[number]), number)
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        self.choice.setVisible(len(self._there) > 1)
        self._turn()

    def _turn(self) -> None:
        number = self.choice.currentData() or 0
        self.pages.setCurrentIndex(number)
        self.about.setText(_about((self.rse_model, self.ice_model, self.nearest_model)[number].rows))
        self.about.setVisible(bool(self.about.text()))
        self._soon.start()

    def _say_left_out(self) -> None:
        """No column goes for want of room without a word."""
        names = self._tables[self.pages.currentIndex()].left_out_heads()
        text = tr("Not shown, for want of room: {names}", names=tr(", ").join(names)) if names else ""
        self.left_out.setText(text)
        self.left_out.setVisible(bool(text))

    def _lay_out(self) -> None:
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.activated.connect(lambda _index: self._turn())
        for table in self._tables:
            self.pages.addWidget(table)
        self.about = label(role="muted", wrap=True)
        head = row(self.choice, self.about, margins=(0, 8, 0, 0), gap=12)
        head.setStretch(1, 1)
        head.setAlignment(self.choice, Qt.AlignmentFlag.AlignLeft)
        self.left_out = label(role="caption", wrap=True)
        self.left_out.hide()
        box = column(head, self.pages, self.left_out, gap=8)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.choice.hide()

    def _fit(self, table: _Scores) -> None:
        """What is not seen is fitted in a turn of the event loop of its own: each takes a frame's time."""
        if table is self.pages.currentWidget():
            table.fit()
        else:
            QTimer.singleShot(0, table, table.fit)

    def _open(self, metric: str, score: Any) -> None:
        if score is None:
            return
        wanted = {"metric": metric, "model": score.model, "judge": score.judge}
        if metric == "rse":
            wanted |= {"reference": score.reference, "prompt_set": score.prompt_set or ""}
        self.cases_wanted.emit(wanted)


def _leave_out(table: DataTable, rows: Sequence[Any]) -> bool:
    """What is the same in all rows stands above the table once: on a small window the scores come first.

    Whether other columns are shown now than before.
    """
    parts = table.model().columns  # type: ignore[attr-defined]
    shared = {n: len(_values(rows, part.name)) == 1 for n, part in enumerate(parts) if part.name in _SHARED}
    turned = [
        n for n, once in shared.items() if once != table.isColumnHidden(n) and n not in table.left_out()
    ]
    for number in turned:
        table.setColumnHidden(number, shared[number])
    return bool(turned)


def _about(rows: Sequence[Any]) -> str:
    """The reference and the judge of a table, where it has one of each."""
    from gui.charts.data.types import judged_by

    references, judges = (_values(rows, name) for name in _SHARED)
    said = [tr("Reference: {name}", name=one_line(each)) for each in references if len(references) == 1]
    return "  ·  ".join([*said, *([judged_by(judges)] if len(judges) == 1 else [])])


def _values(rows: Sequence[Any], name: str) -> set[str]:
    return {value for each in rows if isinstance(value := getattr(each, name, None), str)}


@calm
class _Scores(DataTable):
    """A column of counts of what is missing is the first to go where nothing is."""

    def __init__(self, name: str, model: RowsModel) -> None:
        self._rows_model = model
        self._empty_counts: frozenset[int] = frozenset()
        super().__init__(name, model)

    def spare(self, column: int) -> int:
        return _NOTHING_MISSING if column in self._nothing_missing() else super().spare(column)

    def is_emptier(self) -> bool:
        """Whether other columns than before count nothing."""
        before, self._empty_counts = self._empty_counts, self._nothing_missing()
        return before != self._empty_counts

    def left_out_heads(self) -> list[str]:
        """The heads of what is not shown for want of room."""
        return [self._rows_model.columns[number].head for number in self.left_out()]

    def _nothing_missing(self) -> frozenset[int]:
        parts, rows = self._rows_model.columns, self._rows_model.rows
        counts = [n for n, part in enumerate(parts) if getattr(part, "name", "") in _MISSING]
        return frozenset(n for n in counts if all(not getattr(row, parts[n].name) for row in rows))  # type: ignore[attr-defined]


def _table(name: str, parts: Sequence[Column]) -> tuple[RowsModel, _Scores]:
    model = RowsModel(parts)
    table = _Scores(name, model)
    model.setParent(table)
    return model, table
