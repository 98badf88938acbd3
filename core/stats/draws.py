"""Resampled rows for many columns at once.

The draws cost most by far, and they depend on the number of rows and the seed alone: whatever has both in common is
multiplied with the same draws, which gives the very figures that it would have by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
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
_BLOCK = 100_000  # cells worked on at once: more would not stay in the processor's cache
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


def portions(items: Iterable[T], cost: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """The items in order, some at a time: as many as cost no more than `most` together, one at the least."""
    held: list[T] = []
    spent = 0
    for item in items:
        if held and spent + cost(item) > most:
            yield held
            held, spent = [], 0
        held.append(item)
        spent += cost(item)
    if held:
        yield held


def _chained(lists: Sequence[list[T]]) -> Iterator[T]:
    for each in lists:
        yield from each


def _jointly(n: int, draws: int, seed: str, columns: Sequence[Array]) -> list[Array]:
    """The resampled means of each table. All wide ones are multiplied at once, narrow ones column by column, which is
    twice as fast as a product of thin matrices."""
    wide = [table for table in columns if table.shape[1] > _FEW_COLUMNS]
    product = [np.hstack(wide)] if wide else []
    single = [column for table in columns if table.shape[1] <= _FEW_COLUMNS for column in table.T]
    sums = _sums(n, draws, seed, [*product, *map(np.ascontiguousarray, single)])
    broad, rest = iter(sums[0].T if wide else ()), iter(sums[len(product) :])
    taken = (islice(broad if len(table.T) > _FEW_COLUMNS else rest, len(table.T)) for table in columns)
    return [np.column_stack(list(own)) / n for own in taken]


def _sums(n: int, draws: int, seed: str, factors: Sequence[Array]) -> list[Array]:
    """How often each row is drawn, times each of the factors."""
    found = [np.empty((draws, *factor.shape[1:])) for factor in factors]
    at, rows = 0, max(4, _BLOCK // n // 4 * 4)  # BLAS takes four rows at a time: more do not change a figure
    for counts in _chunks(n, draws, seed):
        for start in range(0, len(counts), rows):
            block = counts[start : start + rows].astype(np.float64)
            for factor, own in zip(factors, found, strict=True):
                np.matmul(block, factor, out=own[at : at + len(block)])
            at += len(block)
    return found


def _chunks(n: int, draws: int, seed: str) -> Iterator[NDArray[np.uint8]]:
    """How often each of n rows is drawn, in blocks of draws that bound the memory."""
    step = max(1, _CHUNK // n)
    for start in range(0, draws, step):
        yield _counts(n, min(step, draws - start), f"{seed}/{start}")


@lru_cache(maxsize=32)
def _counts(n: int, draws: int, seed: str) -> NDArray[np.uint8]:
    drawn, rows = generator("bootstrap", n, draws, seed), max(1, _BLOCK // n)
    counts = np.empty((draws, n), dtype=np.uint8)
    for start in range(0, draws, rows):
        own = counts[start : start + rows]
        picked = drawn.integers(0, n, size=own.shape, dtype=np.int32)
        picked += np.arange(0, own.size, n, dtype=np.int32)[:, None]
        own[:] = np.bincount(picked.ravel(), minlength=own.size).reshape(own.shape)
    return counts
