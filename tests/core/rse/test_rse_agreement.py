from __future__ import annotations

import numpy as np
import pytest

from core.rse.agreement import between_judges, between_repeats
from core.rse.columns import joined, judged
from core.rse.scores import RseRecord
from core.stats.agreement import alpha_interval


def rated(judge: str, scores: list[float], repeat: int = 0, model: str = "m") -> list[RseRecord]:
    return [
        RseRecord(model, "r", judge, "a", f"{i:03}", repeat, score, score, score, score)
        for i, score in enumerate(scores)
    ]


def test_judges_that_agree_have_alpha_one() -> None:
    rows = between_judges(rated("a", [1, 3, 5] * 12) + rated("b", [1, 3, 5] * 12), seed=1, draws=200)
    assert [row.score for row in rows] == ["style", "structure", "content", "overall"]
    for row in rows:
        assert row.raters == ("a", "b")
        assert (row.agreement.alpha, row.agreement.exact, row.agreement.n) == (1.0, 1.0, 36)
        assert (row.agreement.low, row.agreement.high, row.spearman) == (1.0, 1.0, pytest.approx(1.0))


def test_a_measuring_judge_gets_spearman_and_no_alpha() -> None:
    measured = np.linspace(1.1, 4.9, 60)
    records = rated("llm", [float(round(value)) for value in measured]) + rated("measured", measured.tolist())
    row = between_judges(records, seed=1, draws=200)[0]
    assert row.agreement.alpha is None
    assert row.spearman is not None
    assert row.spearman > 0.95


def test_judges_that_share_nothing_have_no_row() -> None:
    assert between_judges(rated("a", [1, 2]) + rated("b", [1, 2], model="n"), seed=1) == []
    assert between_judges(rated("a", [1, 2]), seed=1) == []


def test_repeats_are_compared_within_a_judge() -> None:
    records = rated("a", [1, 2, 3, 4]) + rated("a", [1, 2, 3, 5], repeat=1) + rated("once", [1, 2])
    rows = between_repeats(records, seed=1)
    assert {row.raters for row in rows} == {("a",)}
    assert rows[0].agreement.exact == 0.75
    assert rows[0].agreement.within_one == 1.0


def test_responses_to_one_prompt_are_resampled_together() -> None:
    rng = np.random.default_rng(3)
    first = rng.integers(1, 6, 60)
    second = np.where(rng.random(60) < 0.6, first, rng.integers(1, 6, 60))
    table = np.repeat(np.asarray([first, second], dtype=float), 5, axis=1)
    prompts = np.repeat(np.arange(60), 5).tolist()
    single = alpha_interval(np.asarray([first, second], dtype=float), seed=1)
    grouped, apart = alpha_interval(table, seed=1, groups=prompts), alpha_interval(table, seed=1)
    assert single is not None
    assert grouped is not None
    assert apart is not None
    # Five copies of every judgment tell nothing new: the width stays; taken as independent it would shrink.
    assert grouped.high - grouped.low == pytest.approx(single.high - single.low, rel=0.1)
    assert apart.high - apart.low < 0.7 * (grouped.high - grouped.low)


def test_a_label_counts_in_each_score_that_it_gives() -> None:
    people = [RseRecord("m", "r", "me", "a", f"{i:03}", overall=float(1 + i)) for i in range(4)]
    people.append(RseRecord("m", "r", "me", "a", "004", 0, 5.0, 5.0, None, 5.0))
    labels = judged(people, int, partly=True)
    rows = between_judges(joined(judged(rated("judge", [1, 2, 3, 4, 5]), int), labels), seed=1)
    assert {row.score: row.agreement.n for row in rows} == {"style": 1, "structure": 1, "overall": 5}
    assert rows[-1].agreement.exact == rows[-1].agreement.alpha == 1.0


def test_labels_that_share_no_score_have_no_row() -> None:
    first = [RseRecord("m", "r", "me", "a", "1", style=3.0)]
    second = [RseRecord("m", "r", "you", "a", "1", overall=3.0)]
    assert between_judges(judged(first + second, int, partly=True), seed=1) == []


def test_some_scores_of_a_judge_are_no_judgment() -> None:
    part = [RseRecord("m", "r", "a", "a", "000", overall=3.0)]
    assert between_judges(part + rated("b", [3]), seed=1) == []
