"""Finds a free place for each label of a scatter: beside its point where it can, else further off with a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF

RINGS = (1.0, 1.8, 2.8, 4.0, 5.5, 7.5)  # in heights of a line, from the point
TURNS = (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)  # sixteenths, right first, then left, up, down
APART = 6.0  # pixels between labels side by side
FAR = 3.0  # lines away from which a label needs a line to its point


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands, and whether a line must lead to its point."""

    box: QRectF
    point: QPointF
    led: bool


def place_labels(
    points: Sequence[QPointF], sizes: Sequence[QSizeF], taken: Sequence[QRectF], area: QRectF
) -> list[Placed]:
    """A place for each label in turn: the free one that is nearest, else the one that covers least."""
    boxes, placed = list(taken), []
    for point, size in zip(points, sizes, strict=True):
        best = min(_candidates(point, size, area), key=lambda each: (_cost(each[1], boxes), each[0]))
        boxes.append(best[1].adjusted(-APART, 0, APART, 0))
        placed.append(Placed(best[1], point, _gap(best[1], point) > size.height() * FAR / 2))
    return placed


def _candidates(point: QPointF, size: QSizeF, area: QRectF) -> list[tuple[float, QRectF]]:
    """Places around a point, pushed into the plot, each with how much it is preferred."""
    found = []
    for ring in RINGS:
        for order, turn in enumerate(TURNS):
            angle, away = turn * pi / 8, ring * size.height()
            x = point.x() + cos(angle) * away + (cos(angle) - 1) / 2 * size.width()
            y = point.y() - sin(angle) * away - size.height() / 2
            found.append((ring + order / 100, _inside(QRectF(QPointF(x, y), size), area)))
    return found


def _inside(box: QRectF, area: QRectF) -> QRectF:
    x = min(max(box.left(), area.left()), max(area.left(), area.right() - box.width()))
    y = min(max(box.top(), area.top()), max(area.top(), area.bottom() - box.height()))
    return QRectF(QPointF(x, y), box.size())


def _cost(box: QRectF, taken: Sequence[QRectF]) -> float:
    """How much of what is there already the box would cover, in square pixels."""
    cuts = (box.intersected(other) for other in taken if box.intersects(other))
    return sum(cut.width() * cut.height() for cut in cuts)


def _gap(box: QRectF, point: QPointF) -> float:
    dx = max(box.left() - point.x(), 0.0, point.x() - box.right())
    dy = max(box.top() - point.y(), 0.0, point.y() - box.bottom())
    return float((dx * dx + dy * dy) ** 0.5)
