"""Similarity against contradictions: a labelled point per model, the paper's front figure."""

from __future__ import annotations

from gui.charts.axes import nice_ticks
from gui.charts.data.scatter import Point
from gui.charts.data.types import (
    ChartData,
    label,
    per_cent,
    percent,
    percent_interval,
    score,
    score_interval,
    unique,
    varying,
)
from gui.charts.spec import Dot, Entry, Numbers, Spec
from gui.charts.words import PART
from gui.i18n import tr

MOST_NAMED = 12  # points that can stand beside their own names; more have numbers, and a key
MOST_REPEATED = 6  # the same where models come more than once, with several judges or references
ROOM = 0.08  # of the range, left free around the points for their labels
BELOW = 0.2  # the same below 0, where points lie on it: a name of two lines
BELOW_NUMBERS = 0.1  # and a number
LOW = 0.1  # of the range, up to which points count as lying on it


def draw(data: ChartData) -> Spec:
    """Points with their intervals; labels find their own free place, and many points have numbers for names."""
    rows: list[Point] = list(data.rows)
    fields = varying(rows, ("reference", "rse_judge", "ice_judge"))
    series = unique(_series(row, fields) for row in rows)
    models = unique(row.model for row in rows)
    most = MOST_NAMED if len(models) == len(rows) else MOST_REPEATED
    numbers = {model: str(k) for k, model in enumerate(models, 1)} if len(rows) > most else {}
    below = BELOW_NUMBERS if numbers else BELOW
    spec = Spec(x=_similarity(rows), y=_contradictions(rows, below), aspect=0.72, movable=True)
    if len(series) > 1:
        spec.legend = [Entry(name, name, look, "marker") for look, name in enumerate(series)]
    spec.legend += [
        Entry("", model, 0, "number", number=number, fixed=True) for model, number in numbers.items()
    ]
    for row in rows:
        name = _series(row, fields)
        spec.marks.append(_dot(data, row, (name, series.index(name)), numbers.get(row.model, row.model)))
    return spec


def _series(row: Point, fields: list[str]) -> str:
    """What sets a point's series off: its judges with what they judge."""
    names = {field: label(row, [field]) for field in fields}
    if "rse_judge" in names:
        names["rse_judge"] = tr("RSE: {judge}", judge=names["rse_judge"])
    if "ice_judge" in names:
        names["ice_judge"] = tr("ICE: {judge}", judge=names["ice_judge"])
    return PART.join(names.values())


def _dot(data: ChartData, row: Point, series: tuple[str, int], name: str) -> Dot:
    low, high = row.loose_low, row.loose_high
    return Dot(
        x=row.rse,
        y=100 * row.loose,
        look=series[1],
        series=series[0],
        size=10,
        label=name,
        tip=tip(row),
        x_error=(row.rse_low, row.rse_high),
        y_error=(None if low is None else 100 * low, None if high is None else 100 * high),
        chosen=data.filter("", model=row.model),
    )


def _similarity(rows: list[Point]) -> Numbers:
    """The part of 1 to 5 in which the points lie, in half points, at least one point and a half wide."""
    values = [v for row in rows for v in (row.rse, row.rse_low, row.rse_high) if v is not None]
    low, high = max(1.0, int(2 * min(values) - 0.6) / 2), min(5.0, (int(2 * max(values) + 0.6) + 1) / 2)
    while high - low < 1.5:
        low, high = max(1.0, low - 0.5), min(5.0, high + 0.5)
    return Numbers(low - ROOM * (high - low), high + ROOM * (high - low), ticks=_halves(low, high))


def _halves(low: float, high: float) -> tuple[float, ...]:
    return tuple(low + k / 2 for k in range(round((high - low) * 2) + 1))


def _contradictions(rows: list[Point], room: float) -> Numbers:
    values = [100 * v for row in rows for v in (row.loose, row.loose_high) if v is not None]
    top = next((end for end in (5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0) if max(values) <= end), 100.0)
    below = room if min(100 * row.loose for row in rows) < LOW * top else ROOM
    return Numbers(-below * top, (1 + ROOM) * top, ticks=tuple(nice_ticks(0.0, top, 6)))


def tip(row: Point) -> str:
    """A model's two scores."""
    return "\n".join(
        (
            row.model,
            f"RSE {score(row.rse)} {score_interval(row.rse_low, row.rse_high)}".strip()
            + f" · {label(row, ('reference', 'rse_judge'))} · n = {row.prompts:,}",
            f"ICE {per_cent(percent(row.loose))} {percent_interval(row.loose_low, row.loose_high)}".strip()
            + f" · {label(row, ('ice_judge',))} · n = {row.answered:,}",
        )
    )
