from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rse.labels import Label, choose_for_labels, judge_corrected
from core.rse.scores import RseRecord


def record(model: str, prompt: int, overall: float) -> RseRecord:
    return RseRecord(model, "r", "j", "a", f"{prompt:04}", 0, overall, overall, overall, overall)


def test_rare_scores_are_chosen_too() -> None:
    records = [record("m", i, 3.0) for i in range(900)] + [record("m", 900 + i, 5.0) for i in range(20)]
    chosen = choose_for_labels(records, seed=1)
    assert Counter(each.record.overall for each in chosen) == {3.0: 15, 5.0: 15}
    assert {each.record.overall: each.weight for each in chosen} == {3.0: 60.0, 5.0: 20 / 15}


def test_unscored_judgments_are_not_asked_for() -> None:
    assert choose_for_labels([RseRecord("m", "r", "j", "a", "1", outcome="unscored")], seed=1) == []


@given(
    st.lists(st.tuples(st.sampled_from("mn"), st.floats(1, 5)), max_size=60),
    st.integers(0, 40),
    st.randoms(use_true_random=False),
)
def test_the_choice_is_seeded_and_its_weights_add_up(
    values: list[tuple[str, float]], count: int, rng: random.Random
) -> None:
    records = [record(model, i, overall) for i, (model, overall) in enumerate(values)]
    chosen = choose_for_labels(records, seed=1, count=count)
    assert len(chosen) == min(count, len(records))
    assert len({each.record.prompt for each in chosen}) == len(chosen)
    strata = {(each.record.model, np.floor((each.record.overall or 0) + 0.5)) for each in chosen}
    if count >= 20:
        assert len(strata) == len({(m, np.floor(v + 0.5)) for m, v in values})
        assert sum(each.weight for each in chosen) == pytest.approx(len(records))
    rng.shuffle(records)
    assert choose_for_labels(records, seed=1, count=count) == chosen


def test_a_constant_error_of_the_judge_is_taken_out() -> None:
    judge = np.random.default_rng(1).uniform(2, 4, 500)
    corrected = judge_corrected(judge, [Label(score - 0.5, score) for score in judge[:100]])
    assert corrected is not None
    assert corrected.score == pytest.approx(judge.mean() - 0.5)
    assert corrected.shift == pytest.approx(-0.5)
    assert corrected.high - corrected.low == pytest.approx(
        2 * 1.96 * judge.std(ddof=1) / np.sqrt(500), rel=1e-3
    )


def test_weights_undo_the_stratified_choice() -> None:
    # The judge errs by 1 on rare judgments, labelled as often as the common ones.
    labels = [Label(3.0, 3.0, weight=9.0)] * 50 + [Label(4.0, 5.0, weight=1.0)] * 50
    corrected = judge_corrected([3.0] * 90 + [5.0] * 10, labels)
    assert corrected is not None
    assert corrected.shift == pytest.approx(-0.1)


def test_few_labels_correct_nothing() -> None:
    assert judge_corrected([3.0] * 500, [Label(3.0, 3.0)] * 99) is None


def test_responses_to_one_prompt_do_not_count_as_so_many_prompts() -> None:
    """Three models beside each other differ by prompt more than by model: 600 judgments are 200 draws."""
    drawn = np.random.default_rng(5)
    covered, alone = 0, 0
    for _ in range(200):
        truth = np.repeat(drawn.normal(3.0, 0.6, 200), 3) + drawn.normal(0.0, 0.1, 600)
        judge = truth + 0.3 + np.repeat(drawn.normal(0.0, 0.3, 200), 3)
        prompts = np.repeat(np.arange(200), 3).tolist()
        labels = [Label(truth[i], judge[i], 1.0, prompts[i]) for i in drawn.permutation(600)[:150]]
        found = judge_corrected(judge, labels, prompts=prompts)
        plain = judge_corrected(judge, labels)
        assert found is not None
        assert plain is not None
        covered += found.low <= 3.0 <= found.high
        alone += plain.low <= 3.0 <= plain.high
    assert covered >= 186
    assert alone < covered
