"""A report begins with few readings: of many figures the highest, and those beside the closest reference."""

from __future__ import annotations

from core.ice.scores import IceRow
from core.report.analysis import Analysis
from core.report.in_short import MOST, in_short, telling
from core.report.tables import ScoreTables
from core.report.words import words
from core.rse.nearest import NearestRow
from core.rse.ranking import Ranked
from core.rse.scores import RseRow


def similar(model: str, overall: float, reference: str = "r") -> RseRow:
    return RseRow(model, reference, "measured", None, *[overall] * 4, None, None, 40, 0, 0)


def identity(model: str, loose: float) -> IceRow:
    return IceRow(model, "rules", 40, 40, 0, loose, 0.0, 0.0, None, None, {}, {})


def test_few_are_all_said() -> None:
    tables = ScoreTables("s", 1, "completed", [similar("a", 3.0)], [identity("a", 0.5)])
    assert telling(tables) is tables
    assert len(in_short(tables, Analysis(), words("en"))) == 2


def test_of_many_the_highest_are_said_and_the_others_counted() -> None:
    rse = [similar(f"m{k}", 1 + k / 10) for k in range(30)]
    ice = [identity(f"m{k}", k / 40) for k in range(30)]
    tables = ScoreTables("s", 1, "completed", rse, ice)
    assert [row.model for row in telling(tables).rse] == [f"m{k}" for k in range(30 - MOST // 2, 30)]
    said = in_short(tables, Analysis(), words("en"))
    assert f"{60 - MOST} more" in said[-1]
    assert "48" in in_short(tables, Analysis(), words("zh"))[-1]


def test_with_several_references_only_the_closest_is_read_of() -> None:
    rse = [similar(f"m{k}", 2.0, reference) for k in range(4) for reference in ("near", "far", "other")]
    ranking = (Ranked("near", 1.0, 0.9, None), Ranked("far", -1.0, 0.1, 0.01))
    nearest = [NearestRow(f"m{k}", "measured", None, None, None, ranking, 40) for k in range(4)]
    chosen = telling(ScoreTables("s", 1, "completed", rse, [], nearest))
    assert {row.reference for row in chosen.rse} == {"near"}
    assert len(chosen.rse) == len(chosen.nearest) == 4
