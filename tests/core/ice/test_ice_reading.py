from __future__ import annotations

from dataclasses import replace

from core.ice.reading import read_ice
from core.ice.scores import IceRow

ROW = IceRow(
    model="m",
    judge="rules",
    asked=1000,
    answered=1000,
    unscored=0,
    loose=0.418,
    strict=0.297,
    hard=0.158,
    low=0.38,
    high=0.46,
    topics={},
    claims={"Zhipu": 300, "OpenAI": 210},
    claims_in_conflict={"OpenAI": 210, "Anthropic": 3},
    hard_unnamed=0.25,
    unnamed=632,
)


def test_conflicts_are_worded_with_counts_and_claims() -> None:
    text = read_ice(ROW)
    assert "found 418 of 1000 responses of m in conflict" in text
    assert "(41.8%, 95 % interval 38.0% to 46.0%)" in text
    assert "most often claims to come from OpenAI (210 times); 158 of the 632 responses" in text
    assert "several causes" in text


def test_a_zero_is_found_none_and_no_acquittal() -> None:
    none = replace(ROW, loose=0.0, low=None, high=0.168, bound="upper", claims_in_conflict={})
    text = read_ice(none)
    assert "found none of 1000 responses" in text
    assert "at most 16.8%" in text
    assert "no acquittal" in text
    assert "清白" in read_ice(none, language="zh")


def test_a_search_is_no_rate() -> None:
    assert "not a rate" in read_ice(ROW, found_by_search=True)


def test_few_templates_and_bounds_are_named() -> None:
    assert "fewer than ten" in read_ice(replace(ROW, low=None, high=None))
    assert "at least 90.0%" in read_ice(replace(ROW, loose=1.0, low=0.9, high=None))
    assert "claims no maker" in read_ice(replace(ROW, claims_in_conflict={}))


def test_nothing_answered_is_said() -> None:
    silent = replace(ROW, answered=0, loose=None, strict=None, hard=None, low=None, high=None)
    assert read_ice(silent) == "m answered none of the 1000 questions, so nothing can be said."


def test_chinese_has_the_same_figures() -> None:
    text = read_ice(ROW, language="zh")
    for figure in ("418", "41.8%", "38.0%", "OpenAI", "158", "632"):
        assert figure in text
