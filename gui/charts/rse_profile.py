"""Style, structure and content of each model: three markers on one line."""

from __future__ import annotations

from core.rse.judgment import DIMENSIONS
from gui.charts.data.rse import ScoreBar
from gui.charts.data.types import ChartData, label, score, varying
from gui.charts.rse_bars import tip
from gui.charts.spec import Categories, Dot, Entry, Numbers, Path, Spec
from gui.i18n import tr

APART = 0.27  # rows between the markers, so that equal scores do not hide each other


def draw(data: ChartData) -> Spec:
    """A row per model; the line joins its lowest and highest dimension."""
    rows: list[ScoreBar] = list(data.rows)
    fields = ["model", *varying(rows, ("reference", "judge"))]
    spec = Spec(
        x=Numbers(0.85, 5.15, ticks=(1.0, 2.0, 3.0, 4.0, 5.0)),
        y=Categories(tuple(label(row, fields) for row in rows)),
        legend=[Entry(name, tr(name), look, "marker") for look, name in enumerate(DIMENSIONS)],
        column_heads=tuple(tr(name) for name in DIMENSIONS),
        row=44.0,
    )
    for place, row in enumerate(rows):
        values = [getattr(row, name) for name in DIMENSIONS]
        spec.column.append((place, tuple(score(value) for value in values)))
        known = [value for value in values if value is not None]
        if known:
            spec.marks.append(Path(points=((min(known), place), (max(known), place)), width=2.4, faint=True))
        spec.marks += _dots(data, row, place)
    return spec


def _dots(data: ChartData, row: ScoreBar, place: int) -> list[Dot]:
    chosen = data.filter("rse", model=row.model, reference=row.reference, judge=row.judge)
    return [
        Dot(
            x=value,
            y=place + APART * (look - 1),
            look=look,
            series=name,
            size=11,
            tip=tip(row),
            chosen=chosen,
        )
        for look, name in enumerate(DIMENSIONS)
        if (value := getattr(row, name)) is not None
    ]
