"""Pages of a million judgments: which index each question is asked through.

SQLite knows neither how many rows pass a filter nor that a list needs only its first page, so the index is named here:
`judgment_facets` (core.store.schema) holds all that filters look at, in order of id, and is scanned whole in a tenth of
a second; an index in the order of a list gives its page at once where many rows pass; and where few rows can pass
(a rare word, labels), they are looked up one by one.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from core.store.filters import SORTS, JudgmentFilter, where
from core.store.search import match

FEW = 4_000  # texts with the words that are searched for: their judgments are looked up one by one
WALKED = 20  # times as many rows as a page are looked at in the order of a list, before all are looked at
_FACETS = "judgment j INDEXED BY judgment_facets"
_TEXTS = """said AS MATERIALIZED (SELECT rowid AS id FROM answer_fts WHERE answer_fts MATCH ?),
asked AS MATERIALIZED (SELECT rowid AS id FROM prompt_fts WHERE prompt_fts MATCH ?)"""
_WITH_FEW_TEXTS = """few AS MATERIALIZED (SELECT id FROM judgment WHERE answer_id IN said
    UNION SELECT id FROM judgment WHERE reference_answer_id IN said
    UNION SELECT id FROM judgment WHERE prompt_id IN asked)"""
_LABELLED = "few AS MATERIALIZED (SELECT DISTINCT judgment_id AS id FROM label)"
_FROM_FEW = "few CROSS JOIN judgment j ON j.id = few.id"  # CROSS: the few come first
_FOUND = """SELECT (SELECT count(*) FROM (SELECT 1 FROM answer_fts WHERE answer_fts MATCH ?1 LIMIT ?2))
    + (SELECT count(*) FROM (SELECT 1 FROM prompt_fts WHERE prompt_fts MATCH ?1 LIMIT ?2))"""


def ids(
    db: sqlite3.Connection,
    chosen: JudgmentFilter,
    order: tuple[str, bool] = ("id", False),
    after: tuple[Any, int] | None = None,
    limit: int = -1,
) -> list[int]:
    """Ids in order (name of a sort, descending), those after (sort value, id); a negative limit means all."""
    asked = _Question.of(db, chosen)
    if order[0] in SORTS and order[0] != "id" and not asked.few and limit >= 0:
        page = asked.walk(db, order, after, limit)
        if len(page) == limit:
            return page
    return asked.page(db, order, after, limit)


def count(db: sqlite3.Connection, chosen: JudgmentFilter) -> int:
    """How many judgments pass the filter."""
    asked = _Question.of(db, chosen)
    sql = f"{asked.prefix} SELECT count(*) FROM {asked.source} WHERE {asked.condition}"
    return int(db.execute(sql, asked.values).fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Question:
    """A filter as SQL: `few` says that only few rows are looked at, whatever the order."""

    prefix: str
    condition: str
    values: tuple[Any, ...]
    few: bool

    @classmethod
    def of(cls, db: sqlite3.Connection, chosen: JudgmentFilter) -> _Question:
        words = match(chosen.text)
        rare = bool(words) and db.execute(_FOUND, (words, FEW + 1)).fetchone()[0] <= FEW
        parts = [*([_TEXTS] if words else ()), *([_WITH_FEW_TEXTS] if rare else ())]
        if chosen.labelled and not rare:
            parts.append(_LABELLED)
        condition, values = where(chosen)
        prefix = f"WITH {', '.join(parts)}" if parts else ""
        return cls(
            prefix, condition, (*([words] * 2 if words else ()), *values), rare or bool(chosen.labelled)
        )

    @property
    def source(self) -> str:
        """Where the rows are taken from."""
        return _FROM_FEW if self.few else _FACETS

    def walk(
        self, db: sqlite3.Connection, order: tuple[str, bool], after: tuple[Any, int] | None, limit: int
    ) -> list[int]:
        """The page, if it is full within the first rows in this order; else less than the page."""
        past, values = _past(order, after)
        in_order = f"judgment j INDEXED BY sorted_by_{order[0]}"
        first = f"SELECT * FROM {in_order} WHERE j.run_id = ?{past} {_by(order)} LIMIT ?"
        sql = f"{self.prefix} SELECT j.id FROM ({first}) j WHERE {self.condition} LIMIT ?"
        said, rest = self._split()
        found = db.execute(sql, (*said, rest[0], *values, WALKED * limit, *rest, limit))
        return [row[0] for row in found]

    def page(
        self, db: sqlite3.Connection, order: tuple[str, bool], after: tuple[Any, int] | None, limit: int
    ) -> list[int]:
        """The page, whatever it takes."""
        past, values = _past(order, after)
        sql = (
            f"{self.prefix} SELECT j.id FROM {self.source} WHERE {self.condition}{past} {_by(order)} LIMIT ?"
        )
        return [row[0] for row in db.execute(sql, (*self.values, *values, limit))]

    def _split(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """The values of the prefix, and those of the condition: the run is their first."""
        inside = self.prefix.count("?")
        return self.values[:inside], self.values[inside:]


def _past(order: tuple[str, bool], after: tuple[Any, int] | None) -> tuple[str, tuple[Any, ...]]:
    if after is None:
        return "", ()
    return f" AND ({SORTS.get(order[0], 'j.id')}, j.id) {'<' if order[1] else '>'} (?, ?)", after


def _by(order: tuple[str, bool]) -> str:
    way = "DESC" if order[1] else "ASC"
    return f"ORDER BY {SORTS.get(order[0], 'j.id')} {way}, j.id {way}"
