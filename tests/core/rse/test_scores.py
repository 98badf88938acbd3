from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rse.rows import distribution, score_rows
from core.rse.scores import RseRecord, RseRow, extremes, order_effect

OUTCOMES = st.sampled_from(["scored", "scored", "unscored", "no_answer"])


def scored(prompt: object, overall: float, **changes: object) -> RseRecord:
    values: dict[str, object] = {
        "model": "m",
        "reference": "r",
        "judge": "j",
        "prompt_set": "a",
        "prompt": str(prompt),
        "style": overall,
        "structure": overall,
        "content": overall,
        "overall": overall,
    }
    return RseRecord(**(values | changes))  # type: ignore[arg-type]


def row_of(rows: Sequence[RseRow], prompt_set: str | None) -> RseRow:
    [row] = [row for row in rows if row.prompt_set == prompt_set]
    return row


def test_means_are_over_prompts() -> None:
    records = [scored(1, 2, style=1.0), scored(2, 4, style=2.0)]
    row = row_of(score_rows(records, 7), "a")
    assert (row.overall, row.style, row.content, row.n) == (3.0, 1.5, 3.0, 2)
    assert (row.low, row.high) == (None, None)
    assert row.profile == {"style": 1.5, "structure": 3.0, "content": 3.0}


def test_repeats_of_a_prompt_count_once() -> None:
    records = [scored(1, 1, repeat=0), scored(1, 1, repeat=1), scored(1, 1, repeat=2), scored(2, 5)]
    row = row_of(score_rows(records, 7), "a")
    assert (row.overall, row.n) == (3.0, 2)


def test_the_mean_of_sets_is_unweighted() -> None:
    records = [scored(i, 2, prompt_set="large") for i in range(40)] + [scored(1, 4, prompt_set="small")]
    row = row_of(score_rows(records, 7), None)
    assert (row.overall, row.n) == (3.0, 41)


def test_one_set_alone_is_its_own_mean() -> None:
    rng = random.Random(1)
    rows = score_rows([scored(i, rng.choice([1, 2, 5])) for i in range(50)], 7)
    own, mean = row_of(rows, "a"), row_of(rows, None)
    assert (own.overall, own.low, own.high, own.n) == (mean.overall, mean.low, mean.high, mean.n)
    assert own.low is not None
    assert own.overall is not None
    assert own.high is not None
    assert 1.0 <= own.low < own.overall < own.high <= 5.0


def test_what_has_no_score_is_counted_and_left_out() -> None:
    records = [
        scored(1, 3),
        scored(2, 3, outcome="unscored"),
        scored(3, 3, style=None),
        scored(4, 3, outcome="no_answer"),
    ]
    row = row_of(score_rows(records, 7), "a")
    assert (row.n, row.unscored, row.no_answer, row.overall) == (1, 2, 1, 3.0)


def test_no_score_at_all_gives_a_row_of_nothing() -> None:
    rows = score_rows([scored(1, 3, outcome="no_answer")], 7)
    assert [row.overall for row in rows] == [None, None]
    assert rows[0].as_json()["no_answer"] == 1


def test_judges_are_never_mixed() -> None:
    rows = score_rows([scored(1, 1), scored(1, 5, judge="other")], 7)
    assert [(row.judge, row.prompt_set, row.overall) for row in rows] == [
        ("j", "a", 1.0),
        ("j", None, 1.0),
        ("other", "a", 5.0),
        ("other", None, 5.0),
    ]


RECORDS = st.lists(
    st.builds(
        scored,
        st.integers(0, 40),
        st.floats(1, 5),
        model=st.sampled_from(["m", "n"]),
        prompt_set=st.sampled_from(["a", "b"]),
        outcome=OUTCOMES,
    ),
    max_size=120,
)


@settings(max_examples=30, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(records: list[RseRecord], rng: random.Random) -> None:
    shuffled = list(records)
    rng.shuffle(shuffled)
    rows = score_rows(records, 7)
    assert rows == score_rows(shuffled, 7)
    for row in rows:
        if row.overall is not None and row.low is not None and row.high is not None:
            assert 1.0 <= row.low <= row.overall + 1e-9
            assert row.overall - 1e-9 <= row.high <= 5.0


def test_a_distribution_rounds_halves_up() -> None:
    records = [scored(i, value) for i, value in enumerate([1.0, 1.4, 1.5, 2.5, 4.5, 5.0])]
    assert distribution(records) == {1: 2, 2: 1, 3: 1, 4: 0, 5: 2}


def test_extremes_are_the_worst_and_the_best() -> None:
    records = [scored(i, value) for i, value in enumerate([3.0, 1.0, 5.0, 2.0])]
    lowest, highest = extremes(records, 2)
    assert [each.overall for each in lowest] == [1.0, 2.0]
    assert [each.overall for each in highest] == [5.0, 3.0]


def test_the_order_effect_is_ab_less_ba() -> None:
    records = [scored(i, 4 + i % 2, order="AB") for i in range(20)]
    records += [scored(100 + i, 3 + i % 2, order="BA") for i in range(20)]
    effect = order_effect(records)
    assert effect.difference == pytest.approx(1.0)
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 1.0 < effect.high
    assert order_effect(records[:20]).difference is None
    assert order_effect(records[15:25]).low is None


def test_an_order_effect_over_repeats_is_one_within_prompts() -> None:
    overall = [1.5 + i % 4 for i in range(40)]
    records = [scored(i, each, order="AB") for i, each in enumerate(overall)]
    records += [scored(i, each - 0.5 + i % 2 / 10, order="BA", repeat=1) for i, each in enumerate(overall)]
    effect = order_effect(records)
    assert effect.low is not None
    assert effect.high is not None
    within = np.asarray([0.5 - i % 2 / 10 for i in range(40)])
    half = 2.0227 * float(within.std(ddof=1)) / 40**0.5
    assert (effect.high - effect.low) / 2 == pytest.approx(half, rel=1e-4)  # as of a paired t-test
