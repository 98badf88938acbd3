"""What is painted and styled, and how often: more than once is time that the window does not answer in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.events import CallError, Progress, RunStarted
from core.report.tables import score_tables
from core.store.reader import Reader
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.window import MainWindow


class Heard(QObject):
    """Counts the events of a kind that a widget, or the whole application, gets."""

    def __init__(self, watched: QObject, kind: QEvent.Type) -> None:
        super().__init__()
        self.kind, self.counts = kind, Counter[str]()
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.counts[type(watched).__name__] += event.type() == self.kind
        return False


def test_progress_paints_no_table(qtbot: QtBot, window: MainWindow, finished: Path) -> None:
    window.show_page("live")
    page: Any = window.page("live")
    page.batch([RunStarted(1, "s", 900, 0), CallError(1, "m", "timeout", "slow")])
    page.scores.show_tables(score_tables(Reader(finished), 1))
    painted = Heard(page.scores.rse.viewport(), QEvent.Type.Paint)

    def tick(done: int) -> int:
        """How often the table was painted with one more progress."""
        painted.counts.clear()
        page.batch([Progress(1, done, 900, done, 1, 0.5, False, 3.0, 65.0, 2)])
        QApplication.processEvents()
        return painted.counts.total()

    clicks.settled(qtbot, window)
    ticks = [tick(done) for done in range(100, 200)]
    assert page.figures["Done"].text() == "198 / 900", "one of them failed"
    assert page.scores.rse.isVisible()
    # Not quite never: what the window was about to paint anyway comes with the first of them.
    assert sum(map(bool, ticks)) < len(ticks) / 4


@pytest.mark.parametrize("name", ["inspector"])
def test_a_page_is_styled_where_it_stays(qapp: QApplication, window: MainWindow, name: str) -> None:
    styled = Heard(qapp, QEvent.Type.StyleChange)
    page = window.page(name)
    qapp.removeEventFilter(styled)
    assert styled.counts.total() < 5 * len(page.findChildren(QWidget))


def test_a_column_is_as_wide_as_its_longest_text(window: MainWindow) -> None:
    rows = [("i" * 12, "x"), ("m" * 12, "x"), ("short", "x")]
    model = RowsModel((Column("A", lambda row: row[0]), Column("B", lambda row: row[1])))
    model.set_rows(rows)
    table = DataTable("Test", model, rows=True)
    table.ensurePolished()
    hints = [table.sizeHintForIndex(model.index(row, 0)).width() for row in range(3)]
    assert table.sizeHintForColumn(0) == max(hints) == hints[1]
    model.set_rows([])
    assert table.sizeHintForColumn(0) == 0
    table.deleteLater()


def test_tables_out_of_sight_are_fitted_too(qtbot: QtBot, window: MainWindow, finished: Path) -> None:
    window.show_page("live")
    page: Any = window.page("live")
    page.batch([RunStarted(1, "s", 900, 0)])
    page.scores.show_tables(score_tables(Reader(finished), 1))
    clicks.settled(qtbot, window)
    for table in (page.scores.rse, page.scores.ice, page.scores.nearest):
        longest = table.sizeHintForColumn(0)
        assert table.columnWidth(0) >= longest > 0
