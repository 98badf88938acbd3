"""From the results page to files, to charts, and to a second run beside the first; by clicks and keys."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.engine.runtime import Runtime
from core.errors import BadInput, DistilScopeError
from core.events import NullSink
from core.faces import Piece
from core.report import text
from core.store.reader import Reader
from core.study import IceSpec, ModelSpec, PromptSetSpec, Study
from gui import print_pdf
from gui.main import main
from gui.results import load
from gui.results.drawing import WindowRenderer
from gui.results.printing import ProcessPrinter
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def two_runs(workspace: Path) -> Path:
    """The finished workspace with a second, smaller run of the same models."""
    reader = Reader(workspace)
    study = reader.study(1)
    reader.close()
    smaller = replace(study, name="Smaller", prompt_sets=(PromptSetSpec("math", bundled="math", sample=4),))
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(smaller, workspace).result(120).status == "completed"
    finally:
        runtime.close()
    return workspace


def opened(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    window = make_window(workspace)
    window.resize(1280, 900)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["results"])
    clicks.settled(qtbot, window)
    return window.page("results")


@pytest.fixture
def results(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    return opened(qtbot, make_window, workspace)


def open_tab(qtbot: QtBot, page: Any, title: str) -> None:
    bar = page.tabs.tabBar()
    place = next(i for i in range(page.tabs.count()) if page.tabs.tabText(i) == title)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    clicks.settled(qtbot, page.window())


def answer_with(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own dialog cannot be clicked: it answers with this path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(path), ""))


def export(qtbot: QtBot, page: Any, words: str) -> None:
    clicks.click(page.export)
    menu = page.export.menu()
    action = next(a for a in menu.actions() if a.text() == words)
    menu.setActiveAction(action)
    clicks.press(menu, Qt.Key.Key_Return)
    clicks.settled(qtbot, page.window())


def printed(workspace: Path, capsys: pytest.CaptureFixture[str], kind: str) -> str:
    capsys.readouterr()
    assert main(["results", "--workspace", str(workspace), "--format", kind]) == 0
    return capsys.readouterr().out


def test_scores_as_json_are_those_of_the_command(
    qtbot: QtBot, results: Any, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / "scores.json"
    saved: list[Path] = []
    results.context.exported.connect(saved.append)
    answer_with(monkeypatch, out)
    export(qtbot, results, "Scores as JSON…")
    assert json.loads(out.read_text("utf-8")) == json.loads(printed(workspace, capsys, "json"))
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


def test_a_chart_is_saved_with_its_words_and_size(
    qtbot: QtBot, results: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_tab(qtbot, results, "Charts")
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
    open_tab(qtbot, results, "Charts")
    out = tmp_path / "bars.csv"
    answer_with(monkeypatch, out)
    clicks.click(results.charts.export)
    clicks.pick(results.charts.dialog.kind, "csv")
    clicks.click(results.charts.dialog.save_button)
    drawn = {float(r["overall"]) for r in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    assert drawn <= {row.overall for row in results.loaded.tables.rse}
    assert drawn


def test_answers_to_other_names_are_counted_apart(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    study = Study(
        "Placebo",
        ("ice",),
        models=(ModelSpec("Leaky", "test", "simulated", leak=0.5, facts="meta"),),
        ice=IceSpec(queries=40, questions_per_template=4, mode="paired", placebo=True),
    )
    path = tmp_path / "placebo.distilscope"
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(study, path).result(120).status == "completed"
    finally:
        runtime.close()
    page = opened(qtbot, make_window, path)
    tables = page.loaded.tables
    assert tables.placebo
    for table, rows in ((page.identity.table, tables.ice), (page.identity.placebo, tables.placebo)):
        names = [c.name for c in table.rows_model.columns]
        window = page.window()
        window.show_page("results")
        page.tabs.setCurrentWidget(page.identity)
        table.setFocus()
        table.setCurrentIndex(table.model().index(0, names.index("loose")))
        clicks.press(table, Qt.Key.Key_Return)
        clicks.settled(qtbot, window)
        assert window.front == "inspector"
        assert window.page("inspector").model.rowCount() == round(rows[0].loose * rows[0].answered)


def test_two_runs_are_laid_side_by_side(qtbot: QtBot, make_window: MakeWindow, two_runs: Path) -> None:
    page = opened(qtbot, make_window, two_runs)
    assert page.loaded.tables.run == 2
    open_tab(qtbot, page, "Compare runs")
    tab = page.compare
    clicks.pick(tab.choice, 1)
    clicks.settled(qtbot, page.window())
    table = tab.stack.tables[0]
    names = [c.name for c in table.rows_model.columns]
    both = [each for each in table.rows if each.first and each.second]
    assert both
    assert table.rows[: len(both)] == both
    for number, each in enumerate(both):
        cells = [str(table.model().index(number, place).data()) for place in range(len(names))]
        one, other = each.first.overall, each.second.overall
        assert cells[names.index("first.value")] == text.number(one)
        assert cells[names.index("second.value")] == text.number(other)
        assert cells[names.index("difference")] == f"{one - other:+.3f}"
    only_first = next(each for each in table.rows if each.second and not each.first)
    assert only_first.there.prompt_set == "reasoning"


def test_what_was_worked_out_is_shown_at_once(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, make_window, two_runs)
    asked: list[int] = []
    real = load.scores
    monkeypatch.setattr(load, "scores", lambda *what: asked.append(what[2]) or real(*what))
    for run in (1, 2, 1):
        page.context.look_at(run)
        clicks.settled(qtbot, page.window())
        assert page.loaded.tables.run == run
        assert page.behind is not None
    assert asked == [1]
    page.context.data_changed.emit()
    clicks.settled(qtbot, page.window())
    assert asked == [1, 1]


def test_a_figure_of_the_other_run_leads_to_its_judgments(
    qtbot: QtBot, make_window: MakeWindow, two_runs: Path
) -> None:
    page = opened(qtbot, make_window, two_runs)
    open_tab(qtbot, page, "Compare runs")
    clicks.pick(page.compare.choice, 1)
    clicks.settled(qtbot, page.window())
    table = page.compare.stack.tables[0]
    names = [c.name for c in table.rows_model.columns]
    expected = table.rows[0].second.n
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, names.index("second.value")))
    clicks.press(table, Qt.Key.Key_Return)
    window = page.window()
    clicks.settled(qtbot, window)
    assert window.front == "inspector"
    assert page.context.run == 1
    assert window.page("inspector").model.rowCount() == expected


def test_what_is_written_by_others_is_shown(qtbot: QtBot, results: Any, workspace: Path) -> None:
    assert results.run_box.count() == 1
    reader = Reader(workspace)
    study = reader.study(1)
    reader.close()
    runtime = Runtime(NullSink())
    try:
        runtime.start(replace(study, name="Another", metrics=("rse",)), workspace).result(120)
    finally:
        runtime.close()
    results.context.data_changed.emit()
    clicks.settled(qtbot, results.window())
    assert results.run_box.count() == 2
    clicks.pick(results.run_box, 2)
    clicks.press(results.run_box, Qt.Key.Key_Return)
    clicks.settled(qtbot, results.window())
    assert results.loaded.tables.run == 2
    assert not results.tabs.isTabVisible(1)
