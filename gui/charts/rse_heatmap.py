"""Similarity as a heat map: models by prompt sets, and the mean of the sets."""

from __future__ import annotations

from core.report.means import without_lone_means
from gui.charts.data.rse import ScoreBar
from gui.charts.data.types import ChartData, label, score, unique, varying
from gui.charts.rse_bars import tip
from gui.charts.rse_distribution import score_word
from gui.charts.spec import Categories, Cell, Entry, Spec
from gui.i18n import tr


def draw(data: ChartData) -> Spec:
    """A cell for every model and set; what was not scored is hatched."""
    rows: list[ScoreBar] = list(without_lone_means(data.rows))
    fields = ["model", *varying(rows, ("reference", "judge"))]
    names = unique(label(row, fields) for row in rows)
    sets = unique(row.prompt_set for row in rows if row.prompt_set is not None)
    spec = Spec(
        x=Categories(
            (*sets, *([tr("mean of the sets")] if None in {row.prompt_set for row in rows} else []))
        ),
        y=Categories(tuple(names)),
        legend=[Entry("", score_word(k), 0, "tone", level=(k - 1) / 4, fixed=True) for k in range(1, 6)],
        row=30.0,
    )
    for row in rows:
        x = len(sets) if row.prompt_set is None else sets.index(row.prompt_set)
        level = None if row.overall is None else (row.overall - 1) / 4
        chosen = data.filter(
            "rse", model=row.model, reference=row.reference, judge=row.judge, prompt_set=row.prompt_set or ""
        )
        y = names.index(label(row, fields))
        spec.marks.append(Cell(x=x, y=y, level=level, text=score(row.overall), tip=tip(row), chosen=chosen))
    return spec
