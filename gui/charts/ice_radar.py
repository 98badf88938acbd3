"""Contradictions by topic around a centre, as in the paper; many models get a small radar each."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from gui.charts.data.ice import TopicRate
from gui.charts.data.types import ChartData, label, per_cent, unique, varying
from gui.charts.ice_topics import reach, tip
from gui.charts.radar_rates import NUMBERED, RINGS, Spot, free_places
from gui.charts.spec import Dot, Entry, Mark, Note, Path, Spec
from gui.i18n import tr

TOGETHER = 6  # models that can still be told apart in one radar
FEW, MANY = 3, 4  # columns of small radars: with many models they would else be longer than a page
ROOMY = 9  # models for which the few do
WIDE, TALL = 3.1, 2.75  # of a small radar of radius 1 with its name
Shape = list[TopicRate | None]
OUT = 1.25  # between a corner of the web and its topic, in sizes of the font


def draw(data: ChartData) -> Spec:
    """All models in one radar, or one each below a radar that names the topics."""
    rows: list[TopicRate] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    names, topics = unique(label(row, fields) for row in rows), unique(row.topic for row in rows)
    own = {name: {row.topic: row for row in rows if label(row, fields) == name} for name in names}
    shapes = [[own[name].get(topic) for topic in topics] for name in names]
    spec = (_apart if len(names) > TOGETHER else _together)(data, names, topics, shapes)
    spec.marks.sort(key=lambda mark: isinstance(mark, Note))  # no line across a figure
    return spec


def _together(data: ChartData, names: list[str], topics: list[str], shapes: list[Shape]) -> Spec:
    lowest = min((_spot(k, len(topics), 1.0, (0.0, 0.0))[1] for k in range(len(topics))), default=-1.0)
    top, bottom = 1.25, lowest - 0.25
    spec = Spec(square=True, aspect=(top - bottom) / 3.8, box=(-1.9, top, 1.9, bottom))
    rate = reach(list(data.rows))
    for look, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        spec.legend.append(Entry(name, name, look, "path"))
        spec.marks += _shape(data, shape, (0.0, 0.0), rate, (name, look))
    lines = [mark.points for mark in spec.marks if isinstance(mark, Path)]
    spec.marks = _web(topics, (0.0, 0.0), rate, free_places(len(topics), lines)) + spec.marks
    return spec


def _apart(data: ChartData, names: list[str], topics: list[str], shapes: list[Shape]) -> Spec:
    columns = FEW if len(names) <= ROOMY else MANY
    top, lines = reach(list(data.rows)), 1 + -(-len(names) // columns)
    ends = (columns - 0.5) * WIDE, -(lines - 0.5) * TALL
    spec = Spec(square=True, aspect=lines * TALL / (columns * WIDE), box=(-WIDE / 2, TALL / 2, *ends))
    spec.marks += _web(topics, ((columns - 1) / 2 * WIDE, -0.1), top, free_places(len(topics), []))
    for place, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        at = (place % columns * WIDE, -(place // columns + 1) * TALL - 0.1)
        spec.marks += _web([""] * len(topics), at, top)
        spec.marks.append(Note(x=at[0], y=at[1] + 1.25, text=name, bold=True, room=WIDE * 0.95))
        spec.marks += _shape(data, shape, at, top, (name, 0))
    return spec


def _web(topics: list[str], at: tuple[float, float], top: float, rates: Sequence[Spot] = ()) -> list[Mark]:
    """Rings and spokes; with the words of the topics that have any, and every other ring's rate at its place, given as
    for a web around (0, 0)."""
    count, marks = len(topics), []  # type: tuple[int, list[Mark]]
    for ring in range(1, RINGS + 1):
        points = tuple(_spot(k, count, ring / RINGS, at) for k in range(count))
        marks.append(Path(points=points, closed=True, faint=True, width=0.9))
    marks += [Path(points=(at, _spot(k, count, 1.0, at)), faint=True, width=0.9) for k in range(count)]
    named = [(k, topic) for k, topic in enumerate(topics) if topic]
    marks += [_word(topic, _spot(k, count, 1.0, at), at) for k, topic in named]
    return marks + [
        Note(x=at[0] + x, y=at[1] + y, text=per_cent(f"{top * ring / RINGS:g}"), halo=True)
        for ring, (x, y) in zip(NUMBERED, rates, strict=False)
    ]


def _word(topic: str, spot: tuple[float, float], at: tuple[float, float]) -> Note:
    """A topic at its spoke's end, to the side on which there is room."""
    right, up = spot[0] - at[0], spot[1] - at[1]
    side = 0 if abs(right) < 0.1 else (1 if right > 0 else -1)
    return Note(x=spot[0], y=spot[1], text=tr(topic), align=side, away=(OUT * right, OUT * up))


def _spot(k: int, count: int, radius: float, at: tuple[float, float]) -> tuple[float, float]:
    turn = 2 * pi * k / max(count, 1)
    return at[0] + radius * sin(turn), at[1] + radius * cos(turn)


def _shape(
    data: ChartData, own: Shape, at: tuple[float, float], top: float, series: tuple[str, int]
) -> list[Mark]:
    """A model's polygon and its corners; topics without answers are left out of it."""
    name, look = series
    known = [
        (k, row, 100 * row.loose / top)
        for k, row in enumerate(own)
        if row is not None and row.loose is not None
    ]
    corners = [_spot(k, len(own), rate, at) for k, _, rate in known]
    marks: list[Mark] = [Path(points=tuple(corners), closed=True, look=look, series=name)] if corners else []
    for (x, y), (_, row, _) in zip(corners, known, strict=True):
        chosen = data.filter("ice", model=row.model, judge=row.judge, topic=row.topic)
        marks.append(Dot(x=x, y=y, look=look, size=8, series=name, tip=tip(row), chosen=chosen))
    return marks
