"""Labelling tasks: which judgments of a run a person set out to label, and how many of them have a label by now."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from core.store.reader import Reader
from core.store.writer import Writer

_STANDING = """
SELECT j.id, EXISTS (SELECT 1 FROM label l WHERE l.judgment_id = j.id AND l.replaced_by IS NULL)
FROM json_each(?) chosen JOIN judgment j ON j.id = chosen.value WHERE j.run_id = ? ORDER BY chosen.key"""


@dataclass(frozen=True, slots=True)
class LabelTask:
    """A task as it stands; judgments that are there no more belong to it no more."""

    id: int
    judgments: tuple[int, ...]
    labelled: frozenset[int]

    @property
    def left(self) -> tuple[int, ...]:
        """Those without a label, in the order in which they were chosen."""
        return tuple(each for each in self.judgments if each not in self.labelled)


def begin(writer: Writer, run: int, judgments: Sequence[int]) -> Future[int]:
    """Keep which judgments were chosen; gives the task's number."""

    def write(db: sqlite3.Connection) -> int:
        sql = "INSERT INTO label_task (run_id, judgments, created) VALUES (?, ?, ?)"
        return int(db.execute(sql, (run, json.dumps(list(judgments)), time.time())).lastrowid or 0)

    return writer.call(write)


def latest(reader: Reader, run: int, metric: str = "") -> LabelTask | None:
    """The task of a run that was begun last, finished or not; with a metric (rse, ice), of those of that metric."""
    sql = "SELECT id, judgments FROM label_task WHERE run_id = ? ORDER BY id DESC"
    for row in reader.db.execute(sql, (run,)):
        if not metric or metric == _metric(reader, row["judgments"]):
            return _as_it_stands(reader, run, row)
    return None


def _metric(reader: Reader, judgments: str) -> str:
    """The metric that a task is about: that of any judgment of it that is there still."""
    sql = "SELECT j.metric FROM json_each(?) chosen JOIN judgment j ON j.id = chosen.value LIMIT 1"
    found = reader.db.execute(sql, (judgments,)).fetchone()
    return str(found[0]) if found is not None else ""


def _as_it_stands(reader: Reader, run: int, row: sqlite3.Row) -> LabelTask:
    found = [(int(each[0]), bool(each[1])) for each in reader.db.execute(_STANDING, (row["judgments"], run))]
    return LabelTask(row["id"], tuple(j for j, _ in found), frozenset(j for j, done in found if done))
