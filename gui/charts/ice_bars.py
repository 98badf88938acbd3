"""Contradictions of identity as bars: loose with its interval, strict, hard."""

from __future__ import annotations

from gui.charts.data.ice import RateBar
from gui.charts.data.types import ChartData, label, per_cent, percent, percent_interval, varying
from gui.charts.spec import Bar, Categories, Entry, Numbers, Spec, bar_row, slots
from gui.i18n import tr

RATES = ("loose", "strict", "hard")
WORDS = {
    "loose": "loose: any contradiction",
    "strict": "strict: claims an identity on the strict list",
    "hard": "hard: strict, and the prompt names none of them",
}


def draw(data: ChartData) -> Spec:
    """A row per model and judge with three bars."""
    rows: list[RateBar] = list(data.rows)
    fields = ["model", *varying(rows, ("judge",))]
    spec = Spec(
        x=Numbers(0.0, reach(rows)),
        y=Categories(tuple(label(row, fields) for row in rows)),
        legend=[Entry(name, tr(WORDS[name]), look) for look, name in enumerate(RATES)],
        row=bar_row(3),
        column_heads=("%", tr("95 %")),
    )
    for place, row in enumerate(rows):
        for look, (name, (y0, y1)) in enumerate(zip(RATES, slots(place, 3), strict=True)):
            _add(spec, data, row, look, name, (y0, y1))
    return spec


def _add(spec: Spec, data: ChartData, row: RateBar, look: int, name: str, edges: tuple[float, float]) -> None:
    value = getattr(row, name)
    ends = (percent_interval(row.low, row.high) or "–") if name == "loose" else ""
    spec.column.append((sum(edges) / 2, (percent(value), ends)))
    if value is None:
        return
    error = (_hundred(row.low), _hundred(row.high)) if name == "loose" else None
    chosen = data.filter("ice", model=row.model, judge=row.judge, verdict=name)
    spec.marks.append(
        Bar(
            x0=0.0,
            x1=100 * value,
            y0=edges[0],
            y1=edges[1],
            error=error,
            look=look,
            series=name,
            tip=tip(row),
            chosen=chosen,
        )
    )


def reach(rows: list[RateBar]) -> float:
    """The end of the axis: the longest bar or interval, up to the next round number."""
    figures = (v for row in rows for v in (row.loose, row.strict, row.hard, row.high))
    ends = [100 * v for v in figures if v is not None]
    longest = max(ends, default=0.0)
    return next((float(end) for end in (5, 10, 20, 30, 40, 50, 60, 80) if longest <= 0.97 * end), 100.0)


def _hundred(value: float | None) -> float | None:
    return None if value is None else 100 * value


def tip(row: RateBar) -> str:
    """A model's figures."""
    rates = [f"{tr(name)} {per_cent(percent(getattr(row, name)))}" for name in RATES]
    ends = percent_interval(row.low, row.high)
    hidden = tr("interval hidden: too few templates") if row.low is None and row.high is None else ""
    counts = tr(
        "{answered} answers to {asked} questions, {templates} templates",
        answered=row.answered,
        asked=row.asked,
        templates=row.templates,
    )
    lines = [
        label(row, ("model", "judge")),
        " ".join((rates[0], ends)).strip(),
        *rates[1:],
        counts,
        hidden,
    ]
    return "\n".join(line for line in lines if line)
