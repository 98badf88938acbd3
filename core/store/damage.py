"""What is wrong with a damaged workspace. Looked for only after something failed, since it reads the whole file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from core.errors import DistilScopeError, WorkspaceError
from core.store.workspace import connect_to_read

# What reading values of another kind than were written ends in.
SYMPTOMS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, sqlite3.Error)
_LATEST = 253_402_300_799  # seconds since 1970: the end of the year 9999, beyond which there is no date
_MOMENTS = ("created", "started", "ended", "deleted")
_KINDS = {"INTEGER": "'integer'", "REAL": "'real', 'integer'", "TEXT": "'text'"}
_JSON = {
    ("study", "canonical"): "object",
    ("run", "manifest"): "object",
    ("run_model", "spec"): "object",
    ("run_model", "identity"): "object",
    ("prompt_set", "notes"): "object",
    ("template", "names"): "array",
    ("prompt", "turns"): "array",
    ("answer", "turns"): "array",
    ("response", "request"): "object",
    ("judgment", "components"): "object",
}
# What no column's kind tells: the words of an outcome, the parts of a JSON text.
_CONTENT = {
    "study.canonical": "SELECT 1 FROM study WHERE ifnull(json_type(canonical, '$.metrics'), '') != 'array'",
    "prompt.turns": "SELECT 1 FROM prompt, json_each(turns) AS turn WHERE turn.type != 'text'",
    "judgment.outcome": "SELECT 1 FROM judgment WHERE metric = 'ice' AND outcome NOT IN ('consistent',"
    " 'claims another maker', 'claims an invented or no maker', 'claim only in a marked role', 'refused',"
    " 'no answer', 'unscored', 'error')",
}


def explained(path: Path | None, error: Exception) -> WorkspaceError | None:
    """The error to show instead of one that reading this workspace ended in; None where the file is sound."""
    if path is None or isinstance(error, DistilScopeError) or not isinstance(error, SYMPTOMS):
        return None
    if not path.is_file() or not (what := found(path)):
        return None
    return damaged(path, what)


def damaged(path: Path, what: str) -> WorkspaceError:
    """The error that says so, and what to do."""
    return WorkspaceError(
        f"{path} is damaged ({what})", remedy="Restore a copy of it, or run the study into a new one"
    )


def found(path: Path) -> str:
    """The first damage to the workspace, in a few words; "" for a sound one."""
    try:
        with closing(connect_to_read(path)) as db:
            return next(_damages(db), "")
    except UnicodeDecodeError:
        return "names of its tables are no text"
    except (sqlite3.OperationalError, DistilScopeError):
        return ""  # locked, or gone: that tells nothing of what it holds
    except sqlite3.DatabaseError as error:
        return str(error)[:200]


def _damages(db: sqlite3.Connection) -> Iterator[str]:
    for (said,) in db.execute("PRAGMA quick_check(1)"):
        if said != "ok":
            yield " ".join(said.split())[:200]
    columns = [column for table in _tables(db) for column in _columns(db, table)]
    checks = (_texts, _kinds, _moments, _json)
    yield from chain.from_iterable(check(db, columns) for check in checks)
    for table, _, _, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"a row of {table} belongs to nothing"
    for place, sql in _CONTENT.items():
        if db.execute(f"{sql} LIMIT 1").fetchone():
            yield f"{place} holds what was never written there"


def _tables(db: sqlite3.Connection) -> list[str]:
    """Its own tables: not those of the search index or of SQLite."""
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'")
    return [name for (name,) in rows if "_fts" not in name]


_Column = tuple[str, str, str]  # table, name, kind


def _columns(db: sqlite3.Connection, table: str) -> list[_Column]:
    return [(table, row["name"], row["type"]) for row in db.execute(f'PRAGMA table_info("{table}")')]


def _texts(db: sqlite3.Connection, columns: list[_Column]) -> Iterator[str]:
    for table, name, kind in columns:
        if kind == "TEXT" and not _readable(db, table, name):
            yield f"{table}.{name} holds bytes that are no text"


def _readable(db: sqlite3.Connection, table: str, name: str) -> bool:
    try:
        for _ in db.execute(f'SELECT "{name}" FROM "{table}"'):
            pass
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
        return False
    return True


def _kinds(db: sqlite3.Connection, columns: list[_Column]) -> Iterator[str]:
    for table, name, kind in columns:
        if kind in _KINDS and _any(db, table, f"typeof(\"{name}\") NOT IN ({_KINDS[kind]}, 'null')"):
            yield f"{table}.{name} holds another kind of value"


def _moments(db: sqlite3.Connection, columns: list[_Column]) -> Iterator[str]:
    for table, name, _ in columns:
        if name in _MOMENTS and _any(db, table, f'"{name}" NOT BETWEEN 0 AND {_LATEST}'):
            yield f"{table}.{name} holds no moment in time"


def _json(db: sqlite3.Connection, _columns: list[_Column]) -> Iterator[str]:
    for (table, name), kind in _JSON.items():
        wrong = f"CASE WHEN json_valid({name}) THEN json_type({name}) ELSE '' END != '{kind}'"
        if _any(db, table, wrong):
            yield f"{table}.{name} holds no JSON {kind}"


def _any(db: sqlite3.Connection, table: str, condition: str) -> bool:
    return db.execute(f'SELECT 1 FROM "{table}" WHERE {condition} LIMIT 1').fetchone() is not None
