from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stats.permutation import holm, sign_flip_p, sign_flip_ps, smallest_difference


def test_all_one_way_is_as_rare_as_it_can_be() -> None:
    assert sign_flip_p([1.0] * 5, seed=1) == 2 / 32
    assert sign_flip_p([1.0] * 10, seed=1) == 2 / 1024


def test_no_difference_is_no_evidence() -> None:
    assert sign_flip_p([0.0] * 50, seed=1) == 1.0
    assert sign_flip_p([], seed=1) == 1.0
    assert sign_flip_p([1.0, -1.0], seed=1) == 1.0


def test_pairs_that_do_not_differ_change_nothing() -> None:
    assert sign_flip_p([1.0, 2.0, 3.0] + [0.0] * 40, seed=1) == sign_flip_p([1.0, 2.0, 3.0], seed=1) == 0.25


def test_a_clear_difference_over_many_prompts_has_the_smallest_p_that_draws_allow() -> None:
    assert sign_flip_p([1.0] * 100, seed=1) == 1 / 10_001


def test_draws_come_close_to_the_exact_p() -> None:
    values = np.random.default_rng(4).normal(0.3, 1.0, 14)
    bits = 1.0 - 2.0 * ((np.arange(2**14)[:, None] >> np.arange(14)) & 1)
    exact = np.mean(np.abs(bits @ values) >= abs(values.sum()) - 1e-9)
    assert sign_flip_p(values, seed=1) == pytest.approx(exact, abs=0.02)


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=12))
def test_direction_does_not_matter(values: list[float]) -> None:
    p = sign_flip_p(values, seed=1)
    assert 0.0 < p <= 1.0
    assert p == sign_flip_p([-value for value in values], seed=1)


def test_columns_are_tested_each_by_itself() -> None:
    columns = np.array([[1.0, 1.0], [1.0, -1.0]])
    assert sign_flip_ps(columns, seed=1) == [0.5, 1.0]


def test_holm_on_a_worked_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_p_and_keeps_the_order(ps: list[float]) -> None:
    adjusted = holm(ps)
    assert all(p <= a <= 1.0 for p, a in zip(ps, adjusted, strict=True))
    order = sorted(range(len(ps)), key=ps.__getitem__)
    assert [adjusted[i] for i in order] == sorted(adjusted)


def test_four_times_the_prompts_show_half_the_difference() -> None:
    assert smallest_difference(1.0, 100) == pytest.approx(0.28016, abs=1e-4)
    assert smallest_difference(1.0, 400) == pytest.approx(0.14008, abs=1e-4)
    with pytest.raises(ValueError, match="prompt"):
        smallest_difference(1.0, 0)
