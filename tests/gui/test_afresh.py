"""A run is repeated from the review, where calls, cost and cap are seen; a key that is gone is asked for first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core import keys
from core.keys import Keys
from core.study import ModelSpec, PromptSetSpec, Study
from gui import preferences as prefs
from gui.counted import COUNTED, WHAT_COUNTS
from gui.preferences import Preferences
from gui.widgets.banner import Banner
from gui.window import MainWindow
from tests.loopback import LoopbackServer

MakeWindow = Callable[..., MainWindow]
KEY = "sk-loopback-0123456789abcdef"
GONE = "The key of account mine was kept for the session only: paste it again on the Models page."


@pytest.fixture(autouse=True)
def session() -> Iterator[None]:
    yield
    keys._SESSION.clear()


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as made:
        yield made


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


def study(server: LoopbackServer) -> Study:
    test = ModelSpec(
        "my-model-a", "test", "openai-compatible", base_url=server.base_url, key="session:mine",
        price={"input": 0.0, "output": 0.0},
    )  # fmt: skip
    models = ModelSpec("Ref", "reference", "simulated"), test, replace(test, name="my-model-b")
    sets = (PromptSetSpec("math", bundled="math", sample=2),)
    return Study("Keyed", models=models, prompt_sets=sets)


def test_a_key_of_an_earlier_session_is_asked_for_before_the_start(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    window.show_page("study", study(server))
    clicks.settled(qtbot, window)
    page: Any = window.page("study")
    assert warned(page).count(GONE) == 1
    clicks.click(page.start)
    clicks.settled(qtbot, window)
    assert not window.context.runs.active
    assert (window.front, page.banner.text()) == ("study", GONE)
    clicks.click(clicks.button(page.banner, "Go there"))
    clicks.settled(qtbot, window)
    accounts: Any = window.page("models").accounts
    assert window.front == "models"
    assert (accounts.account.text(), accounts.base_url.text()) == ("mine", server.base_url)
    clicks.write(accounts.key, KEY)
    clicks.click(accounts.hold)
    clicks.settled(qtbot, window)
    window.show_page("study")
    clicks.settled(qtbot, window)
    assert GONE not in warned(page)
    assert not page.banner.isVisible()
    clicks.click(page.start)
    ended(qtbot, window)
    assert server.calls
    assert all(KEY in str(call.headers) for call in server.calls)


def test_a_model_that_is_asked_nothing_needs_no_key(
    qtbot: QtBot, window: MainWindow, server: LoopbackServer
) -> None:
    Keys().hold("mine", KEY)
    window.show_page("study", study(server))
    clicks.settled(qtbot, window)
    page: Any = window.page("study")
    clicks.click(page.start)
    ended(qtbot, window)
    keys._SESSION.clear()
    window.show_page("study")
    clicks.settled(qtbot, window)
    assert GONE not in warned(page)
    clicks.click(page.start)
    assert window.front == "live"
    ended(qtbot, window)
