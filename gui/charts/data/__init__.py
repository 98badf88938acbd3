"""The rows of each chart, without Qt's widgets or pyqtgraph: what the CSV holds and what is drawn."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from core.errors import BadInput
from gui.charts.data.types import ChartData
from gui.i18n import language, sentences, tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's title in lists, the module and function of its rows, and what its run must have."""

    title: str
    module: str
    function: str
    needs: Callable[[ScoreTables, Reader | None], bool]
    missing: str


def _rse(tables: ScoreTables, _reader: Reader | None) -> bool:
    return any(row.overall is not None for row in tables.rse)


def _ice(tables: ScoreTables, _reader: Reader | None) -> bool:
    return any(row.answered for row in tables.ice)


def _claims(tables: ScoreTables, _reader: Reader | None) -> bool:
    return any(row.claims for row in tables.ice)


def _both(tables: ScoreTables, _reader: Reader | None) -> bool:
    scored = {row.model for row in tables.rse if row.overall is not None}
    return bool(scored & {row.model for row in tables.ice if row.loose is not None})


def _nearest(tables: ScoreTables, _reader: Reader | None) -> bool:
    return bool(tables.nearest)


def _judges(tables: ScoreTables, _reader: Reader | None) -> bool:
    return len({r.judge for r in tables.rse}) > 1 or len({r.judge for r in tables.ice}) > 1


def _templates(tables: ScoreTables, _reader: Reader | None) -> bool:
    return any(row.answered and row.templates > 1 for row in tables.ice)


_NO_RSE = "no responses were compared"
_NO_ICE = "no identity questions were answered"
CHARTS: dict[str, Chart] = {
    "rse-bars": Chart("Similarity (RSE)", "rse", "bars", _rse, _NO_RSE),
    "rse-heatmap": Chart("Similarity by prompt set", "rse", "heatmap", _rse, _NO_RSE),
    "rse-profile": Chart("Style, structure and content", "rse", "profile", _rse, _NO_RSE),
    "rse-distribution": Chart("Distribution of scores", "rse", "spread", _rse, _NO_RSE),
    "nearest": Chart(
        "Nearest reference", "nearest", "nearest", _nearest, "it has no two references to compare"
    ),
    "ice-bars": Chart("Identity contradictions (ICE)", "ice", "bars", _ice, _NO_ICE),
    "ice-topics": Chart("Contradictions by topic", "ice", "topics", _ice, _NO_ICE),
    "ice-radar": Chart("Contradictions by topic, radar", "ice", "radar", _ice, _NO_ICE),
    "claims": Chart("Claimed makers", "claims", "matrix", _claims, "no model claimed a maker"),
    "rse-ice": Chart(
        "Similarity against contradictions", "scatter", "scatter", _both, "no model has RSE and ICE scores"
    ),
    "ice-progress": Chart("Contradictions over queries", "search", "progress", _ice, _NO_ICE),
    "template-tree": Chart(
        "Template tree",
        "templates",
        "tree",
        _templates,
        "its questions were not asked under several templates",
    ),
    "agreement": Chart("Agreement of judges", "agreement", "agreement", _judges, "only one judge judged"),
}


def title(name: str) -> str:
    """What a chart is called in lists."""
    return tr(chart(name).title)


def available(name: str, tables: ScoreTables, reader: Reader | None) -> bool:
    """Whether a run has anything for this chart to show."""
    return chart(name).needs(tables, reader)


def load(name: str, reader: Reader, tables: ScoreTables) -> ChartData:
    """The rows of a chart. Raises BadInput for an unknown chart, and where there is nothing to show."""
    wanted = chart(name)
    if available(name, tables, reader):
        module = import_module(f"gui.charts.data.{wanted.module}")
        data: ChartData = getattr(module, wanted.function)(reader, tables)
        if data.rows:
            return _warned(data, tables)
    raise BadInput(
        f"run {tables.run} has nothing to show in the chart {name}: {wanted.missing}",
        remedy=f"Charts of this run: {_others(tables, reader)}",
    )


def _warned(data: ChartData, tables: ScoreTables) -> ChartData:
    """A chart travels without its tables: what judges share with what they judge is said below it too."""
    if not tables.shared:
        return data
    from core.report.grids import shared_warnings
    from core.report.words import words

    said = shared_warnings(tables.shared, words("zh" if language.code == "zh_CN" else "en"))
    return replace(data, caption=sentences(data.caption, *said))


def chart(name: str) -> Chart:
    """A chart by its name; raises BadInput that names those there are."""
    if name in CHARTS:
        return CHARTS[name]
    close = difflib.get_close_matches(name, CHARTS, 1)
    hint = f"Did you mean {close[0]}? " if close else ""
    raise BadInput(f"there is no chart {name!r}", remedy=f"{hint}There are: {', '.join(CHARTS)}")


def _others(tables: ScoreTables, reader: Reader | None) -> str:
    return ", ".join(name for name in CHARTS if available(name, tables, reader)) or "none"
