"""What the window shows is what its files hold: the report cell by cell, the CSV files figure by figure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import clicks
import pytest
from pages import Tables
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.report.text import number, percent
from gui.results.cells import ScoreTable


def saved(qtbot: QtBot, page: Any, monkeypatch: pytest.MonkeyPatch, words: str, out: Path) -> Path:
    """Export by the menu; the system's own dialog cannot be clicked, so it answers with this path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(out), ""))
    clicks.click(page.export)
    menu = page.export.menu()
    menu.setActiveAction(next(a for a in menu.actions() if a.text() == words))
    clicks.press(menu, Qt.Key.Key_Return)
    clicks.settled(qtbot, page.window())
    return out


def cells(table: ScoreTable) -> Iterator[tuple[str, ...]]:
    model = table.model()
    for row in range(model.rowCount()):
        yield tuple(str(model.index(row, place).data()) for place in range(model.columnCount()))


def column(table: ScoreTable, name: str) -> list[str]:
    place = [getattr(c, "name", "") for c in table.rows_model.columns].index(name)
    return [row[place] for row in cells(table)]


def test_the_report_has_the_tables_of_the_window(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clicks.press(results.similarity.published, Qt.Key.Key_Space)
    page = saved(qtbot, results, monkeypatch, "Report as HTML…", tmp_path / "r.html").read_text("utf-8")
    found = Tables(page).found
    checks = results.deeper.stack.tables
    paper = [t for t in results.similarity.both.tables() if t.accessibleName().startswith("Published")]
    assert len(checks) >= 4
    assert paper
    for table in (*checks, *paper):
        assert list(cells(table)) == found[table.accessibleName()][1:]
    every = {cell for rows in found.values() for row in rows[1:] for cell in row}
    similarity, identity, nearest = results.similarity, results.identity, results.nearest
    for table, names in (
        (similarity.long, ("overall", "style", "structure", "content", "interval", "n")),
        (identity.table, ("loose", "strict", "hard", "hard_unnamed", "interval", "unnamed", "effective")),
        (nearest.table, ("closest", "stability", "length_first", "n")),
        (nearest.ranking, ("affinity", "stability", "p")),
    ):
        for name in names:
            assert set(column(table, name)) <= every, name
    for by in range(5):
        identity.breakdown.by.setCurrentIndex(by)
        for score in range(3 if by < 4 else 1):
            identity.breakdown.score.setCurrentIndex(score)
            assert {cell for row in cells(identity.breakdown.table) for cell in row[2:]} <= every


def test_the_csv_files_have_the_figures_of_the_window(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = saved(qtbot, results, monkeypatch, "All tables as CSV files…", tmp_path / "tables.zip")
    with zipfile.ZipFile(out) as archive:
        texts = {Path(n).stem: archive.read(n).decode("utf-8-sig") for n in archive.namelist()}
    rows = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    clicks.press(results.similarity.every, Qt.Key.Key_Space)
    for name in ("overall", "style", "structure", "content"):
        assert column(results.similarity.long, name) == [number(float(row[name])) for row in rows["rse"]]
    assert column(results.identity.table, "loose") == [percent(float(row["loose"])) for row in rows["ice"]]
    ranked = {(r["model"], r["judge"], r["prompt_set"], r["place"]): r for r in rows["nearest"]}
    shown = results.nearest.table
    for number_of, row in enumerate(shown.rows):
        shown.setCurrentIndex(shown.model().index(number_of, 0))
        for place, affinity in enumerate(column(results.nearest.ranking, "affinity"), 1):
            key = (row.model, row.judge, row.prompt_set or "", str(place))
            assert affinity == f"{float(ranked[key]['affinity']):+.2f}"
