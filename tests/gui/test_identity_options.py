"""The settings of identity questions in the study page, by clicks, beside the study that they make."""

from __future__ import annotations

from pathlib import Path

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core import study_file
from core.study import IceSpec, ModelSpec, Study
from gui.study.draft import Draft
from gui.study.ice_options import strict_names
from gui.study.measure import MeasureStep
from gui.window import MainWindow

ALL_SET = IceSpec(
    queries=77, mode="paired", selection="exp3", questions_per_template=6, templates_in_flight=3,
    templates="mine.jsonl", questions="asked.csv", languages=("zh",), max_iterations=50, max_contradictions=9,
    max_rejects=40, placebo=True, strict=("openai", "Acme Robotics"), repeats=2,
)  # fmt: skip


def more(window: MainWindow) -> MeasureStep:
    clicks.click(window._rail.buttons["study"])
    step = window.page("study").measure
    clicks.press(step.ice, Qt.Key.Key_Space)
    assert step.ice.isChecked()
    clicks.click(step._toggle)
    return step


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
