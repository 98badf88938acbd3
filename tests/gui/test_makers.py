"""ICE needs to know who made a model: the review asks for it in the window's words, and leads to its field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import clicks
from pytestqt.qtbot import QtBot

from core.study import IceSpec, ModelSpec, Study
from gui import preferences as prefs
from gui.preferences import Preferences
from gui.window import MainWindow

NOBODYS = ModelSpec("my-model-a", "test", "openai-compatible", base_url="http://127.0.0.1:9/v1")
STUDY = Study("Makers", metrics=("ice",), models=(NOBODYS,), ice=IceSpec(mode="plain", queries=5))


def reviewed(qtbot: QtBot, window: MainWindow, study: Study) -> Any:
    window.show_page("study", study)
    clicks.settled(qtbot, window)
    return window.page("study")


def test_who_made_a_model_is_said_from_the_review(qtbot: QtBot, window: MainWindow) -> None:
    page = reviewed(qtbot, window, STUDY)
    assert page.review.banner.text() == "Say who made my-model-a: step 2, Edit, Made by."
    clicks.click(clicks.button(page.review.banner, "Go there"))
    dialog = page.models.dialog
    qtbot.waitUntil(lambda: not dialog.field("facts").visibleRegion().isEmpty(), timeout=clicks.WAIT_MS)
    assert dialog.name.text() == "my-model-a"
    assert dialog.focusWidget() in {dialog.field("facts"), dialog.field("facts").lineEdit()}
    clicks.write(dialog.field("facts").lineEdit(), "openai")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert page.draft.models[0].facts == "openai"
    assert page.review.banner.isHidden()
    assert page.review.figures["Calls"].text() == "5"


def test_each_model_is_asked_about_in_turn(qtbot: QtBot, window: MainWindow) -> None:
    both = (NOBODYS, replace(NOBODYS, name="my-model-b", facts="nobody"))
    page = reviewed(qtbot, window, replace(STUDY, models=both))
    clicks.click(clicks.button(page.review.banner, "Go there"))
    clicks.write(page.models.dialog.field("facts").lineEdit(), "meta")
    clicks.click(page.models.dialog.ok)
    clicks.settled(qtbot, window)
    said = page.review.banner.text()
    assert said == (
        "No facts are known on nobody, whom my-model-b is said to come from: write them on the Identity page, choose"
        " another maker, or measure without identity (ICE)."
    )


def test_it_is_asked_in_chinese(qtbot: QtBot, preferences: Preferences, make_window: Any) -> None:
    preferences.set(prefs.LANGUAGE, "zh_CN")
    page = reviewed(qtbot, make_window(), STUDY)
    assert page.review.banner.text() == "请说明 my-model-a 由谁制造：第 2 步，“编辑”，“制造者”。"
    assert clicks.button(page.review.banner, "前往")
