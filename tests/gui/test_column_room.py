"""The columns of a table share the width that there is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import clicks
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.models.columns import KNOWN
from gui.widgets.heads import broken
from gui.widgets.room import share
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.window import MainWindow

COLUMNS = (
    Column("Name", lambda r: r[0]),
    Column("Count", lambda r: r[1], number=True),
    Column("Said", lambda r: r[2]),
)
ROW = ("some name " * 5, "123,456", "something said " * 5)


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=1, max_size=12),
    st.integers(0, 4000),
)
def test_columns_fit_where_they_can_and_the_widest_give_way(pairs: list[tuple[int, int]], room: int) -> None:
    wanted, least = [max(pair) for pair in pairs], [min(pair) for pair in pairs]
    got = share(wanted, least, room)
    assert all(low <= width <= high for low, width, high in zip(least, got, wanted, strict=True))
    if sum(least) > room:
        assert got == wanted, "it is scrolled anyway"
    else:
        assert sum(got) <= room
        cut = [w for w, high, low in zip(got, wanted, least, strict=True) if low < w < high]
        assert all(one == other for one, other in pairwise(cut))


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    model: Any = RowsModel(COLUMNS)
    made = DataTable("Test", model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(420, 200)
    made.show()
    model.set_rows([ROW])
    made.fit()
    return made


def whole(table: QTableView, cell: QModelIndex) -> bool:
    return table.sizeHintForIndex(cell).width() <= table.columnWidth(cell.column())


def test_a_number_is_whole_where_texts_are_shortened(table: DataTable) -> None:
    assert table.horizontalScrollBar().maximum() == 0
    assert whole(table, table.model().index(0, 1))
    assert not whole(table, table.model().index(0, 0))


def test_a_wider_table_shares_anew(qtbot: QtBot, table: DataTable) -> None:
    before = table.columnWidth(0)
    table.resize(900, 200)
    qtbot.waitUntil(lambda: table.columnWidth(0) > before)


def test_a_width_that_somebody_chose_stays(qtbot: QtBot, table: DataTable) -> None:
    table.setColumnWidth(0, 77)
    table.resize(900, 200)
    qtbot.waitUntil(lambda: table.viewport().width() > 800)
    assert table.columnWidth(0) == 77


def test_columns_have_room_for_their_heads_in_another_language(qtbot: QtBot) -> None:
    model: Any = RowsModel((Column("Contradictions", lambda r: r, number=True), Column("Name", lambda r: r)))
    table = DataTable("Test", model)
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(500, 200)
    table.show()
    language.choose("zh_CN")
    model.set_rows(["1"])
    table.fit()
    before = table.columnWidth(0)
    language.choose("en")
    qtbot.waitUntil(lambda: table.columnWidth(0) > before)


def test_the_counts_of_prompts_are_seen_in_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 600)
    window.show_page("prompts")
    clicks.settled(qtbot, window)
    sets: Any = window.page("prompts").sets  # type: ignore[attr-defined]
    assert sets.horizontalScrollBar().maximum() == 0
    assert whole(sets, sets.model().index(0, 1))


def test_makers_and_providers_are_named_as_people_write_them(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("models")
    page: Any = window.page("models")
    page.tabs.setCurrentIndex(1)
    clicks.settled(qtbot, window)
    model = page.known.table.model()
    shown = {(model.index(row, 1).data(), model.index(row, 2).data()) for row in range(model.rowCount())}
    assert {
        ("OpenAI", "Azure OpenAI"),
        ("Anthropic", "OpenRouter"),
        ("Meta", "Hugging Face inference"),
    } <= shown


def test_a_key_can_be_deleted_once_one_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("models")
    clicks.settled(qtbot, window)
    accounts: Any = window.page("models").accounts  # type: ignore[attr-defined]
    assert not accounts.delete.isEnabled()
    clicks.write(accounts.key, "sk-test")
    clicks.click(accounts.hold)
    clicks.settled(qtbot, window)
    assert not accounts.delete.isEnabled()
    accounts.keys.selectRow(0)
    assert accounts.delete.isEnabled()


def test_heads_break_between_words_and_never_leave_a_sign_alone() -> None:
    assert broken("95 % interval") == "95 %\ninterval"
    assert broken("Hard, unnamed %") == "Hard,\nunnamed %"
    assert broken("Loose %") == "Loose %"
    assert broken("Structure") == "Structure"


def test_known_models_show_prices_in_a_small_window_and_notes_in_a_wide_one(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(800, 600)
    window.show_page("models")
    page: Any = window.page("models")
    page.tabs.setCurrentIndex(1)
    clicks.settled(qtbot, window)
    table = page.known.table
    heads = [column.title for column in KNOWN]
    note, price = heads.index("Note"), heads.index("Input $/M")
    qtbot.waitUntil(lambda: table.isColumnHidden(note))
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    assert not table.isColumnHidden(price)
    assert "OpenAI" in page.known.about.text(), "the note of the chosen model is said in full"
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: not table.isColumnHidden(note))


def test_a_column_that_somebody_asks_for_is_shown_without_room(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 600)
    window.show_page("models")
    page: Any = window.page("models")
    page.tabs.setCurrentIndex(1)
    clicks.settled(qtbot, window)
    table = page.known.table
    note = [column.title for column in KNOWN].index("Note")
    qtbot.waitUntil(lambda: table.isColumnHidden(note))
    menu = table._columns_menu(table)
    menu.actions()[note].trigger()
    window.resize(810, 600)
    clicks.settled(qtbot, window)
    assert not table.isColumnHidden(note)


def test_what_a_small_window_left_out_is_not_remembered(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 600)
    window.show_page("models")
    page: Any = window.page("models")
    page.tabs.setCurrentIndex(1)
    clicks.settled(qtbot, window)
    qtbot.waitUntil(lambda: bool(page.known.table.left_out()))
    window.context.memory.save()
    assert not any(page.known.table.isColumnHidden(n) for n in range(len(KNOWN)))


def test_no_long_text_is_cut_beside_room_that_nobody_uses(qtbot: QtBot) -> None:
    columns = (Column("Said", lambda r: r[0]), *(Column(f"Part {n}", lambda r: r[1]) for n in range(6)))
    model: Any = RowsModel(columns)
    made = DataTable("Test", model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.show()
    model.set_rows([("something said " * 6, "some more")])
    wants, last = made.sizeHintForColumn(0), len(columns) - 1
    for width in range(900, 1500, 20):
        made.resize(width, 200)
        made.fit()
        taken = sum(made.columnWidth(n) for n in range(last)) + made.sizeHintForColumn(last)
        unused = made.viewport().width() - taken - 60  # the last column has its head and its air
        assert made.columnWidth(0) >= wants or unused <= 0, width
