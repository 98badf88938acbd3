"""Rows of the matrix of claimed makers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.ice.facts import display_name
from gui.charts.data.types import ANSWERS, ChartData, ice_caption, judges_line
from gui.i18n import tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class ClaimCell(NamedTuple):
    """How often a model claimed a maker. own: the maker that its facts name."""

    model: str
    judge: str
    maker: str
    claims: int
    share: float
    own: bool
    answered: int


def matrix(reader: Reader, tables: ScoreTables) -> ChartData:
    """Every claimed maker of every model."""
    makers = {m.name: display_name(m.vendor or m.spec.get("facts") or "") for m in reader.models(tables.run)}
    rows = tuple(
        ClaimCell(
            row.model,
            row.judge,
            maker,
            count,
            count / row.answered,
            bool(maker) and maker == makers.get(row.model),
            row.answered,
        )
        for row in tables.ice
        if row.answered
        for maker, count in (row.claims or {"": 0}).items()
    )
    subtitle = judges_line([r.judge for r in rows], [r.answered for r in rows], ANSWERS)
    title = tr("What models claim to be: makers they name")
    return ChartData("claims", tables.run, title, subtitle, ice_caption(tables), "", "", rows)
