"""A judge that contradicts itself is not to be relied on, and the reading says so."""

from __future__ import annotations

import pytest

from core.rse.columns import judged
from core.rse.doubt import BELOW, FEWEST_IDENTICAL, FEWEST_PAIRS, Doubt, doubt
from core.rse.reading import read_rse
from core.rse.scores import RseRecord, RseRow

ROW = RseRow("m", "r", "judge-1", None, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 80, 0, 0)


def scored(*overall: float) -> list[RseRecord]:
    return [RseRecord("m", "r", "j", "s", f"{i:07d}", 0, v, v, v, v) for i, v in enumerate(overall)]


def found(overall: list[float], identical: list[float], *, all_same: bool = False) -> Doubt | None:
    return doubt(judged(scored(*overall)), identical, all_same)


def test_identical_responses_scored_low_are_a_contradiction() -> None:
    assert found([2.0] * 80, [2.0] * 80, all_same=True) == Doubt(2.0)
    assert found([5.0, 2.0, 3.0], [2.0] * (FEWEST_IDENTICAL - 1)) is None, "too few to say"
    assert found([5.0, 4.0, 3.0], [BELOW] * 3) is None, "a 4 now and then is no contradiction"


def test_one_score_for_all_is_said_of_ten_pairs_that_are_not_all_identical() -> None:
    assert found([3.0] * FEWEST_PAIRS, []) == Doubt(None)
    assert found([3.0] * (FEWEST_PAIRS - 1), []) is None
    assert found([3.0] * FEWEST_PAIRS + [4.0], []) is None
    assert found([5.0] * FEWEST_PAIRS, [5.0] * FEWEST_PAIRS, all_same=True) is None


@pytest.mark.parametrize(
    ("of", "english", "chinese"),
    [
        (
            Doubt(2.0),
            "gave identical responses 2.00 on average; a score of 5 was expected.",
            "平均打了 2.00 分",
        ),
        (Doubt(None), "gave every pair the same score", "每一对回答都打了相同的分数"),
    ],
)
def test_the_reading_cautions(of: Doubt, english: str, chinese: str) -> None:
    assert english in read_rse(ROW, doubt=of)
    assert "Do not rely on it." in read_rse(ROW, doubt=of)
    assert chinese in read_rse(ROW, doubt=of, language="zh")
    assert "rely" not in read_rse(ROW)


def test_scores_without_spread_have_no_interval_from_a_figure_to_itself() -> None:
    assert "2.00 on a scale of 1 to 5 (without any spread, so that there is no interval)" in read_rse(ROW)
    assert "（得分没有差别，因此没有区间）" in read_rse(ROW, language="zh")
