"""Pages of a million judgments: which index each question is asked through.

SQLite knows neither how many rows pass a filter nor that a list needs only its first page, so the index is named here:
`judgment_facets` (core.store.schema) holds all that filters look at, in order of metric and id, and is scanned in a
tenth of a second; an index in the order of a list gives its page at once where many rows pass; and where few rows can
pass (core.store.narrow), they are looked up one by one. Each metric is walked by itself, and the walks are merged.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from core.store import narrow
from core.store.filters import SORTS, JudgmentFilter, where
from core.store.search import match

FEW = 4_000  # texts with the words that are searched for: their judgments are looked up one by one
WALKED = 20  # times as many rows as a page are looked at in the order of a list, before all are looked at
WALKED_IF_SLOW = 200  # the same, where the filter itself takes longer than to look at a row
Order = tuple[str, bool]  # name of a sort, descending
After = tuple[Any, int] | None  # sort value and id of the last row of the page before
_TEXTS = """said AS MATERIALIZED (SELECT rowid AS id FROM answer_fts WHERE answer_fts MATCH ?),
asked AS MATERIALIZED (SELECT rowid AS id FROM prompt_fts WHERE prompt_fts MATCH ?)"""
_WITH_FEW_TEXTS = """few AS MATERIALIZED (SELECT id FROM judgment WHERE answer_id IN said
    UNION SELECT id FROM judgment WHERE reference_answer_id IN said
    UNION SELECT id FROM judgment WHERE prompt_id IN asked)"""
_LABELLED = "few AS MATERIALIZED (SELECT DISTINCT judgment_id AS id FROM label)"
_FROM_FEW = "few CROSS JOIN judgment j ON j.id = few.id"  # CROSS: the few come first
_FACETS = "judgment j INDEXED BY judgment_facets"
_FOUND = """SELECT (SELECT count(*) FROM (SELECT 1 FROM answer_fts WHERE answer_fts MATCH ?1 LIMIT ?2))
    + (SELECT count(*) FROM (SELECT 1 FROM prompt_fts WHERE prompt_fts MATCH ?1 LIMIT ?2))"""


def ids(
    db: sqlite3.Connection,
    chosen: JudgmentFilter,
    order: Order = ("id", False),
    after: After = None,
    limit: int = -1,
) -> list[int]:
    """Ids in order (name of a sort, descending), those after (sort value, id); a negative limit means all."""
    asked = _Question.of(db, chosen)
    same: str = getattr(chosen, order[0], "")  # what all rows have there
    if order[0] not in SORTS or order[0] == "id" or same:
        order, after = ("id", order[1]), (after and (after[1], after[1]))
    if asked.is_worth_a_walk(order) and limit >= 0:
        page = asked.walk(db, order, after, limit)
        if len(page) == limit:
            return page
    return asked.page(db, order, after, limit)


def count(db: sqlite3.Connection, chosen: JudgmentFilter) -> int:
    """How many judgments pass the filter."""
    asked = _Question.of(db, chosen)
    parts = [f"(SELECT count(*) FROM {source})" for source in asked.sources]
    sql = f"{asked.prefix} SELECT {' + '.join(parts) or '0'}"
    return int(db.execute(sql, (*asked.found, *asked.values * len(parts))).fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Question:
    """A filter as SQL. `found`: the values of the prefix, `values`: of the condition, the run being their first.

    few: only few rows are looked at, whatever the order. slow: the condition takes long.
    """

    prefix: str
    found: tuple[Any, ...]
    condition: str
    values: tuple[Any, ...]
    metrics: tuple[str, ...]
    few: bool = False
    slow: bool = False
    text: bool = False
    bounds: narrow.Rows = ("", ())  # of the overall score

    @classmethod
    def of(cls, db: sqlite3.Connection, chosen: JudgmentFilter) -> _Question:
        words = match(chosen.text)
        condition, values = where(chosen)
        asked = cls(
            "", (), condition, tuple(values), narrow.metrics(db, chosen),
            slow=chosen.disagreement, text=bool(words), bounds=narrow.bounds(chosen),
        )  # fmt: skip
        if words:
            asked = asked._with(_TEXTS, (words, words))
        if words and db.execute(_FOUND, (words, FEW + 1)).fetchone()[0] <= FEW:
            return replace(asked._with(_WITH_FEW_TEXTS), few=True)
        if chosen.labelled:
            return replace(asked._with(_LABELLED), few=True)
        if asked.metrics and (rows := narrow.few(db, chosen, asked.metrics)):
            return replace(asked._with(f"few AS MATERIALIZED ({rows[0]})", rows[1]), few=True)
        return asked

    def _with(self, table: str, values: tuple[Any, ...] = ()) -> _Question:
        prefix = f"{self.prefix}, {table}" if self.prefix else f"WITH {table}"
        return replace(self, prefix=prefix, found=(*self.found, *values))

    @property
    def sources(self) -> list[str]:
        """Where the rows that pass are taken from, one metric each."""
        if self.few:
            return [f"{_FROM_FEW} WHERE {self.condition}"] if self.metrics else []
        return [f"{_FACETS} WHERE j.metric = '{metric}' AND {self.condition}" for metric in self.metrics]

    def is_worth_a_walk(self, order: Order) -> bool:
        """Whether a page may well be full within the first rows, and that is cheaper than to begin at once."""
        return bool(self.metrics) and not self.few and (order[0] != "id" or self.text)

    def walk(self, db: sqlite3.Connection, order: Order, after: After, limit: int) -> list[int]:
        """The page, if it is full within the first rows in this order; else less than the page."""
        index = "judgment_facets" if order[0] == "id" else f"sorted_by_{order[0]}"
        looked = limit * (WALKED_IF_SLOW if self.slow else WALKED)
        rows = f"judgment j INDEXED BY {index} WHERE j.run_id = ? AND j.metric"
        bound, bounds = self.bounds if order[0] == "overall" else ("", ())
        bound = bound and f" AND {bound}"
        first = _merged([f"{rows} = '{metric}'{bound}" for metric in self.metrics], order, after)
        asked = self._with(f"first AS ({first})")
        source = f"first CROSS JOIN judgment j ON j.id = first.id WHERE {self.condition}"
        sql = f"{asked.prefix} SELECT j.id FROM {source} LIMIT ?"
        values = _repeated((*self.values[:1], *bounds), after, looked, len(self.metrics))
        return [row[0] for row in db.execute(sql, (*self.found, *values, *self.values, limit))]

    def page(self, db: sqlite3.Connection, order: Order, after: After, limit: int) -> list[int]:
        """The page, whatever it takes."""
        sources = self.sources
        if not sources:
            return []
        sql = f"{self.prefix} {_merged(sources, order, after)}"
        values = _repeated(self.values, after, limit, len(sources))
        return [row[0] for row in db.execute(sql, (*self.found, *values))]


def _merged(sources: list[str], order: Order, after: After) -> str:
    """The first rows of several sources together, in order, as (id, value)."""
    value, way = SORTS[order[0]], "DESC" if order[1] else "ASC"
    past = "" if after is None else f" AND ({value}, j.id) {'<' if order[1] else '>'} (?, ?)"
    parts = [
        f"SELECT * FROM (SELECT j.id AS id, {value} AS value FROM {source}{past}"
        f" ORDER BY {value} {way}, j.id {way} LIMIT ?)"
        for source in sources
    ]
    return f"{' UNION ALL '.join(parts)} ORDER BY value {way}, id {way} LIMIT ?"


def _repeated(values: tuple[Any, ...], after: After, limit: int, sources: int) -> tuple[Any, ...]:
    """The values of `_merged`."""
    return (*(*values, *(after or ()), limit) * sources, limit)
