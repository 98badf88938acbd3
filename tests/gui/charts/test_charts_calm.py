"""A chart that fails while it is painted: told in the window, raised where a file was to be made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import charts
from gui.charts import export
from gui.charts.layer import Layer
from gui.charts.view import ChartView

pytestmark = pytest.mark.usefixtures("qapp")


def fail(*_: Any) -> None:
    raise ValueError("mark")


def test_half_a_picture_is_not_saved(monkeypatch: pytest.MonkeyPatch, run: Any, tmp_path: Path) -> None:
    data = charts.load("rse-bars", run.reader, run.tables)
    monkeypatch.setattr(Layer, "shown", fail)
    with pytest.raises(ValueError, match="mark"):
        export.save(data, tmp_path / "chart.png")
    assert not (tmp_path / "chart.png").exists()


def test_a_chart_in_the_window_is_told_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, run: Any, qtlog: Any
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: told.append(error))
    monkeypatch.setattr(Layer, "shown", fail)
    view = ChartView(charts.load("rse-bars", run.reader, run.tables))
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    qtbot.waitExposed(view)
    for _ in range(2):
        view.figure.layer.update()
        QApplication.processEvents()
    assert [str(error) for error in told] == ["mark"]
