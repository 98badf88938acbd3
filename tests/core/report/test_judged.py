"""A run's judgments read as columns say what its records say, so its tables are the same to the last digit."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core import resources
from core.report.judged import rse_judged
from core.report.records import ice_records, rse_records
from core.report.tables import compute
from core.rse.columns import Judged, judged
from core.rse.nearest import nearest_rows
from core.rse.rows import score_rows
from core.store.reader import Reader


def named(found: Judged) -> list[tuple[object, ...]]:
    """The judgments in words; prompts by their order alone."""
    own = found.columns
    prompts = np.unique(own.prompt, return_inverse=True)[1]
    return [
        (found.models[m], found.models[r], found.judges[j], found.sets[s], p, answered, *map(repr, figures))
        for m, r, j, s, p, answered, figures in zip(
            own.model.tolist(), own.reference.tolist(), own.judge.tolist(), own.prompt_set.tolist(),
            prompts.tolist(), own.answered.tolist(),
            np.column_stack([own.scores, own.components, own.gap]).tolist(), strict=True,
        )
    ]  # fmt: skip


def check(reader: Reader) -> int:
    """How many judgments were compared."""
    records = rse_records(reader, 1)
    assert sorted(named(rse_judged(reader, 1))) == sorted(named(judged(records)))
    tables, seed = compute(reader, 1), reader.study(1).seed
    compared = [r for r in records if r.model != r.reference]
    key = str  # the tables have the study's order, these the names'
    assert sorted(tables.rse, key=key) == sorted(score_rows(compared, seed), key=key)
    controls = [m.name for m in reader.study(1).of_role("control")]
    assert tables.nearest == nearest_rows(compared, controls=controls, seed=seed)
    assert sum(row.asked for row in tables.ice) == len(ice_records(reader, 1))
    return len(records)


def test_a_run_of_hostile_texts(any_reader: Reader) -> None:
    check(any_reader)


def test_the_sample() -> None:
    reader = Reader(Path(str(resources.path("sample"))) / "sample.distilscope")
    assert check(reader) == 240
    reader.close()


def test_how_far_the_scoring_is_is_told(any_reader: Reader) -> None:
    heard: list[float] = []
    assert compute(any_reader, 1, heard.append) == compute(any_reader, 1)
    assert heard == sorted(heard)
    assert heard[0] == 0.0
    assert 0.5 < heard[-1] <= 1.0
