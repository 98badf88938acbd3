"""Resampled rows for many columns at once.

The draws cost most by far, and they depend on the number of rows and the seed alone: whatever has both in common is
multiplied with the same draws, which gives the very figures that it would have by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.stats.randomness import generator

Array = NDArray[np.float64]
T = TypeVar("T")
U = TypeVar("U")

DRAWS = 10_000
_CELLS = 50_000_000  # draws x values; beyond it fewer draws are taken, never below 1,000
_CHUNK = 2_000_000
_BLOCK = 32_000  # cells counted at once: more would not stay in the processor's cache
_FEW_COLUMNS = 4


class Each(Protocol):
    """Does work for each of many items. Whoever calls may lend threads for it."""

    def __call__(self, work: Callable[[T], U], items: Sequence[T], /) -> list[U]:
        """The results, in the order of the items."""
        ...


def in_turn(work: Callable[[T], U], items: Sequence[T], /) -> list[U]:
    """One after the other."""
    return [work(item) for item in items]


class Wanted(NamedTuple):
    """Columns (n x c) whose resampled means are wanted."""

    columns: Array
    draws: int
    seed: object


def affordable(draws: int, n: int) -> int:
    """How many draws of n rows are taken where `draws` are asked for."""
    return max(min(draws, 1000), min(draws, _CELLS // max(n, 1)))


def resample(wanted: Sequence[Wanted], each: Each = in_turn) -> list[Array]:
    """For each: the means of every column over the same resampled rows, an array of draws x c.

    The draws depend on seed, n and their number only, so that columns with the same are resampled jointly. Above 50
    million cells fewer draws are taken.
    """
    groups: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for place, one in enumerate(wanted):
        n = len(one.columns)
        groups[n, affordable(one.draws, n), repr(one.seed)].append(place)
    joint = each(lambda key: _jointly(*key, [wanted[place].columns for place in groups[key]]), list(groups))
    found = dict(zip((place for places in groups.values() for place in places), _chained(joint), strict=True))
    return [found[place] for place in range(len(wanted))]


def _chained(lists: Sequence[list[T]]) -> Iterator[T]:
    for each in lists:
        yield from each


def _jointly(n: int, draws: int, seed: str, columns: Sequence[Array]) -> list[Array]:
    parts: list[list[Array]] = [[] for _ in columns]
    for counts in _chunks(n, draws, seed):
        for own, sums in zip(parts, _sums(counts.astype(np.float64), columns), strict=True):
            own.append(sums)
    return [np.concatenate(own) / n for own in parts]


def _sums(counts: Array, columns: Sequence[Array]) -> Iterator[Array]:
    """The counts times each of the tables, in order; all wide ones in one product."""
    wide = [table for table in columns if table.shape[1] > _FEW_COLUMNS]
    product = counts @ np.hstack(wide) if wide else counts
    at = 0
    for table in columns:
        if table.shape[1] > _FEW_COLUMNS:
            yield np.ascontiguousarray(product[:, at : at + table.shape[1]])
            at += table.shape[1]
        else:  # for a few columns one product each is twice as fast as one product of thin matrices
            yield np.column_stack([counts @ column for column in np.ascontiguousarray(table.T)])


def _chunks(n: int, draws: int, seed: str) -> Iterator[NDArray[np.uint8]]:
    """How often each of n rows is drawn, in blocks of draws that bound the memory."""
    step = max(1, _CHUNK // n)
    for start in range(0, draws, step):
        yield _counts(n, min(step, draws - start), f"{seed}/{start}")


@lru_cache(maxsize=32)
def _counts(n: int, draws: int, seed: str) -> NDArray[np.uint8]:
    picked = generator("bootstrap", n, draws, seed).integers(0, n, size=(draws, n), dtype=np.int32)
    counts, rows = np.empty((draws, n), dtype=np.uint8), max(1, _BLOCK // n)
    for start in range(0, draws, rows):
        block = picked[start : start + rows]
        block += np.arange(0, len(block) * n, n, dtype=np.int32)[:, None]
        counts[start : start + rows] = np.bincount(block.ravel(), minlength=block.size).reshape(-1, n)
    return counts
