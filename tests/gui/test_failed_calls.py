"""A run none of whose calls came through is not called completed, and a key that is not there not wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import clicks
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui import statuses
from gui.window import MainWindow

FAILED = "Failed: no call succeeded"
KEYLESS = ModelSpec(
    "keyless", "test", "openai-compatible", base_url="http://127.0.0.1:9/v1", key="env:NO_SUCH_KEY"
)
STUDY = Study(
    "Keyless",
    models=(ModelSpec("Ref", "reference", "recorded", path="answers.jsonl"), KEYLESS),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)


@pytest.fixture
def study(tmp_path: Any) -> Study:
    (tmp_path / "answers.jsonl").write_text('{"prompt": "Hello", "response": "Hi"}\n', encoding="utf-8")
    return replace(STUDY, base_dir=tmp_path)


def test_no_key_is_a_missing_key_and_no_call_a_failed_run(
    qtbot: QtBot, window: MainWindow, study: Study
) -> None:
    window.show_page("study", study)
    clicks.settled(qtbot, window)
    clicks.click(window.page("study").start)
    qtbot.waitUntil(lambda: not window.context.runs.active, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    live: Any = window.page("live")
    model = live.error_model
    row = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert row[0] == "missing key"
    assert "Models page" in row[3]
    assert live.head.badge.text() == FAILED
    window.show_page("results")
    clicks.settled(qtbot, window)
    assert window.page("results").badge.text() == FAILED
    window.show_page("home")
    clicks.settled(qtbot, window)
    runs: Any = window.page("home").runs.model
    assert FAILED in [runs.index(0, column).data() for column in range(runs.columnCount())]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("1,200 of 1,200 calls failed, and m could not be asked to the end.", FAILED),
        ("120 of 1,200 calls failed, more than the study tolerates.", "Completed with 120 errors"),
        ("12 of 120 calls failed, more than the study tolerates.", "Completed with 12 errors"),
        ("", "Completed with errors"),
    ],
)
def test_a_run_with_some_answers_is_no_failed_one(message: str, words: str) -> None:
    assert statuses.status("degraded", message) == words
    assert statuses.kind("degraded", message) == ("bad" if words == FAILED else "warn")


@pytest.mark.parametrize(
    ("message", "words", "kind"),
    [
        ("1 of 1,200 calls failed; --retry-errors asks for them again.", "Completed with one error", "warn"),
        (
            "1,010 of 90,000 calls failed; --retry-errors asks for them again.",
            "Completed with 1,010 errors",
            "warn",
        ),
        ("0 of 12 calls failed", "Completed", "info"),
        ("Completed. 2 of 12 prompts got no answer.", "Completed", "info"),
    ],
)
def test_a_run_with_errors_is_not_called_completed_and_nothing_else(
    qtbot: QtBot, message: str, words: str, kind: str
) -> None:
    assert statuses.status("completed", message) == words
    assert statuses.kind("completed", message) == kind
    badge = QLabel()
    qtbot.addWidget(badge)
    statuses.show_badge(badge, "completed", message)
    assert badge.property("badge") == ("warn" if kind == "warn" else "good")
