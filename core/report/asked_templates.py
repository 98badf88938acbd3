"""The templates that a model was asked under, and what came of each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from core.ice.templates import Template
from core.store.reader import Reader

_ROWS = """
SELECT t.* FROM template t LEFT JOIN run_model m ON m.id = t.model_id
WHERE t.run_id = ? AND (t.model_id IS NULL OR m.name = ?) ORDER BY t.id"""
_ASKED = """
SELECT t.key, count(*), sum(ifnull(j.loose, 0)) FROM judgment j JOIN run_model m ON m.id = j.model_id
JOIN prompt p ON p.id = j.prompt_id JOIN template t ON t.id = p.template_id
WHERE j.run_id = ? AND m.name = ? AND j.metric = 'ice' AND j.judge = ? AND j.repeat = 0 GROUP BY t.key"""


def templates(reader: Reader, run: int, model: str) -> tuple[Template, ...]:
    """The templates that this model was, or could have been, asked under: seeds first, then as they were made."""
    return tuple(_template(row) for row in reader.db.execute(_ROWS, (run, model)))


def seeds(reader: Reader, run: int) -> tuple[Template, ...]:
    """The templates that the run began with, in the order of its study."""
    sql = "SELECT * FROM template WHERE run_id = ? AND model_id IS NULL ORDER BY id"
    return tuple(_template(row) for row in reader.db.execute(sql, (run,)))


def asked(reader: Reader, run: int, model: str) -> dict[str, tuple[int, int]]:
    """By template: how many responses the run's first judge saw, and how many contradicted the facts."""
    judge = first_judge(reader, run, model)
    found = reader.db.execute(_ASKED, (run, model, judge))
    return {key: (int(count), int(loose)) for key, count, loose in found}


def first_judge(reader: Reader, run: int, model: str) -> str:
    """The judge whose verdicts a search follows: the first one named in the study, if it judged this model."""
    sql = """SELECT DISTINCT j.judge FROM judgment j JOIN run_model m ON m.id = j.model_id
        WHERE j.run_id = ? AND m.name = ? AND j.metric = 'ice'"""
    there = [row[0] for row in reader.db.execute(sql, (run, model))]
    named = [judge for judge in reader.study(run).ice.judges if judge in there]
    return next(iter(named or sorted(there)), "")


def asked_models(reader: Reader, run: int) -> Sequence[str]:
    """The models of a run with identity judgments, in the order of the study."""
    sql = """SELECT m.name FROM run_model m WHERE m.run_id = ? AND EXISTS (
        SELECT 1 FROM judgment j WHERE j.run_id = m.run_id AND j.metric = 'ice' AND j.model_id = m.id) ORDER BY m.id"""
    return [row[0] for row in reader.db.execute(sql, (run,))]


def _template(row: sqlite3.Row) -> Template:
    return Template(
        id=row["key"],
        text=row["text"],
        kind=row["kind"],
        language=row["language"],
        names_identity=bool(row["names_identity"]),
        names=tuple(json.loads(row["names"])),
        parent=row["parent"] or "",
        lineage=row["lineage"],
        mutator=row["mutator"],
    )
