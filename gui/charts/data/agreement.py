"""Rows of how far judges agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from gui.charts.data.types import JUDGMENTS, ChartData, interval_line, judges_line
from gui.i18n import sentences, tr

if TYPE_CHECKING:
    from core.ice.scores import IceRecord
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class Agreed(NamedTuple):
    """The agreement of two judges in one score. measure: alpha (Krippendorff's, ordinal) or kappa (Cohen's, of
    contradiction or none); low and high are its 95 % interval."""

    metric: str
    first: str
    second: str
    score: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    spearman: float | None
    exact: float | None
    within_one: float | None
    n: int


def agreement(reader: Reader, tables: ScoreTables) -> ChartData:
    """Every pair of judges, in every score."""
    rows = (*_similarity(reader, tables), *_identity(reader, tables))
    judges = sorted({row.first for row in rows} | {row.second for row in rows})
    subtitle = judges_line(judges, [row.n for row in rows], JUDGMENTS)
    caption = sentences(_few(rows), interval_line(rows), _careful())
    title = tr("Agreement of judges")
    return ChartData("agreement", tables.run, title, subtitle, caption, tr("Agreement"), "", rows)


def _careful() -> str:
    return tr(
        "1 is full agreement, 0 what chance would give. Judges that agree may still share the same bias."
    )


def _few(rows: Sequence[Agreed]) -> str:
    """Why a row has no figure; its CSV has it, for who reckons with it."""
    from core.stats.agreement import FEWEST

    few = any(row.n < FEWEST for row in rows)
    return tr("Where both judged fewer than {n}, no figure is drawn.", n=FEWEST) if few else ""


def _similarity(reader: Reader, tables: ScoreTables) -> list[Agreed]:
    from core.report.judged import rse_judged
    from core.rse.agreement import between_judges

    judged = rse_judged(reader, tables.run)
    compared = judged.only(~judged.beside_itself)
    return [
        Agreed(
            "rse",
            row.raters[0],
            row.raters[-1],
            row.score,
            "alpha",
            row.agreement.alpha,
            row.agreement.low,
            row.agreement.high,
            row.spearman,
            row.agreement.exact,
            row.agreement.within_one,
            row.agreement.n,
        )
        for row in between_judges(compared, seed=reader.study(tables.run).seed)
    ]


def _identity(reader: Reader, tables: ScoreTables) -> list[Agreed]:
    from core.report.records import ice_records

    by_judge: dict[str, dict[tuple[object, ...], IceRecord]] = {}
    for record in ice_records(reader, tables.run):
        if record.answered:
            key = (record.model, record.template, record.question, record.repeat)
            by_judge.setdefault(record.judge, {})[key] = record
    return [_kappa(a, b, by_judge[a], by_judge[b]) for a, b in combinations(sorted(by_judge), 2)]


def _kappa(
    first: str,
    second: str,
    one: dict[tuple[object, ...], IceRecord],
    other: dict[tuple[object, ...], IceRecord],
) -> Agreed:
    from core.stats.agreement import kappa

    both = [key for key in one if key in other]
    a, b = [one[key].is_loose for key in both], [other[key].is_loose for key in both]
    same = sum(x == y for x, y in zip(a, b, strict=True)) / len(both) if both else None
    return Agreed(
        "ice", first, second, "loose", "kappa", kappa(a, b), None, None, None, same, None, len(both)
    )
