from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rse.nearest import NearestRow, nearest_rows
from core.rse.ranking import affinity
from core.rse.scores import RseRecord


def beside(model: str, reference: str, closeness: float, n: int = 40, **changes: object) -> list[RseRecord]:
    rng = np.random.default_rng(abs(hash((len(model), len(reference)))) % 100)
    rows = []
    for i, noise in enumerate(rng.normal(0, 0.2, n)):
        score = min(5.0, max(1.0, 3.0 + noise))
        values = dict.fromkeys(("style", "structure", "content"), closeness + noise)
        fixed: dict[str, object] = {"prompt_set": "a", "components": values}
        record = {**fixed, **changes}
        rows.append(
            RseRecord(
                model=model,
                reference=reference,
                judge="measured",
                prompt=f"{i:03}",
                style=score,
                structure=score,
                content=score,
                overall=score,
                **record,  # type: ignore[arg-type]
            )
        )
    return rows


def one(rows: list[NearestRow], prompt_set: str | None = None) -> NearestRow:
    [row] = [row for row in rows if row.prompt_set == prompt_set]
    return row


def test_a_worked_affinity() -> None:
    # z of (1, 2, 3) with the population sd: -1.2247, 0, 1.2247; the constant component adds 0.
    means = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]])
    assert affinity(means) == pytest.approx([-1.224745 / 2, 0.0, 1.224745 / 2], abs=1e-6)


def test_the_closest_comes_first() -> None:
    records = beside("m", "x", 0.2) + beside("m", "yy", 0.6) + beside("m", "zzz", 0.3)
    row = one(nearest_rows(records, seed=1))
    assert [each.reference for each in row.ranking] == ["yy", "zzz", "x"]
    assert row.ranking[0].stability == 1.0
    assert row.ranking[0].p is None
    assert all(each.p is not None and each.p < 0.05 for each in row.ranking[1:])
    assert (row.above_floor, row.length_first, row.n) == (None, None, 40)
    assert sum(each.affinity for each in row.ranking) == pytest.approx(0.0, abs=1e-9)


def test_json_has_the_documented_shape() -> None:
    row = one(nearest_rows(beside("m", "x", 0.2) + beside("m", "y", 0.3), seed=1)).as_json()
    assert list(row) == ["model", "judge", "prompt_set", "length_first", "above_floor", "ranking", "n"]
    assert list(row["ranking"][0]) == ["reference", "affinity", "stability", "p"]


def test_references_alike_are_a_toss() -> None:
    records = beside("m", "x", 0.3) + [
        RseRecord(**{**{f: getattr(r, f) for f in r.__slots__}, "reference": "y"})
        for r in beside("m", "x", 0.3)
    ]
    row = one(nearest_rows(records, seed=1))
    assert [each.affinity for each in row.ranking] == [0.0, 0.0]
    assert [each.stability for each in row.ranking] == [0.5, 0.5]
    assert row.ranking[1].p == 1.0


def test_only_prompts_common_to_all_references_count() -> None:
    records = beside("m", "x", 0.2, 40) + beside("m", "y", 0.3, 25)
    assert one(nearest_rows(records, seed=1)).n == 25


def test_one_reference_or_nothing_shared_gives_no_row() -> None:
    assert nearest_rows(beside("m", "x", 0.2), seed=1) == []
    assert nearest_rows([], seed=1) == []
    apart = beside("m", "x", 0.2) + beside("m", "y", 0.2, prompt_set="b")
    assert nearest_rows(apart, seed=1) == []


def test_the_ceiling_is_no_candidate() -> None:
    records = beside("m", "x", 0.2) + beside("m", "y", 0.3) + beside("x", "x", 0.9) + beside("x", "y", 0.1)
    assert {row.model for row in nearest_rows(records, seed=1)} == {"m"}


def test_a_judge_without_components_ranks_by_its_scores() -> None:
    records = [
        RseRecord("m", reference, "llm", "a", str(i), 0, score, score, score, score)
        for reference, score in (("x", 2.0), ("y", 4.0))
        for i in range(12)
    ]
    row = one(nearest_rows(records, seed=1))
    assert [each.reference for each in row.ranking] == ["y", "x"]
    assert row.ranking[1].p == 2 / 2**12


def test_length_names_the_reference_of_like_length() -> None:
    records = beside("m", "x", 0.9, chars=100, reference_chars=500)
    records += beside("m", "y", 0.1, chars=100, reference_chars=90)
    row = one(nearest_rows(records, seed=1))
    assert row.ranking[0].reference == "x"
    assert row.length_first == "y"


def test_sets_weigh_the_same() -> None:
    records = beside("m", "x", 0.5, 90) + beside("m", "y", 0.4, 90)
    records += beside("m", "x", 0.2, 10, prompt_set="b") + beside("m", "y", 0.6, 10, prompt_set="b")
    rows = nearest_rows(records, seed=1)
    assert [row.prompt_set for row in rows] == ["a", "b", None]
    assert one(rows, "a").ranking[0].reference == "x"
    assert one(rows).ranking[0].reference == "y"


def test_controls_make_a_floor() -> None:
    references = {"x": 0.3, "y": 0.3}
    records = []
    for i in range(5):
        for reference, base in references.items():
            shift = 0.01 * i if reference == "x" else 0.0
            records += beside(f"c{i}", reference, base + shift)
    near = beside("m", "x", 0.9) + beside("m", "y", 0.3)
    far = beside("k", "x", 0.32) + beside("k", "y", 0.3)
    controls = [f"c{i}" for i in range(5)]
    rows = {
        r.model: r for r in nearest_rows(records + near + far, controls=controls, seed=1) if not r.prompt_set
    }
    assert rows["m"].above_floor is True
    assert rows["k"].above_floor is False
    assert rows["c0"].above_floor is None
    fewer = nearest_rows(records + near, controls=controls[:4], seed=1)
    assert [row.above_floor for row in fewer if row.model == "m"] == [None, None]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(closeness: list[float], rng: random.Random) -> None:
    records = [r for i, value in enumerate(closeness) for r in beside("m", f"r{i}", value, 8)]
    shuffled = list(records)
    rng.shuffle(shuffled)
    rows = nearest_rows(records, seed=1, draws=200)
    assert rows == nearest_rows(shuffled, seed=1, draws=200)
    stability = [each.stability for each in one(rows).ranking]
    assert sum(share for share in stability if share is not None) == pytest.approx(1.0)
