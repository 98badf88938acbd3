"""Several tables below each other, each under its heading; the page scrolls, not the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QWidget

from gui.calm import calm
from gui.context import Context
from gui.i18n import core_language
from gui.judges import called, called_all
from gui.results.cells import Cases, ScoreColumn, ScoreTable
from gui.results.raters import both_judged, both_scored
from gui.widgets.layout import column, row
from gui.widgets.rows import Column
from gui.widgets.text import label

_FIGURE = re.compile(r"[-+−≤≥<]?\d[\d,]*\.?\d*")


@dataclass(frozen=True)
class Part:
    """A table of a stack: heading, columns, rows, and a line below."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    note: str = ""
    strong: Callable[[Any], bool] = lambda _row: False
    faint: Callable[[Any], bool] = lambda _row: False
    key: str = ""  # of a table that can be led to


class TableStack(QScrollArea):
    """`cases_wanted` carries the filter values of the cell that was opened. Other parts may stand above and below."""

    cases_wanted = Signal(object)
    rebuilt = Signal()

    def __init__(
        self, context: Context, above: Sequence[QWidget] = (), below: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.context = context
        self.tables: list[ScoreTable] = []
        self._used: ScoreTable | None = None  # the one that the keyboard was in last
        self._shape: list[tuple[str, int]] = []
        self._keys: list[str] = []
        self._heads: list[tuple[QLabel, QLabel]] = []
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._box = column(gap=6)
        inner.setLayout(column(*above, self._box, *below, None, gap=14, margins=(0, 4, 6, 4)))
        # An event filter would outlive its Python half at the end.
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[attr-defined]
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these tables; where they are the same as before, only their figures change."""
        self._keys = [part.key for part in parts]
        shape = [(part.title, len(part.columns)) for part in parts]
        fresh = shape != self._shape
        if fresh:
            self._rebuild(parts)
            self._shape = shape
        for part, table, (_head, note) in zip(parts, self.tables, self._heads, strict=True):
            table.rows_model.strong, table.rows_model.faint = part.strong, part.faint
            table.show_rows(part.rows, part.columns)
            note.setText(part.note)
            note.setVisible(bool(part.note))
        if fresh:
            self.rebuilt.emit()

    def wanted_height(self) -> int:
        """The height at which nothing has to be scrolled."""
        inside = self.widget().layout()
        if (
            inside is not None and inside.hasHeightForWidth()
        ):  # a line that is wrapped is as high as its width lets it
            return inside.totalHeightForWidth(self.viewport().width())
        return self.widget().sizeHint().height()

    def reveal(self, *keys: str) -> None:
        """Scroll to the table with the first of these keys that is there, by its heading."""
        place = next((self._keys.index(key) for key in keys if key in self._keys), None)
        if place is not None:
            self.widget().layout().activate()  # type: ignore[union-attr]
            self.verticalScrollBar().setValue(self._heads[place][0].y())

    def key_in_sight(self) -> str:
        """The key of the first table whose heading is in sight, or else of the one that is scrolled through."""
        top, bottom = self.verticalScrollBar().value(), self.viewport().height()
        places = [(head.y() - top, key) for (head, _), key in zip(self._heads, self._keys, strict=True)]
        seen = [key for place, key in places if 0 <= place < bottom]
        above = [key for place, key in places if place < 0]
        return next(iter([*seen, *above[-1:]]), "")

    def chosen_term(self) -> str:
        """The word of the glossary that the column is about which was chosen last, while it is in sight."""
        table = self._used
        if table is None or table not in self.tables or table.visibleRegion().isEmpty():
            return ""
        return table.term() if table.currentIndex().isValid() else ""

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What the keyboard goes to is in sight."""
        if now is not None and self.widget().isAncestorOf(now):
            self._used = now if isinstance(now, ScoreTable) else self._used
            self.ensureWidgetVisible(now, 0, 24)

    def _rebuild(self, parts: Sequence[Part]) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.tables, self._heads = [], []
        for part in parts:
            self._add(part)

    def _add(self, part: Part) -> None:
        head, note = label(role="heading", wrap=True), label(role="caption", wrap=True)
        head.setText(part.title)
        table = ScoreTable(part.title, self.context, part.columns, fitted=True)
        table.cases_wanted.connect(self.cases_wanted)
        if self._heads:
            self._box.addSpacing(14)
        self._box.addWidget(head)
        self._box.addWidget(beside(table))
        self._box.addWidget(note)
        self.tables.append(table)
        self._heads.append((head, note))


@calm
class Beside(QWidget):
    """A table at the left, as wide as its columns where there is room; above it what has none, or is said once.

    Above, since the end of a long table is out of sight.
    """

    def __init__(self, table: ScoreTable) -> None:
        super().__init__()
        self._table, self.left_out = table, label(role="caption", wrap=True)
        self.left_out.hide()
        box = row(table, None)
        box.setStretch(0, 1000)
        whole = column(self.left_out, box, gap=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        table.fitted.connect(self._say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._table.widen()

    def _say(self) -> None:
        said = self._table.said_of_left_out()
        self.left_out.setText(said)
        self.left_out.setVisible(bool(said))


def beside(table: ScoreTable) -> QWidget:
    """The table with what belongs around it."""
    return Beside(table)


def grid_part(grid: Any) -> Part:
    """A core.report.grids.Grid as a part; names lead to the judgments that they name."""
    columns = [_column(grid, number) for number in range(len(grid.head))]
    strong = {grid.rows[i] for i in grid.strong}
    return Part(grid.title, columns, grid.rows, grid.note, strong=lambda row: row in strong, key=grid.key)


def _column(grid: Any, number: int) -> ScoreColumn:
    figures = number >= grid.names
    of = _cases(grid, number)
    key = (lambda each: _figure(each[number])) if figures else None
    shown = _called(grid) if number in _judges(grid) else None
    return ScoreColumn(
        grid.head[number],
        lambda each: shown(each, number) if shown else each[number],
        key,
        figures,
        cases=of,
        literal=True,
        term=_word(grid.head[number]),
        spare=int(
            grid.key == "paper-rse" and 0 < number < len(grid.head) - 1
        ),  # the mean is told last of all
    )


def _cases(grid: Any, number: int) -> Callable[[Sequence[str]], Cases] | None:
    if grid.key == "distribution":
        return _of_score(number - grid.names + 1)
    raters = dict(zip(grid.rows, grid.raters, strict=False))
    if grid.key == "agreement":
        return lambda row: both_scored(raters[row])
    if grid.key == "ice_agreement":
        return lambda row: both_judged(row, raters[row], figure=grid.names <= number < len(row) - 1)
    return _CASES.get(grid.key)


def _word(head: str) -> str:
    """The word of the glossary that a column of this head is about."""
    from core.report.words import words

    found = words(core_language()).term(head)
    return found.key if found else ""


def _judges(grid: Any) -> Collection[int]:
    """The columns that hold judges: their ids, which the filter of the judgments behind a cell needs."""
    from core.report.grids import judge_columns
    from core.report.words import words

    return judge_columns(grid, words(core_language()))


def _called(grid: Any) -> Callable[[Sequence[str], int], str]:
    """What a cell of judges says: they are looked up by the names of the run, and people read others."""
    raters = dict(zip(grid.rows, grid.raters, strict=False))
    return lambda row, number: called_all(raters[row]) if row in raters else called(row[number])


def _figure(text: str) -> float | None:
    """What a cell of figures is sorted by: its first number."""
    found = _FIGURE.search(text)
    return float(re.sub(r"[,≤≥<]", "", found.group()).replace("−", "-")) if found else None


def _pairing(row: Sequence[str]) -> Cases:
    return {"metric": "rse", "model": row[0], "reference": row[1], "judge": row[2]}


def _of_score(score: int) -> Callable[[Sequence[str]], Cases]:
    """The judgments whose overall score rounds to `score`, halves up."""
    return lambda row: _pairing(row) | {"low": score - 0.5, "high": score + 0.499}


_CASES: dict[str, Callable[[Sequence[str]], Cases]] = {
    "places": _pairing,
    "corrected": lambda row: _pairing(row) | {"labelled": True},
    "corrected_together": lambda row: {"metric": "rse", "judge": row[0], "labelled": True},
    "length_matched": _pairing,
    "extremes": lambda row: _pairing(row) | {"prompt_set": row[3], "prompt": int(row[4])},
    "comparisons": lambda row: {"metric": "rse", "model": row[0], "reference": row[2], "judge": row[3]},
    "ice_comparisons": lambda row: {"metric": "ice", "model": row[0], "judge": row[2]},
    "labels": lambda row: {"metric": "ice" if "ICE" in row[1] else "rse", "labelled": True},
    "correlations": lambda row: {"metric": "rse", "judge": row[0]},
    "orders": lambda row: {"metric": "rse", "judge": row[0]},
    "confounds": lambda row: {"metric": "rse", "model": row[0], "reference": row[1]},
    "kinship": lambda row: {"metric": "rse", "model": row[0], "reference": row[1]},
}
