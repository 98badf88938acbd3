"""A copy of the sample is looked at; the shipped file never changes, and new runs go to a workspace of one's own."""

from __future__ import annotations

import hashlib

import clicks
import pytest
from pytestqt.qtbot import QtBot

from gui.sample import sample_path
from gui.window import MainWindow

pytestmark = pytest.mark.skipif(sample_path() is None, reason="no sample is shipped here")


def test_looking_around_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    path = sample_path()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    clicks.click(window.page("home").ways.look)
    qtbot.waitUntil(lambda: window.page("results").loaded is not None, timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    window.show_page("inspector")
    inspector = window.page("inspector")
    qtbot.waitUntil(lambda: inspector.detail.detail is not None, timeout=clicks.WAIT_MS)
    inspector.detail.labels.scores["overall"].setValue(4)
    inspector.detail.labels.save()
    assert "cannot be changed" in window.notices.toast.text()
    clicks.settled(qtbot, window)
    assert window.context.read_only
    assert window.context.preferences.recent() == []
    assert window.context.default_workspace() != window.context.workspace
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [p.name for p in path.parent.glob("*.distilscope*")] == [path.name]
    window.show_page("home")
    clicks.click(window.page("home").ways.look)
    assert window.front == "results"
