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
    assert text.startswith("The rules judge (built in) found 418 of the 1,000 responses of m in conflict")
    assert "(41.8 %, 95 % interval 38.0 % to 46.0 %)" in text
    assert (
        "most often claims to come from OpenAI (210 times). Where the prompt itself named none of the" in text
    )
    assert "(the strict list), 158 of 632 responses still claimed to be one of them." in text
    assert "several causes" in text


def test_a_zero_is_none_found_and_not_none_there() -> None:
    none = replace(ROW, loose=0.0, low=None, high=0.168, bound="upper", claims_in_conflict={}, lineages=20)
    text = read_ice(none)
    assert "found none of the 1,000 responses" in text
    assert (
        "at most 16.8 % by the 95 % interval, which counts the 20 template families and not the answers"
        in text
    )
    assert "does not mean that there is none" in text
    assert "too few" not in text
    assert "并不表示不存在" in read_ice(none, language="zh")


def test_a_search_is_no_rate() -> None:
    assert "not a rate" in read_ice(ROW, found_by_search=True)


def test_few_templates_and_bounds_are_named() -> None:
    assert "fewer than ten" in read_ice(replace(ROW, low=None, high=None))
    assert "at least 90.0 %" in read_ice(replace(ROW, loose=1.0, low=0.9, high=None))
    assert "claims no maker" in read_ice(replace(ROW, claims_in_conflict={}))


def test_nothing_answered_is_said() -> None:
    silent = replace(ROW, answered=0, loose=None, strict=None, hard=None, low=None, high=None)
    assert read_ice(silent) == "m answered none of the 1,000 questions, so nothing can be said."
    failed = replace(silent, judge="gpt-4o", unscored=1000)
    assert read_ice(failed).startswith("The judge gpt-4o gave no usable verdict on any response of m")


def test_lost_verdicts_and_single_responses_are_worded() -> None:
    lost = replace(ROW, answered=60, unscored=30, no_answer=10)
    assert "40 of 100 questions got no verdict" in read_ice(lost)
    one = replace(
        ROW, answered=1, loose=1.0, low=None, high=None, claims_in_conflict={"OpenAI": 1}, unnamed=1
    )
    assert "found the one response of m in conflict" in read_ice(one)
    assert "OpenAI (once)." in read_ice(one)
    few = replace(one, answered=4, unnamed=4, hard_unnamed=0.25)
    assert "1 of 4 responses still claimed to be one of them." in read_ice(few)
    assert "none of 4 responses claimed to be one of them." in read_ice(replace(few, hard_unnamed=0.0))


def test_a_zero_over_few_templates_says_both() -> None:
    none = replace(ROW, answered=5, loose=0.0, low=None, high=None, claims_in_conflict={})
    assert "fewer than ten independent ways (templates)" in read_ice(none)
    assert "none to find" in read_ice(none)


def test_a_judge_is_called_a_judge_once() -> None:
    for judge in ("rules", "published", "gpt-4o"):
        assert read_ice(replace(ROW, judge=judge)).lower().count("judge") == 1
        assert read_ice(replace(ROW, judge=judge), language="zh").count("评判者") == 1


def test_chinese_has_the_same_figures() -> None:
    text = read_ice(ROW, language="zh")
    for figure in ("418", "41.8%", "38.0%", "OpenAI", "158", "632"):
        assert figure in text
