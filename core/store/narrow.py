"""How far a filter narrows the judgments down, found out by a few steps in the indexes before all rows are looked at.

Which metrics can have any that pass, since many a filter means identity judgments only, and whether some index leads
to so few rows that they are looked up one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from core.store.filters import BY_ID, SORTS, JudgmentFilter, of_prompts

METRICS = ("ice", "rse")
ROWS = 10_000  # rows that are looked up one by one faster than all are scanned
_INDEXED = ("model", "reference", "judge", "prompt_set", "outcome", "claim")
_GROUP = ("judge", "model", "reference", "prompt_set")  # the columns of the index judgment_group, in order

Rows = tuple[str, tuple[Any, ...]]  # a query for ids, with its values


def metrics(db: sqlite3.Connection, chosen: JudgmentFilter) -> tuple[str, ...]:
    """The metrics that may have judgments that pass; none where the filter contradicts itself."""
    named = [metric for metric in METRICS if chosen.metric in ("", metric)]
    if chosen.verdict or chosen.claimed:  # only identity judgments have a verdict
        named = [metric for metric in named if metric == "ice"]
    return tuple(metric for metric in named if _has_any(db, chosen, metric))


def few(db: sqlite3.Connection, chosen: JudgmentFilter, among: Sequence[str]) -> Rows | None:
    """A query for at most ROWS ids, with all that pass among them; None where no index leads to so few."""
    for sql, values in _ways(chosen, among):
        counted = f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) LIMIT ?)"
        if db.execute(counted, (*values, ROWS + 1)).fetchone()[0] <= ROWS:
            return sql, values
    return None


def _ways(chosen: JudgmentFilter, among: Sequence[str]) -> Iterator[Rows]:
    """Queries through one index each, for ids with all that pass among them."""
    for name in _INDEXED:
        if wanted := _wanted(chosen, name):
            yield _by(f"sorted_by_{name}", chosen, among, [wanted])
    if chosen.low is not None or chosen.high is not None:
        yield _by("sorted_by_overall", chosen, among, [bounds(chosen)])
    grouped = [wanted for name in _GROUP if (wanted := _wanted(chosen, name, plain=True))]
    if chosen.judge and len(grouped) > 1:
        yield _by("judgment_group", chosen, among, grouped)


def _by(index: str, chosen: JudgmentFilter, among: Sequence[str], wanted: list[Rows]) -> Rows:
    metric = f"j.metric IN ({', '.join(repr(name) for name in among)})"
    conditions = " AND ".join(["j.run_id = ?", metric, *(sql for sql, _ in wanted)])
    values = (chosen.run, *(value for _, own in wanted for value in own))
    return f"SELECT j.id AS id FROM judgment j INDEXED BY {index} WHERE {conditions}", values


def _wanted(chosen: JudgmentFilter, name: str, *, plain: bool = False) -> Rows | None:
    """The condition that the filter puts on a column, as its index has the column; None where it puts none."""
    value = getattr(chosen, name)
    if not value:
        return None
    column = SORTS[name].removeprefix("ifnull(").removesuffix(", 0)") if plain else SORTS[name]
    if name in BY_ID:
        # The plus: an index on an expression is of use only where the value claims no type of a column's.
        return f"{column} = +({BY_ID[name]})", (chosen.run, value)
    return f"{column} = ?", (value,)


def bounds(chosen: JudgmentFilter) -> Rows:
    """What the filter says of the overall score, as its index has it: a missing one is 0 there."""
    given = [(sign, value) for sign, value in ((">=", chosen.low), ("<=", chosen.high)) if value is not None]
    return " AND ".join(f"{SORTS['overall']} {sign} ?" for sign, _ in given), tuple(
        value for _, value in given
    )


def _has_any(db: sqlite3.Connection, chosen: JudgmentFilter, metric: str) -> bool:
    ways = _ways(chosen, [metric])
    if any(db.execute(f"{sql} LIMIT 1", values).fetchone() is None for sql, values in ways):
        return False
    condition, values = of_prompts(chosen, "p.id")
    if not condition:
        return True
    sql = f"""SELECT 1 FROM prompt p INDEXED BY prompt_facets
        CROSS JOIN judgment j INDEXED BY judgment_prompt ON j.prompt_id = p.id AND j.metric = '{metric}'
        WHERE p.run_id = ? AND {condition} LIMIT 1"""
    return db.execute(sql, (chosen.run, *values)).fetchone() is not None
