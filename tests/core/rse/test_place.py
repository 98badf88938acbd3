from __future__ import annotations

import numpy as np
import pytest

from core.rse.place import place_between
from core.rse.scores import RseRecord


def scores(model: str, centre: float, n: int = 100, spread: float = 0.5, seed: int = 1) -> list[RseRecord]:
    values = centre + np.random.default_rng(seed).uniform(-spread, spread, n)
    return [
        RseRecord(model, "r", "j", "a", f"{i:03}", 0, value, value, value, float(value))
        for i, value in enumerate(values)
    ]


def test_halfway_is_a_half() -> None:
    found = place_between(scores("m", 3.0), scores("r", 4.0), scores("c", 2.0), seed=1)
    assert found is not None
    assert found.place == pytest.approx(0.5)
    assert (found.ceiling - found.score, found.score - found.floor) == pytest.approx((1.0, 1.0))


def test_beyond_the_ceiling_and_below_the_floor_are_not_clipped() -> None:
    above = place_between(scores("m", 4.5), scores("r", 4.0), scores("c", 2.0), seed=1)
    below = place_between(scores("m", 1.5), scores("r", 4.0), scores("c", 2.0), seed=1)
    assert above is not None
    assert below is not None
    assert above.place == pytest.approx(1.25)
    assert below.place == pytest.approx(-0.25)


def test_the_interval_encloses_the_place() -> None:
    found = place_between(
        scores("m", 3.0, seed=2), scores("r", 4.0, seed=3), scores("c", 2.0, seed=4), seed=1
    )
    assert found is not None
    assert found.place is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.place < found.high


@pytest.mark.parametrize("ceiling", [2.5, 2.45, 2.0, 1.5])
def test_a_scale_that_may_be_too_short_hides_the_place(ceiling: float) -> None:
    found = place_between(scores("m", 2.2, seed=2), scores("r", ceiling, seed=3), scores("c", 2.0), seed=1)
    assert found is not None
    assert (found.place, found.low, found.high) == (None, None, None)
    assert found.score == pytest.approx(2.2, abs=0.1)


def test_few_prompts_hide_the_place() -> None:
    found = place_between(scores("m", 3.0, 20), scores("r", 5.0, 20), scores("c", 1.0, 20), seed=1)
    assert found is not None
    assert (found.place, found.gap_low, found.n) == (None, None, 20)


def test_controls_count_equally_and_only_shared_prompts_count() -> None:
    floor = scores("c", 1.0, 60) + scores("d", 3.0, 40)
    found = place_between(scores("m", 3.0), scores("r", 5.0), floor, seed=1)
    assert found is not None
    assert found.n == 40
    assert found.ceiling - found.floor == pytest.approx(3.0)


def test_nothing_shared_is_no_place() -> None:
    assert place_between(scores("m", 3.0), scores("r", 5.0), [], seed=1) is None
    assert place_between([], scores("r", 5.0), scores("c", 1.0), seed=1) is None
