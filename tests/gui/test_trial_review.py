"""What a newcomer reads of a study before its start: why the trial is as it is, how long it takes, how many prompts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.study import forecast, trial
from gui.study.draft import Draft
from gui.widgets.banner import Banner
from gui.window import MainWindow

INSTALLED = [(), ("smollm2",), ("smollm2", "gemma3-270m")]
TESTS = tuple(ModelSpec(name, "test", "simulated", closeness=0.5) for name in ("beta", "beta-mini", "gamma"))
REFERENCE = ModelSpec("alpha", "reference", "simulated", closeness=1.0)


def banners(review: Any) -> list[tuple[str, str]]:
    shown = (b for b in review.findChildren(Banner) if b.isVisible())
    return [(b.property("banner"), b.text()) for b in shown]


def reviewed(qtbot: QtBot, window: MainWindow, study: Study) -> Any:
    window.show_page("study", study)
    clicks.settled(qtbot, window)
    review: Any = window.page("study").review
    qtbot.waitUntil(lambda: bool(review.model.rows), timeout=clicks.WAIT_MS)
    return review


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("installed", INSTALLED)
def test_the_trial_says_what_it_is_and_warns_of_nothing(
    qtbot: QtBot, window: MainWindow, installed: tuple[str, ...], code: str
) -> None:
    language.choose(code)
    [(kind, text)] = banners(reviewed(qtbot, window, trial.trial_study(installed)))
    assert kind == "info"
    assert text.startswith("A trial, to see how it works." if code == "en" else "这是一次试用")


def test_a_trial_that_was_changed_is_warned_of_like_any_study(qtbot: QtBot, window: MainWindow) -> None:
    made = trial.trial_study(("smollm2",))
    sets = (PromptSetSpec("math", bundled="math", sample=5),)
    found = banners(reviewed(qtbot, window, replace(made, prompt_sets=sets)))
    assert ("warn", "Only 5 prompts: below 30 no interval is shown.") in found
    assert not any("A trial" in text for _kind, text in found)


def test_every_model_of_a_trial_with_real_ones_says_what_it_is() -> None:
    for installed in INSTALLED[1:]:
        assert all(model.notes for model in trial.trial_study(installed).models)
    assert trial.trial_study(("smollm2",)).rse.ceiling


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "0 s"), (10.0, "about 7 to 25 s"), (57.0, "about 1 to 2 min"), (129.0, "about 2 to 5 min"),
        (7200.0, "about 1 to 5 h"),
    ],
)  # fmt: skip
def test_a_time_to_come_is_said_as_a_range(seconds: float, said: str) -> None:
    assert forecast.time(seconds) == said


def test_the_review_says_the_time_of_a_model_that_is_asked_as_a_range(
    qtbot: QtBot, window: MainWindow
) -> None:
    asked = ModelSpec("asked", "test", "ollama", model="llama3")
    sets = (PromptSetSpec("math", bundled="math"),)
    review = reviewed(qtbot, window, Study("s", models=(REFERENCE, asked), prompt_sets=sets))
    assert review.figures["Time"].text() == "about 4 to 13 min"


def test_the_step_of_prompts_says_how_many_all_are(qtbot: QtBot, window: MainWindow, tmp_path: Any) -> None:
    (tmp_path / "own.txt").write_text("one\ntwo\nthree\n", encoding="utf-8")
    window.new_study()
    page: Any = window.page("study")
    clicks.click(page.stepper.buttons[2])
    page.prompts.add(tmp_path / "own.txt")
    qtbot.waitUntil(lambda: page.prompts.samples["own"].text() == "all 3", timeout=clicks.WAIT_MS)
    assert page.prompts.samples["math"].text() == "all 40"
    page.prompts.samples["own"].setValue(2)
    assert page.prompts.samples["own"].text() == "2 / 3"


def test_a_study_without_a_name_is_called_by_all_its_models() -> None:
    names = [Draft(models=[REFERENCE, *TESTS[:n]]).title for n in range(4)]
    assert names == ["alpha", "beta – alpha", "beta and 1 more – alpha", "beta and 2 more – alpha"]
    assert Draft(models=list(TESTS[:1])).title == "beta"


def test_a_judge_is_added_where_the_judges_stand(window: MainWindow) -> None:
    window.new_study()
    page: Any = window.page("study")
    clicks.click(page.stepper.buttons[1])
    clicks.click(page.models.add_judge)
    dialog = page.models.dialog
    assert dialog.role.currentData() == "judge"
    clicks.click(dialog.ok)
    assert [model.role for model in page.draft.models] == ["judge"]
    clicks.click(page.models.add_other)
    assert page.models.dialog.role.currentData() == "control"
    page.models.dialog.reject()


def test_what_is_removed_while_the_calls_are_counted_breaks_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("study", trial.trial_study(()))
    page: Any = window.page("study")
    page.draft.models.clear()  # the estimate is on its way
    qtbot.waitUntil(lambda: bool(page.review.model.rows), timeout=clicks.WAIT_MS)
