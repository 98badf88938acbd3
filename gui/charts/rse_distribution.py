"""How each model's scores are distributed: stacked shares of 1 to 5."""

from __future__ import annotations

from gui.charts.data.rse import Spread
from gui.charts.data.types import ChartData, label, percent, unique, varying
from gui.charts.spec import Bar, Categories, Entry, Numbers, Spec
from gui.i18n import tr


def draw(data: ChartData) -> Spec:
    """A row per model; from left to right the prompts that scored 1 to 5."""
    rows: list[Spread] = list(data.rows)
    fields = ["model", *varying(rows, ("reference", "judge"))]
    names = unique(label(row, fields) for row in rows)
    spec = Spec(
        x=Numbers(0.0, 100.0, ticks=(0.0, 25.0, 50.0, 75.0, 100.0)),
        y=Categories(tuple(names)),
        legend=[Entry("", score_word(k), 0, "tone", level=(k - 1) / 4, fixed=True) for k in range(1, 6)],
        column_heads=("n",),
    )
    reached = [0.0] * len(names)
    for row in rows:
        place = names.index(label(row, fields))
        start, reached[place] = reached[place], reached[place] + 100 * row.share
        if row.score == 1:
            spec.column.append((place, (f"{row.n:,}",)))
        if row.prompts:
            spec.marks.append(_bar(data, row, place, (start, reached[place])))
    return spec


def score_word(score: int) -> str:
    """A whole score, at the ends of the scale with what it means."""
    ends = {1: tr("very dissimilar"), 5: tr("very similar")}
    return f"{score} {ends[score]}" if score in ends else str(score)


def _bar(data: ChartData, row: Spread, place: int, ends: tuple[float, float]) -> Bar:
    chosen = data.filter(
        "rse",
        model=row.model,
        reference=row.reference,
        judge=row.judge,
        low=row.score - 0.5 if row.score > 1 else None,
        high=row.score + 0.4999 if row.score < 5 else None,
    )
    share = tr(
        "{count} of {n} prompts scored {score}: {share} %",
        count=row.prompts,
        n=row.n,
        score=row.score,
        share=percent(row.share),
    )
    return Bar(
        x0=ends[0],
        x1=ends[1],
        y0=place - 0.36,
        y1=place + 0.36,
        level=(row.score - 1) / 4,
        text=f"{percent(row.share)}",
        tip=f"{label(row, ('model', 'judge'))}\n{share}",
        chosen=chosen,
    )
