"""How high a picture is: the same whatever it was before, and a little lower rather than scrolled."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from gui import charts
from gui.charts.style import LIGHT
from gui.charts.view import picture
from gui.charts.words import line_height

pytestmark = pytest.mark.usefixtures("qapp")
ROWS = ["rse-bars", "ice-bars", "ice-topics", "rse-distribution"]


@pytest.mark.parametrize("name", ["rse-bars", "ice-bars", "rse-profile"])
def test_a_picture_is_as_high_as_a_new_one_whatever_its_last_width_was(
    made: Callable[..., Any], name: str
) -> None:
    run = made(2)
    used, new = (picture(charts.load(name, run.reader, run.tables), LIGHT) for _ in range(2))
    used.lay_out(420, used.natural_height(420))
    new.lay_out(1700, new.natural_height(1700))
    assert used.natural_height(1700) == pytest.approx(new.natural_height(1700))
    assert used.bearable_heights(1700) == pytest.approx(new.bearable_heights(1700))


@pytest.mark.parametrize("name", ROWS)
def test_rows_give_way_a_little_and_their_figures_never_meet(run: Any, name: str) -> None:
    figure = picture(charts.load(name, run.reader, run.tables), LIGHT)
    natural, (least, _most) = figure.natural_height(700), figure.bearable_heights(700)
    assert 0.85 * natural < least <= natural
    figure.lay_out(700, natural)
    at_ease = _apart(figure)
    figure.lay_out(700, least)
    assert _apart(figure) >= min(at_ease, line_height(LIGHT.qfont(-1))) - 0.5


def test_bars_give_way_before_they_are_scrolled(run: Any) -> None:
    figure = picture(charts.load("rse-bars", run.reader, run.tables), LIGHT)
    assert figure.bearable_heights(700)[0] < figure.natural_height(700) - 5


def _apart(figure: Any) -> float:
    """How far the closest figures beside the plot are from each other."""
    places = sorted({figure.layer.place(0, row).y() for row, _ in figure.spec.column})
    return min((after - before for before, after in pairwise(places)), default=99.0)
