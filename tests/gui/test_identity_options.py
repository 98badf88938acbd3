"""The settings of identity questions in the study page, by clicks, beside the study that they make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core import study_file
from core.study import IceSpec, ModelSpec, PromptSetSpec, Study
from gui.study.draft import Draft
from gui.study.ice_options import strict_names
from gui.study.measure import MeasureStep
from gui.widgets.banner import Banner
from gui.window import MainWindow

ALL_SET = IceSpec(
    queries=77, mode="paired", selection="exp3", questions_per_template=6, templates_in_flight=3,
    templates="mine.jsonl", questions="asked.csv", languages=("zh",), max_iterations=50, max_contradictions=9,
    max_rejects=40, placebo=True, strict=("openai", "Acme Robotics"), repeats=2,
)  # fmt: skip


def warned(page: Any) -> list[str]:
    return [b.text() for b in page.review.findChildren(Banner) if b.isVisible()]


def more(window: MainWindow) -> MeasureStep:
    clicks.click(window._rail.buttons["study"])
    step = window.page("study").measure
    clicks.press(step.ice, Qt.Key.Key_Space)
    assert step.ice.isChecked()
    clicks.click(step._toggle)
    return step


def test_a_new_study_proposes_what_models_can_be_compared_by(qtbot: QtBot, window: MainWindow) -> None:
    step = more(window)
    assert step.mode.currentData() == "paired"
    page = window.page("study")
    page.models.take(ModelSpec("Near", "test", "simulated", facts="meta"))
    page.models.take(ModelSpec("Ref", "reference", "simulated"))
    clicks.click(page.stepper.buttons[3])
    clicks.settled(qtbot, window)
    assert not any("template" in text for text in warned(page))
    assert page.draft.study().ice.mode == "paired"
    assert IceSpec().mode == "fuzz", "what a study file means stays"


def test_a_search_is_warned_about_with_a_button_that_changes_it(qtbot: QtBot, window: MainWindow) -> None:
    models = (ModelSpec("Near", "test", "simulated", facts="meta"),)
    window.show_page("study", Study("Searched", metrics=("ice",), models=models, ice=IceSpec(queries=20)))
    clicks.settled(qtbot, window)
    page = window.page("study")
    assert sum("models cannot be compared by them" in text for text in warned(page)) == 1
    clicks.click(clicks.button(page.review, "Use the same templates"))
    clicks.settled(qtbot, window)
    assert not any("models cannot be compared" in text for text in warned(page))
    assert page.step == 3
    assert page.start.hasFocus()
    assert page.draft.study().ice == IceSpec(queries=20, mode="paired")
    clicks.click(page.stepper.buttons[0])
    assert page.measure.mode.currentData() == "paired"


def test_a_study_without_identity_stays_the_same_study(qtbot: QtBot, window: MainWindow) -> None:
    models = (
        ModelSpec("Ref", "reference", "simulated"),
        ModelSpec("Near", "test", "simulated", facts="meta"),
    )
    sets = (PromptSetSpec("math", bundled="math", sample=2),)
    study = Study("Alike", models=models, prompt_sets=sets)
    window.show_page("study", study)
    page = window.page("study")
    assert page.draft.study().fingerprint() == study.fingerprint()
    clicks.click(page.stepper.buttons[0])
    clicks.press(page.measure.ice, Qt.Key.Key_Space)
    assert page.draft.study().ice.mode == "paired"
    clicks.press(page.measure.ice, Qt.Key.Key_Space)
    assert page.draft.study().fingerprint() == study.fingerprint()


def test_what_is_set_becomes_the_study(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 1600)
    step = more(window)
    options = step.ice_options
    clicks.pick(step.mode, "fuzz")
    clicks.pick(options.selection, "round-robin")
    clicks.pick(options.languages, "zh")
    clicks.write(options.numbers["questions_per_template"].lineEdit(), "4")
    clicks.write(options.numbers["templates_in_flight"].lineEdit(), "2")
    clicks.write(options.strict, "openai, google; Acme")
    clicks.write(options.stops["max_contradictions"].lineEdit(), "5")
    clicks.write(options.templates.lineEdit(), "some.jsonl")
    ice = window.page("study").draft.ice
    assert ice.selection == "round-robin"
    assert ice.languages == ("zh",)
    assert (ice.questions_per_template, ice.templates_in_flight, ice.max_contradictions) == (4, 2, 5)
    assert ice.strict == ("openai", "google", "Acme")
    assert ice.templates == "some.jsonl"
    assert ice.questions is None
    assert options.strict_read.text() == "Makers: OpenAI, Google. Other names: Acme."


def test_showing_a_study_changes_none_of_its_settings(qtbot: QtBot, window: MainWindow) -> None:
    study = Study("s", ("ice",), models=(ModelSpec("m", "test", "simulated"),), ice=ALL_SET)
    window.show_page("study", study)
    page = window.page("study")
    page.go(0)
    clicks.write(page.measure.name, "Another name")
    assert page.draft.ice == ALL_SET
    assert study_file.parse(study_file.dumps(page.draft.study()), study.base_dir / "s.toml").ice == ALL_SET


@pytest.mark.parametrize("mode", ["fuzz", "paired", "plain"])
def test_only_what_the_mode_uses_can_be_edited(qtbot: QtBot, window: MainWindow, mode: str) -> None:
    window.resize(1280, 1600)
    step = more(window)
    clicks.pick(step.mode, mode)
    options = step.ice_options
    assert options.selection.isEnabled() == (mode == "fuzz")
    assert options.numbers["templates_in_flight"].isEnabled() == (mode == "fuzz")
    assert options.placebo.isEnabled() == (mode == "paired")
    assert options.templates.isEnabled() == (mode != "plain")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("openai,anthropic", ("openai", "anthropic")), (" a ; b，a、c ", ("a", "b", "c")), (" , ", ())],
)
def test_strict_lists_as_they_are_typed(typed: str, read: tuple[str, ...]) -> None:
    assert strict_names(typed) == read


def test_an_empty_strict_list_is_the_default(qtbot: QtBot) -> None:
    step = MeasureStep(Draft(ice_on=True, ice=ALL_SET), Path("rubrics"))
    qtbot.addWidget(step)
    step.ice_options.strict.clear()
    assert step.draft.ice.strict == IceSpec().strict
