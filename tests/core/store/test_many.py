"""Many rows by few statements end up as one statement a row would put them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store import many

INSERT = "INSERT OR REPLACE INTO t (a, b) VALUES (?, ?)"
ROWS = st.lists(st.tuples(st.integers(0, 50), st.text(st.characters(codec="utf-8"))), max_size=200)


def table(rows: list[tuple[int, str]], *, by_one: bool) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
        if by_one:
            connection.executemany(INSERT, rows)
        else:
            many.execute(connection, INSERT, rows)
        return connection.execute("SELECT a, b FROM t ORDER BY a").fetchall()


@given(ROWS)
def test_the_rows_are_the_same_and_the_last_one_of_a_key_stands(rows: list[tuple[int, str]]) -> None:
    assert table(rows, by_one=False) == table(rows, by_one=True)


def test_what_is_no_insert_runs_once_a_row() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER, b TEXT)")
        many.execute(connection, INSERT.replace("OR REPLACE ", ""), [(1, "x"), (2, "y"), (3, "z")])
        many.execute(connection, "UPDATE t SET b = ? WHERE a = ?", [("p", 1), ("q", 3)])
        assert connection.execute("SELECT b FROM t ORDER BY a").fetchall() == [("p",), ("y",), ("q",)]


def test_a_bad_row_fails_the_whole() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL)")
        with pytest.raises(sqlite3.IntegrityError):
            many.execute(connection, INSERT, [(n, "x" if n != 5 else None) for n in range(9)])
