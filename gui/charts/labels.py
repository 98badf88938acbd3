"""Finds a free place for each label of a scatter: beside its point where it can, else further off with a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, dist, hypot, inf, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF

Box = tuple[float, float, float, float]  # left, top, right, bottom
Line = tuple[float, float, float, float]  # from x, y to x, y
Spot = tuple[float, float]

RINGS = (1.0, 1.4, 1.8, 2.8, 4.0, 5.5, 7.5, 10.0, 14.0, 19.0)  # in heights of a line, from the point
TURNS = (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)  # sixteenths, right first, then left, up, down
APART = 6.0  # pixels between labels side by side
FAR = 1.1  # lines away from which a label needs a line to its point
ROUNDS = 3  # each label moves on once the others have theirs
CROSSED = 60.0  # what a line across anything costs, in square pixels covered
ALONG = 3  # as bad as so many lines across: one along an interval
NEIGHBOURS = 3  # that may make way for a label in trouble
NEAR = 3.0  # lines from its point that a label may well stand
DISTANT = 4.0  # what each line beyond costs, in square pixels covered
DOT = 6.0  # pixels around a point that no other point's line may run through
ASTRAY = 2.0  # what a label costs that is as near to another point, in lines


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands, and whether a line must lead to its point."""

    box: QRectF
    point: QPointF
    led: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A place for a label: its box, the line to its point if it needs one, and how little it is liked."""

    box: Box
    line: Line | None
    dislike: float


def place_labels(
    points: Sequence[QPointF],
    sizes: Sequence[QSizeF],
    taken: Sequence[QRectF],
    area: QRectF,
    intervals: Sequence[tuple[QPointF, QPointF]] = (),
) -> list[Placed]:
    """A place for each label: the free one that is nearest, else the one that covers least.

    taken: what no label may cover; intervals: lines along which none may have its own, or they would look longer.
    """
    spots = [(point.x(), point.y()) for point in points]
    line = min((size.height() for size in sizes), default=0.0)
    boxes = [_ends(box) for box in taken]
    lines = [(a.x(), a.y(), b.x(), b.y()) for a, b in intervals]
    choices = []
    for spot, size in zip(spots, sizes, strict=True):
        others = [other for other in spots if other != spot]
        found = sorted(_candidates(spot, size, area, line, others), key=lambda place: place.dislike)
        choices.append(_Choice(spot, found, partial(_fixed_cost, boxes, lines, others)))
    places = _settled(choices)
    if _overlap(places):  # with so many, let lines cross: that takes less room
        places = min(places, _settled(choices, crossed=0.0), key=_overlap)
    return [
        Placed(QRectF(QPointF(*place.box[:2]), QPointF(*place.box[2:])), point, place.line is not None)
        for place, point in zip(places, points, strict=True)
    ]


class _Choice:
    """The places of a label, the best liked first, and what each costs whatever the other labels do."""

    def __init__(self, spot: Spot, places: Sequence[_Place], cost: Callable[[_Place], float]) -> None:
        self.spot, self.places, self._cost = spot, places, cost
        self._known: dict[int, float] = {}

    def cost(self, number: int) -> float:
        """The cost of a place; worked out when it is first asked for."""
        if number not in self._known:
            self._known[number] = self._cost(self.places[number])
        return self._known[number]

    def best(self, others: Sequence[_Place], crossed: float) -> int:
        """The number of the first place that covers and crosses nothing, else of the least bad."""
        best, least = 0, (inf, inf)
        boxes = [_padded(other.box) for other in others]
        for number, place in enumerate(self.places):
            hidden = _covered(place.box, boxes)
            if hidden > least[0] or (hidden == least[0] and self.cost(number) >= least[1]):
                continue
            cost = hidden, self.cost(number) + crossed * _crossings(place, others)
            if cost < least:
                best, least = number, cost
            if least == (0.0, 0.0):
                break
        return best


def _settled(choices: Sequence[_Choice], crossed: float = CROSSED) -> list[_Place]:
    """The best place of each, in view of those of the others."""
    chosen: dict[int, int] = {}
    for _round in range(ROUNDS if crossed else 1):
        for k, choice in enumerate(choices):
            chosen[k] = choice.best(_but(choices, chosen, k), crossed)
    if crossed:
        for k in range(len(choices)):
            if _cost(choices, chosen, k) != (0.0, 0.0):
                chosen = min((chosen, *_made_way(choices, chosen, k)), key=partial(_total, choices))
    return [choice.places[chosen[k]] for k, choice in enumerate(choices)]


def _made_way(choices: Sequence[_Choice], chosen: dict[int, int], k: int) -> Iterator[dict[int, int]]:
    """What comes of it if one of the nearest other labels makes way for this one."""
    here = choices[k].spot
    near = sorted((dist(here, choices[j].spot), j) for j in chosen if j != k)
    for _, j in near[:NEIGHBOURS]:
        trial = {i: place for i, place in chosen.items() if i != j}
        trial[k] = choices[k].best(_but(choices, trial, k), CROSSED)
        trial[j] = choices[j].best(_but(choices, trial, j), CROSSED)
        yield trial


def _but(choices: Sequence[_Choice], chosen: dict[int, int], k: int) -> list[_Place]:
    return [choices[j].places[place] for j, place in chosen.items() if j != k]


def _cost(choices: Sequence[_Choice], chosen: dict[int, int], k: int) -> tuple[float, float]:
    """What a label covers of the others; what it covers and crosses of all else."""
    own, others = choices[k].places[chosen[k]], _but(choices, chosen, k)
    hidden = _covered(own.box, [_padded(other.box) for other in others])
    return hidden, choices[k].cost(chosen[k]) + CROSSED * _crossings(own, others)


def _total(choices: Sequence[_Choice], chosen: dict[int, int]) -> tuple[float, float]:
    costs = [_cost(choices, chosen, k) for k in chosen]
    return sum(cost for cost, _ in costs), sum(cost for _, cost in costs)


def _overlap(places: Sequence[_Place]) -> float:
    boxes = [place.box for place in places]
    return sum(_covered(box, boxes[:k]) for k, box in enumerate(boxes))


def trouble(labels: Sequence[Placed], taken: Sequence[QRectF], line: float) -> float:
    """How badly labels stand: square pixels that they cover, and how far off they are; 0 where nothing is wrong."""
    boxes, there = [_ends(label.box) for label in labels], [_ends(box) for box in taken]
    hidden = sum(_covered(box, [*there, *boxes[:k]]) for k, box in enumerate(boxes))
    away = (_gap(box, label.point.toTuple()) / line for box, label in zip(boxes, labels, strict=True))
    return hidden + CROSSED * sum(max(0.0, gap - NEAR) for gap in away)


def _candidates(
    spot: Spot, size: QSizeF, area: QRectF, line: float, others: Sequence[Spot]
) -> Iterator[_Place]:
    """Places around a point, pushed into the plot; `line` is the height of a line of text."""
    wide, high = size.width(), size.height()
    for ring in RINGS:
        for order, turn in enumerate(TURNS):
            angle, away = turn * pi / 8, ring * line
            x = spot[0] + cos(angle) * away + (cos(angle) - 1) / 2 * wide
            y = spot[1] - sin(angle) * (away + (high - line) / 2) - high / 2
            box = _inside((x, y, x + wide, y + high), area)
            gap = _gap(box, spot)
            astray = any(_gap(box, other) < gap + 3 for other in others)
            led = gap > FAR * line or (astray and gap > 0.5 * line)
            yield _Place(box, _leader(box, spot) if led else None, ring + order / 100 + ASTRAY * astray)


def _fixed_cost(taken: list[Box], lines: list[Line], others: Sequence[Spot], place: _Place) -> float:
    """What a place costs whatever the other labels do: what it covers, what its line runs along or across."""
    cost = _covered(place.box, taken) + DISTANT * max(0.0, place.dislike - NEAR)
    if place.line is not None:
        found = sum(ALONG * _along(place.line, each) or _cross(place.line, each) for each in lines)
        around = ((x - DOT, y - DOT, x + DOT, y + DOT) for x, y in others)
        cost += CROSSED * (found + sum(_meets(place.line, box) for box in around))
    return cost


def _crossings(own: _Place, others: Sequence[_Place]) -> int:
    """How often a label and its line meet those of others."""
    found = 0
    for other in others:
        if own.line is not None:
            found += _meets(own.line, other.box)
        if other.line is not None:
            found += _meets(other.line, own.box)
            found += own.line is not None and _cross(own.line, other.line)
    return found


def _covered(box: Box, taken: Iterable[Box]) -> float:
    """How much of what is there already the box would cover, in square pixels."""
    left, top, right, bottom = box
    total = 0.0
    for x0, y0, x1, y1 in taken:
        if x0 < right and x1 > left and y0 < bottom and y1 > top:
            total += (min(right, x1) - max(left, x0)) * (min(bottom, y1) - max(top, y0))
    return total


def _padded(box: Box) -> Box:
    return box[0] - APART, box[1], box[2] + APART, box[3]


def _along(line: Line, other: Line) -> bool:
    """Whether a line continues another, level or upright, in nearly the same direction."""
    if other[1] == other[3]:
        return abs(line[1] - other[1]) < 3 and abs(line[3] - line[1]) < 0.25 * abs(line[2] - line[0])
    return abs(line[0] - other[0]) < 3 and abs(line[2] - line[0]) < 0.25 * abs(line[3] - line[1])


def _cross(one: Line, other: Line) -> bool:
    """Whether two lines cross; those that begin at the same point do not."""

    if max(one[0], one[2]) < min(other[0], other[2]) or max(other[0], other[2]) < min(one[0], one[2]):
        return False

    def side(line: Line, x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    apart = side(one, *other[:2]) * side(one, *other[2:]) < 0
    return apart and side(other, *one[:2]) * side(other, *one[2:]) < 0


def _meets(line: Line, box: Box) -> bool:
    """Whether a line runs through a box."""
    x0, y0, x1, y1 = line
    left, top, right, bottom = box
    if (x0 <= left and x1 <= left) or (x0 >= right and x1 >= right):
        return False
    if (y0 <= top and y1 <= top) or (y0 >= bottom and y1 >= bottom):
        return False
    first, last = 0.0, 1.0  # the part of the line that lies between the sides looked at so far
    for start, way, low, high in ((x0, x1 - x0, left, right), (y0, y1 - y0, top, bottom)):
        if way:  # where there is none, the line lies between these sides, or it had been found above
            near, far = sorted(((low - start) / way, (high - start) / way))
            first, last = max(first, near), min(last, far)
    return first < last


def _inside(box: Box, area: QRectF) -> Box:
    wide, high = box[2] - box[0], box[3] - box[1]
    x = min(max(box[0], area.left()), max(area.left(), area.right() - wide))
    y = min(max(box[1], area.top()), max(area.top(), area.bottom() - high))
    return x, y, x + wide, y + high


def _gap(box: Box, spot: Spot) -> float:
    dx = max(box[0] - spot[0], 0.0, spot[0] - box[2])
    dy = max(box[1] - spot[1], 0.0, spot[1] - box[3])
    return hypot(dx, dy)


def _leader(box: Box, spot: Spot) -> Line:
    """From the point to the nearest part of the box."""
    return (*spot, min(max(spot[0], box[0]), box[2]), min(max(spot[1], box[1]), box[3]))


def _ends(box: QRectF) -> Box:
    return box.left(), box.top(), box.right(), box.bottom()
