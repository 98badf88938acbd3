"""Models that are compared are asked alike, wherever they come from; where they are not, the review says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import clicks
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.widgets.banner import Banner
from gui.window import MainWindow

URL = "http://127.0.0.1:9/v1"
REFERENCE = ModelSpec(
    "alpha", "reference", "openai-compatible", base_url=URL, params={"temperature": 0.0, "max_tokens": 1024}
)
TEST = replace(REFERENCE, name="beta", role="test")
WARNING = "not all asked with the same temperature"


def warned(page: Any) -> list[Banner]:
    banners: list[Banner] = page.review.findChildren(Banner)
    return [each for each in banners if each.isVisible() and WARNING in each.text()]


def study(*models: ModelSpec) -> Study:
    return Study("Alike", models=models, prompt_sets=(PromptSetSpec("reasoning", bundled="reasoning"),))


def pressed(window: MainWindow, name: str) -> None:
    window.show_page("models")
    accounts = window.page("models").accounts
    clicks.pick(accounts.provider, "openai-compatible")
    clicks.write(accounts.base_url, URL)
    accounts.model.setCurrentText("alpha")
    button: QWidget = getattr(accounts, name)
    clicks.click(button)


def test_models_of_the_models_page_are_asked_as_those_of_the_dialog(qtbot: QtBot, window: MainWindow) -> None:
    pressed(window, "refer_button")
    page = window.page("study")
    page.go(1)
    clicks.click(page.models.add_test)
    dialog = page.models.dialog
    clicks.pick(dialog.provider, "openai-compatible")
    clicks.write(dialog.field("model"), "beta")
    clicks.click(dialog.ok)
    reference, test = page.draft.models
    assert dict(reference.params) == dict(test.params) == {"temperature": 0.0, "max_tokens": 1024}
    page.go(3)
    clicks.settled(qtbot, window)
    assert warned(page) == []


def test_known_models_start_the_dialog_with_its_own_values(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("models")
    page = window.page("models")
    page.tabs.setCurrentIndex(1)
    clicks.settled(qtbot, window)
    clicks.click(page.known.use_button)
    dialog = window.page("study").models.dialog
    assert dict(dialog.spec().params) == {"temperature": 0.0, "max_tokens": 1024}
    dialog.reject()


@pytest.mark.parametrize(
    "other",
    [{"params": {"max_tokens": 1024}}, {"params": {"temperature": 0.0, "max_tokens": 50}}, {"system": "Be brief."}],
)  # fmt: skip
def test_the_review_says_that_models_are_asked_differently(
    qtbot: QtBot, window: MainWindow, other: dict[str, Any]
) -> None:
    window.show_page("study", study(REFERENCE, replace(TEST, **other)))
    clicks.settled(qtbot, window)
    page = window.page("study")
    [banner] = warned(page)
    assert banner.property("banner") == "warn"
    clicks.click(clicks.button(banner, "Go there"))
    assert page.step == 1


def test_simulated_models_are_asked_nothing_so_nothing_differs(qtbot: QtBot, window: MainWindow) -> None:
    simulated = ModelSpec("simulated", "reference", "simulated", closeness=1.0)
    window.show_page("study", study(simulated, TEST))
    clicks.settled(qtbot, window)
    assert warned(window.page("study")) == []
