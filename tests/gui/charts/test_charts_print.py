"""What an art editor would send back: cut words, lines that say something wrong, marks that cover each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gui import charts
from gui.charts import export
from gui.charts.claims import scale
from gui.charts.data.agreement import Agreed
from gui.charts.data.claims import ClaimCell
from gui.charts.data.ice import RateBar
from gui.charts.data.types import ChartData, interval_line
from gui.charts.paint import ends_of, error_lines
from gui.charts.spec import Bar, Categories, Cell, Dot, Note, Numbers

pytestmark = pytest.mark.usefixtures("qapp")
FROM_TABLES = tuple(
    n for n in charts.names() if n not in ("rse-distribution", "ice-progress", "template-tree", "agreement")
)
COLUMN = 380.0  # logical pixels of a chart in one column of a journal


def drawn(data: ChartData) -> Any:
    return import_module(f"gui.charts.{data.name.replace('-', '_')}").draw(data)


def made_of(name: str, *rows: Any) -> ChartData:
    return ChartData(name, 1, "A chart", "n = 4 prompts", "", "x", "", rows)


@contextmanager
def laid_out(data: ChartData, width: float = COLUMN) -> Iterator[Any]:
    from gui.charts.picture import Picture

    with Picture(data, frozenset(), width) as picture:
        picture.lay_out(None)
        yield picture.figure


def rates(loose: float, low: float | None, high: float | None) -> RateBar:
    return RateBar("m", "rules", loose, 0.0, 0.0, low, high, 100, 100, 20)


@pytest.mark.parametrize(
    ("row", "ends"),
    [
        (rates(0.0, None, 0.168), (0.0, 16.8)),
        (rates(0.01, 0.0, 0.099), (0.0, 9.9)),
        (rates(1.0, 0.83, None), (83.0, 100.0)),
        (rates(0.2, None, None), (None, None)),
    ],
)
def test_an_interval_ends_within_its_axis(row: RateBar, ends: tuple[float | None, float | None]) -> None:
    spec = drawn(made_of("ice-bars", row))
    bar = next(mark for mark in spec.marks if isinstance(mark, Bar) and mark.series == "loose")
    assert ends_of(bar) == pytest.approx(ends)
    assert isinstance(spec.x, Numbers)
    assert all(end is None or end <= spec.x.high for end in ends)


def test_an_upper_bound_alone_is_drawn_from_its_point() -> None:
    dot = Dot(x=2.0, y=1.0, y_error=(None, 16.8))
    assert error_lines(dot) == [((2.0, 1.0), (2.0, 16.8))]
    assert error_lines(replace(dot, y_error=(None, None))) == []


@pytest.mark.parametrize("name", FROM_TABLES)
def test_the_label_of_an_axis_is_whole_in_one_column(name: str, made: Callable[..., Any]) -> None:
    example = made(4, ("gpt-4", "another-reference"))
    with laid_out(charts.load(name, example.reader, example.tables)) as figure:
        axis = figure.across
        if axis is None or not axis.label_text:
            return
        assert " ".join(axis._title()) == axis.label_text
        area = figure.view.mapRectToScene(figure.view.rect())
        from gui.charts.words import width_of

        for line in axis._title():
            wide = width_of(line, axis.font)
            middle = axis._title_middle(area, wide)
            assert middle - wide / 2 >= 0
            assert middle + wide / 2 <= COLUMN


@pytest.mark.parametrize("name", FROM_TABLES)
@pytest.mark.parametrize("width", [COLUMN, 640.0, 1300.0])
def test_numbers_of_an_axis_are_few_and_apart(name: str, width: float, made: Callable[..., Any]) -> None:
    from gui.charts.axes import number
    from gui.charts.words import width_of

    example = made(4, ("gpt-4", "another-reference"))
    with laid_out(charts.load(name, example.reader, example.tables), width) as figure:
        plot = figure.view.geometry()
        for axis, length in ((figure.across, plot.width()), (figure.left, plot.height())):
            ticks = axis.ticks(length) if axis is not None else []
            assert len(ticks) <= 11
        if figure.across is None or isinstance(figure.spec.x, Categories):
            return
        places = [
            (figure.layer.place(t, 0).x(), width_of(number(t), figure.across.font))
            for t in figure.across.ticks(plot.width())
        ]
        assert all(b - a > (wide_a + wide_b) / 2 + 2 for (a, wide_a), (b, wide_b) in pairwise(places))


def test_an_svg_is_as_wide_on_paper_as_was_asked(made: Callable[..., Any], tmp_path: Path) -> None:
    example = made(3)
    export.save(charts.load("rse-bars", example.reader, example.tables), tmp_path / "x.svg", width_mm=85)
    head = (tmp_path / "x.svg").read_text("utf-8")[:400]
    found = re.search(r'width="([\d.]+)mm" height="([\d.]+)mm"\s+viewBox="0 0 ([\d.]+) ([\d.]+)"', head)
    assert found
    wide, high, across, down = (float(each) for each in found.groups())
    assert wide == pytest.approx(85, abs=0.05)
    assert high / wide == pytest.approx(down / across, rel=0.01)


def test_one_claim_in_a_hundred_is_pale_and_the_scale_is_round() -> None:
    rows = [ClaimCell("m", "rules", "OpenAI", 1, 1 / 97, False, 97)]
    spec = drawn(made_of("claims", *rows))
    cell = next(mark for mark in spec.marks if isinstance(mark, Cell))
    assert cell.level is not None
    assert cell.level < 0.1
    assert [entry.label for entry in spec.legend] == ["0 %", "10 %", "20 % of the answers"]
    assert [scale(share) for share in (0.0, 0.2, 0.21, 0.79, 0.81, 1.0)] == [0.2, 0.2, 0.4, 0.8, 1.0, 1.0]


def test_markers_of_a_row_do_not_cover_each_other(made: Callable[..., Any]) -> None:
    example = made(3)
    with laid_out(charts.load("rse-profile", example.reader, example.tables)) as figure:
        dots = [mark for mark in figure.layer.marks if isinstance(mark, Dot)][:3]
        places = [figure.layer.place(dot.x, dot.y).y() for dot in dots]
        assert {dot.x for dot in dots} == {dots[0].x}, "the worst case: equal scores"
        assert all(b - a >= dots[0].size for a, b in pairwise(places))


def agreed(n: int, value: float = 0.9) -> Agreed:
    few = n < 30
    ends = (None, None) if few else (value - 0.1, value + 0.05)
    return Agreed("rse", "a", "b", "style", "alpha", value, *ends, 0.8, 0.7, 1.0, n)


def test_few_judgments_by_both_are_not_drawn_as_if_they_were_sure() -> None:
    spec = drawn(made_of("agreement", agreed(9), agreed(10), agreed(40)))
    dots = [round(mark.y) for mark in spec.marks if isinstance(mark, Dot)]
    assert 0 not in dots
    assert {1, 2} <= set(dots)
    assert [(mark.y, mark.text) for mark in spec.marks if isinstance(mark, Note)] == [(0, "too few to say")]
    assert spec.column[0][1] == ("–", "", "", "–", "", "9")


def test_with_few_judgments_alone_there_is_nothing_to_switch() -> None:
    spec = drawn(made_of("agreement", agreed(3)))
    assert spec.legend == []
    with laid_out(made_of("agreement", agreed(3))) as figure:
        assert figure.natural_height(COLUMN) > 0


def test_the_caption_says_what_the_thin_lines_are_where_there_are_any() -> None:
    assert "95 % intervals" in interval_line([rates(0.0, None, 0.168)])
    assert "95 % intervals" in interval_line([agreed(40)])
    assert interval_line([rates(0.2, None, None), agreed(12)]) == ""


@pytest.mark.parametrize("name", ["rse-bars", "ice-bars", "rse-ice"])
def test_charts_with_intervals_say_so(name: str, made: Callable[..., Any]) -> None:
    example = made(3)
    assert "95 % intervals" in charts.load(name, example.reader, example.tables).caption


def test_a_legend_stands_closer_before_it_takes_another_line(made: Callable[..., Any]) -> None:
    example = made(3)
    data = charts.load("rse-heatmap", example.reader, example.tables)
    for width in (COLUMN, 640.0):
        with laid_out(data, width) as figure:
            assert len({box.y() for box in figure.legend.boxes}) == 1
            assert figure.legend.boxes[-1].right() <= width


@pytest.mark.parametrize(
    "said",
    [
        "Reference: A · Measured judge · n = 57–60 prompts",
        "参考模型：A · 测量评判者（内置） · n = 57–60（提示）",
    ],
)
@pytest.mark.parametrize("room", [80.0, 150.0, 250.0, 900.0])
def test_a_subtitle_breaks_between_its_parts(said: str, room: float) -> None:
    from gui.charts.style import PRINT
    from gui.charts.words import in_parts, width_of

    lines = in_parts(said, PRINT.qfont(), room).split("\n")
    assert " · ".join(lines) == said.replace("n = ", "n\u00a0=\u00a0")
    assert all(width_of(line, PRINT.qfont()) <= room or " · " not in line for line in lines)
    assert room < 900 or len(lines) == 1


def test_a_legend_of_dashes_keeps_its_keys_long(made: Callable[..., Any]) -> None:
    example = made(5)
    with laid_out(charts.load("ice-radar", example.reader, example.tables)) as figure:
        assert figure.legend.key == 22


@pytest.mark.parametrize("name", FROM_TABLES)
def test_a_picture_is_not_drawn_wider_than_it_can_be_read(
    name: str, qtbot: Any, made: Callable[..., Any]
) -> None:
    example = made(3, ("gpt-4", "another-reference"))
    view = charts.build(charts.load(name, example.reader, example.tables))
    qtbot.addWidget(view)
    view.resize(2400, 900)
    view.show()
    qtbot.waitExposed(view)
    assert view.figure.size().width() <= 100 * view.style_.font
    view.resize(700, 500)
    assert view.figure.size().width() == view.canvas.width()


@pytest.mark.parametrize("height", [330.0, 380.0, 500.0])
def test_a_label_beside_a_low_plot_stays_between_legend_and_caption(
    height: float, made: Callable[..., Any]
) -> None:
    from gui.charts.picture import Picture
    from gui.charts.words import fitting, width_of

    example = made(5, ("gpt-4", "another-reference"))
    with Picture(charts.load("rse-ice", example.reader, example.tables), frozenset(), 640.0) as picture:
        picture.lay_out(height)
        axis, view = picture.figure.left, picture.figure.view
        area = view.mapRectToScene(view.rect())
        room = area.height() + axis.below
        long = min(width_of(axis.label_text, fitting(axis.label_text, axis.style_.qfont, room)), room)
        middle = axis.upright_middle(area, long)
        assert middle - long / 2 >= area.top() - 0.01
        assert middle + long / 2 <= area.bottom() + axis.below + 0.01
