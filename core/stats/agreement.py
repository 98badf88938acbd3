"""How far judges, repeats and people agree.

Krippendorff's alpha (ordinal) comes from the `krippendorff` library; its bootstrap over prompts needs
thousands of alphas and is computed here from each prompt's coincidences, which add up over prompts
(Krippendorff, Content Analysis, chapter 11). Ratings are a table of raters x prompts, NaN where a rater
gave none.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.stats.bootstrap import CONFIDENCE, MINIMUM, Interval, resampled_means
from core.stats.draws import DRAWS

Array = NDArray[np.float64]

# A five-point scale in quarter steps has 17 values. Beyond this many, ratings are measurements rather than
# categories, and alpha, which counts coincidences of values, is not given.
_MOST_VALUES = 25
# What was rated twice, below which people are shown no figure: of fewer than ten, one alone moves the share that
# agrees by more than ten points, and alpha or kappa from well above chance to well below it.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two or more raters over prompts.

    alpha: Krippendorff's, ordinal, at most 1; None where only one value occurs (undefined), where more than
    25 do (measurements, not categories), or where nothing is shared. low, high: its 95 % bootstrap interval
    over prompts; None under 30 prompts. exact, within_one: shares of rater pairs that agree exactly or
    differ by at most one point. n: prompts rated by two raters or more.
    """

    alpha: float | None
    low: float | None
    high: float | None
    exact: float | None
    within_one: float | None
    n: int


def agreement(
    ratings: ArrayLike, *, seed: object, groups: Sequence[Hashable] | None = None, draws: int = DRAWS
) -> Agreement:
    """The agreement of raters (rows) over what they rated (columns).

    groups: the prompt of each column, where several responses to one prompt were rated; the interval then
    resamples prompts with all that belongs to them.
    """
    table = np.atleast_2d(np.asarray(ratings, dtype=np.float64))
    n = int(_rated_twice(table).sum())
    if n == 0:
        return Agreement(None, None, None, None, None, 0)
    low, high = alpha_interval(table, seed=seed, groups=groups, draws=draws) or (None, None)
    return Agreement(ordinal_alpha(table), low, high, share_within(table, 0.0), share_within(table, 1.0), n)


def _rated_twice(table: Array) -> NDArray[np.bool_]:
    return np.asarray((~np.isnan(table)).sum(axis=0) >= 2)


def ordinal_alpha(ratings: ArrayLike) -> float | None:
    """Krippendorff's ordinal alpha; None where fewer than two values occur, or more than 25."""
    table = np.atleast_2d(np.asarray(ratings, dtype=np.float64))
    table = table[:, _rated_twice(table)]
    if not 2 <= len(np.unique(table[~np.isnan(table)])) <= _MOST_VALUES:
        return None
    import krippendorff

    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal"))


def alpha_interval(
    ratings: ArrayLike,
    *,
    seed: object,
    groups: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
) -> Interval | None:
    """The 95 % percentile bootstrap interval of ordinal alpha over prompts; None below 30 prompts."""
    table = np.atleast_2d(np.asarray(ratings, dtype=np.float64))
    rated = _rated_twice(table)
    prompts = [group for group, kept in zip(groups or range(table.shape[1]), rated, strict=True) if kept]
    table = table[:, rated]
    values = np.unique(table[~np.isnan(table)])
    if len(set(prompts)) < MINIMUM or not 2 <= len(values) <= _MOST_VALUES:
        return None
    summed = _by_prompt(_coincidences(table, values), prompts)
    resampled = resampled_means(summed.reshape(len(summed), -1), seed=seed, draws=draws)
    return _ends(_alphas(resampled.reshape(-1, len(values), len(values)) * len(summed)))


def _by_prompt(coincidences: Array, prompts: Sequence[Hashable]) -> Array:
    places = {prompt: place for place, prompt in enumerate(dict.fromkeys(prompts))}
    summed = np.zeros((len(places), *coincidences.shape[1:]))
    np.add.at(summed, [places[prompt] for prompt in prompts], coincidences)
    return summed


def _ends(alphas: Array) -> Interval | None:
    known = alphas[~np.isnan(alphas)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1.0 - CONFIDENCE) / 2, (1.0 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))


def _coincidences(table: Array, values: Array) -> Array:
    """Each column's coincidence matrix: columns x values x values."""
    counts = (table[:, :, None] == values).sum(axis=0).astype(np.float64)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(values))
    return np.asarray(pairs / (counts.sum(axis=1) - 1.0)[:, None, None])


def _alphas(coincidences: Array) -> Array:
    """Ordinal alpha of each coincidence matrix (a sum over prompts); NaN where all ratings are the same."""
    marginal = coincidences.sum(axis=2)
    middle = np.cumsum(marginal, axis=1) - marginal / 2
    distance = (middle[:, :, None] - middle[:, None, :]) ** 2
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (marginal[:, :, None] * marginal[:, None, :] * distance).sum(axis=(1, 2))
    expected /= marginal.sum(axis=1) - 1.0
    possible = expected > 0
    ratio = np.divide(observed, expected, out=np.full_like(observed, np.nan), where=possible)
    return np.asarray(1.0 - ratio)


def share_within(ratings: ArrayLike, points: float) -> float | None:
    """The share of pairs of raters, over all prompts, whose ratings differ by at most `points`."""
    table = np.atleast_2d(np.asarray(ratings, dtype=np.float64))
    gaps = np.concatenate([np.abs(a - b) for a, b in combinations(table, 2)] or [np.empty(0)])
    gaps = gaps[~np.isnan(gaps)]
    return float(np.mean(gaps <= points + 1e-9)) if len(gaps) else None


def spearman(first: ArrayLike, second: ArrayLike) -> float | None:
    """Spearman's rank correlation, ties sharing their mean rank; None where either does not vary."""
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    known = ~(np.isnan(a) | np.isnan(b))
    a, b = _ranks(a[known]), _ranks(b[known])
    if len(a) < 2 or a.std() == 0.0 or b.std() == 0.0:
        return None
    return float(np.clip(np.corrcoef(a, b)[0, 1], -1.0, 1.0))


def _ranks(values: Array) -> Array:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[places], dtype=np.float64)


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Cohen's kappa of two raters' categories (Educational and Psychological Measurement 20, 1960).

    None where both use one and the same category throughout, or there is nothing to compare.
    """
    if len(first) != len(second):
        raise ValueError("both raters must judge the same items")
    n = len(first)
    by_chance = sum(first.count(label) * second.count(label) for label in set(first)) / n**2 if n else 1.0
    if by_chance == 1.0:
        return None
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    return (observed - by_chance) / (1.0 - by_chance)
