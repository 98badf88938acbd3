"""Rows of how contradictions came up over the queries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from core.ice.verdict import LOOSE, OUTSIDE
from gui.charts.data.types import ANSWERS, ChartData, ice_caption, judges_line
from gui.i18n import tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader

_IN_ORDER = """
SELECT m.name AS model, j.judge, j.outcome FROM judgment j JOIN run_model m ON m.id = j.model_id
JOIN prompt p ON p.id = j.prompt_id WHERE j.run_id = ? AND j.metric = 'ice'
ORDER BY m.id, j.judge, p.position, j.repeat, j.id"""


class Step(NamedTuple):
    """How many contradictions a model had shown by its n-th answered query."""

    model: str
    judge: str
    query: int
    contradictions: int


def progress(reader: Reader, tables: ScoreTables) -> ChartData:
    """Contradictions, added up over the queries in their order."""
    queries: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    rows = []
    for model, judge, outcome in reader.db.execute(_IN_ORDER, (tables.run,)):
        if outcome in OUTSIDE or outcome == "error":
            continue
        queries[model, judge] += 1
        found[model, judge] += outcome in LOOSE
        rows.append(Step(model, judge, queries[model, judge], found[model, judge]))
    subtitle = judges_line([judge for _, judge in queries], list(queries.values()), ANSWERS)
    return ChartData(
        "ice-progress",
        tables.run,
        tr("Contradictions of identity over queries"),
        subtitle,
        ice_caption(tables),
        tr("Answered queries"),
        tr("Contradictions so far"),
        tuple(rows),
    )
