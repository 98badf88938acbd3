"""Rows of how far judges agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gui.charts.data.types import JUDGMENTS, ChartData, interval_line, judges_line
from gui.i18n import sentences, tr

if TYPE_CHECKING:
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
    """Judges, and people whose labels there are, as in the table."""
    from core.report.judged import rse_judged
    from core.report.records import label_records
    from core.rse.agreement import between_judges
    from core.rse.columns import joined
    from core.rse.columns import judged as as_columns

    judged = rse_judged(reader, tables.run)
    compared = judged.only(~judged.beside_itself)
    if people := label_records(reader, tables.run):
        compared = joined(compared, as_columns(people, number=int, partly=True))
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
    from core.ice.agreement import between_raters
    from core.report.people import identity_verdicts

    return [
        Agreed("ice", one, other, row.score, "kappa", row.kappa, None, None, None, row.exact, None, row.n)
        for row in between_raters(identity_verdicts(reader, tables.run))
        for one, other in [(row.raters[0], row.raters[-1])]
        if row.score == "loose"
    ]
