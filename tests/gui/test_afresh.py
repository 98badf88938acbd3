"""A run is repeated from the review, where calls, cost and cap are seen; a key that is gone is asked for first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
from pytestqt.qtbot import QtBot

from gui import preferences as prefs
from gui.counted import COUNTED, WHAT_COUNTS
from gui.preferences import Preferences
from gui.widgets.banner import Banner
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def warned(page: Any) -> list[str]:
    return [b.text() for b in page.review.findChildren(Banner) if b.isVisible()]


def repeated(qtbot: QtBot, window: MainWindow) -> Any:
    """The study page, after Repeat run afresh was clicked on Home."""
    clicks.settled(qtbot, window)
    window.show_page("home")
    home: Any = window.page("home")
    qtbot.waitUntil(lambda: home.runs.model.rowCount() > 0, timeout=clicks.WAIT_MS)
    home.tabs.setCurrentWidget(home.runs)
    clicks.click(home.runs.again_button)
    clicks.settled(qtbot, window)
    return window.page("study")


def ended(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.context.runs.active, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)


def test_a_run_is_repeated_after_its_cost_was_seen(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, preferences: Preferences
) -> None:
    preferences.set(prefs.MAX_CALLS, 9_000)
    window = make_window(workspace)
    page = repeated(qtbot, window)
    assert (window.front, page.step) == ("study", 3)
    assert not window.context.runs.active
    assert any("asked afresh" in text for text in warned(page))
    assert page.review.counted.text() == WHAT_COUNTS
    assert page.review.max_calls.value() == 9_000
    assert sum(model.cached for model in page.review.model.rows) == 0
    assert not page.trial.isVisible()
    clicks.click(page.start)
    ended(qtbot, window)
    assert window.context.run == 2
    assert not page.draft.again, "the next start would pay once more"


def test_asking_only_what_is_new_takes_over_what_is_there(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = repeated(qtbot, make_window(workspace))
    clicks.click(clicks.button(page.review, "Ask only what is new"))
    clicks.settled(qtbot, page.window())
    assert not any("asked afresh" in text for text in warned(page))
    assert page.review.counted.text() == COUNTED
    assert sum(model.cached for model in page.review.model.rows) > 0
    assert page.trial.isVisible()
