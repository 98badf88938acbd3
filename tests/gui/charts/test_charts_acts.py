"""Each kind of chart under the mouse: hover says figures, a click leads to cases, the legend switches, words change."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QToolTip
from pytestqt.qtbot import QtBot

from core.store import judgments
from gui import charts
from gui.charts.data.agreement import Agreed
from gui.charts.data.types import ChartData
from gui.charts.paint import box_of
from gui.results.chart_words import ChartWords

ALL = charts.names()
SWITCHED = ("rse-profile", "nearest", "ice-bars", "ice-topics", "ice-radar", "ice-progress", "agreement")
BOTH = (
    Agreed("rse", "judge a", "measured", "style", "alpha", 0.7, 0.6, 0.8, 0.75, 0.5, 0.9, 40),
    Agreed("ice", "judge a", "rules", "loose", "kappa", 0.6, None, None, None, 0.9, None, 40),
)


@pytest.fixture
def show(qtbot: QtBot, run: Any) -> Callable[[str], Any]:
    def shown(name: str) -> Any:
        words = ("Agreement of judges", "judges", "", "Agreement", "")
        data = (
            ChartData(name, 1, *words, BOTH)
            if name == "agreement"
            else charts.load(name, run.reader, run.tables)
        )
        view = charts.build(data)
        qtbot.addWidget(view)
        view.resize(820, 560)
        view.show()
        qtbot.waitExposed(view)
        return view

    return shown


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _on: tips.append(text))
    return tips


def spot(view: Any, mark: Any) -> QPoint:
    """Where a mark is on the canvas, scrolled to where it can be seen."""
    box = box_of(mark, view.figure.layer.place)
    assert box is not None
    at: QPoint = view.canvas.mapFromScene(box.center())
    view.holder.ensureVisible(at.x(), at.y())
    return at


def topmost(view: Any, mark: Any) -> bool:
    box = box_of(mark, view.figure.layer.place)
    return box is not None and view.figure.mark_at(box.center()) is mark


def told(view: Any) -> list[Any]:
    """The marks that say something where nothing lies above them."""
    return [mark for mark in view.figure.layer.marks if mark.tip and topmost(view, mark)]


def hover(view: Any, at: QPoint) -> None:
    """Move the mouse there, however short the time since it moved last."""
    view.canvas.scene()._lastMoveEventTime = 0
    QTest.mouseMove(view.canvas.viewport(), at - QPoint(3, 0))
    view.canvas.scene()._lastMoveEventTime = 0
    QTest.mouseMove(view.canvas.viewport(), at)


@pytest.mark.parametrize("name", ALL)
def test_hover_says_the_figures(name: str, show: Callable[[str], Any], said: list[str]) -> None:
    view = show(name)
    marks = told(view)
    assert marks
    for mark in (marks[0], marks[-1]):
        said.clear()
        hover(view, spot(view, mark))
        assert mark.tip.split("\n")[-1] in unescape(said[-1])
        assert any(figure.isdigit() for figure in said[-1])


@pytest.mark.parametrize("name", ALL)
def test_a_click_leads_to_cases(name: str, show: Callable[[str], Any], qtbot: QtBot, run: Any) -> None:
    view = show(name)
    marks = [mark for mark in told(view) if mark.chosen is not None]
    assert marks
    with qtbot.waitSignal(view.clicked) as caught:
        QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, marks[0]))
    assert caught.args == [marks[0].chosen]
    if name != "agreement":
        assert judgments.count(run.reader, marks[0].chosen)


def test_a_bar_leads_to_as_many_cases_as_it_counts(show: Callable[[str], Any], run: Any) -> None:
    view = show("ice-bars")
    rows = {row.model: row for row in view.data.rows}
    bars = [mark for mark in told(view) if mark.chosen is not None]
    assert {mark.series for mark in bars} >= {"loose"}
    for mark in bars:
        row = rows[mark.chosen.model]
        share = getattr(row, mark.series)
        assert judgments.count(run.reader, mark.chosen) == round(share * row.answered)


def test_a_template_leads_to_its_own_answers(show: Callable[[str], Any], run: Any) -> None:
    view = show("template-tree")
    rows = {(row.model, row.template): row for row in view.data.rows}
    led = [mark.chosen for mark in view.figure.layer.marks if mark.chosen is not None]
    assert led
    for chosen in led:
        answered = judgments.count(run.reader, chosen)
        assert answered >= rows[chosen.model, chosen.template].answered > 0


@pytest.mark.parametrize("name", SWITCHED)
def test_a_click_on_the_legend_switches_its_series(name: str, show: Callable[[str], Any]) -> None:
    view = show(name)
    legend = view.figure.legend
    for entry, box in zip(legend.entries, legend.boxes, strict=True):
        shown = [mark for mark in view.figure.layer.shown() if mark.series == entry.series]
        assert shown
        at = view.canvas.mapFromScene(legend.mapToScene(box.center()))
        view.holder.ensureVisible(at.x(), at.y())
        QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert view.hidden == {entry.series}
        assert not any(mark.series == entry.series for mark in view.figure.layer.shown())
        QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert view.hidden == frozenset()


def replace_in(field: Any, text: str) -> None:
    clicks.write(field, text)
    if not text:
        clicks.press(field, Qt.Key.Key_Delete)


@pytest.mark.parametrize("name", ALL)
def test_its_words_can_be_changed_and_brought_back(
    name: str, show: Callable[[str], Any], qtbot: QtBot
) -> None:
    view = show(name)
    first = view.figure.data
    for words in (("My title", "across", "up"), ("", "", "")):
        dialog = ChartWords(view, view)
        qtbot.addWidget(dialog)
        dialog.show()
        has_x, has_y = view.figure.has_labels()
        replace_in(dialog.title, words[0])
        if has_x:
            replace_in(dialog.x_label, words[1])
        if has_y:
            replace_in(dialog.y_label, words[2])
        clicks.click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok))
        shown = view.figure.data
        assert shown.title == (words[0] or first.title)
        assert view.accessibleName() == shown.title
        if has_x:
            assert view.figure.across.label_text == (words[1] or first.x)
        if has_y:
            assert view.figure.left.label_text == (words[2] or first.y)
