from __future__ import annotations

import pytest

from tests.benchmarks.bench_coverage import CASES, NOMINAL, TOLERANCE, coverage

QUICK = [
    "RSE, 30 prompts, low scores",
    "RSE, 30 prompts, high scores",
    "ICE, 20 lineages, rate 0.1",
    "ICE, 20 lineages, rate 0.5",
    "ICE, 20 lineages, rate 0.9",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
def test_intervals_hold_the_truth_at_their_nominal_rate(name: str) -> None:
    assert coverage(CASES[name], name) == pytest.approx(NOMINAL, abs=TOLERANCE)
