"""Bootstrap intervals of means over prompts.

The interval is the studentised one (bootstrap-t; Efron and Tibshirani, An Introduction to the Bootstrap,
chapter 12): on skewed scores of 1 to 5 the plain percentile interval covers too little at 30 prompts. Sets
are resampled each by itself (strata), and several columns share the resampled prompts (joint bootstrap).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from core.stats.draws import DRAWS, Array, Each, Wanted, affordable, in_turn, portions, resample

CONFIDENCE = 0.95
MINIMUM = 30
SMALLEST_STRATUM = 5

# A resample in which nearly all values agree has no spread to divide by; a share of the data's own stands in.
_SPREAD_FLOOR = 0.05
_AT_ONCE = 1_000  # strata whose resamples are held in memory


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
    return stratified_intervals([strata], draws=draws, seed=seed, confidence=confidence, minimum=minimum)[0]


def stratified_intervals(
    many: Sequence[Sequence[Sequence[float] | Array]],
    *,
    draws: int = DRAWS,
    seed: object,
    confidence: float = CONFIDENCE,
    minimum: int = MINIMUM,
    each: Each = in_turn,
) -> list[Interval | None]:
    """`stratified_interval` of each of many: much faster, for strata of one size share what is drawn."""
    samples = [_Sample.of(strata, minimum) for strata in many]
    found = [None if sample is None else Interval(sample.mean, sample.mean) for sample in samples]
    unsure = [(place, sample) for place, sample in enumerate(samples) if sample is not None and sample.error]
    tail = (1.0 - confidence) / 2
    unsure.sort(key=lambda found: found[1].sizes)  # those of one size together
    for part in portions(unsure, lambda found: len(found[1].columns), _AT_ONCE):
        drawn = _studentised([sample for _, sample in part], draws, seed, each)
        for (place, sample), values in zip(part, drawn, strict=True):
            found[place] = sample.interval(*np.quantile(values, [tail, 1.0 - tail]))
    return found


def enough(sizes: Sequence[int], minimum: int = MINIMUM) -> bool:
    """Whether that many values in each stratum carry an interval that does not mislead."""
    smallest = SMALLEST_STRATUM if len(sizes) > 1 else 2
    return sum(sizes) >= minimum and min(sizes, default=0) >= smallest


class _Sample(NamedTuple):
    """The values of each stratum, the unweighted mean of their means, and its standard error."""

    columns: list[Array]
    mean: float
    error: float

    @classmethod
    def of(cls, strata: Sequence[Sequence[float] | Array], minimum: int) -> _Sample | None:
        """None where so few values would mislead."""
        columns = [np.asarray(stratum, dtype=np.float64) for stratum in strata]
        if not enough([len(column) for column in columns], minimum):
            return None
        squared = sum(_squared_error(column.var(), len(column)) for column in columns)
        mean = float(np.mean([column.mean() for column in columns]))
        return cls(columns, mean, float(np.sqrt(squared)) / len(columns))

    @property
    def sizes(self) -> list[int]:
        return [len(column) for column in self.columns]

    def interval(self, below: float, above: float) -> Interval:
        """From the ends of what is studentised."""
        low, high = self.mean - float(above) * self.error, self.mean - float(below) * self.error
        return Interval(min(self.mean, low), max(self.mean, high))


def _squared_error(variance: float | Array, n: int) -> Array:
    """The squared standard error of a mean of n values, from their variance with divisor n."""
    return np.asarray(variance / (n - 1))


def _studentised(samples: Sequence[_Sample], draws: int, seed: object, each: Each) -> Iterator[Array]:
    """Resampled (mean - true mean) / standard error of each sample, one a draw."""
    wanted = []
    for sample in samples:
        taken = affordable(draws, max(sample.sizes))
        for place, column in enumerate(sample.columns):
            centred = column - column.mean()
            wanted.append(Wanted(np.column_stack([centred, centred**2]), taken, (seed, place)))
    moments = iter(resample(wanted, each))
    for sample in samples:
        yield _combined(sample.columns, [next(moments) for _ in sample.columns])


def _combined(columns: Sequence[Array], moments: Sequence[Array]) -> Array:
    shift, squared = np.zeros(len(moments[0])), np.zeros(len(moments[0]))
    for column, found in zip(columns, moments, strict=True):
        variance = np.maximum(found[:, 1] - found[:, 0] ** 2, _SPREAD_FLOOR * column.var())
        shift += found[:, 0]
        squared += _squared_error(variance, len(column))
    return np.asarray(shift / np.sqrt(squared))


def resampled_means(columns: Array, *, draws: int = DRAWS, seed: object) -> Array:
    """Means of every column (n x c) over the same resampled rows: an array of draws x c."""
    return resample([Wanted(columns, draws, seed)])[0]


def stratified_means(strata: Sequence[Array], *, draws: int = DRAWS, seed: object) -> Array:
    """As `resampled_means`, for the unweighted mean of several strata (each n_s x c)."""
    return many_stratified_means([strata], draws=draws, seed=seed)[0]


def many_stratified_means(
    many: Sequence[Sequence[Array]], *, draws: int = DRAWS, seed: object, each: Each = in_turn
) -> list[Array]:
    """`stratified_means` of each of many; they are all held in memory."""
    wanted = [
        Wanted(stratum, affordable(draws, max(len(own) for own in strata)), (seed, place))
        for strata in many
        for place, stratum in enumerate(strata)
    ]
    parts = iter(resample(wanted, each))
    return [np.asarray(sum(next(parts) for _ in strata) / len(strata)) for strata in many]
