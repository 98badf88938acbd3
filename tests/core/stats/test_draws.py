"""What is drawn once for many gives each of them what it would have got by itself."""

from __future__ import annotations

import numpy as np
import pytest

from core.report.cores import Cores
from core.stats.bootstrap import (
    many_stratified_means,
    stratified_interval,
    stratified_intervals,
    stratified_means,
)
from core.stats.draws import Wanted, portions, resample
from core.stats.permutation import many_sign_flip_ps, sign_flip_ps
from core.stats.randomness import generator

DICE = np.random.default_rng(11)
# Thin and wide tables, equal and different numbers of rows and seeds; more rows than are worked on at once.
TABLES = [
    Wanted(DICE.normal(size=(n, columns)), draws, seed)
    for n, columns, draws, seed in (
        (50, 2, 2_000, 1), (50, 9, 2_000, 1), (50, 2, 2_000, (1, 0)), (51, 9, 2_000, 1), (50, 6, 2_000, 1),
        (3_100, 1, 1_500, 1), (3_100, 7, 1_500, 1), (1, 3, 10, "s"),
    )
]  # fmt: skip


@pytest.mark.parametrize("each", [lambda work, items: [work(item) for item in items], Cores()])
def test_each_of_many_is_what_it_is_alone(each: object) -> None:
    for found, wanted in zip(resample(TABLES, each), TABLES, strict=True):  # type: ignore[arg-type]
        assert found.shape == (wanted.draws, wanted.columns.shape[1])
        assert found == pytest.approx(resample([wanted])[0], rel=1e-12, abs=1e-14)


def test_means_are_those_of_the_rows_that_were_drawn() -> None:
    wanted = TABLES[4]
    picked = generator("bootstrap", 50, 2_000, f"{wanted.seed!r}/0").integers(
        0, 50, (2_000, 50), dtype=np.int32
    )
    assert resample([wanted])[0] == pytest.approx(wanted.columns[picked].mean(axis=1), abs=1e-12)


def test_intervals_of_many_are_those_of_each() -> None:
    sizes = [(40,), (40, 30), (30,), (29,), (40, 4), (600, 40), ()]
    many = [[DICE.normal(3, 1, n) for n in own] for own in sizes] + [[np.full(40, 3.0)]]
    alone = [stratified_interval(strata, seed=3, draws=400) for strata in many]
    assert [interval is None for interval in alone] == [False, False, False, True, True, False, True, False]
    assert stratified_intervals(many, seed=3, draws=400) == alone
    assert stratified_intervals(many, seed=3, draws=400, each=Cores()) == alone


def test_stratified_means_of_many_are_those_of_each() -> None:
    many = [[DICE.normal(size=(n, 3)) for n in own] for own in ((10, 20), (10,), (20, 10))]
    for found, strata in zip(many_stratified_means(many, seed=1, draws=300), many, strict=True):
        assert np.array_equal(found, stratified_means(strata, seed=1, draws=300))


def test_flips_of_many_are_those_of_each() -> None:
    many = [DICE.normal(0.1, 1, (pairs, columns)) for pairs, columns in ((40, 2), (8, 1), (40, 1), (41, 3))]
    many.append(np.zeros((20, 2)))
    alone = [sign_flip_ps(columns, seed=1, draws=2_000) for columns in many]
    assert many_sign_flip_ps(many, seed=1, draws=2_000) == alone
    assert many_sign_flip_ps(many, seed=1, draws=2_000, each=Cores()) == alone
    assert alone[-1] == [1.0, 1.0]


@pytest.mark.parametrize("pairs", [14, 33, 401])
def test_flips_are_the_generators_own_coins(pairs: int) -> None:
    column = DICE.normal(0.05, 1, (pairs, 1))
    coins = generator("sign flips", "7/0", pairs).integers(0, 2, size=(1_000, pairs), dtype=np.int8)
    reached = np.abs((1.0 - 2.0 * coins) @ column) >= np.abs(column.sum()) - 1e-9 * np.abs(column).sum()
    assert sign_flip_ps(column, seed=7, draws=1_000) == [(reached.sum() + 1) / 1_001]


def test_portions_keep_the_order_and_the_limit() -> None:
    assert list(portions([3, 1, 1, 9, 2], lambda cost: cost, 4)) == [[3, 1], [1], [9], [2]]
    assert list(portions([], lambda _: 1, 4)) == []


def test_threads_keep_the_order_and_raise_what_failed() -> None:
    assert Cores()(lambda item: item * 2, range(50)) == [item * 2 for item in range(50)]
    with pytest.raises(ZeroDivisionError):
        Cores()(lambda item: 1 // item, [3, 2, 1, 0, 1])
