"""Charts of a run: plain rows in `data`, one file per picture, exports. pyqtgraph is imported by `build` only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.charts import data as _data
from gui.charts.data.types import ChartData

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader
    from gui.charts.style import Style
    from gui.charts.view import ChartView


def names() -> tuple[str, ...]:
    """The charts there are, by their command line names."""
    return tuple(_data.CHARTS)


def title(name: str) -> str:
    """What a chart is called in lists, in the language in use."""
    return _data.title(name)


def available(name: str, tables: ScoreTables, reader: Reader | None = None) -> bool:
    """Whether this run has anything for the chart to show; quick, from the tables alone where they suffice."""
    return _data.available(name, tables, reader)


def load(name: str, reader: Reader, tables: ScoreTables) -> ChartData:
    """The rows of a chart; reads the workspace, so call it off the window's thread. Raises BadInput."""
    return _data.load(name, reader, tables)


def build(data: ChartData, style: Style | None = None) -> ChartView:
    """The chart as a widget, by default in the light style of the window."""
    from gui.charts.view import ChartView

    return ChartView(data, style)
