from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stats.bootstrap import (
    Interval,
    mean_interval,
    resampled_means,
    stratified_interval,
    stratified_means,
)

SCORES = st.lists(st.sampled_from([1.0, 2.0, 2.5, 3.0, 4.0, 5.0]), min_size=30, max_size=60)


def test_below_thirty_values_there_is_no_interval() -> None:
    assert mean_interval([1.0, 5.0] * 14 + [3.0], seed=1) is None
    assert mean_interval([], seed=1) is None
    assert mean_interval([1.0, 5.0] * 15, seed=1) is not None


def test_equal_values_leave_no_doubt() -> None:
    assert mean_interval([5.0] * 40, seed=1) == Interval(5.0, 5.0)


def test_it_is_close_to_the_t_interval_on_normal_values() -> None:
    values = np.random.default_rng(5).normal(3.0, 1.0, 500)
    interval = mean_interval(values, seed=1)
    assert interval is not None
    half = 1.965 * values.std(ddof=1) / np.sqrt(500)
    assert interval.low == pytest.approx(values.mean() - half, abs=0.01)
    assert interval.high == pytest.approx(values.mean() + half, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(SCORES)
def test_the_mean_lies_inside_and_the_seed_fixes_the_ends(values: list[float]) -> None:
    interval = mean_interval(values, seed=3, draws=500)
    assert interval is not None
    assert interval.low - 1e-9 <= np.mean(values) <= interval.high + 1e-9
    assert interval == mean_interval(values, seed=3, draws=500)


@settings(max_examples=15, deadline=None)
@given(SCORES, st.floats(-3, 3))
def test_a_shift_of_the_values_shifts_the_interval(values: list[float], shift: float) -> None:
    before = mean_interval(values, seed=3, draws=300)
    after = mean_interval([value + shift for value in values], seed=3, draws=300)
    assert before is not None
    assert after == pytest.approx((before.low + shift, before.high + shift), abs=1e-6)


def test_another_seed_gives_slightly_other_ends() -> None:
    values = list(np.random.default_rng(2).normal(0, 1, 50))
    assert mean_interval(values, seed=1) != mean_interval(values, seed=2)


def test_strata_count_equally_whatever_their_size() -> None:
    large, small = [1.0, 2.0] * 200, [4.0, 5.0] * 20
    interval = stratified_interval([large, small], seed=1)
    assert interval is not None
    assert interval.low < 3.0 < interval.high
    expected = np.hypot(0.5 / np.sqrt(399), 0.5 / np.sqrt(39)) / 2
    assert interval.high - interval.low == pytest.approx(2 * 1.99 * expected, rel=0.05)


def test_a_tiny_stratum_hides_the_interval() -> None:
    assert stratified_interval([[1.0, 2.0] * 50, [3.0, 4.0]], seed=1) is None


def test_columns_of_equal_length_share_their_draws() -> None:
    columns = np.random.default_rng(3).normal(0, 1, (80, 2))
    columns = np.column_stack([columns, columns[:, 0] + columns[:, 1]])
    joint = resampled_means(columns, seed=1, draws=50)
    assert joint.shape == (50, 3)
    assert np.allclose(joint[:, 0] + joint[:, 1], joint[:, 2])
    assert np.allclose(joint[:, :1], resampled_means(columns[:, :1], seed=1, draws=50))


def test_many_values_are_drawn_in_bounded_blocks() -> None:
    means = resampled_means(np.arange(60_000.0)[:, None], seed=1, draws=10_000)
    assert 1000 <= len(means) < 10_000
    assert means.mean() == pytest.approx(29_999.5, rel=1e-3)


def test_stratified_means_are_the_mean_of_the_strata() -> None:
    means = stratified_means([np.full((10, 1), 2.0), np.full((40, 1), 4.0)], seed=1, draws=20)
    assert np.allclose(means, 3.0)
