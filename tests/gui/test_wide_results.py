"""On a wide window the results page shows a chart beside its tables; on a small one the tables alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot
from results_page import column

from gui.i18n import language
from gui.results import pivot
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
WIDE, SMALL = (1920, 1080), (800, 600)


@pytest.fixture
def opened(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Callable[..., Any]:
    def page(size: tuple[int, int] = WIDE) -> Any:
        window = make_window(workspace)
        window.resize(*size)
        clicks.settled(qtbot, window)
        clicks.click(window._rail.buttons["results"])
        clicks.settled(qtbot, window)
        return window.page("results")

    return page


def drawn(qtbot: QtBot, page: Any, name: str) -> None:
    area = page.wide.area
    qtbot.waitUntil(lambda: area.view is not None and area.view.data.name == name)


def test_the_chart_beside_is_that_of_the_tab_in_front(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened()
    assert page.wide.side.isVisible()
    drawn(qtbot, page, "rse-bars")
    for tab, name in ((page.identity, "ice-bars"), (page.nearest, "nearest"), (page.similarity, "rse-bars")):
        page.tabs.setCurrentWidget(tab)
        drawn(qtbot, page, name)


def test_where_a_tab_has_no_chart_of_its_own_it_has_the_whole_width(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened()
    for tab in (page.compare, page.drawn, page.deeper):
        page.tabs.setCurrentWidget(tab)
        assert page.wide.side.isHidden()
        qtbot.waitUntil(lambda: page.tabs.width() == page.wide.width())


def test_the_chart_that_is_chosen_beside_a_tab_stays_its_own(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened()
    drawn(qtbot, page, "rse-bars")
    clicks.pick(page.wide.area.choice, "rse-profile")
    drawn(qtbot, page, "rse-profile")
    page.tabs.setCurrentWidget(page.identity)
    drawn(qtbot, page, "ice-bars")
    page.tabs.setCurrentWidget(page.similarity)
    drawn(qtbot, page, "rse-profile")


def test_a_small_window_has_the_tables_alone_and_draws_nothing(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened(SMALL)
    assert page.wide.side.isHidden()
    assert page.wide.area.view is None
    assert page.similarity.stack.isVisible()
    page.window().resize(*WIDE)
    drawn(qtbot, page, "rse-bars")
    assert page.wide.side.isVisible()
    page.window().resize(*SMALL)
    qtbot.waitUntil(page.wide.side.isHidden)


def test_the_place_of_the_splitter_is_remembered(
    qtbot: QtBot, opened: Callable[..., Any], make_window: MakeWindow, workspace: Path
) -> None:
    page = opened()
    page.wide.setSizes([900, page.wide.width() - 900])
    moved = page.wide.sizes()
    page.tabs.setCurrentWidget(page.compare)
    page.tabs.setCurrentWidget(page.similarity)
    assert page.wide.sizes() == moved
    page.window().close()
    again = opened()
    qtbot.waitUntil(lambda: abs(again.wide.sizes()[0] - moved[0]) < 8)


def test_the_chart_beside_speaks_the_language_of_the_window(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened()
    drawn(qtbot, page, "rse-bars")
    language.choose("zh_CN")
    qtbot.waitUntil(lambda: page.wide.area.view.data.title == "与参考模型的相似度")


def test_a_small_window_leaves_out_what_is_needed_least_and_says_so(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened(SMALL)
    page.tabs.setCurrentWidget(page.identity)
    clicks.settled(qtbot, page.window())
    table = page.identity.table
    qtbot.waitUntil(lambda: table.isColumnHidden(column(table, "templates")))
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    for name in ("model", "loose", "interval", "strict", "hard", "no_answer"):
        assert not table.isColumnHidden(column(table, name))
    said = table.parentWidget().left_out
    assert said.isVisibleTo(page)
    assert "Templates" in said.text()
    assert "Judge: " in said.text(), "the one judge is said once"
    page.window().resize(*WIDE)
    qtbot.waitUntil(lambda: not table.isColumnHidden(column(table, "templates")))


def test_the_three_dimensions_stand_together_in_a_small_window(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened(SMALL)
    table = page.similarity.stack.tables[0]
    block = next(iter(pivot.blocks(page.loaded.tables.rse)))
    assert block.sets == ("reasoning", "math")
    mean = replace(block.rows[0].mean, model="Simulated near copy", low=4.7932, high=4.8989, n=64)
    rows = [replace(block.rows[0], mean=mean)]
    table.show_rows(rows, pivot.columns(replace(block, rows=tuple(rows))))
    table.fit()
    qtbot.waitUntil(
        lambda: (
            table.horizontalHeader().on_two_lines
            and table.left_out() == []
            and table.horizontalScrollBar().maximum() == 0
        )
    )


def test_sets_give_way_before_dimensions_and_it_is_said(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened(SMALL)
    table = page.similarity.stack.tables[0]
    block = next(iter(pivot.blocks(page.loaded.tables.rse)))
    sets = tuple(f"a set of prompts {n}" for n in range(4))
    rows = [replace(row, by_set=dict.fromkeys(sets, row.mean)) for row in block.rows]
    table.show_rows(rows, pivot.columns(replace(block, sets=sets, rows=tuple(rows))))
    qtbot.waitUntil(lambda: bool(table.left_out()))
    out = {table.rows_model.columns[n].name for n in table.left_out()}
    assert out < {f"set:{name}" for name in sets}
    assert table.horizontalScrollBar().maximum() == 0
    said = table.parentWidget().left_out
    qtbot.waitUntil(lambda: said.text().startswith("Not shown, for want of room: a set of prompts"))


def test_what_a_run_took_has_a_line_of_its_own_where_it_is_not_seen_whole(
    qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page = opened(SMALL)
    facts, box = page.head.facts, page.head.run_box

    def below() -> bool:
        return bool(facts.y() >= box.mapTo(page.head, box.rect().bottomLeft()).y())

    facts_long = (
        "1/1/26 12:00 AM · 2,056 judgments · 1,639 calls · 64 errors · cost unknown (known part $0.00)"
    )
    page.head.say(facts_long)
    qtbot.waitUntil(lambda: below() and facts.width() > page.head.width() // 2)
    page.window().resize(*WIDE)
    qtbot.waitUntil(lambda: not below() and facts.x() > box.x())


def test_the_chooser_shows_a_column_that_has_no_room(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened(SMALL)
    page.tabs.setCurrentWidget(page.identity)
    clicks.settled(qtbot, page.window())
    table, chooser = page.identity.table, page.identity.columns
    qtbot.waitUntil(lambda: table.isColumnHidden(column(table, "templates")))
    chooser._fill()
    act = next(a for a in chooser.menu().actions() if a.text() == "Templates")
    assert not act.isChecked()
    act.trigger()
    assert not table.isColumnHidden(column(table, "templates"))


@pytest.mark.parametrize("tab", ["similarity", "identity"])
def test_the_paper_stands_beside_ones_own_table_where_there_is_room(
    qtbot: QtBot, opened: Callable[..., Any], tab: str
) -> None:
    page = opened((1280, 800))
    shown = getattr(page, tab)
    page.tabs.setCurrentWidget(shown)
    clicks.click(shown.published)
    clicks.settled(qtbot, page.window())
    own = shown.table if tab == "identity" else shown.stack.tables[0]
    paper = shown.both.paper.tables[0]
    qtbot.waitUntil(paper.isVisible)
    assert "GPT4o-0806" in paper.accessibleName() or tab == "identity"
    assert left_of(paper) >= left_of(own) + own.width()
    page.window().resize(*SMALL)
    qtbot.waitUntil(lambda: not shown.both.paper.isVisible())
    assert shown.stack.tables[-1].rows, "below one's own where there is no room beside them"
    assert left_of(shown.stack.tables[-1]) == left_of(own)


def left_of(table: Any) -> int:
    return int(table.mapToGlobal(table.rect().topLeft()).x())


def test_the_paper_takes_the_place_of_the_chart(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened()
    drawn(qtbot, page, "rse-bars")
    clicks.click(page.similarity.published)
    qtbot.waitUntil(page.wide.side.isHidden)
    clicks.click(page.similarity.published)
    qtbot.waitUntil(page.wide.side.isVisible)
    assert page.similarity.both.paper.isHidden()


def test_plain_words_take_no_more_room_than_they_need(qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page = opened()
    pane = page.similarity.reading.pane
    qtbot.waitUntil(lambda: "measured judge" in pane.toPlainText())
    lines = pane.toPlainText().count("\n") + 1
    most = 3 * lines * pane.fontMetrics().lineSpacing()

    def all_of_it_can_be_read() -> None:
        assert pane.verticalScrollBar().maximum() == 0
        assert 0 < pane.height() < most

    # Only then: while the page is laid out, the pane has its least height for a moment.
    qtbot.waitUntil(all_of_it_can_be_read)
    clicks.settled(qtbot, page.window())
    all_of_it_can_be_read()
