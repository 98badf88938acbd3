"""The plain reading at the head of a report: of many figures only the most telling, so that it can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from core.ice.scores import IceRow
from core.report.analysis import Analysis, readings
from core.report.tables import ScoreTables
from core.report.words import Words
from core.rse.nearest import NearestRow
from core.rse.scores import RseRow
from core.wording import once

MOST = 12  # readings that a report begins with
Row = TypeVar("Row", RseRow, NearestRow, IceRow)


def in_short(tables: ScoreTables, analysis: Analysis, words: Words) -> tuple[str, ...]:
    """The readings, and how many were left out."""
    chosen = telling(tables)
    said = once(readings(chosen, analysis, words.language), words.language, _names(chosen))
    left = _count(tables) - _count(chosen)
    return (*said, words("summary.more", n=f"{left:,}")) if left else tuple(said)


def _names(tables: ScoreTables) -> set[str]:
    closest = {each.reference for row in tables.nearest for each in row.ranking}
    models = {row.model for rows in (tables.rse, tables.nearest, tables.ice) for row in rows}
    return models | closest | {row.reference for row in tables.rse}


def telling(tables: ScoreTables) -> ScoreTables:
    """The rows that readings are made of; of too many the highest scores, and those beside the closest reference."""
    if _count(tables) <= MOST:
        return tables
    means = [row for row in tables.rse if row.prompt_set is None]
    nearest = [row for row in tables.nearest if row.prompt_set is None]
    closest = {(row.model, row.ranking[0].reference, row.judge) for row in nearest}
    if closest:
        means = [row for row in means if (row.model, row.reference, row.judge) in closest]
    share = MOST // sum(bool(rows) for rows in (means, nearest, tables.ice))
    return replace(
        tables,
        rse=_highest(means, lambda row: row.overall, share),
        nearest=_highest(nearest, lambda row: row.ranking[0].stability, share),
        ice=_highest(tables.ice, lambda row: row.loose, share),
    )


def _highest(rows: Sequence[Row], score: Callable[[Row], float | None], most: int) -> list[Row]:
    """The rows with the highest scores, in the order in which they stood."""
    order = sorted(range(len(rows)), key=lambda place: (-(score(rows[place]) or 0.0), place))
    return [rows[place] for place in sorted(order[:most])]


def _count(tables: ScoreTables) -> int:
    """How many readings these tables have."""
    means = sum(row.prompt_set is None for row in tables.rse)
    return means + sum(row.prompt_set is None for row in tables.nearest) + len(tables.ice)
