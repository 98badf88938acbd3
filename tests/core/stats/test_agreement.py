from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stats.agreement import (
    _alphas,
    _coincidences,
    agreement,
    kappa,
    ordinal_alpha,
    share_within,
    spearman,
)

NAN = float("nan")
# The worked example of Krippendorff's "Computing Krippendorff's alpha-reliability" (2011): ordinal alpha
# 0.815.
EXAMPLE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
TABLES = st.lists(st.lists(st.integers(1, 5), min_size=6, max_size=6), min_size=2, max_size=4)


def test_alpha_of_the_worked_example() -> None:
    assert ordinal_alpha(EXAMPLE) == pytest.approx(0.815, abs=5e-4)


def test_agreement_of_the_worked_example() -> None:
    result = agreement(EXAMPLE, seed=1)
    assert (result.n, result.low, result.high) == (11, None, None)
    assert result.within_one is not None
    assert result.exact is not None
    assert 0 < result.exact < result.within_one < 1


@settings(deadline=None)
@given(TABLES)
def test_the_bootstrap_computes_the_alpha_of_the_library(rows: list[list[int]]) -> None:
    table = np.asarray(rows, dtype=np.float64)
    values = np.unique(table)
    expected = ordinal_alpha(table)
    ours = _alphas(_coincidences(table, values).sum(axis=0)[None])[0]
    assert (expected is None and np.isnan(ours)) or ours == pytest.approx(expected, abs=1e-9)


def test_the_interval_encloses_alpha() -> None:
    rng = np.random.default_rng(1)
    first = rng.integers(1, 6, 200)
    second = np.clip(first + rng.integers(-1, 2, 200), 1, 5)
    result = agreement([first, second], seed=1)
    assert result.alpha is not None
    assert result.low is not None
    assert result.high is not None
    assert result.low < result.alpha < result.high
    assert result.within_one == 1.0


def test_raters_who_never_differ_leave_alpha_undefined() -> None:
    result = agreement([[3] * 40, [3] * 40], seed=1)
    assert (result.alpha, result.low, result.exact) == (None, None, 1.0)


def test_nothing_shared_is_nothing_known() -> None:
    assert agreement([[1, NAN], [NAN, 2]], seed=1).n == 0
    assert share_within([[1, NAN], [NAN, 2]], 0) is None


def test_spearman_knows_ties_and_monotone_maps() -> None:
    assert spearman([1, 2, 3, 4], [1, 4, 9, 16]) == pytest.approx(1.0)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1.0)
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(0.9487, abs=1e-4)
    assert spearman([1, 1, 1], [1, 2, 3]) is None
    assert spearman([1, NAN], [1, 2]) is None


def test_kappa_of_a_textbook_table() -> None:
    # 20 both yes, 5 and 10 split, 15 both no: observed 0.7, by chance 0.5.
    first = ["y"] * 25 + ["n"] * 25
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(["y"], ["y"]) is None
    assert kappa([], []) is None
    with pytest.raises(ValueError, match="same"):
        kappa(["y"], [])
