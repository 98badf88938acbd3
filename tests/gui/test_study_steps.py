"""The steps of the study page: one main button each, nothing to press in vain, and what is missing is said."""

from __future__ import annotations

from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.key_dialog import KeyDialog
from gui.widgets.banner import Banner
from gui.window import MainWindow

STUDY = Study(
    name="Two",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),),
)


@pytest.fixture
def page(window: MainWindow) -> Any:
    window.new_study()
    return window.page("study")


def main_buttons(page: Any) -> list[str]:
    return [
        b.text() for b in page.findChildren(QPushButton) if b.isVisible() and b.property("kind") == "primary"
    ]


def test_each_step_has_one_main_button(page: Any) -> None:
    for number, words in enumerate(("Next", "Add reference…", "Next", "Start run")):
        clicks.click(page.stepper.buttons[number])
        assert main_buttons(page) == [words]


def test_an_empty_table_of_models_says_what_to_do(page: Any) -> None:
    page.measure.ice.setChecked(True)
    clicks.click(page.next)
    assert "add the reference" in page.models.table.accessibleDescription()
    clicks.click(page.back)
    page.measure.rse.setChecked(False)
    clicks.click(page.next)
    assert "reference" not in page.models.table.accessibleDescription()


def test_only_a_chosen_model_is_edited_or_removed(window: MainWindow) -> None:
    window.show_page("study", STUDY)
    page: Any = window.page("study")
    clicks.click(page.stepper.buttons[1])
    step = page.models
    assert not step.edit_button.isEnabled()
    assert not step.remove_button.isEnabled()
    clicks.press(step.table, Qt.Key.Key_Delete)
    assert len(page.draft.models) == 2
    step.table.setFocus()
    clicks.press(step.table, Qt.Key.Key_Down)
    assert step.edit_button.isEnabled()
    clicks.click(step.remove_button)
    assert len(page.draft.models) == 1
    assert not step.edit_button.isEnabled()
    assert not step.remove_button.isEnabled()
    assert QApplication.focusWidget() is step.table


def test_the_review_of_an_unfinished_study_cannot_be_started(
    qtbot: QtBot, window: MainWindow, page: Any
) -> None:
    clicks.click(page.stepper.buttons[3])
    wrong = page.review.banner.text()
    assert wrong.startswith("Must be put right: Add a reference model")
    assert not page.start.isEnabled()
    assert not page.trial.isEnabled()
    assert wrong in page.start.accessibleDescription()
    clicks.click(clicks.button(page.review, "Go there"))
    page.draft.models = list(STUDY.models)
    clicks.click(page.stepper.buttons[3])
    clicks.settled(qtbot, window)
    assert page.start.isEnabled()


def test_keys_of_several_accounts_are_asked_for_in_one_line(qtbot: QtBot, window: MainWindow) -> None:
    names = ("first", "second", "third")
    tests = (ModelSpec(f"m-{n}", "test", "openai", model=f"gpt-{n}", key=f"session:{n}") for n in names)
    window.show_page("study", Study("Keyed", models=(STUDY.models[0], *tests), prompt_sets=STUDY.prompt_sets))
    clicks.settled(qtbot, window)
    page: Any = window.page("study")
    said = [
        b.text() for b in page.review.findChildren(Banner) if b.isVisible() and "earlier session" in b.text()
    ]
    gone = "The keys of these accounts were kept for an earlier session only: first, second, third."
    assert said == [f"{gone} Starting the run asks for them."]
    clicks.click(clicks.button(page.review, "Enter the keys"))
    dialog = next(d for d in window.findChildren(KeyDialog) if d.isVisible())
    assert tuple(dialog.fields) == names
    clicks.press(dialog, Qt.Key.Key_Escape)
