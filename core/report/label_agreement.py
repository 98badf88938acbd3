"""How often a person's labels of a task are what the judge said of the same judgments, for the end of the task."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from core.store.reader import Reader

# The last label of a judgment counts, where several people gave one.
_PAIRS = """
SELECT j.metric, l.overall, j.overall, l.outcome, j.outcome FROM json_each(?) chosen
JOIN judgment j ON j.id = chosen.value
JOIN label l ON l.id = (SELECT max(id) FROM label WHERE judgment_id = j.id AND replaced_by IS NULL)
WHERE j.metric = 'ice' AND l.outcome != '' OR l.overall IS NOT NULL AND j.overall IS NOT NULL"""
_HALF = 0.5  # scores of a computing judge are no whole points: within half a point they are the same


@dataclass(frozen=True, slots=True)
class TaskAgreement:
    """n: judgments with both a label and a verdict; same, within: of them; within is one point, 0 for identity."""

    n: int
    same: int
    within: int


def task_agreement(reader: Reader, judgments: Iterable[int]) -> TaskAgreement:
    """How far the person's labels and the judge agree."""
    rows = [tuple(row) for row in reader.db.execute(_PAIRS, (json.dumps(list(judgments)),))]
    gaps = [abs(row[1] - row[2]) for row in rows if row[0] == "rse"]
    outcomes = [row[3] == row[4] for row in rows if row[0] == "ice"]
    same = sum(gap <= _HALF for gap in gaps) + sum(outcomes)
    return TaskAgreement(len(rows), same, sum(gap <= 1 for gap in gaps))
