from __future__ import annotations

import pytest

from core.rse.compare import compare, compare_models
from core.rse.scores import RseRecord


def scores(model: str, values: list[float], prompt_set: str = "a") -> list[RseRecord]:
    return [
        RseRecord(model, "r", "j", prompt_set, f"{i:03}", 0, value, value, value, value)
        for i, value in enumerate(values)
    ]


def test_a_clear_difference_is_found() -> None:
    found = compare(scores("m", [4.0, 3.0] * 20), scores("n", [3.0, 2.5] * 20), seed=1)
    assert found.difference == pytest.approx(0.75)
    assert found.p == 1 / 10_001
    assert found.n == 40
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.75 < found.high


def test_only_shared_prompts_count() -> None:
    found = compare(scores("m", [4.0, 3.0]), scores("n", [3.0]), seed=1)
    assert (found.n, found.difference, found.low, found.p) == (1, 1.0, None, 1.0)
    nothing = compare(scores("m", [4.0], "a"), scores("n", [4.0], "b"), seed=1)
    assert (nothing.n, nothing.difference, nothing.p) == (0, None, None)


def test_sets_count_equally() -> None:
    first = scores("m", [4.0] * 30) + scores("m", [2.0] * 10, "b")
    second = scores("n", [3.0] * 30) + scores("n", [3.0] * 10, "b")
    assert compare(first, second, seed=1).difference == pytest.approx(0.0)


def test_every_pair_is_compared_and_corrected() -> None:
    records = scores("m", [4.0] * 8) + scores("n", [3.0] * 8) + scores("o", [3.0] * 8)
    rows = compare_models(records + scores("r", [5.0] * 8), seed=1)
    assert [(row.first, row.second) for row in rows] == [("m", "n"), ("m", "o"), ("n", "o")]
    assert [row.p for row in rows] == [2 / 256, 2 / 256, 1.0]
    assert [row.p_holm for row in rows] == [6 / 256, 6 / 256, 1.0]
    assert [(r.first, r.second) for r in compare_models(records, seed=1, models=["m", "o"])] == [("m", "o")]
    assert compare_models(records, seed=1, prompt_set="absent") == []
