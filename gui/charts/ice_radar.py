"""Contradictions by topic around a centre, as in the paper; many models get a small radar each."""

from __future__ import annotations

from math import cos, pi, sin

from gui.charts.data.ice import TopicRate
from gui.charts.data.types import ChartData, label, per_cent, unique, varying
from gui.charts.ice_topics import reach, tip
from gui.charts.spec import Dot, Entry, Mark, Note, Path, Spec
from gui.i18n import tr

TOGETHER = 6  # models that can still be told apart in one radar
COLUMNS = 3
WIDE, TALL = 3.1, 2.75  # of a small radar of radius 1 with its name
Shape = list[TopicRate | None]
RINGS = 4


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
    top, spec = reach(list(data.rows)), Spec(square=True, aspect=0.63, box=(-1.93, 1.3, 1.93, -1.1))
    spec.marks += _web(topics, (0.0, 0.0), top, _emptiest(shapes))
    for look, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        spec.legend.append(Entry(name, name, look, "marker"))
        spec.marks += _shape(data, shape, (0.0, 0.0), top, (name, look))
    return spec


def _apart(data: ChartData, names: list[str], topics: list[str], shapes: list[Shape]) -> Spec:
    top, lines = reach(list(data.rows)), 1 + -(-len(names) // COLUMNS)
    ends = (COLUMNS - 0.5) * WIDE, -(lines - 0.5) * TALL
    spec = Spec(square=True, aspect=lines * TALL / (COLUMNS * WIDE), box=(-WIDE / 2, TALL / 2, *ends))
    spec.marks += _web(topics, (COLUMNS // 2 * WIDE, -0.1), top)
    for place, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        at = (place % COLUMNS * WIDE, -(place // COLUMNS + 1) * TALL - 0.1)
        spec.marks += _web([""] * len(topics), at, top)
        spec.marks.append(Note(x=at[0], y=at[1] + 1.25, text=name, bold=True, room=WIDE * 0.95))
        spec.marks += _shape(data, shape, at, top, (name, 0))
    return spec


def _emptiest(shapes: list[Shape]) -> int:
    """The topic after which, up to the next, the models' rates are lowest: there the fewest lines are in the way."""

    def there(k: int) -> float:
        pairs = ((shape[k], shape[(k + 1) % len(shape)]) for shape in shapes)
        return sum(row.loose or 0.0 for pair in pairs for row in pair if row is not None)

    return min(range(len(shapes[0])), key=there, default=0)


def _web(topics: list[str], at: tuple[float, float], top: float, gap: int = 0) -> list[Mark]:
    """Rings and spokes; with their words, and every other ring's rate behind the topic `gap`, unless the topics are
    left unnamed."""
    count, marks = len(topics), []  # type: tuple[int, list[Mark]]
    for ring in range(1, RINGS + 1):
        points = tuple(_spot(k, count, ring / RINGS, at) for k in range(count))
        marks.append(Path(points=points, closed=True, faint=True, width=0.9))
    marks += [Path(points=(at, _spot(k, count, 1.0, at)), faint=True, width=0.9) for k in range(count)]
    named = [(k, topic) for k, topic in enumerate(topics) if topic]
    marks += [_word(topic, _spot(k, count, 1.14, at), at) for k, topic in named]
    return marks + [_rate(ring, count, at, top, gap) for ring in range(2, RINGS + 1, 2) if named]


def _word(topic: str, spot: tuple[float, float], at: tuple[float, float]) -> Note:
    """A topic at its spoke's end, to the side on which there is room."""
    x, y = spot
    side = 0 if abs(x - at[0]) < 0.1 else (1 if x > at[0] else -1)
    return Note(x=x, y=y, text=tr(topic), align=side)


def _rate(ring: int, count: int, at: tuple[float, float], top: float, gap: int) -> Note:
    """A ring's rate, on the ring half way between two topics, where no corner can cover it."""
    turn, radius = (2 * gap + 1) * pi / max(count, 1), ring / RINGS * cos(pi / max(count, 1))
    place = at[0] + radius * sin(turn), at[1] + radius * cos(turn)
    return Note(x=place[0], y=place[1], text=per_cent(f"{top * ring / RINGS:g}"), halo=True)


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
