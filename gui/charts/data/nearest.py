"""Rows of the ranking of references."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gui.charts.data.types import PROMPTS, ChartData, judges_line
from gui.i18n import tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class Rank(NamedTuple):
    """A reference's place beside one model, over all prompt sets; place 1 is the closest. by_length: answer
    length alone would name it first. above_floor: closer than every control, None where no floor was measured."""

    model: str
    judge: str
    place: int
    reference: str
    affinity: float
    stability: float | None
    p: float | None
    by_length: bool
    above_floor: bool | None
    n: int


def nearest(reader: Reader, tables: ScoreTables) -> ChartData:
    """The references of each model, closest first."""
    del reader
    own = [row for row in tables.nearest if row.prompt_set is None]
    rows = tuple(
        Rank(
            row.model,
            row.judge,
            place,
            r.reference,
            r.affinity,
            r.stability,
            r.p,
            r.reference == row.length_first,
            row.above_floor,
            row.n,
        )
        for row in own
        for place, r in enumerate(row.ranking, 1)
    )
    subtitle = judges_line([row.judge for row in own], [row.n for row in own], PROMPTS)
    caption = tr(
        "Affinity: mean z-score over style, structure and content. Stability: share of resamples of the prompts in "
        "which the reference comes first. Closest means closest of the references given, not an origin."
    )
    title, x = tr("Nearest of the references given"), tr("Affinity (higher is closer)")
    return ChartData("nearest", tables.run, title, subtitle, caption, x, "", rows)
