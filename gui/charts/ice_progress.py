"""Contradictions added up over the queries: a line per model."""

from __future__ import annotations

from gui.charts.axes import nice_ticks
from gui.charts.data.search import Step
from gui.charts.data.types import ChartData, label, unique, varying
from gui.charts.spec import Dot, Entry, Mark, Numbers, Path, Spec
from gui.i18n import tr

MARKERS = 10  # along each line
BELOW = 0.03  # of the height, so that markers at zero are whole


def draw(data: ChartData) -> Spec:
    """Lines with a marker at every tenth of their way."""
    rows: list[Step] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    names = unique(label(row, fields) for row in rows)
    far, high = max(row.query for row in rows), max(1, *(row.contradictions for row in rows))
    top = max(nice_ticks(0, 1.25 * high, 5, whole=True)[-1], high * 1.05)
    spec = Spec(
        x=Numbers(0.0, far * 1.02, whole=True),
        y=Numbers(-BELOW * top, top, whole=True),
        aspect=0.6,
        movable=True,
        legend=[Entry(name, name, look, "path") for look, name in enumerate(names)],
    )
    for look, name in enumerate(names):
        spec.marks += _line(data, [row for row in rows if label(row, fields) == name], look, name)
    return spec


def _line(data: ChartData, own: list[Step], look: int, name: str) -> list[Mark]:
    points = ((0.0, 0.0), *((float(row.query), float(row.contradictions)) for row in own))
    marks: list[Mark] = [Path(points=points, look=look, series=name)]
    for k in range(1, MARKERS + 1):
        row = own[max(0, round(len(own) * k / MARKERS) - 1)]
        tip = tr("{count} contradictions in {n} answered queries", count=row.contradictions, n=row.query)
        chosen = data.filter("ice", model=row.model, judge=row.judge)
        marks.append(
            Dot(
                x=row.query,
                y=row.contradictions,
                look=look,
                series=name,
                size=7,
                tip=f"{label(row, ('model', 'judge'))}\n{tip}",
                chosen=chosen,
            )
        )
    return marks
