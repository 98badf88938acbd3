"""Labels, hatches, ticks and wrapped names keep within their bounds, whatever the figures."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gui.charts.axes import nice_ticks, number
from gui.charts.labels import place_labels
from gui.charts.paint import hatch_lines
from gui.charts.spec import slots
from gui.charts.style import HATCHES, PRINT
from gui.charts.words import width_of, wrapped

AREA = QRectF(0, 0, 600, 400)
places = st.tuples(st.floats(0, 600), st.floats(0, 400))


@given(st.lists(places, min_size=1, max_size=12))
def test_labels_stay_in_the_plot_and_off_each_other(points: list[tuple[float, float]]) -> None:
    sizes = [QSizeF(60, 12)] * len(points)
    boxes = [each.box for each in place_labels([QPointF(*p) for p in points], sizes, [], AREA)]
    assert all(AREA.adjusted(-0.01, -0.01, 0.01, 0.01).contains(box) for box in boxes)
    for k, box in enumerate(boxes):
        assert not any(box.adjusted(0.1, 0.1, -0.1, -0.1).intersects(other) for other in boxes[:k])


def test_a_label_far_from_its_point_is_led_to_it() -> None:
    crowd = [QRectF(250, 150, 100, 100)]
    placed = place_labels([QPointF(300, 200)], [QSizeF(50, 12)], crowd, AREA)[0]
    assert not placed.box.intersects(crowd[0])
    assert placed.led


@given(
    st.sampled_from(HATCHES),
    st.floats(0.5, 500),
    st.floats(1, 60),
    st.floats(-100, 100),
    st.floats(3, 20),
)
def test_hatches_stay_within_their_bar(
    kind: str, width: float, height: float, left: float, step: float
) -> None:
    box = QRectF(left, 7, width, height)
    roomy = box.adjusted(-0.01, -0.01, 0.01, 0.01)
    for line in hatch_lines(box, kind, step) if kind else ():
        assert all(roomy.contains(end) for end in line)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(3, 12))
def test_ticks_are_round_few_and_within(low: float, span: float, most: int) -> None:
    ticks = nice_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 * span - 1e-9 <= tick <= low + span * (1 + 1e-6) + 1e-9 for tick in ticks)
    assert ticks == sorted(ticks)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.5, "−0.5"), (1000.0, "1,000"), (0.30000000000000004, "0.3")]
)
def test_tick_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.usefixtures("qapp")
@given(st.text(max_size=120), st.floats(40, 300), st.integers(1, 3))
@example("\t", 40.0, 1)
def test_wrapped_names_fit(text: str, room: float, lines: int) -> None:
    font = PRINT.qfont()
    found = wrapped(text, font, room, lines)
    assert 1 <= len(found) <= lines
    assert all(width_of(line, font) <= room + 1 for line in found)


@pytest.mark.usefixtures("qapp")
def test_a_name_of_parts_breaks_between_them() -> None:
    assert wrapped("a long model · a long reference", PRINT.qfont(), 110) == [
        "a long model",
        "a long reference",
    ]


@given(st.integers(0, 50), st.integers(1, 12))
def test_bars_share_their_row(row: int, count: int) -> None:
    edges = slots(row, count)
    assert len(edges) == count
    assert row - 0.5 < edges[0][0] < edges[-1][1] < row + 0.5
