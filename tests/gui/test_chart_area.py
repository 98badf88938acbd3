"""A chart that cannot be read says why, and another one can still be chosen; words that are drawn can be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtWidgets import QDialogButtonBox
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


@pytest.mark.parametrize(
    ("chart", "drawn"),
    [("rse-bars", (True, False)), ("rse-heatmap", (False, False)), ("rse-ice", (True, True))],
)
def test_only_labels_that_are_drawn_can_be_changed(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    workspace: Path,
    chart: str,
    drawn: tuple[bool, bool],
) -> None:
    page: Any = make_window(workspace).page("results")
    area = page.charts
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=30_000)
    page.tabs.setCurrentWidget(page.drawn)
    qtbot.waitUntil(lambda: area.view is not None, timeout=30_000)
    area.choice.setCurrentIndex(area.choice.findData(chart))
    area.draw()
    qtbot.waitUntil(lambda: area.view.data.name == chart, timeout=30_000)
    clicks.click(area.words)
    dialog = area.dialog
    assert (not dialog.x_label.isHidden(), not dialog.y_label.isHidden()) == drawn
    for field in (dialog.x_label, dialog.y_label):
        if not field.isHidden():
            clicks.write(field, "mine")
    clicks.click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok))
    figure = area.view.figure
    shown = tuple(axis is not None and axis.label_text == "mine" for axis in (figure.across, figure.left))
    assert shown == drawn
