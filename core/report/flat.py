"""Every table of a run as plain rows with unrounded figures: what CSV files and sheets of a workbook hold.

The names of tables and columns are those of `results --format json`; what is nested there has rows or columns
of its own here. A row whose judge shares a maker with what it judges says so in a last column, `warning`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.engine.warnings import SharedMaker
from core.ice.scores import IceRow
from core.report.grids import shared_warnings
from core.report.tables import ScoreTables
from core.report.words import words
from core.rse.nearest import NearestRow

SHARE, SCORE, COUNT, P_VALUE = "0.0%", "0.000", "#,##0", "0.0000"
Row = Mapping[str, Any]
Columns = Mapping[str, str]  # name: how a spreadsheet shows its figures, empty for texts


@dataclass(frozen=True)
class Flat:
    """A table: its name in files, the title of its sheet, its columns in order, and its rows."""

    name: str
    title: str
    columns: Columns
    rows: Sequence[Row]


def columns(texts: str = "", **figures: str) -> dict[str, str]:
    """Columns of texts by their names, then columns of figures (several names in one word, by __) by their form."""
    found = dict.fromkeys(texts.split(), "")
    return found | {name: form for names, form in figures.items() for name in names.split("__")}


PAIRING = "model reference judge"
RSE = columns(
    f"{PAIRING} prompt_set", style__structure__content__overall__low__high=SCORE, n__unscored__no_answer=COUNT
)
_NEAREST = columns("model judge prompt_set") | {"place": COUNT, "reference": "", "affinity": SCORE,
    "stability": "0.00", "p": P_VALUE, "length_first": "", "above_floor": "", "n": COUNT}  # fmt: skip
_ICE = columns(
    "model judge", loose__low__high__strict__hard__hard_unnamed=SHARE,
    answered__asked__no_answer__unscored__templates__lineages=COUNT, effective="0.0", unnamed=COUNT,
    loose_published__strict_published__hard_published=SHARE,
) | {"bound": ""}  # fmt: skip
_TALLY = {"answered": COUNT, "loose": COUNT, "strict": COUNT, "hard": COUNT, "asked": COUNT}
_BY = ("topics", "languages", "kinds", "named")


def score_tables(tables: ScoreTables) -> list[Flat]:
    """The scores and what they are made of; tables of the other metric are empty."""
    found = [
        Flat("rse", "RSE", RSE, [row.as_json() for row in tables.rse]),
        Flat("ceiling", "Ceiling", RSE, [row.as_json() for row in tables.ceiling]),
        Flat("nearest", "Nearest", _NEAREST, [each for row in tables.nearest for each in _ranking(row)]),
        Flat("ice", "ICE", _ICE, [asdict(row) for row in tables.ice]),
        Flat("topics", "ICE topics", columns("model judge topic") | _TALLY,
             [each for row in tables.ice for each in _tallies(row, "topics", "topic")]),
        Flat("groups", "ICE groups", columns("model judge by group") | _TALLY,
             [each for row in tables.ice for by in _BY for each in _tallies(row, by, "group")]),
        Flat("outcomes", "ICE outcomes", columns("model judge outcome", n=COUNT),
             [each for row in tables.ice for each in _outcomes(row)]),
        Flat("claims", "ICE claims", columns("model judge maker", claims__in_conflict=COUNT),
             [each for row in tables.ice for each in _claims(row)]),
        Flat("placebo", "ICE placebo", _ICE, [asdict(row) for row in tables.placebo]),
    ]  # fmt: skip
    return [warned(each, tables.shared) for each in found]


def warned(table: Flat, shared: Sequence[SharedMaker]) -> Flat:
    """The table with a column that says where a judge shares a maker with what it judges, if any does."""
    own = [s for s in shared if any(s.judge == row.get("judge") for row in table.rows)]
    if not own:
        return table
    rows = [{**row, "warning": " ".join(_about(row, own))} for row in table.rows]
    return Flat(table.name, table.title, {**table.columns, "warning": ""}, rows)


def _about(row: Row, shared: Iterable[SharedMaker]) -> Iterator[str]:
    judged = (row.get("model"), row.get("reference"))
    for each in shared:
        if each.judge == row.get("judge") and each.model in judged:
            yield from shared_warnings([each], words("en"))


def _ranking(row: NearestRow) -> Iterator[Row]:
    whole = {name: value for name, value in asdict(row).items() if name != "ranking"}
    for place, ranked in enumerate(row.ranking, 1):
        yield {**whole, **asdict(ranked), "place": place}


def _tallies(row: IceRow, by: str, key: str) -> Iterator[Row]:
    for group, tally in getattr(row, by).items():
        yield {"model": row.model, "judge": row.judge, "by": by, key: group, **asdict(tally)}


def _outcomes(row: IceRow) -> Iterator[Row]:
    for outcome, count in row.outcomes.items():
        yield {"model": row.model, "judge": row.judge, "outcome": outcome, "n": count}


def _claims(row: IceRow) -> Iterator[Row]:
    for maker, count in row.claims.items():
        conflict = row.claims_in_conflict.get(maker, 0)
        yield {
            "model": row.model, "judge": row.judge, "maker": maker, "claims": count, "in_conflict": conflict,
        }  # fmt: skip
