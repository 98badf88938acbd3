from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stats.lineage import proportion, upper_bound

CLUSTERS = st.lists(
    st.integers(0, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30
)


def test_below_ten_clusters_no_interval() -> None:
    result = proportion([5] * 9, [10] * 9)
    assert (result.share, result.low, result.high, result.bound) == (0.5, None, None, None)


def test_nothing_asked_is_nothing_known() -> None:
    assert proportion([], []).share is None
    assert proportion([0, 0], [0, 0]).share is None


def test_a_worked_example() -> None:
    # p = 0.5, residuals +-2: variance 10/9 * 40 / 100^2; logit se = sqrt(v) / 0.25; t(9) = 2.2622.
    result = proportion([7, 3] * 5, [10] * 10)
    assert result.share == 0.5
    spread = 2.262157 * np.sqrt(10 / 9 * 40 / 100**2) / 0.25
    assert result.high == pytest.approx(1 / (1 + np.exp(-spread)), abs=1e-6)
    assert result.low is not None
    assert result.high is not None
    assert result.low + result.high == pytest.approx(1.0)
    assert result.effective == pytest.approx(0.25 / (10 / 9 * 40 / 100**2))


def test_clusters_that_agree_within_count_as_one_response_each() -> None:
    result = proportion([50, 0] * 10, [50] * 20)
    assert result.effective == pytest.approx(19.0)
    assert result.design_effect == pytest.approx(1000 / 19)


def test_no_hit_gives_an_upper_bound_over_the_clusters() -> None:
    result = proportion([0] * 20, [50] * 20)
    assert (result.share, result.low, result.bound) == (0.0, None, "upper")
    assert result.high == pytest.approx(1 - 0.025 ** (1 / 20), abs=1e-9)


def test_only_hits_give_a_lower_bound() -> None:
    result = proportion([50] * 20, [50] * 20)
    assert (result.share, result.high, result.bound) == (1.0, None, "lower")
    assert result.low == pytest.approx(0.025 ** (1 / 20), abs=1e-9)


def test_few_clusters_with_hits_give_an_upper_bound_above_the_share() -> None:
    result = proportion([7] + [0] * 19, [50] * 20)
    assert result.bound == "upper"
    assert result.high is not None
    assert 0.007 < result.high < 0.3


def test_clopper_pearson_equals_the_printed_table() -> None:
    assert upper_bound(0.3, 10) == pytest.approx(0.6525, abs=1e-4)
    assert upper_bound(1.0, 10) == 1.0


def test_more_hits_than_responses_are_refused() -> None:
    with pytest.raises(ValueError, match="hits"):
        proportion([3], [2])


@given(CLUSTERS)
def test_ends_enclose_the_share_and_the_effective_number_is_possible(clusters: list[tuple[int, int]]) -> None:
    result = proportion([hits for hits, _ in clusters], [total for _, total in clusters])
    if result.share is None:
        return
    assert result.low is None or -1e-9 <= result.low <= result.share + 1e-9
    assert result.high is None or result.share - 1e-9 <= result.high <= 1.0 + 1e-9
    assert 1.0 <= result.effective <= result.total


@given(CLUSTERS)
def test_misses_are_the_mirror_of_hits(clusters: list[tuple[int, int]]) -> None:
    totals = [total for _, total in clusters]
    there = proportion([hits for hits, _ in clusters], totals)
    back = proportion([total - hits for hits, total in clusters], totals)
    if there.bound is None and there.low is not None and back.low is not None:
        assert there.high is not None
        assert back.low == pytest.approx(1 - there.high, abs=1e-9)
