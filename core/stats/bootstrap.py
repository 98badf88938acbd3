"""Bootstrap intervals of means over prompts.

The interval is the studentised one (bootstrap-t; Efron and Tibshirani, An Introduction to the Bootstrap,
chapter 12): on skewed scores of 1 to 5 the plain percentile interval covers too little at 30 prompts. Sets
are resampled each by itself (strata), and several columns share the resampled prompts (joint bootstrap).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.stats.randomness import generator

Array = NDArray[np.float64]

DRAWS = 10_000
CONFIDENCE = 0.95
MINIMUM = 30
SMALLEST_STRATUM = 5

_CELLS = 50_000_000  # draws x values; beyond it fewer draws are taken, never below 1,000
_CHUNK = 2_000_000
_FEW_COLUMNS = 4
# A resample in which nearly all values agree has no spread to divide by; a share of the data's own stands in.
_SPREAD_FLOOR = 0.05


class Interval(NamedTuple):
    """The ends of an interval, low first, in the unit of the values."""

    low: float
    high: float


def mean_interval(
    values: Sequence[float] | Array,
    *,
    draws: int = DRAWS,
    seed: object,
    confidence: float = CONFIDENCE,
    minimum: int = MINIMUM,
) -> Interval | None:
    """The interval of the mean of `values` (one a prompt); None below `minimum` values."""
    return stratified_interval([values], draws=draws, seed=seed, confidence=confidence, minimum=minimum)


def stratified_interval(
    strata: Sequence[Sequence[float] | Array],
    *,
    draws: int = DRAWS,
    seed: object,
    confidence: float = CONFIDENCE,
    minimum: int = MINIMUM,
) -> Interval | None:
    """The interval of the unweighted mean of the strata's means, each stratum resampled by itself.

    None below `minimum` values in all, or where one of several strata has fewer than 5.
    """
    columns = [np.asarray(stratum, dtype=np.float64) for stratum in strata]
    if not enough([len(column) for column in columns], minimum):
        return None
    mean = float(np.mean([column.mean() for column in columns]))
    error = float(np.sqrt(sum(_squared_error(column.var(), len(column)) for column in columns))) / len(
        columns
    )
    if error == 0.0:
        return Interval(mean, mean)
    tail = (1.0 - confidence) / 2
    below, above = np.quantile(_studentised(columns, draws, seed), [tail, 1.0 - tail])
    return Interval(min(mean, mean - float(above) * error), max(mean, mean - float(below) * error))


def enough(sizes: Sequence[int], minimum: int = MINIMUM) -> bool:
    """Whether that many values in each stratum carry an interval that does not mislead."""
    smallest = SMALLEST_STRATUM if len(sizes) > 1 else 2
    return sum(sizes) >= minimum and min(sizes, default=0) >= smallest


def _squared_error(variance: float | Array, n: int) -> Array:
    """The squared standard error of a mean of n values, from their variance with divisor n."""
    return np.asarray(variance / (n - 1))


def _studentised(columns: Sequence[Array], draws: int, seed: object) -> Array:
    """Resampled (mean - true mean) / standard error, one a draw."""
    draws = _affordable(draws, max(len(column) for column in columns))
    shift, squared = np.zeros(draws), np.zeros(draws)
    for place, column in enumerate(columns):
        centred = column - column.mean()
        moments = resampled_means(np.column_stack([centred, centred**2]), draws=draws, seed=(seed, place))
        variance = np.maximum(moments[:, 1] - moments[:, 0] ** 2, _SPREAD_FLOOR * column.var())
        shift += moments[:, 0]
        squared += _squared_error(variance, len(column))
    return np.asarray(shift / np.sqrt(squared))


def resampled_means(columns: Array, *, draws: int = DRAWS, seed: object) -> Array:
    """Means of every column (n x c) over the same resampled rows: an array of draws x c.

    The draws depend on the seed and n only, so that columns passed in separate calls with one seed and one n
    are resampled jointly too. Above 50 million cells fewer draws are taken.
    """
    n = len(columns)
    draws = _affordable(draws, n)
    parts = [_sums(counts.astype(np.float64), columns) for counts in _chunks(n, draws, seed)]
    return np.concatenate(parts) / n


def _sums(counts: Array, columns: Array) -> Array:
    if columns.shape[1] > _FEW_COLUMNS:
        return np.asarray(counts @ columns)
    # For a few columns one product each is twice as fast as one product of thin matrices.
    return np.column_stack([counts @ column for column in np.ascontiguousarray(columns.T)])


def stratified_means(strata: Sequence[Array], *, draws: int = DRAWS, seed: object) -> Array:
    """As `resampled_means`, for the unweighted mean of several strata (each n_s x c)."""
    draws = _affordable(draws, max(len(stratum) for stratum in strata))
    parts = [
        resampled_means(stratum, draws=draws, seed=(seed, place)) for place, stratum in enumerate(strata)
    ]
    return np.asarray(sum(parts) / len(parts))


def _affordable(draws: int, n: int) -> int:
    return max(min(draws, 1000), min(draws, _CELLS // max(n, 1)))


def _chunks(n: int, draws: int, seed: object) -> Iterator[NDArray[np.uint8]]:
    """How often each of n rows is drawn, in blocks of draws that bound the memory."""
    step = max(1, _CHUNK // n)
    for start in range(0, draws, step):
        yield _counts(n, min(step, draws - start), f"{seed!r}/{start}")


@lru_cache(maxsize=32)
def _counts(n: int, draws: int, seed: str) -> NDArray[np.uint8]:
    picked = generator("bootstrap", n, draws, seed).integers(0, n, size=(draws, n), dtype=np.int32)
    picked += np.arange(0, draws * n, n, dtype=np.int32)[:, None]
    return np.bincount(picked.ravel(), minlength=draws * n).astype(np.uint8).reshape(draws, n)
