"""Where names and rates stand: off every line, beside their own point, and where they cannot be taken for data."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gui.charts.labels import Placed, place_labels
from gui.charts.radar_rates import HALF, NUMBERED, RINGS, free_places

AREA = QRectF(0, 0, 600, 400)
NAME = QSizeF(110, 15)
Interval = tuple[QPointF, QPointF]


def cross_at(x: float, y: float, wide: float, high: float) -> list[Interval]:
    """The two intervals of a point."""
    level = QPointF(x - wide, y), QPointF(x + wide, y)
    return [level, (QPointF(x, y - high), QPointF(x, y + high))]


def placed_at(*points: tuple[float, float], wide: float = 40, high: float = 60) -> list[Placed]:
    intervals = [line for x, y in points for line in cross_at(x, y, wide, high)]
    taken = [QRectF(x - 5, y - 5, 10, 10) for x, y in points]
    taken += [QRectF(*line).normalized().adjusted(-4, -4, 4, 4) for line in intervals]
    return place_labels([QPointF(*p) for p in points], [NAME] * len(points), taken, AREA, intervals)


def leader(label: Placed) -> QPointF:
    """The way from a point to the nearest part of its label."""
    box, point = label.box, label.point
    x = min(max(point.x(), box.left()), box.right())
    y = min(max(point.y(), box.top()), box.bottom())
    return QPointF(x - point.x(), y - point.y())


@pytest.mark.parametrize("at", [(300, 200), (590, 200), (10, 390), (300, 395)])
def test_no_line_to_a_name_looks_like_a_longer_interval(at: tuple[float, float]) -> None:
    (label,) = placed_at(at)
    way = leader(label)
    assert not label.led or (abs(way.x()) > 3 and abs(way.y()) > 3)


def test_a_name_is_not_written_across_an_interval() -> None:
    for label in placed_at((200, 200), (330, 200), (460, 210)):
        for x, y in ((200, 200), (330, 200), (460, 210)):
            for start, end in cross_at(x, y, 40, 60):
                assert (
                    not QRectF(start, end).normalized().adjusted(-0.1, -0.1, 0.1, 0.1).intersects(label.box)
                )


def test_a_label_makes_way_for_one_that_has_no_other_place() -> None:
    # The second point is walled in, but for the place below it that the first would have taken.
    points = [QPointF(200, 100), QPointF(260, 100)]
    walls = [QRectF(205, 0, 395, 112), QRectF(200, 140, 400, 260), QRectF(340, 100, 260, 50)]
    placed = place_labels(points, [NAME, NAME], walls, AREA)
    assert not any(wall.intersects(label.box) for wall in walls for label in placed)
    assert not placed[0].box.intersects(placed[1].box)


def test_a_name_nearer_to_another_point_is_led_to_its_own() -> None:
    crowd = [(300.0, 200.0), (306.0, 200.0), (303.0, 205.0)]
    for label in placed_at(*crowd, wide=0, high=0):
        gap = hypot(*leader(label).toTuple())
        others = [QPointF(*p) for p in crowd if QPointF(*p) != label.point]
        nearer = [o for o in others if hypot(*leader(Placed(label.box, o, led=False)).toTuple()) < gap - 0.5]
        assert not nearer or label.led or gap < NAME.height() / 2


def corners(*shares: float) -> list[tuple[float, float]]:
    from math import cos, pi, sin

    turns = [2 * pi * k / len(shares) for k in range(len(shares))]
    return [(r * sin(t), r * cos(t)) for r, t in zip(shares, turns, strict=True)]


def distance(at: tuple[float, float], line: list[tuple[float, float]]) -> float:
    """From a rate's box to the nearest of many points of a closed line."""
    found = []
    for (x0, y0), (x1, y1) in zip(line, line[1:] + line[:1], strict=True):
        for k in range(200):
            x, y = x0 + (x1 - x0) * k / 200, y0 + (y1 - y0) * k / 200
            found.append(hypot(max(abs(x - at[0]) - HALF[0], 0), max(abs(y - at[1]) - HALF[1], 0)))
    return min(found)


@pytest.mark.parametrize(
    "shapes",
    [
        [(1.0, 0.728, 0.888, 0.77, 0.462), (0.286, 0.182, 0.444, 0.154, 0.154)],  # 25 % stood on its line
        [(0.5, 0.5, 0.5, 0.5, 0.5)],
        [(1.0, 1.0, 1.0, 1.0, 1.0)],
        [(0.9, 0.1, 0.9, 0.1, 0.9), (0.1, 0.9, 0.1, 0.9, 0.1)],
    ],
)
def test_a_radar_says_its_rates_off_every_line(shapes: list[tuple[float, ...]]) -> None:
    lines = [corners(*shape) for shape in shapes]
    places = free_places(len(shapes[0]), lines)
    assert len(places) == len(NUMBERED)
    assert all(distance(place, line) > 0 for place in places for line in lines)


@given(st.integers(3, 9), st.lists(st.lists(st.floats(0, 1), min_size=9, max_size=9), max_size=6))
def test_a_rate_stands_on_its_ring_or_just_beside_it(topics: int, shapes: list[list[float]]) -> None:
    from math import cos, pi

    lines = [corners(*shape[:topics]) for shape in shapes]
    for ring, (x, y) in zip(NUMBERED, free_places(topics, lines), strict=True):
        outer = ring / RINGS
        assert (outer - 0.16) * cos(pi / topics) - 1e-9 <= hypot(x, y) < outer + 0.16


def test_a_radar_of_one_or_two_topics_has_its_rates_too() -> None:
    assert [len(free_places(topics, [])) for topics in (0, 1, 2)] == [2, 2, 2]
