"""The window calls the built-in judges by plain names, and still finds their judgments by their ids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from gui.charts.data.types import judged_by, label
from gui.i18n import language
from gui.window import MainWindow

MEASURED, RULES = "Measured judge (built in)", "Rules judge (built in)"


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path) -> MainWindow:
    made = make_window(workspace)
    made.resize(1280, 900)
    clicks.settled(qtbot, made)
    return made


def front(qtbot: QtBot, window: MainWindow, name: str) -> Any:
    clicks.click(window._rail.buttons[name])
    clicks.settled(qtbot, window)
    return window.page(name)


def column(table: Any, title: str) -> list[str]:
    model = table.model()
    titles = [column.title for column in table.rows_model.columns]
    return [str(model.index(row, titles.index(title)).data()) for row in range(model.rowCount())]


def test_the_tables_of_a_run_have_plain_names(qtbot: QtBot, window: MainWindow) -> None:
    results = front(qtbot, window, "results")
    assert set(column(results.similarity.long, "Judge")) == {MEASURED}
    assert set(column(results.identity.table, "Judge")) == {RULES}
    assert set(column(results.identity.breakdown.table, "Judge")) == {RULES}
    assert set(column(results.nearest.table, "Judge")) == {MEASURED}
    assert "by the measured judge (built in)" in results.similarity.stack.tables[0].accessibleName()


def test_a_check_shows_the_name_and_asks_for_the_id(qtbot: QtBot, window: MainWindow) -> None:
    results = front(qtbot, window, "results")
    tables = {table.accessibleName(): table for table in results.deeper.stack.tables}
    table = tables["How many prompts have each score"]
    assert set(column(table, "Judge")) == {MEASURED}
    assert table.rows_model.cases(table.model().index(0, 4))["judge"] == "measured"


def test_a_limit_that_models_share_is_said_once(qtbot: QtBot, window: MainWindow) -> None:
    text = front(qtbot, window, "results").similarity.reading.text()
    assert text.count("read the figure as a first impression") <= 1
    assert "judge measured" not in text


def test_the_inspector_speaks_of_them_so_too(qtbot: QtBot, window: MainWindow) -> None:
    inspector = front(qtbot, window, "inspector")
    box = inspector.filters.boxes["judge"]
    assert {box.itemData(i): box.itemText(i) for i in range(1, box.count())} == {
        "measured": MEASURED,
        "rules": RULES,
    }
    window.context.show("inspector", {"judge": "rules"})
    qtbot.waitUntil(lambda: inspector.detail.head.text().endswith(RULES))


def test_the_study_page_offers_them_by_name_in_the_language_of_the_window(
    qtbot: QtBot, window: MainWindow
) -> None:
    from PySide6.QtWidgets import QCheckBox

    study = front(qtbot, window, "study")
    study.go(1)
    names = [box.text() for box in study.findChildren(QCheckBox)]
    assert MEASURED in names
    language.choose("zh_CN")
    study.go(0)
    study.go(1)
    assert "测量评判者（内置）" in [box.text() for box in study.findChildren(QCheckBox)]


def test_charts_name_them_once() -> None:
    from gui.charts.data.ice import TopicRate

    assert judged_by(["measured", "measured"]) == MEASURED
    assert judged_by(["gpt-4o"]) == "Judge: gpt-4o"
    assert judged_by(["rules", "gpt-4o"]) == f"Judges: gpt-4o, {RULES}"
    row = TopicRate("measured", "rules", "team", 0.5, 1, 2)
    assert label(row, ("model", "judge")) == f"measured · {RULES}"
