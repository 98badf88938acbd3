"""Similarity of each model as bars, with intervals, ceiling and floor."""

from __future__ import annotations

from gui.charts.data.rse import ScoreBar
from gui.charts.data.types import ChartData, label, score, score_interval, unique, varying
from gui.charts.spec import Bar, Categories, Entry, Numbers, Rule, Spec, bar_row, slots
from gui.i18n import tr

CEILING, FLOOR = (7.0, 3.0), (1.5, 2.5)


def draw(data: ChartData) -> Spec:
    """A row per model; in it a bar per reference and judge."""
    rows: list[ScoreBar] = [row for row in data.rows if row.kind in ("test", "control")]
    fields = varying(rows, ("reference", "judge"))
    pairings = unique((row.reference, row.judge) for row in rows)
    models = unique(row.model for row in rows)
    kinds = {row.model: row.kind for row in rows}
    spec = Spec(
        x=Numbers(1.0, 5.0, ticks=(1.0, 2.0, 3.0, 4.0, 5.0)),
        y=Categories(tuple(_name(model, kinds[model]) for model in models)),
        row=bar_row(len(pairings)),
        column_heads=(tr("overall"), tr("95 %")),
    )
    for row in rows:
        look = pairings.index((row.reference, row.judge))
        y0, y1 = slots(models.index(row.model), len(pairings))[look]
        spec.marks.append(_bar(data, row, label(row, fields), look, (y0, y1)))
        spec.column.append(((y0 + y1) / 2, (score(row.overall), score_interval(row.low, row.high) or "–")))
    if len(pairings) > 1:
        spec.legend += [
            Entry(label(row, fields), label(row, fields), k) for k, row in _firsts(rows, pairings)
        ]
    _limits(data, spec, len(models), pairings)
    return spec


def _name(model: str, kind: str) -> str:
    return f"{model} ({tr('control')})" if kind == "control" else model


def _firsts(rows: list[ScoreBar], pairings: list[tuple[str, str]]) -> list[tuple[int, ScoreBar]]:
    return [
        (k, next(r for r in rows if (r.reference, r.judge) == pairing)) for k, pairing in enumerate(pairings)
    ]


def _bar(data: ChartData, row: ScoreBar, series: str, look: int, edges: tuple[float, float]) -> Bar:
    return Bar(
        x0=1.0,
        x1=row.overall or 1.0,
        y0=edges[0],
        y1=edges[1],
        error=(row.low, row.high),
        look=look,
        series=series,
        tip=tip(row),
        chosen=data.filter("rse", model=row.model, reference=row.reference, judge=row.judge),
    )


def _limits(data: ChartData, spec: Spec, models: int, pairings: list[tuple[str, str]]) -> None:
    """Ceiling and floor as lines over all rows; with several pairings each over its own bars only."""
    words = {"ceiling": tr("ceiling: reference asked again"), "floor": tr("floor: mean of the controls")}
    several = len(pairings) > 1
    for kind, text in words.items():
        own = [row for row in data.rows if row.kind == kind and row.overall is not None]
        dash = CEILING if kind == "ceiling" else FLOOR
        for row in own:
            tip = f"{text} {score(row.overall)}" + (
                f"\n{label(row, ('reference', 'judge'))}" if several else ""
            )
            look = pairings.index((row.reference, row.judge))
            edges = (
                [slots(k, len(pairings))[look] for k in range(models)] if several else [(-0.5, models - 0.5)]
            )
            spec.marks += [
                Rule(x=row.overall, y0=y0, y1=y1, dash=dash, look=-1, series=kind, tip=tip)
                for y0, y1 in edges
            ]
        if own:
            said = text if several else f"{text} {score(own[0].overall)}"
            spec.legend.append(Entry(kind, said, -1, "line", dash=dash))


def tip(row: ScoreBar) -> str:
    """A bar's figures."""
    lines = [
        label(row, ("model", "reference", "judge")),
        " ".join((tr("overall"), score(row.overall), score_interval(row.low, row.high))).strip(),
        ", ".join(f"{tr(name)} {score(getattr(row, name))}" for name in ("style", "structure", "content")),
        f"n = {row.n}" + ("" if row.low is not None else " · " + tr("interval hidden: too few prompts")),
    ]
    if row.prompt_set:
        lines.insert(1, row.prompt_set)
    return "\n".join(lines)
