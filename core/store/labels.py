"""People's own scores beside a judge's: a changed label keeps the old one, with author and reason."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import Future
from dataclasses import dataclass

from core.store.reader import Reader
from core.store.writer import Writer


@dataclass(frozen=True, slots=True)
class NewLabel:
    """A person's word on one judgment. RSE: four scores of 1 to 5. ICE: an outcome. `weight`: see core.rse.labels."""

    judgment: int
    author: str
    style: float | None = None
    structure: float | None = None
    content: float | None = None
    overall: float | None = None
    outcome: str = ""
    reason: str = ""
    blind: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is kept; `replaced` where a later one of the same author stands instead."""

    id: int
    label: NewLabel
    created: float
    replaced: bool


def add(writer: Writer, new: NewLabel) -> Future[int]:
    """Keep a label; an earlier one of the same author on the same judgment becomes history. Gives the row's id."""

    def write(db: sqlite3.Connection) -> int:
        row_id = writer.next_id("label")
        db.execute(
            "INSERT INTO label (id, judgment_id, author, style, structure, content, overall, outcome, reason, blind,"
            " weight, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row_id, new.judgment, new.author, new.style, new.structure, new.content, new.overall, new.outcome,
             new.reason, int(new.blind), new.weight, time.time()),
        )  # fmt: skip
        db.execute(
            "UPDATE label SET replaced_by = ? WHERE judgment_id = ? AND author = ? AND id != ? AND replaced_by IS NULL",
            (row_id, new.judgment, new.author, row_id),
        )
        return row_id

    return writer.call(write)


def remove(writer: Writer, label: int) -> Future[None]:
    """Take a label back: the one that it had replaced stands again, unless a later one stands instead."""

    def write(db: sqlite3.Connection) -> None:
        later = db.execute("SELECT replaced_by FROM label WHERE id = ?", (label,)).fetchone()
        db.execute("UPDATE label SET replaced_by = ? WHERE replaced_by = ?", (later and later[0], label))
        db.execute("DELETE FROM label WHERE id = ?", (label,))

    return writer.call(write)


def of_judgment(reader: Reader, judgment: int) -> list[Label]:
    """Every label of a judgment, newest first, history included."""
    rows = reader.db.execute("SELECT * FROM label WHERE judgment_id = ? ORDER BY id DESC", (judgment,))
    return [_label(row) for row in rows]


def of_run(reader: Reader, run: int) -> list[Label]:
    """The labels of a run that stand, oldest first."""
    sql = (
        "SELECT l.* FROM label l JOIN judgment j ON j.id = l.judgment_id"
        " WHERE j.run_id = ? AND l.replaced_by IS NULL ORDER BY l.id"
    )
    return [_label(row) for row in reader.db.execute(sql, (run,))]


def _label(row: sqlite3.Row) -> Label:
    new = NewLabel(
        row["judgment_id"], row["author"], row["style"], row["structure"], row["content"], row["overall"],
        row["outcome"], row["reason"], bool(row["blind"]), row["weight"],
    )  # fmt: skip
    return Label(row["id"], new, row["created"], row["replaced_by"] is not None)
