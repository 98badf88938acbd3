"""Charts of very little and of very much: whole counts, one model, thirty long names, ten prompt sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest

from core.rse.scores import RseRow
from gui import charts
from gui.charts.axes import nice_ticks
from gui.charts.data.agreement import Agreed
from gui.charts.data.search import Step
from gui.charts.data.types import ANSWERS, PROMPTS, ChartData, n_line
from gui.charts.spec import Dot, Rule

FROM_TABLES = tuple(
    n for n in charts.names() if n not in ("rse-distribution", "ice-progress", "template-tree", "agreement")
)
SETS = ("reasoning", "mathematics", "instructions", "第四个提示集", "a set with a long name", *"67890")


@contextmanager
def laid_out(data: ChartData, width: float = 605.0) -> Iterator[Any]:
    """The figure of a chart as it is printed at this width in logical pixels."""
    from gui.charts.picture import Picture

    with Picture(data, frozenset(), width) as picture:
        picture.lay_out(None)
        yield picture.figure


def steps(*found: int) -> ChartData:
    rows = tuple(Step("one", "rules", query, count) for query, count in enumerate(found, 1))
    return ChartData("ice-progress", 1, "Progress", "", "", "Queries", "So far", rows)


def drawn(data: ChartData) -> Any:
    return import_module(f"gui.charts.{data.name.replace('-', '_')}").draw(data)


def many_sets(made: Callable[..., Any]) -> ChartData:
    example = made(3)
    rows = [
        RseRow(f"m{k}", "gpt-4", "measured", name, 2.0, 2.0, 2.0, 2.0, None, None, 40, 0, 0)
        for k in range(3)
        for name in (*SETS, None)
    ]
    example.tables.rse[:] = rows
    return charts.load("rse-heatmap", example.reader, example.tables)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 1.05), (0, 3), (-0.1, 0.5), (0, 240)])
def test_counts_have_whole_ticks(low: float, high: float) -> None:
    ticks = nice_ticks(low, high, 8, whole=True)
    assert 0 in ticks
    assert all(tick == int(tick) for tick in ticks)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("found", [(0,), (1,), (0, 0, 1), (0, 1, 2, 2)])
def test_contradictions_and_queries_are_counted_in_whole_numbers(found: tuple[int, ...]) -> None:
    with laid_out(steps(*found)) as figure:
        plot = figure.view.geometry()
        across, up = figure.across.ticks(plot.width()), figure.left.ticks(plot.height())
    assert across
    assert up
    assert all(tick == int(tick) for tick in (*across, *up))
    assert max(up) >= max(found)


@pytest.mark.usefixtures("qapp")
def test_markers_at_zero_are_not_cut_by_the_axis() -> None:
    data = steps(0, 0, 0)
    dot = next(mark for mark in drawn(data).marks if isinstance(mark, Dot))
    with laid_out(data) as figure:
        bottom = figure.view.geometry().bottom()
        assert figure.layer.place(dot.x, dot.y).y() + dot.size / 2 <= bottom


def test_one_of_anything_is_said_in_the_singular() -> None:
    assert n_line([1, 1], PROMPTS) == "n = 1 prompt"
    assert n_line([1, 2], ANSWERS) == "n = 1–2 answers per model"
    assert n_line([], PROMPTS) == "n = 0 prompts"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", FROM_TABLES)
@pytest.mark.parametrize("width", [420.0, 605.0])
def test_figures_beside_the_rows_stay_in_the_picture(
    name: str, width: float, made: Callable[..., Any]
) -> None:
    example = made(20, ("a-reference-with-a-very-long-name-2024-11-20", "other"))
    with laid_out(charts.load(name, example.reader, example.tables), width) as figure:
        plot = figure.view.geometry()
        assert plot.right() + figure._right() <= width
        assert plot.width() > 40
        assert all(box.right() <= width for box in figure.legend.boxes)


@pytest.mark.usefixtures("qapp")
def test_names_of_many_prompt_sets_are_turned_and_not_cut_to_pieces(made: Callable[..., Any]) -> None:
    with laid_out(many_sets(made)) as figure:
        assert figure.across.upright
        assert [name[0] for name in figure.across.names()][:3] == ["reasoning", "mathematics", "instructions"]


@pytest.mark.usefixtures("qapp")
def test_names_of_few_prompt_sets_are_level(made: Callable[..., Any]) -> None:
    example = made(3)
    with laid_out(charts.load("rse-heatmap", example.reader, example.tables)) as figure:
        assert not figure.across.upright


def test_many_points_have_numbers_and_a_key(made: Callable[..., Any]) -> None:
    example = made(20)
    spec = drawn(charts.load("rse-ice", example.reader, example.tables))
    dots = [mark for mark in spec.marks if isinstance(mark, Dot)]
    key = {entry.number: entry.label for entry in spec.legend if entry.kind == "number"}
    assert len(key) == len(dots)
    assert all(key[dot.label] == dot.chosen.model for dot in dots)


def test_few_points_have_their_names(made: Callable[..., Any]) -> None:
    example = made(5)
    spec = drawn(charts.load("rse-ice", example.reader, example.tables))
    assert all(mark.label == mark.chosen.model for mark in spec.marks if isinstance(mark, Dot))
    assert spec.legend == []


def test_with_several_references_ceiling_and_floor_stand_at_their_own_bars(made: Callable[..., Any]) -> None:
    example = made(5, ("one", "two", "three"))
    spec = drawn(charts.load("rse-bars", example.reader, example.tables))
    rules = [mark for mark in spec.marks if isinstance(mark, Rule)]
    assert all(rule.y1 - rule.y0 < 0.5 for rule in rules)
    assert len([entry for entry in spec.legend if entry.kind == "line"]) == 2


def test_with_one_reference_they_run_over_all_rows_and_say_their_score(made: Callable[..., Any]) -> None:
    example = made(5)
    spec = drawn(charts.load("rse-bars", example.reader, example.tables))
    assert {(rule.y0, rule.y1) for rule in spec.marks if isinstance(rule, Rule)} == {(-0.5, 4.5)}
    assert next(e.label for e in spec.legend if e.series == "ceiling").endswith("4.900")


def test_an_interval_below_zero_keeps_its_dash_and_its_sign_apart() -> None:
    row = Agreed("rse", "a", "b", "style", "alpha", -0.2, -0.31, -0.11, None, 0.5, 0.9, 40)
    spec = drawn(ChartData("agreement", 1, "", "", "", "", "", (row,)))
    assert spec.column[0][1][1] == "[−0.31 … −0.11]"


def test_many_radars_scroll_instead_of_shrinking(qtbot: Any, made: Callable[..., Any]) -> None:
    example = made(20)
    view = charts.build(charts.load("ice-radar", example.reader, example.tables))
    qtbot.addWidget(view)
    view.resize(620, 400)
    view.show()
    qtbot.waitExposed(view)
    assert view.canvas.height() >= view.natural_height(view.canvas.width()) - 1


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", FROM_TABLES)
def test_measuring_for_another_size_moves_nothing(name: str, made: Callable[..., Any]) -> None:
    example = made(5, ("gpt-4", "other"))
    with laid_out(charts.load(name, example.reader, example.tables)) as figure:

        def places() -> tuple[Any, ...]:
            names = figure.left.names() if figure.left else None
            return [box for box, *_ in figure._blocks], figure.legend.geometry(), figure.legend.boxes, names

        before = places()
        figure.natural_height(1500)
        assert places() == before
        assert all(box.bottom() <= figure.size().height() for box in before[0])


def test_a_name_that_is_cut_in_the_legend_is_said_on_hover(
    qtbot: Any, made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QToolTip

    example, said = made(20), []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _on: said.append(text))
    view = charts.build(charts.load("rse-ice", example.reader, example.tables))
    qtbot.addWidget(view)
    view.resize(620, 400)
    view.show()
    qtbot.waitExposed(view)
    legend = view.figure.legend
    view._hover(legend.mapToScene(legend.boxes[0].center()))
    assert legend.entries[0].label in said[0]
