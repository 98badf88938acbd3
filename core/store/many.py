"""Many rows by few statements: each step of SQLite lets go of the interpreter's lock and has to win it back.

Beside a busy event loop that wait is longer than the work itself, so rows of one kind go in by one statement.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

# Powers of two: few distinct statements, so that SQLite's prepared ones are used again.
_SIZES = (64, 32, 16, 8, 4, 2)
_INSERT = re.compile(r"INSERT .* VALUES (?P<row>\([?, ]+\))", re.DOTALL)


def execute(connection: sqlite3.Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """The same as `executemany`; inserts of plain rows take several rows a statement."""
    at = 0
    if _INSERT.fullmatch(sql):
        for size in _SIZES:
            while len(rows) - at >= size:
                connection.execute(_for_rows(sql, size), tuple(chain.from_iterable(rows[at : at + size])))
                at += size
    if at < len(rows):
        connection.executemany(sql, rows[at:])


@lru_cache(256)
def _for_rows(sql: str, count: int) -> str:
    found = _INSERT.fullmatch(sql)
    row = found["row"] if found else ""
    return f"{sql}{f', {row}' * (count - 1)}"
