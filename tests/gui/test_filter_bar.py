"""The filters of the inspector: what is in use is always seen, and what means nothing is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from labelling import inspector
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def page(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    return inspector(qtbot, make_window(workspace), 1600, 900)


@pytest.fixture
def low(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    return inspector(qtbot, make_window(workspace), 800, 600)


def boxes(page: Any) -> list[str]:
    bar = page.filters
    return [key for key, box in {**bar.boxes, "score": bar.score}.items() if box.isVisible()]


def test_the_button_says_what_it_does_next(page: Any) -> None:
    assert page.filters.more.text() == "More filters"
    before = boxes(page)
    clicks.click(page.filters.more)
    assert page.filters.more.text() == page.filters.more.accessibleName() == "Fewer filters"
    assert set(boxes(page)) > set(before)
    language.choose("zh_CN")
    assert page.filters.more.text() == "收起筛选"
    language.choose("en")
    clicks.click(page.filters.more)
    assert page.filters.more.text() == "More filters"
    assert boxes(page) == before


def test_a_filter_in_use_is_never_folded_away(qtbot: QtBot, page: Any) -> None:
    clicks.click(page.filters.more)
    clicks.pick(page.filters.boxes["language"], "zh")
    clicks.click(page.filters.more)
    clicks.settled(qtbot, page.window())
    assert "language" in boxes(page)
    clicks.click(page.filters.reset)
    clicks.click(page.filters.more)
    clicks.click(page.filters.more)
    assert "language" not in boxes(page)


def test_a_filter_that_another_page_set_is_seen_though_it_is_the_only_choice(qtbot: QtBot, page: Any) -> None:
    page.filters.boxes["judge"].clear()
    page.filters.offer({"metric": ["rse", "ice"], "judge": ["measured"]})
    assert "judge" not in boxes(page)
    page.filters.choose({"judge": "measured"})
    clicks.settled(qtbot, page.window())
    assert "judge" in boxes(page)


@pytest.mark.parametrize(
    ("metric", "without"), [("rse", {"verdict"}), ("ice", {"score", "reference", "prompt_set"})]
)
def test_filters_of_the_other_metric_are_left_out(page: Any, metric: str, without: set[str]) -> None:
    assert without <= set(boxes(page))
    clicks.pick(page.filters.boxes["metric"], metric)
    assert not without & set(boxes(page))
    clicks.pick(page.filters.boxes["metric"], "")
    assert without <= set(boxes(page))


def test_a_low_window_has_one_line_of_filters_until_more_are_asked_for(low: Any) -> None:
    bar = low.filters
    assert boxes(low) == ["metric", "model", "score"]
    assert bar.more.y() + bar.more.height() // 2 == bar.score.y() + bar.score.height() // 2
    clicks.click(bar.more)
    assert {"verdict", "judge", "topic"} <= set(boxes(low))
    clicks.click(bar.more)
    clicks.pick(bar.boxes["metric"], "ice")
    assert boxes(low) == ["metric", "model", "verdict"]


def test_there_is_nothing_to_show_where_all_is_shown(qtbot: QtBot, page: Any) -> None:
    reset = page.filters.reset
    assert not reset.isEnabled()
    clicks.write(page.filters.search, "no text has these words")
    qtbot.waitUntil(reset.isEnabled)
    qtbot.waitUntil(page.table.isHidden, timeout=clicks.WAIT_MS)
    clicks.click(reset)
    clicks.settled(qtbot, page.window())
    assert not reset.isEnabled()
    assert page.table.isVisible()
