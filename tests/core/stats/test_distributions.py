from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stats.distributions import beta_cdf, beta_quantile, t_quantile


@pytest.mark.parametrize(
    ("p", "df", "value"),
    [
        (0.975, 1, 12.7062),
        (0.975, 9, 2.2622),
        (0.975, 19, 2.0930),
        (0.975, 120, 1.9799),
        (0.95, 5, 2.0150),
        (0.995, 2, 9.9248),
        (0.975, 1_000_000, 1.95997),
    ],
)
def test_t_quantiles_equal_the_printed_tables(p: float, df: int, value: float) -> None:
    assert t_quantile(p, df) == pytest.approx(value, abs=6e-5)
    assert t_quantile(1 - p, df) == pytest.approx(-value, abs=6e-5)


def test_the_median_of_t_is_zero() -> None:
    assert t_quantile(0.5, 7) == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("p", [0.0, 1.0, -1.0, 2.0])
def test_a_quantile_needs_a_chance(p: float) -> None:
    with pytest.raises(ValueError, match="chance"):
        t_quantile(p, 5)


def test_beta_has_its_closed_forms() -> None:
    assert beta_cdf(0.3, 1, 1) == pytest.approx(0.3)
    assert beta_cdf(0.3, 1, 5) == pytest.approx(1 - 0.7**5)
    assert beta_cdf(0.3, 5, 1) == pytest.approx(0.3**5)
    assert (beta_cdf(0.0, 2, 3), beta_cdf(1.0, 2, 3)) == (0.0, 1.0)


@given(st.floats(0.001, 0.999), st.floats(0.5, 500), st.floats(0.5, 500))
def test_a_beta_quantile_undoes_its_cdf(p: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-9)
