"""A chart of the results page becomes a file, with its words and its size."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from results_page import answer_with, click_tab

from gui import files
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def test_a_chart_is_saved_with_its_words_and_size(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    click_tab(qtbot, results, "Charts")
    charts = results.charts
    clicks.click(charts.words)
    clicks.write(charts.dialog.title, "Figure one")
    clicks.press(charts.dialog.title, Qt.Key.Key_Return)
    assert charts.view.texts.title == "Figure one"
    for kind in ("png", "svg", "pdf", "csv"):
        out = tmp_path / f"chart.{kind}"
        answer_with(monkeypatch, out)
        clicks.click(charts.export)
        dialog = charts.dialog
        clicks.pick(dialog.kind, kind)
        if kind != "csv":
            clicks.write(dialog.width_mm.lineEdit(), "100")
        if kind == "png":
            clicks.write(dialog.dpi.lineEdit(), "254")
        clicks.click(dialog.save_button)
        assert out.stat().st_size > 100
    image = QImage(str(tmp_path / "chart.png"))
    assert image.width() == 1000
    assert round(image.dotsPerMeterX()) == 10_000
    assert "Figure one" in (tmp_path / "chart.svg").read_text("utf-8")


def test_the_chart_s_data_are_the_table_s(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    click_tab(qtbot, results, "Charts")
    out = tmp_path / "bars.csv"
    answer_with(monkeypatch, out)
    clicks.click(results.charts.export)
    clicks.pick(results.charts.dialog.kind, "csv")
    clicks.click(results.charts.dialog.save_button)
    drawn = {float(r["overall"]) for r in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    assert drawn <= {row.overall for row in results.loaded.tables.rse}
    assert drawn


def test_a_chart_s_file_is_named_after_its_study(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    click_tab(qtbot, results, "Charts")
    offered: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *what: (offered.append(what[2]), ("", ""))[1])
    clicks.click(results.charts.export)
    clicks.pick(results.charts.dialog.kind, "svg")
    clicks.click(results.charts.dialog.save_button)
    assert Path(offered[0]).name == f"Finished {results.charts.view.data.name}.svg"
    results.charts.dialog.reject()


def test_no_file_is_replaced_that_the_system_did_not_ask_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chart.png").write_bytes(b"mine")
    typed = ["chart", "v1.2", "", "other.svg", "v1.2.PNG"]
    answers, offered = iter(typed), []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        chosen = next(answers)
        return (str(tmp_path / chosen) if chosen else "", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    ask = lambda: files.ask_where(window, "Export", "offered.png", ["png", "svg"])  # noqa: E731
    assert ask() == tmp_path / "v1.2.png", "asked again, since chart.png is there"
    assert offered == ["offered.png", "chart.png"]
    assert ask() is None
    assert ask() == tmp_path / "other.svg", "who types an ending wants that kind"
    assert ask() == tmp_path / "v1.2.PNG"
    assert (tmp_path / "chart.png").read_bytes() == b"mine"
