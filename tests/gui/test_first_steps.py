"""What a newcomer stumbles over: from a model to a started study, a run that stopped, messages that move nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import clicks
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.llm.discovery import FoundServer
from core.study import ModelSpec, PromptSetSpec
from gui.study import trial
from gui.study.draft import FIRST_SET, SIMULATED_REFERENCE, Draft, Ready
from gui.widgets.banner import Banner
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


def test_the_review_warns_of_a_simulated_reference_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("study", Ready(replace(MODEL, name="mine", provider="ollama", model="mine")))
    clicks.settled(qtbot, window)
    page = window.page("study")
    assert page.step == 3
    told = next(b for b in page.findChildren(Banner) if b.isVisible() and "is simulated" in b.text())
    assert "The only reference is simulated: Simulated reference." in told.text()
    assert told.property("banner") == "warn"
    clicks.click(clicks.button(told, "Choose a reference"))
    assert page.step == 1


def test_a_model_in_full_is_taken_without_a_question_and_its_name_is_made_free(window: MainWindow) -> None:
    for _ in range(2):
        window.show_page("study", Ready(MODEL))
    page = window.page("study")
    assert (page.step, page.models.dialog) == (3, None)
    assert [m.name for m in page.draft.of_role("test")] == [MODEL.name, f"{MODEL.name} 2"]
    assert page.draft.of_role("reference") == [SIMULATED_REFERENCE]


def test_a_reference_takes_the_place_of_the_one_that_was_lent(window: MainWindow) -> None:
    window.show_page("study", Ready(MODEL))
    window.show_page("study", Ready(replace(MODEL, name="mine", role="reference", provider="ollama")))
    page = window.page("study")
    assert [m.name for m in page.draft.of_role("reference")] == ["mine"]
    assert page.step == 3


def test_a_model_of_ones_own_begins_a_study_of_its_own_after_the_trial(window: MainWindow) -> None:
    window.show_page("study", trial.trial_study(("smollm2",)))
    window.show_page("study", Ready(MODEL))
    assert {m.name for m in window.page("study").draft.models} == {MODEL.name, SIMULATED_REFERENCE.name}


def test_a_simulated_reference_beside_a_real_model_is_said_to_be_one(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_page("study", Ready(ModelSpec("real", "test", "ollama", model="llama3")))
    page = window.page("study")
    qtbot.waitUntil(lambda: bool(page.review.model.rows), timeout=clicks.WAIT_MS)
    clicks.click(clicks.button(page.review, "Choose a reference"))
    assert page.step == 1


def test_the_review_says_what_the_time_of_a_local_model_rests_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "small.gguf").write_bytes(bytes(1_000_000))
    window.show_page("study", Ready(ModelSpec("small", "test", "local", path=str(tmp_path / "small.gguf"))))
    review = window.page("study").review
    qtbot.waitUntil(lambda: bool(review.model.rows), timeout=clicks.WAIT_MS)
    assert review.basis.isVisible()
    assert review.basis.text().startswith("small: about ")
    assert "rule of thumb" in review.basis.text()


def test_local_servers_that_run_are_offered_one_by_one(qtbot: QtBot, window: MainWindow) -> None:
    home = window.page("home")
    assert not home.servers.isVisible()
    servers = [
        FoundServer("ollama", "Ollama", "http://127.0.0.1:11434/v1", ("llama3", "qwen3")),
        FoundServer("lmstudio", "LM Studio", "http://127.0.0.1:1234/v1", ("phi-4",)),
    ]
    home.servers.offer(servers)
    lines = [banner.text() for banner in home.servers.findChildren(Banner) if banner.isVisible()]
    assert lines == [
        "Ollama runs on this computer. Models there: 2.", "LM Studio runs on this computer. Models there: 1."
    ]  # fmt: skip
    clicks.click([b for b in home.servers.findChildren(QPushButton) if b.isVisible()][1])
    accounts = window.page("models").accounts
    assert (accounts.provider.currentData(), accounts.model.currentText()) == ("lmstudio", "phi-4")
    assert window.focusWidget() is accounts.model
    clicks.click(accounts.measure_button)
    [model] = window.page("study").draft.of_role("test")
    assert (model.provider, model.served_name, model.key) == ("lmstudio", "phi-4", None)


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


def test_who_came_with_a_reference_is_told_what_is_measured_and_led_to_choosing_it(
    window: MainWindow,
) -> None:
    window.show_page("study", Ready(replace(MODEL, name="mine", role="reference")))
    page = window.page("study")
    assert page.step == 1
    assert page.banner.text() == (
        "This study measures response similarity alone. Whether the models say who they really are can be measured"
        " too."
    )
    clicks.click(clicks.button(page.banner, "Choose what to measure"))
    assert page.step == 0
    assert page.banner.isHidden()
    clicks.click(page.measure.ice)
    page.go(1)
    assert page.banner.isHidden()


def test_who_measures_identity_too_is_not_told_of_it(window: MainWindow) -> None:
    page = window.page("study")
    window.show_page("study", "new")
    clicks.click(page.measure.ice)
    window.show_page("study", Ready(replace(MODEL, name="mine", role="reference")))
    assert page.step == 1
    assert page.banner.isHidden()
