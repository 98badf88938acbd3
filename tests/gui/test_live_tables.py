"""The live page's tables: columns as wide as they need, and nothing said in every row that can be said once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.report.tables import score_tables
from core.store.reader import Reader
from gui.results.tables import ScoreTables
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.window import MainWindow


@pytest.fixture
def shown(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> Any:
    window = make_window(workspace)
    tables = ScoreTables(window.context, "test.scores")
    qtbot.addWidget(tables)
    tables.resize(2400, 600)  # room for all columns
    tables.show()
    reader = Reader(workspace)
    yield tables, score_tables(reader, 1)
    reader.close()


def hidden(table: DataTable) -> set[str]:
    columns = table.model().columns  # type: ignore[attr-defined]
    return {column.name for number, column in enumerate(columns) if table.isColumnHidden(number)}


def test_what_is_the_same_in_every_row_stands_above_once(shown: Any) -> None:
    tables, scores = shown
    one = scores.rse[0].reference
    rows = [row for row in scores.rse if row.reference == one]
    tables.show_tables(replace(scores, rse=rows))
    assert hidden(tables.rse) == {"reference", "judge"}
    assert tables.about.text() == f"Reference: {one}  ·  Measured judge (built in)"


def test_the_mean_of_one_set_is_left_out_and_that_of_several_is_not(shown: Any) -> None:
    tables, scores = shown
    tables.show_tables(scores)
    assert {row.prompt_set for row in tables.rse_model.rows} == {"reasoning", "math", None}
    one = [row for row in scores.rse if row.prompt_set in {"math", None}]
    tables.show_tables(replace(scores, rse=one))
    assert {row.prompt_set for row in tables.rse_model.rows} == {"math"}


def test_what_differs_keeps_its_column(shown: Any) -> None:
    tables, scores = shown
    rows = [scores.rse[0], replace(scores.rse[0], judge="gpt-4o", reference="other")]
    tables.show_tables(replace(scores, rse=rows))
    assert hidden(tables.rse) == set()
    assert tables.about.text() == ""


def test_columns_are_fitted_when_the_first_rows_come(qtbot: QtBot) -> None:
    model = RowsModel([Column("Model", str), Column("n", str, number=True)])
    table = DataTable("Models", model)
    qtbot.addWidget(table)
    table.fit_at_first()
    table.show()
    model.set_rows(["a-model-with-a-name-longer-than-its-head"])
    wide = table.fontMetrics().horizontalAdvance("a-model-with-a-name-longer-than-its-head")
    qtbot.waitUntil(lambda: table.columnWidth(0) >= wide)
    table.setColumnWidth(0, 60)
    model.set_rows(["x", "y"])
    qtbot.wait(1)
    assert table.columnWidth(0) == 60


def test_a_column_follows_what_outgrows_it_until_somebody_draws_it(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    rows = [row for row in scores.rse if row.prompt_set == "math"]
    tables.show_tables(replace(scores, rse=[replace(rows[0], model="A")]))
    qtbot.wait(1)
    narrow = tables.rse.columnWidth(0)
    tables.show_tables(replace(scores, rse=[replace(rows[0], model="A model of a longer name")]))
    assert tables.rse.columnWidth(0) >= tables.rse.sizeHintForColumn(0) > narrow
    tables.rse.setColumnWidth(0, 60)
    tables.show_tables(replace(scores, rse=[replace(rows[0], model="A model of an even longer name")]))
    assert tables.rse.columnWidth(0) == 60


def test_a_second_judge_has_the_room_of_its_name(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    tables.resize(1060, 400)
    one = scores.rse[0].reference
    rse = [row for row in scores.rse if row.reference == one]
    tables.show_tables(replace(scores, rse=[replace(row, judge="j") for row in rse]))
    judge = [column.name for column in tables.rse.model().columns].index("judge")
    assert tables.rse.isColumnHidden(judge)
    both = [replace(row, judge=name) for row in rse for name in ("j", "measured")]
    tables.show_tables(replace(scores, rse=both))

    def all_is_read() -> None:
        assert tables.rse.columnWidth(judge) >= tables.rse.sizeHintForColumn(judge)

    qtbot.waitUntil(all_is_read)


def test_a_table_that_is_chosen_later_has_the_width_of_the_window(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    ice = [replace(row, judge=name) for row in scores.ice for name in ("j", "rules")]
    tables.show_tables(replace(scores, ice=scores.ice))
    qtbot.waitUntil(tables.ice.is_fitted)
    tables.show_tables(replace(scores, ice=ice))
    tables.choice.setCurrentIndex(tables.choice.findData(1))
    tables.choice.activated.emit(1)
    qtbot.waitUntil(tables.ice.isVisible)
    qtbot.waitUntil(lambda: not tables.ice.left_out())
    qtbot.waitUntil(lambda: tables.choice.width() <= tables.choice.sizeHint().width())
    qtbot.waitUntil(lambda: not tables.left_out.isVisible())


def test_a_table_without_rows_is_not_scrolled_sideways(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    tables.resize(300, 300)
    tables.show_tables(replace(scores, rse=[], ice=[], nearest=[]))
    qtbot.wait(1)
    assert not tables.rse.horizontalScrollBar().isVisible()
    assert not tables.about.isVisible()
    tables.show_tables(scores)
    qtbot.waitUntil(tables.rse.horizontalScrollBar().isVisible)
    assert tables.about.isVisible()


def test_a_small_window_shows_all_dimensions_or_says_which_not(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    one = scores.rse[0].reference
    rows = [replace(row, no_answer=0, unscored=0) for row in scores.rse if row.reference == one]
    tables.resize(620, 300)
    tables.show_tables(replace(scores, rse=rows, ice=[], nearest=[]))
    qtbot.waitUntil(lambda: {"no_answer", "unscored"} <= hidden(tables.rse))
    assert hidden(tables.rse) == {"reference", "judge", "no_answer", "unscored"}
    qtbot.waitUntil(tables.left_out.isVisible)
    assert tables.left_out.text() == "Not shown, for want of room: Unscored, No answer"
    tables.resize(1400, 300)
    qtbot.waitUntil(lambda: not tables.left_out.isVisible())
    assert hidden(tables.rse) == {"reference", "judge"}


def test_what_got_no_answer_comes_back_before_a_dimension(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    one = scores.rse[0].reference
    rows = [replace(row, no_answer=0, unscored=0) for row in scores.rse if row.reference == one]
    tables.resize(620, 300)
    tables.show_tables(replace(scores, rse=rows, ice=[], nearest=[]))
    qtbot.waitUntil(lambda: "no_answer" in hidden(tables.rse))
    tables.show_tables(replace(scores, rse=[replace(row, no_answer=2) for row in rows], ice=[], nearest=[]))
    qtbot.waitUntil(lambda: "no_answer" not in hidden(tables.rse))
    out = hidden(tables.rse) - {"reference", "judge"}
    if out:
        qtbot.waitUntil(tables.left_out.isVisible)
        assert all(name.capitalize() in tables.left_out.text() for name in out)


def test_the_scores_of_the_next_run_are_fitted_anew(qtbot: QtBot, shown: Any) -> None:
    tables, scores = shown
    rows = [replace(row, no_answer=0, unscored=0) for row in scores.rse]
    tables.show_tables(replace(scores, rse=rows, ice=[], nearest=[]))
    tables.clear()
    tables.rse.setColumnWidth(0, 60)  # as heads do that get their room while there are no rows
    longer = [replace(row, model="A model of a much longer name than before") for row in rows]
    tables.show_tables(replace(scores, rse=longer, ice=[], nearest=[]))
    qtbot.waitUntil(lambda: tables.rse.columnWidth(0) >= tables.rse.sizeHintForColumn(0))
