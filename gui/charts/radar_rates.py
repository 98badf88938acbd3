"""Where the rings of a radar say their rates: where no model's line runs through the figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, pi, sin

Spot = tuple[float, float]

RINGS = 4
NUMBERED = tuple(range(2, RINGS + 1, 2))  # the rings that say their rate
HALF = (0.21, 0.09)  # half a rate's width and height, in radii of the narrowest print
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7)  # the places on a ring's side, the middle first
BESIDE = (0.0, 0.16, -0.16)  # on its ring, or just out of it or in it where a line runs along the ring
ENOUGH = 0.06  # no further from every line is any better, in radii
STEPS = 40  # points in which a line is looked at


def free_places(topics: int, lines: Sequence[Sequence[Spot]]) -> list[Spot]:
    """A place for each numbered ring: between the same two topics if lines leave room there, else each its own.

    lines: the models' closed lines, in a web of radius 1 around (0, 0).
    """
    if topics < 3:
        return [(0.0, ring / RINGS) for ring in NUMBERED]
    dots = [dot for line in lines for dot in _dotted(line)]
    rows = [
        [_spot((side, along), topics, ring / RINGS + shift) for ring in NUMBERED]
        for shift in BESIDE
        for along in ALONG
        for side in range(topics)
    ]
    best = max(rows, key=lambda row: min(_clear(spot, dots) for spot in row))
    if all(_clear(spot, dots) > 0 for spot in best):
        return best
    return [max(spots, key=lambda spot: _clear(spot, dots)) for spots in zip(*rows, strict=True)]


def _clear(at: Spot, dots: Sequence[Spot]) -> float:
    """How far the nearest line is from a rate that stands there; 0 where it runs through."""
    apart = (hypot(max(abs(x - at[0]) - HALF[0], 0.0), max(abs(y - at[1]) - HALF[1], 0.0)) for x, y in dots)
    return min((*apart, ENOUGH))


def _spot(place: tuple[int, float], topics: int, radius: float) -> Spot:
    """A point on the side of a ring of this radius that begins at this topic."""
    side, along = place
    (x0, y0), (x1, y1) = (_corner(k, topics, radius) for k in (side, side + 1))
    return x0 + (x1 - x0) * along, y0 + (y1 - y0) * along


def _corner(k: int, topics: int, radius: float) -> Spot:
    turn = 2 * pi * k / topics
    return radius * sin(turn), radius * cos(turn)


def _dotted(line: Sequence[Spot]) -> Iterator[Spot]:
    """A closed line as points."""
    for (x0, y0), (x1, y1) in pairwise([*line, *line[:1]]):
        for k in range(STEPS):
            yield x0 + (x1 - x0) * k / STEPS, y0 + (y1 - y0) * k / STEPS
