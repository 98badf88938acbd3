"""Contradictions by topic around a centre, as in the paper; many models get a small radar each."""

from __future__ import annotations

from math import cos, pi, sin

from gui.charts.data.ice import TopicRate
from gui.charts.data.types import ChartData, label, unique, varying
from gui.charts.ice_topics import reach, tip
from gui.charts.spec import Dot, Entry, Mark, Note, Path, Spec
from gui.i18n import tr

TOGETHER = 6  # models that can still be told apart in one radar
COLUMNS = 3
WIDE, TALL = 3.9, 3.5  # of a radar of radius 1 with its words
RINGS = 4


def draw(data: ChartData) -> Spec:
    """All models in one radar, or one each in rows of three."""
    rows: list[TopicRate] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    names, topics = unique(label(row, fields) for row in rows), unique(row.topic for row in rows)
    apart = len(names) > TOGETHER
    columns = min(COLUMNS, len(names)) if apart else 1
    lines = -(-len(names) // columns) if apart else 1
    spec = Spec(square=True, aspect=lines * TALL / (columns * WIDE) if apart else 0.63)
    left, top = -WIDE / 2, TALL / 2
    spec.box = (left, top, left + columns * WIDE, top - lines * TALL) if apart else (-1.93, 1.3, 1.93, -1.1)
    top_rate = reach(rows)
    for look, name in enumerate(names):
        at = (look % columns * WIDE, -(look // columns) * TALL) if apart else (0.0, 0.0)
        own = {row.topic: row for row in rows if label(row, fields) == name}
        if apart or look == 0:
            spec.marks += _web(topics, at, top_rate, small=apart)
        if apart:
            spec.marks.append(Note(x=at[0], y=at[1] + 1.5, text=name, bold=True, room=WIDE * 0.95))
        else:
            spec.legend.append(Entry(name, name, look, "marker"))
        spec.marks += _shape(
            data, [own.get(topic) for topic in topics], at, top_rate, (name, 0 if apart else look)
        )
    return spec


def _web(topics: list[str], at: tuple[float, float], top: float, *, small: bool) -> list[Mark]:
    """Rings with their rates, a spoke and a word for each topic."""
    count, marks = len(topics), []  # type: tuple[int, list[Mark]]
    for ring in range(1, RINGS + 1):
        points = tuple(_spot(k, count, ring / RINGS, at) for k in range(count))
        marks.append(Path(points=points, closed=True, faint=True, width=0.9))
    for k, topic in enumerate(topics):
        marks.append(Path(points=(at, _spot(k, count, 1.0, at)), faint=True, width=0.9))
        x, y = _spot(k, count, 1.14, at)
        side = 0 if abs(x - at[0]) < 0.1 else (1 if x > at[0] else -1)
        marks.append(Note(x=x, y=y, text=tr(topic or "other"), align=side))
    return marks + [_rate(ring, count, at, top) for ring in ((RINGS,) if small else range(1, RINGS + 1))]


def _rate(ring: int, count: int, at: tuple[float, float], top: float) -> Note:
    """A ring's rate, on the ring half way between the first two topics, where no corner can cover it."""
    turn, radius = pi / max(count, 1), ring / RINGS * cos(pi / max(count, 1))
    place = at[0] + radius * sin(turn), at[1] + radius * cos(turn)
    return Note(x=place[0], y=place[1], text=f"{top * ring / RINGS:g} %", halo=True)


def _spot(k: int, count: int, radius: float, at: tuple[float, float]) -> tuple[float, float]:
    turn = 2 * pi * k / max(count, 1)
    return at[0] + radius * sin(turn), at[1] + radius * cos(turn)


def _shape(
    data: ChartData, own: list[TopicRate | None], at: tuple[float, float], top: float, series: tuple[str, int]
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
