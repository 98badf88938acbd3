"""A chart that cannot be read says why, and another one can still be chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from core.errors import BadInput
from gui.window import MainWindow


def test_the_chooser_stays_when_a_chart_fails(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    page: Any = make_window(workspace).page("results")
    area = page.charts
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=30_000)
    page.tabs.setCurrentWidget(page.drawn)
    qtbot.waitUntil(lambda: area.view is not None, timeout=30_000)
    area._failed(BadInput("run 1 has nothing to show in the chart nearest: no"))
    assert not area.choice.isHidden()
    assert area.export.isHidden()
    assert area.view.isHidden()
    assert "nothing to show" in area.note.text()
    area.choice.setCurrentIndex(area.choice.findData("ice-bars"))
    area.draw()
    qtbot.waitUntil(lambda: area.view.data.name == "ice-bars", timeout=30_000)
    assert area.note.isHidden()
    assert not area.export.isHidden()
