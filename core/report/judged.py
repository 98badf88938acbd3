"""The RSE judgments of a run as columns: read without their texts, and without an object for each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from core.rse.columns import Columns, Judged, gaps, in_order
from core.rse.judgment import DIMENSIONS, SCORES
from core.rse.scores import Array
from core.store.reader import Reader

_AT_ONCE = 20_000  # rows held as objects
_FIELDS, _IDS = 17, 9  # of a row; the whole numbers come first
# Without a join: names and places are looked up once, and the length of a response once for all its judgments.
_ROWS = """
SELECT model_id, reference_id, prompt_id, ifnull(prompt_set_id, 0), ifnull(answer_id, 0),
    ifnull(reference_answer_id, 0), id, repeat, CASE pair_order WHEN 'AB' THEN 1 WHEN 'BA' THEN 2 ELSE 0 END,
    judge, outcome != 'no_answer', outcome = 'scored', components, style, structure, content, overall
FROM judgment WHERE run_id = ? AND metric = 'rse' AND reference_id IS NOT NULL"""
_MODELS = "SELECT id, name FROM run_model WHERE run_id = ? ORDER BY id"
_SETS = "SELECT id, name FROM prompt_set WHERE run_id = ? ORDER BY id"
_PROMPTS = "SELECT id, position FROM prompt WHERE run_id = ?"
_LENGTHS = "SELECT id, length(text) FROM answer WHERE run_id = ?"


def rse_judged(reader: Reader, run: int, told: Callable[[int], object] = int) -> Judged:
    """Every RSE judgment of a run; the ceiling's are those of a reference beside itself.

    told: hears now and then how many were read.
    """
    known, parts, count = _Known(reader.db, run), [], 0
    for rows in _rows(reader.db, run):
        parts.append(known.columns(rows))
        count += len(rows)
        told(count)
    columns = Columns._make(np.concatenate(own) for own in zip(*parts, strict=True))
    return in_order(known.models, list(known.judges), known.sets, columns)


def _rows(db: sqlite3.Connection, run: int) -> Iterator[list[tuple[Any, ...]]]:
    """Some rows at a time; an empty part where there are none."""
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples take half the time
    cursor.execute(_ROWS, (run,))
    yield cursor.fetchmany(_AT_ONCE)
    while rows := cursor.fetchmany(_AT_ONCE):
        yield rows


class _Known:
    """What the rows of a run refer to."""

    def __init__(self, db: sqlite3.Connection, run: int) -> None:
        models, sets = db.execute(_MODELS, (run,)).fetchall(), db.execute(_SETS, (run,)).fetchall()
        self.models = [str(name) for _, name in models]
        self.sets = ["", *(str(name) for _, name in sets)]
        self.judges: dict[str, int] = {}
        self._model = _by_id((row[0], place) for place, row in enumerate(models))
        self._set = _by_id((row[0], place) for place, row in enumerate(sets, start=1))
        self._position = _by_id(db.execute(_PROMPTS, (run,)))
        self._length = _by_id(db.execute(_LENGTHS, (run,)), missing=np.nan)

    def columns(self, rows: Sequence[tuple[Any, ...]]) -> Columns:
        """Rows of the query as columns."""
        told = list(zip(*rows, strict=True)) or [()] * _FIELDS
        whole = np.array(told[:_IDS], dtype=np.int64)
        model, reference, prompt, prompt_set, answer, beside, number, repeat, order = whole
        judges, answered, scored, components = told[_IDS : -len(SCORES)]
        scores = np.ascontiguousarray(np.array(told[-len(SCORES) :], dtype=np.float64).T)
        scores[~np.array(scored, dtype=np.bool_) | np.isnan(scores).any(axis=1)] = np.nan
        return Columns(
            self._model[model].astype(np.int64),
            self._model[reference].astype(np.int64),
            np.array([self.judges.setdefault(judge, len(self.judges)) for judge in judges], dtype=np.int64),
            self._set[prompt_set].astype(np.int64),
            self._position[prompt].astype(np.int64),
            number,
            repeat,
            order,
            np.array(answered, dtype=np.bool_),
            scores,
            _components(components, scores),
            gaps(self._length[answer], self._length[beside]),
        )


def _by_id(rows: Iterable[Sequence[Any]], missing: float = 0.0) -> Array:
    """A figure for each id, as an array over all ids up to the highest."""
    found = {int(row[0]): missing if row[1] is None else row[1] for row in rows}
    figures = np.full(max(found, default=0) + 1, missing)
    figures[list(found)] = list(found.values())
    return figures


def _components(told: Sequence[str], scores: Array) -> Array:
    """The judge's components of the three dimensions, or its scores where it gives no components."""
    from pydantic_core import from_json  # a fifth of the time that json takes

    found = scores[:, : len(DIMENSIONS)].copy()
    for place in np.flatnonzero(~np.isnan(scores[:, 0])).tolist():
        if told[place] != "{}":  # only a computing judge has any
            measured = from_json(told[place])
            if all(name in measured for name in DIMENSIONS):
                found[place] = [measured[name] for name in DIMENSIONS]
    return found
