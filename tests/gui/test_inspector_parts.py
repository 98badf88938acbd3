"""How the height of a judgment is shared: the prompt has what its text needs, the responses have the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from labelling import inspector
from pytestqt.qtbot import QtBot

from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
SHORT, LONG = "Name a river.", "Which of the rivers that were named is the longest one? " * 40


@pytest.mark.parametrize("size", [(800, 600), (1920, 1080)])
def test_a_short_prompt_is_no_higher_than_its_text_and_is_not_scrolled(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    page = inspector(qtbot, make_window(workspace), *size)
    pane = page.detail.prompt
    pane.show_text(SHORT)
    page.detail._parts.fit()
    line = pane.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: pane.viewport().height() < 3 * line)
    assert pane.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [(800, 600), (1920, 1080)])
def test_a_long_prompt_leaves_room_for_the_responses(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, size: tuple[int, int]
) -> None:
    page = inspector(qtbot, make_window(workspace), *size)
    pane = page.detail.prompt
    pane.show_text(LONG)
    page.detail._parts.fit()
    line = pane.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: 3 * line <= pane.viewport().height() <= 8 * line)
    assert page.detail.left.height() > 3 * line


def test_in_a_wide_window_the_responses_have_the_most(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    detail = page.detail
    qtbot.waitUntil(lambda: detail.left.height() > detail.tabs.height() > 0)
    assert detail.left.height() > detail.prompt.height()


def test_the_tabs_stay_where_they_are_from_judgment_to_judgment(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    go_on(qtbot, page)  # the page itself is laid out while its first judgment comes
    stood = page.detail.tabs.geometry()
    go_on(qtbot, page)
    assert page.detail.tabs.geometry() == stood


def go_on(qtbot: QtBot, page: Any) -> None:
    clicks.settled(qtbot, page.window())
    before = page.detail.detail.row.id
    clicks.click(page.after)
    qtbot.waitUntil(lambda: page.detail.detail.row.id != before)
    clicks.settled(qtbot, page.window())


def test_parts_that_were_divided_by_hand_stay_so(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace), 1920, 1080)
    go_on(qtbot, page)
    parts = page.detail._parts
    assert parts.saveState().isEmpty(), "nothing to remember before somebody divides it"
    parts.moveSplitter(300, 1)
    drawn = parts.sizes()
    go_on(qtbot, page)
    assert parts.sizes() == drawn
    assert not parts.saveState().isEmpty()
