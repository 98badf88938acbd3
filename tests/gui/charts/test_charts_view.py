"""The chart as a widget: hover, click, legend, words, themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from gui import charts
from gui.charts.spec import Bar, Cell, Dot
from gui.charts.style import DARK, LIGHT, luminance


@pytest.fixture
def show(qtbot: QtBot, run: Any) -> Callable[..., Any]:
    def shown(name: str, **options: Any) -> Any:
        view = charts.build(charts.load(name, run.reader, run.tables), **options)
        qtbot.addWidget(view)
        view.resize(760, 520)
        view.show()
        qtbot.waitExposed(view)
        return view

    return shown


def middle(view: Any, mark: Any) -> QPoint:
    """Where a mark is on the canvas's viewport."""
    from gui.charts.paint import box_of

    box = box_of(mark, view.figure.layer.place)
    assert box is not None
    return view.canvas.mapFromScene(QPointF(box.center()))


def marks(view: Any) -> list[Any]:
    return [mark for mark in view.figure.layer.marks if isinstance(mark, Bar | Cell | Dot) and mark.tip]


@pytest.mark.parametrize("name", [n for n in charts.names() if n != "agreement"])
@pytest.mark.parametrize("style", [LIGHT, DARK])
def test_every_chart_fills_its_widget_without_scaling(
    show: Callable[..., Any], name: str, style: Any
) -> None:
    view = show(name, style=style)
    view.grab()
    assert view.canvas.transform().m11() == pytest.approx(1)
    assert view.canvas.transform().m22() == pytest.approx(1)
    assert view.canvas.backgroundBrush().color().name() == style.ground
    assert view.accessibleName() == view.data.title


def test_a_click_on_a_bar_leads_to_its_judgments(show: Callable[..., Any], qtbot: QtBot) -> None:
    view = show("ice-bars")
    bar = next(mark for mark in marks(view) if mark.x1 > 5)
    with qtbot.waitSignal(view.clicked) as caught:
        QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, bar))
    assert caught.args[0] == bar.chosen
    assert (caught.args[0].run, caught.args[0].metric) == (1, "ice")


@pytest.mark.parametrize("name", ["rse-heatmap", "claims", "rse-profile", "rse-distribution", "nearest"])
def test_marks_know_the_judgments_behind_them(show: Callable[..., Any], run: Any, name: str) -> None:
    from core.store import judgments

    with_cases = [mark for mark in marks(show(name)) if mark.chosen is not None]
    assert with_cases
    assert all(judgments.count(run.reader, mark.chosen) for mark in with_cases)


def test_hover_shows_the_figures_as_plain_text(
    show: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _on: said.append(text))
    view = show("rse-bars")
    bar = marks(view)[0]
    view.figure.layer.marks[view.figure.layer.marks.index(bar)] = replaced(bar, tip="<img src=x>\n3.141")
    view._hover(view.canvas.mapToScene(middle(view, bar)))
    assert "&lt;img src=x&gt;<br>3.141" in said[0]


def replaced(mark: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(mark, **changes)


def test_the_legend_switches_a_series_off_and_on(show: Callable[..., Any]) -> None:
    view = show("ice-bars")
    legend = view.figure.legend
    at = view.canvas.mapFromScene(legend.mapToScene(legend.boxes[0].center()))
    shown = len(list(view.figure.layer.shown()))
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.hidden == {"loose"}
    assert len(list(view.figure.layer.shown())) < shown
    view.toggle("loose")
    assert len(list(view.figure.layer.shown())) == shown


def test_words_and_switches_outlive_new_data_and_another_theme(show: Callable[..., Any]) -> None:
    view = show("ice-bars")
    view.set_texts(title="Mine", x="axis")
    view.toggle("hard")
    view.set_data(view.data)
    view.set_style(DARK)
    assert (view.figure.data.title, view.figure.data.x) == ("Mine", "axis")
    assert view.figure.layer.hidden == {"hard"}
    view.set_texts()
    assert view.figure.data.title == view.data.title


def test_many_models_scroll_instead_of_being_squeezed(qtbot: QtBot, made: Callable[..., Any]) -> None:
    example = made(20)
    view = charts.build(charts.load("ice-bars", example.reader, example.tables))
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    qtbot.waitExposed(view)
    assert view.canvas.height() > 900
    assert view.holder.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("style", [LIGHT, DARK])
def test_text_is_read_easily_on_its_ground(style: Any) -> None:
    from PySide6.QtGui import QColor

    ground = luminance(QColor(style.ground))
    for color in (style.text, style.muted):
        bright, dark = sorted((luminance(QColor(color)), ground), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
    for level in range(11):
        tone = style.tone(level / 10)
        bright, dark = sorted((luminance(style.ink_on(tone)), luminance(tone)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_twenty_series_are_told_apart_without_colour() -> None:
    looks = [(LIGHT.color(k), LIGHT.hatch(k), LIGHT.marker(k), LIGHT.dash(k)) for k in range(20)]
    assert len(set(looks)) == 20
    assert len({look[1:] for look in looks[:8]}) == 8


def test_a_claimed_maker_leads_to_as_many_judgments_as_its_cell_counts(
    show: Callable[..., Any], run: Any
) -> None:
    from core.store import judgments

    cells = [mark for mark in marks(show("claims")) if mark.chosen is not None and mark.chosen.claim]
    assert cells
    assert all(judgments.count(run.reader, mark.chosen) == int(mark.text) for mark in cells)


@pytest.mark.parametrize("style", [LIGHT, DARK])
def test_the_ground_ends_where_the_picture_ends(show: Callable[..., Any], qtbot: QtBot, style: Any) -> None:
    view = show("rse-bars", style=style)
    view.resize(1700, 1200)

    def colors() -> tuple[str, str, str]:
        seen, size = view.canvas.grab().toImage(), view.figure.size()
        places = ((4, 4), (size.width() + 20, 4), (4, size.height() + 20))
        inside, beside, below = (seen.pixelColor(round(x), round(y)).name() for x, y in places)
        return inside, beside, below

    qtbot.waitUntil(lambda: view.canvas.height() > view.figure.size().height() + 100)
    inside, beside, below = colors()
    assert inside == style.ground
    assert beside == below == view.palette().window().color().name()
    view.set_style(DARK if style is LIGHT else LIGHT)
    assert colors()[1:] == (beside, below)
