"""Paired comparisons by sign flips, Holm's correction, and what a number of prompts can show.

Under the hypothesis of no difference each pair's difference is as likely as its opposite (Fisher's paired
randomisation test). All tests are two-sided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.stats.draws import DRAWS, Array, Each, in_turn
from core.stats.randomness import generator

EXACT_PAIRS = 13  # 2 ** 13 assignments are fewer than the draws
_CHUNK = 2_000_000
_BLOCK = 100_000
_ROUNDING = 1e-9


def sign_flip_p(differences: ArrayLike, *, seed: object, draws: int = DRAWS) -> float:
    """The two-sided p of the mean difference over pairs.

    Exact up to 13 pairs that differ, else by seeded draws.
    """
    values = np.asarray(differences, dtype=np.float64)
    return sign_flip_ps(values[:, None], seed=seed, draws=draws)[0]


def sign_flip_ps(columns: Array, *, seed: object, draws: int = DRAWS) -> list[float]:
    """`sign_flip_p` of each column (pairs x columns), all with the same flips."""
    return many_sign_flip_ps([columns], seed=seed, draws=draws)[0]


def many_sign_flip_ps(
    many: Sequence[Array], *, seed: object, draws: int = DRAWS, each: Each = in_turn
) -> list[list[float]]:
    """`sign_flip_ps` of each of many: tests over equally many pairs share the flips, which cost most."""
    found = {place: ps for place, columns in enumerate(many) if (ps := _exact_ps(columns)) is not None}
    groups: dict[int, list[int]] = defaultdict(list)
    for place, columns in enumerate(many):
        if place not in found:
            groups[len(columns)].append(place)

    def drawn(pairs: int) -> list[float]:
        # The data count as one of the assignments, so that a p is valid and never 0.
        return _reached(_drawn_signs(pairs, draws, seed), np.hstack([many[p] for p in groups[pairs]]), own=1)

    for places, ps in zip(groups.values(), each(drawn, list(groups)), strict=True):
        rest = iter(ps)
        found |= {place: list(islice(rest, many[place].shape[1])) for place in places}
    return [found[place] for place in range(len(many))]


def _exact_ps(columns: Array) -> list[float] | None:
    """The ps over all assignments; None where there are too many of them."""
    differing = columns[np.any(columns != 0.0, axis=1)]
    if len(differing) == 0:
        return [1.0] * columns.shape[1]
    if len(differing) > EXACT_PAIRS:
        # Drawn for all pairs, equal ones too: so that tests over equally many pairs share the draws.
        return None
    return _reached(_all_signs(len(differing)), differing, own=0)


def _reached(signs: Iterator[Array], columns: Array, own: int) -> list[float]:
    """The share of assignments, with `own` of them in addition, that reach the observed sum of each column."""
    observed = np.abs(columns.sum(axis=0)) - _ROUNDING * np.abs(columns).sum(axis=0)
    reached, taken = np.zeros(columns.shape[1]), 0
    for block in signs:
        reached += (np.abs(block @ columns) >= observed).sum(axis=0)
        taken += len(block)
    return [float(count) for count in (reached + own) / (taken + own)]


def _all_signs(pairs: int) -> Iterator[Array]:
    bits = (np.arange(2**pairs)[:, None] >> np.arange(pairs)) & 1
    yield np.asarray(1.0 - 2.0 * bits, dtype=np.float64)


def _drawn_signs(pairs: int, draws: int, seed: object) -> Iterator[Array]:
    step = max(1, _CHUNK // pairs)
    rows = max(4, _BLOCK // pairs // 4 * 4)  # worked on at once: more would not stay in the processor's cache
    for start in range(0, draws, step):
        flips = _flips(min(step, draws - start), pairs, f"{seed!r}/{start}")
        yield from (flips[row : row + rows].astype(np.float64) for row in range(0, len(flips), rows))


@lru_cache(maxsize=16)
def _flips(draws: int, pairs: int, seed: str) -> NDArray[np.int8]:
    """Signs, kept in a byte each: the highest bits of random bytes, as `integers(0, 2)` takes them, but faster."""
    raw = generator("sign flips", seed, pairs).bit_generator.random_raw(-(-draws * pairs // 8))
    high = raw.astype("<u8", copy=False).view(np.uint8)[: draws * pairs] >> 7
    return (1 - 2 * high.astype(np.int8)).reshape(draws, pairs)


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p values, in the order given (Scandinavian Journal of Statistics 6, 1979)."""
    adjusted, highest = [1.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, ps[place] * (len(ps) - rank)))
        adjusted[place] = highest
    return adjusted


def smallest_difference(sd: float, n: int, *, power: float = 0.8, confidence: float = 0.95) -> float:
    """The mean paired difference that `n` prompts show with that power, given the sd of the differences.

    (z of the confidence + z of the power) x sd / sqrt(n), the usual normal approximation.
    """
    if n < 1 or sd < 0:
        raise ValueError("at least one prompt and a spread of 0 or more are needed")
    normal = NormalDist()
    return (normal.inv_cdf((1 + confidence) / 2) + normal.inv_cdf(power)) * sd / sqrt(n)
