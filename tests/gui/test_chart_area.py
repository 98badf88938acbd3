"""A chart that cannot be read says why, and another one can still be chosen; words that are drawn can be changed."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot
from results_page import answer_with, export

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


def test_words_that_a_chart_was_given_stay_with_it_and_are_in_the_report(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page: Any = make_window(workspace).page("results")
    area = page.charts
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=30_000)
    page.tabs.setCurrentWidget(page.drawn)
    qtbot.waitUntil(lambda: area.view is not None, timeout=30_000)
    clicks.click(area.words)
    clicks.write(area.dialog.title, "How alike they answer")
    clicks.click(area.dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok))
    for chart in ("ice-bars", "rse-bars"):
        clicks.pick(area.choice, chart)
        qtbot.waitUntil(lambda chart=chart: area.view.data.name == chart, timeout=30_000)
    assert area.view.texts.title == "How alike they answer", "another chart was looked at meanwhile"
    answer_with(monkeypatch, tmp_path / "report.html")
    export(qtbot, page, "Report as HTML…")
    report = (tmp_path / "report.html").read_text("utf-8")
    charts = [base64.b64decode(found) for found in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", report)]
    assert sum(b"How alike they answer" in chart for chart in charts) == 1


def test_a_run_without_scores_shows_no_chart_of_the_run_before(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path
) -> None:
    page: Any = make_window(workspace).page("results")
    area = page.charts
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=30_000)
    page.tabs.setCurrentWidget(page.drawn)
    qtbot.waitUntil(lambda: area.view is not None and not area.export.isHidden(), timeout=30_000)
    scored = area.tables
    unscored = [
        replace(row, overall=None, style=None, structure=None, content=None, n=0) for row in scored.rse
    ]
    area.show_tables(replace(scored, rse=unscored, ice=[], nearest=[]))
    assert area.view.isHidden()
    assert area.export.isHidden()
    assert area.words.isHidden()
    assert not area.note.isHidden()
    assert "once there are scores" in area.note.text()
    area.show_tables(scored)
    qtbot.waitUntil(lambda: not area.view.isHidden(), timeout=30_000)
    assert area.note.isHidden()
