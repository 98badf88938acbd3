"""From the results page to files, by clicks and keys."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot
from results_page import answer_with, export, printed_as

from core.errors import BadInput, DistilScopeError
from core.faces import Piece
from core.report import text
from core.whole_file import NotWritten
from gui import print_pdf
from gui.results.drawing import WindowRenderer
from gui.results.printing import ProcessPrinter
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def test_scores_as_json_are_those_of_the_command(
    qtbot: QtBot, results: Any, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / "scores.json"
    saved: list[Path] = []
    results.context.exported.connect(saved.append)
    answer_with(monkeypatch, out)
    export(qtbot, results, "Scores as JSON…")
    assert json.loads(out.read_text("utf-8")) == json.loads(printed_as(workspace, capsys, "json"))
    assert saved == [out]


def test_scores_as_csv_hold_every_row(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "scores.csv"
    answer_with(monkeypatch, out)
    export(qtbot, results, "Scores as CSV…")
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    tables = results.loaded.tables
    assert [float(r["overall"]) for r in rows if r["metric"] == "rse"] == [row.overall for row in tables.rse]
    assert [float(r["loose"]) for r in rows if r["metric"] == "ice"] == [row.loose for row in tables.ice]


@pytest.mark.parametrize(
    ("words", "name", "begin"),
    [
        ("Scores as spreadsheet…", "scores.xlsx", b"PK"),
        ("Scores as Markdown…", "scores.md", b"# "),
        ("Scores as LaTeX…", "scores.tex", b"% "),
        ("Scores as text…", "scores.txt", b"Finished"),
        ("Judgments as CSV…", "judgments.csv", b"\xef\xbb\xbfmetric,"),
        ("Judgments as JSON…", "judgments.json", b"["),
        ("Study as a bundle…", "study.distilscope.zip", b"PK"),
        ("Report as PDF…", "report.pdf", b"%PDF-"),
    ],
)
def test_each_kind_is_written(
    qtbot: QtBot,
    results: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    name: str,
    begin: bytes,
) -> None:
    out = tmp_path / name
    answer_with(monkeypatch, out)
    export(qtbot, results, words)
    assert out.read_bytes().startswith(begin)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Scores as spreadsheet…", "x.xlsx"),
        ("Judgments as CSV…", "x.csv"),
        ("Study as a bundle…", "x.distilscope.zip"),
        ("Report as HTML…", "x.html"),
        ("Report as PDF…", "x.pdf"),
    ],
)
def test_no_export_is_written_over_the_workspace(
    qtbot: QtBot, results: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: str, name: str,
) -> None:  # fmt: skip
    out = tmp_path / name
    out.symlink_to(workspace)
    before, told = workspace.read_bytes(), list[DistilScopeError]()
    answer_with(monkeypatch, out)
    results.context.tasks.failed.connect(told.append)
    export(qtbot, results, words)
    assert [error.what for error in told] == ["is a workspace, which is not overwritten"]
    assert workspace.read_bytes() == before


def test_a_full_disk_is_said_by_the_printer(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device is always full here")
    printer = ProcessPrinter(lambda: False)
    with pytest.raises(NotWritten, match="No space left"):
        printer.print_pieces([Piece("<p>x</p>")], Path("/dev/full"), style="", title="", footer="")


def test_no_document_is_laid_out_beside_the_window(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a thread of this process it can wait for the window's thread, which waits for it."""
    made: list[str] = []
    monkeypatch.setattr(print_pdf, "QTextDocument", lambda: made.append("here") or QTextDocument())
    out = tmp_path / "report.pdf"
    answer_with(monkeypatch, out)
    export(qtbot, results, "Report as PDF…")
    assert out.read_bytes().startswith(b"%PDF-")
    assert made == []


def test_a_place_that_cannot_be_written_is_said_by_the_printer(tmp_path: Path) -> None:
    printer = ProcessPrinter(lambda: False)
    with pytest.raises(BadInput, match="cannot be written"):
        printer.print_pieces([Piece("<p>x</p>")], tmp_path / "none" / "r.pdf", style="", title="", footer="")


def test_a_window_that_closes_ends_the_printing(tmp_path: Path) -> None:
    printer = ProcessPrinter(lambda: True)
    with pytest.raises(DistilScopeError, match="window was closed"):
        printer.print_pieces([Piece("<p>x</p>")], tmp_path / "r.pdf", style="", title="", footer="")


def test_the_report_holds_scores_and_charts(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    answer_with(monkeypatch, out)
    export(qtbot, results, "Report as HTML…")
    page = out.with_name("report.html").read_text("utf-8")
    assert page.count("data:image/svg+xml") >= 5
    for row in results.loaded.tables.rse:
        assert text.number(row.overall) in page


def test_a_report_is_let_go_when_the_window_closes(qtbot: QtBot, qapp: Any) -> None:
    from threading import Thread

    from core.errors import DistilScopeError

    renderer = WindowRenderer(qapp)
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            renderer._on_window(lambda: None)
        except DistilScopeError as error:
            raised.append(error)

    renderer.close()
    thread = Thread(target=ask)
    thread.start()  # the window's thread does not come round to it: no event is processed here
    thread.join(10)
    assert len(raised) == 1
    renderer.deleteLater()
