"""What a newcomer stumbles over: from a model to a started study, a run that stopped, messages that move nothing."""

from __future__ import annotations

import sqlite3

import clicks
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec
from gui.study.draft import FIRST_SET, SIMULATED_REFERENCE, Draft
from gui.window import MainWindow

MODEL = ModelSpec("near", "test", "simulated", closeness=0.9)


def use(window: MainWindow, model: ModelSpec) -> None:
    window.show_page("study", model)
    clicks.click(window.page("study").models.dialog.ok)


def test_a_model_used_in_a_new_study_is_ready_to_start(window: MainWindow) -> None:
    use(window, MODEL)
    draft = window.page("study").draft
    assert [m.name for m in draft.models] == [MODEL.name, SIMULATED_REFERENCE.name]
    assert draft.prompt_sets == [FIRST_SET]
    assert draft.missing() is None
    assert draft.study().name == "near – Simulated reference"


def test_the_reference_that_was_lent_can_be_taken_back(window: MainWindow) -> None:
    use(window, MODEL)
    clicks.click(clicks.button(window, "Undo"))
    assert [m.name for m in window.page("study").draft.models] == [MODEL.name]


def test_a_new_model_needs_no_name_of_its_own(window: MainWindow) -> None:
    window.show_page("study")
    window.page("study").go(1)
    step = window.page("study").models
    for _ in range(2):
        clicks.click(step.add_reference)
        clicks.click(step.dialog.ok)
    first, second = step.draft.models
    assert (first.name, second.name) == ("Simulated reference", "Simulated reference 2")
    assert first.closeness == 1.0


def test_own_prompts_take_the_place_of_the_set_a_study_begins_with() -> None:
    own, other = (PromptSetSpec(name, path=f"{name}.txt") for name in ("own", "other"))
    draft = Draft(prompt_sets=[FIRST_SET])
    draft.put_set(own)
    draft.put_set(other)
    assert draft.prompt_sets == [own, other]


def test_what_is_missing_leads_to_its_step(window: MainWindow) -> None:
    window.show_page("study")
    page = window.page("study")
    clicks.click(page.stepper.buttons[3])
    clicks.click(clicks.button(page, "Go there"))
    assert page.step == 1


def test_a_message_moves_nothing(window: MainWindow) -> None:
    page = window.page(window.front)
    before = page.mapToGlobal(page.rect().topLeft())
    window.context.said.emit("Something happened.")
    assert window.notices.toast.isVisible()
    assert page.mapToGlobal(page.rect().topLeft()) == before


def test_a_cancelled_run_is_continued(qtbot: QtBot, window: MainWindow) -> None:
    use(window, MODEL)
    clicks.click(window.page("study").stepper.buttons[3])
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(window.page("study").start)
    clicks.settled(qtbot, window)
    with sqlite3.connect(window.context.workspace) as store:
        store.execute("UPDATE run SET status = 'cancelled'")
    store.close()
    window.show_page("results")
    results = window.page("results")
    results.refresh()
    qtbot.waitUntil(lambda: results.badge.text() == "Cancelled by you", timeout=clicks.WAIT_MS)
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(results.go_on)
    window.show_page("results")
    qtbot.waitUntil(lambda: results.badge.text() == "Completed", timeout=clicks.WAIT_MS)
    assert results.go_on.isHidden()
