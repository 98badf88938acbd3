"""Rows of similarity against contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gui.charts.data.types import ANSWERS, PROMPTS, ChartData, interval_line, judged_by, n_line
from gui.i18n import sentences, tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class Point(NamedTuple):
    """A model's two scores with their intervals: rse 1 to 5, loose 0 to 1."""

    model: str
    reference: str
    rse_judge: str
    ice_judge: str
    rse: float
    rse_low: float | None
    rse_high: float | None
    loose: float
    loose_low: float | None
    loose_high: float | None
    prompts: int
    answered: int


def scatter(reader: Reader, tables: ScoreTables) -> ChartData:
    """Each model that has both scores, once for every pairing of them."""
    del reader
    rows = tuple(
        Point(
            r.model,
            r.reference,
            r.judge,
            i.judge,
            r.overall,
            r.low,
            r.high,
            i.loose,
            i.low,
            i.high,
            r.n,
            i.answered,
        )
        for r in tables.rse
        for i in tables.ice
        if r.model == i.model and r.prompt_set is None and r.overall is not None and i.loose is not None
    )
    return ChartData(
        "rse-ice",
        tables.run,
        tr("Similarity against contradictions of identity"),
        _subtitle(rows),
        sentences(
            interval_line(rows),
            tr("Similar responses, and claims to be another model, do not show where a model comes from."),
        ),
        tr("Overall similarity (RSE, 1 to 5)"),
        tr("Contradictions of identity (ICE loose, %)"),
        rows,
    )


def _subtitle(rows: tuple[Point, ...]) -> str:
    parts = [
        tr("RSE: {judge}", judge=judged_by(r.rse_judge for r in rows)),
        n_line([r.prompts for r in rows], PROMPTS),
        tr("ICE: {judge}", judge=judged_by(r.ice_judge for r in rows)),
        n_line([r.answered for r in rows], ANSWERS),
    ]
    return " · ".join(parts)
