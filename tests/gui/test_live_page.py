"""The live page: progress, errors by cause, pause and cancel that answer at once, going on afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.events import (
    AccountState,
    AnswerSaved,
    CallError,
    JudgmentSaved,
    ModelState,
    Progress,
    RunEnded,
    RunPaused,
    RunResumed,
    RunStarted,
)
from core.study import ModelSpec, PromptSetSpec, RseSpec, Study
from gui.live.model import LiveState
from gui.window import MainWindow
from tests.loopback import LoopbackServer

STUDY = Study(
    "Long",
    models=(
        ModelSpec("Ref", "reference", "simulated"),
        ModelSpec("Near", "test", "simulated", closeness=0.8),
    ),
    prompt_sets=tuple(PromptSetSpec(name, bundled=name) for name in ("reasoning", "math", "instructions")),
)


def test_errors_of_one_cause_are_one_line() -> None:
    state = LiveState()
    state.take(RunStarted(1, "s", 10, 0))
    for message in ("first", "second"):
        state.take(CallError(1, "m", "timeout", message))
    state.take(CallError(1, "m", "rate limit", "slow down"))
    assert [(e.cause, e.count, e.message) for e in state.errors.values()] == [
        ("timeout", 2, "second"),
        ("rate limit", 1, "slow down"),
    ]


def test_what_stops_an_account_is_told_once_and_counts_all_that_fails_after_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_page("live")
    page = window.page("live")
    page.batch(
        [
            RunStarted(1, "s", 99, 0),
            CallError(1, "m", "timeout", "slow"),
            CallError(1, "m", "wrong key", "401", stops_account=True),
            CallError(1, "judge", "server error", "500"),
            *(AnswerSaved(1, "m", "set", "error") for _each in range(64)),
            JudgmentSaved(1, 1, "rse", "m", "r", "judge", "set", "error"),
            Progress(1, 65, 99, 65, 65, 0.0, False, 1.0, None, 0),
        ]
    )
    assert [(line.cause, line.count) for line in page.error_model.rows] == [
        ("timeout", 1),
        ("wrong key", 63),
        ("server error", 1),
    ]
    assert page.figures["Errors"].text() == "65"
    assert page.tabs.tabText(page.tabs.indexOf(page.errors)).endswith("65)")
    page.batch([RunStarted(1, "s", 99, 65)])
    assert page.error_model.rows == []


def test_scores_that_are_not_there_yet_are_spoken_of(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 600)
    window.show_page("live")
    page = window.page("live")
    page.batch([RunStarted(1, "s", 10, 0), RunPaused(1, "paused")])
    assert page.scores.rse.isVisible()
    said = page.scores.rse.accessibleDescription()
    assert said.startswith("No scores yet. Each test model gets a row here")
    assert said.endswith("once both it and the reference answered a prompt and a judge compared the two.")
    page.batch([RunEnded(1, "cancelled", "Cancelled; what was finished is kept.")])
    assert page.scores.rse.accessibleDescription() == "No scores: no response was judged."


def test_of_a_run_that_has_ended_it_is_told_how_long_it_took(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(window.context.runs), "active", True)
    window.show_page("live")
    page = window.page("live")
    page.batch([RunStarted(1, "s", 10, 0), Progress(1, 4, 10, 6, 1, 0.5, False, 42.0, 65.0, 2)])
    time = page.strip.captions["Time left"]
    assert (time.text(), page.figures["Time left"].text()) == ("Time left", "1 min 5 s")
    monkeypatch.setattr(type(window.context.runs), "active", False)
    page.batch([RunEnded(1, "cancelled", "Cancelled; what was finished is kept.")])
    assert (time.text(), page.figures["Time left"].text()) == ("Time taken", "42 s")


def test_a_contradiction_is_told_by_its_gravest_degree(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("live")
    page = window.page("live")
    claims = (
        {"loose": True, "strict": True},
        {"loose": True},
        {"loose": False},
        {"loose": 1, "strict": 1, "hard": 1},
    )
    judged = [
        JudgmentSaved(1, number, "ice", "m", "", "rules", "", "consistent", scores)
        for number, scores in enumerate(claims)
    ]
    page.batch([RunStarted(1, "s", 10, 0), *judged])
    heads = [column.title for column in page.newest_model.columns]
    cells = [page.newest_model.index(row, heads.index("Score")).data() for row in range(4)]
    assert cells == ["hard", "–", "loose", "strict"]
    assert page.newest_model.index(0, heads.index("Prompt set")).data() == "identity"


def test_the_outcome_of_the_newest_is_seen_in_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 600)
    window.show_page("live")
    page = window.page("live")
    page.batch([RunStarted(1, "s", 10, 0), *(_judged(number) for number in range(20))])
    page.tabs.setCurrentWidget(page.newest)
    heads = [column.title for column in page.newest_model.columns]
    place = heads.index("Outcome")
    cell = page.newest_model.index(0, place)
    qtbot.waitUntil(lambda: page.newest.columnWidth(place) >= page.newest.sizeHintForIndex(cell).width())
    page.batch([replace(_judged(99), metric="ice", outcome="claims another maker")])
    longest = page.newest_model.index(0, place)
    qtbot.waitUntil(lambda: page.newest.columnWidth(place) >= page.newest.sizeHintForIndex(longest).width())
    qtbot.waitUntil(lambda: page.newest.horizontalScrollBar().maximum() == 0)
    end = page.newest.columnViewportPosition(place) + page.newest.columnWidth(place)
    assert end <= page.newest.viewport().width()


def _judged(number: int) -> JudgmentSaved:
    models = ("gemma-3-270m (base)", "SmolLM2-135M-Instruct")
    return JudgmentSaved(1, number, "rse", *models, "measured", "reasoning", "no_answer")


def test_the_state_follows_pause_and_end() -> None:
    state = LiveState()
    for event, status in (
        (RunStarted(1, "s", 10, 2), "running"),
        (RunPaused(1, "paused"), "held"),
        (RunResumed(1), "running"),
        (RunEnded(1, "degraded", "2 of 10 calls failed"), "degraded"),
    ):
        state.take(event)
        assert state.status == status
    assert state.message == "2 of 10 calls failed"


def test_only_the_newest_judgments_are_kept() -> None:
    state = LiveState()
    state.take(RunStarted(1, "s", 500, 0))
    for number in range(500):
        state.take(JudgmentSaved(1, number, "rse", "m", "r", "measured", "s", "scored"))
    assert [event.judgment for event in state.newest] == list(range(499, 399, -1))


def test_figures_errors_and_accounts_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("live")
    page = window.page("live")
    events = [
        RunStarted(1, "s", 10, 0),
        Progress(1, 4, 10, 6, 1, 0.5, True, 3.0, 65.0, 2),
        CallError(1, "m", "wrong key", "401", stops_account=True),
        AccountState(1, "openai", 1, 4, 0, True, "wrong key"),
    ]
    page.batch(events)
    assert page.figures["Done"].text() == "3 / 10", "one of the four failed"
    assert "unknown" in page.figures["Cost"].text()
    assert page.bar.value() == 4
    assert "Models page" in page.error_model.index(0, 3).data()
    assert "stopped" in page.account_model.index(0, 4).data()


def test_cost_and_calls_stand_beside_their_caps(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.show_page("live")
    page = window.page("live")
    window.context.runs.start(STUDY, tmp_path / "w.distilscope", max_cost=2.5, max_calls=40)
    qtbot.waitUntil(lambda: page.state.progress is not None, timeout=clicks.WAIT_MS)
    assert page.figures["Cost"].text().endswith(" / $2.50")
    assert page.figures["Calls"].text().endswith(" / 40")
    window.context.runs.cancel()
    qtbot.waitUntil(lambda: not window.context.runs.active, timeout=clicks.WAIT_MS)


def test_a_table_without_rows_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("live")
    page = window.page("live")
    page.batch([RunStarted(1, "s", 10, 0)])
    page.tabs.setCurrentWidget(page.errors)
    clicks.settled(qtbot, window)
    assert page.errors.accessibleDescription() == "No errors"
    said = page.errors.viewport().grab().toImage()
    page.errors.set_empty_text("")
    assert page.errors.viewport().grab().toImage() != said


def test_a_slow_model_is_said_to_be_asked(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(window.context.runs), "active", True)
    window.show_page("live")
    page = window.page("live")
    page.batch(
        [
            RunStarted(1, "s", 80, 0),
            ModelState(1, "fast", 5, 40, 0, 0.1),
            ModelState(1, "slow", 3, 40, 1, None),
        ]
    )
    assert not page.asking.label.isVisible()
    page.batch([ModelState(1, "slow", 3, 40, 12, None)])
    assert page.asking.label.isVisible()
    assert page.asking.label.text() == "slow: 3 of 40 answers · asking for 12 s"
    page.batch([ModelState(1, "slow", 4, 40, 0, 75.0)])
    assert page.asking.label.text() == "slow: 4 of 40 answers · an answer takes about 1 min 15 s"
    page.batch([ModelState(1, f"more {n}", 0, 9, 20 + n, None) for n in range(5)])
    lines = page.asking.label.text().splitlines()
    assert lines[0] == "more 4: 0 of 9 answers · asking for 24 s"
    assert (len(lines), lines[-1]) == (5, "and 2 more models")
    page.batch(
        [ModelState(1, "slow", 40, 40, 0, 75.0), *(ModelState(1, f"more {n}", 9, 9, 0, 20) for n in range(5))]
    )
    assert not page.asking.label.isVisible()


def test_news_of_a_model_alone_reads_nothing_from_the_workspace() -> None:
    state = LiveState()
    state.take(ModelState(1, "m", 0, 9, 3, None))
    assert not state.fresh


def test_without_a_run_the_next_step_is_offered(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("live")
    clicks.click(clicks.button(window.page("live"), "Set up a study"))
    assert window.front == "study"


def test_pause_resume_cancel_and_going_on(qtbot: QtBot, window: MainWindow, tmp_path: object) -> None:
    context = window.context
    workspace = context.default_workspace()
    context.open_workspace(workspace)
    window.show_page("live")
    page = window.page("live")
    context.runs.start(STUDY, workspace)
    qtbot.waitUntil(lambda: page.state.run is not None and page.pause.isVisible(), timeout=clicks.WAIT_MS)
    clicks.click(page.pause)
    qtbot.waitUntil(lambda: context.runs.paused or not context.runs.active, timeout=clicks.WAIT_MS)
    if context.runs.active:
        clicks.click(page.resume)
        qtbot.waitUntil(lambda: not context.runs.paused, timeout=clicks.WAIT_MS)
    if context.runs.active:
        clicks.click(page.cancel)
        qtbot.waitUntil(lambda: not context.runs.active, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    assert page.state.status in {"cancelled", "completed"}
    if page.state.status == "cancelled":
        clicks.click(page.again)
        with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
            pass
    clicks.settled(qtbot, window)
    assert page.state.status == "completed"


def test_a_judge_beside_its_relatives_is_said_with_the_scores_so_far(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    verdict = '{"explanation": "alike", "style": 3, "structure": 3, "content": 3, "overall": 3}'
    with LoopbackServer(lambda _prompt: verdict) as server:
        models = (
            ModelSpec("Ref", "reference", "simulated", vendor="openai"),
            ModelSpec("Near", "test", "simulated", closeness=0.8),
            ModelSpec("Relative", "judge", "openai-compatible", base_url=server.base_url, vendor="openai"),
        )
        study = replace(
            STUDY, models=models, prompt_sets=(PromptSetSpec("math", bundled="math", sample=3),),
            rse=RseSpec(judges=("measured", "Relative")),
        )  # fmt: skip
        window.context.open_workspace(tmp_path / "w.distilscope")
        window.show_page("live")
        page = window.page("live")
        window.context.runs.start(study, tmp_path / "w.distilscope")
        qtbot.waitUntil(lambda: page.state.status == "completed", timeout=60_000)
        qtbot.waitUntil(page.shared.isVisible, timeout=60_000)
    assert "The judge Relative and the reference Ref share a maker (openai)" in page.shared.text()


def test_a_run_that_cannot_start_says_why(qtbot: QtBot, window: MainWindow, tmp_path: object) -> None:
    context = window.context
    bad = Study(
        "Bad",
        models=(
            ModelSpec("Ref", "reference", "recorded", path="/nowhere/at/all.jsonl"),
            ModelSpec("Near", "test", "simulated"),
        ),
        prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
    )
    window.show_page("live")
    context.runs.start(bad, context.default_workspace())
    with qtbot.waitSignal(context.runs.ended, timeout=clicks.WAIT_MS):
        pass
    desk = context.services.errors
    assert "/nowhere/at/all.jsonl" in desk._box.text()
    desk._box.close()
    assert not context.runs.active


def test_runs_queue(qtbot: QtBot, window: MainWindow) -> None:
    context = window.context
    short = Study(
        "Short", models=STUDY.models, prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),)
    )
    ended: list[RunEnded] = []
    context.runs.ended.connect(ended.append)
    context.runs.start(short, context.default_workspace())
    context.runs.start(
        Study("Next", models=STUDY.models, prompt_sets=short.prompt_sets), context.default_workspace()
    )
    assert len(context.runs.waiting) == 1
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=clicks.WAIT_MS)
    assert [event.status for event in ended] == ["completed", "completed"]
