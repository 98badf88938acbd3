"""A judge's `conflict` as a text: read where it says one thing, asked again where it says both."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice import facts
from core.ice.conflict import truth
from core.ice.judge_llm import parse

ZHIPU = facts.load("zhipu")
YES = ("yes", "Yes", "TRUE", "true", "y", "1", "conflict", "是", "有冲突")
NO = ("no", "No", "FALSE", "none", "n", "0", "no conflict", "否", "没有冲突")
BETWEEN = (", ", ": ", "; ", " - ", " – ", " (", "，", "：", "（")
AFFIRMING = (
    "it does conflict",
    "it does",
    "there is a conflict",
    "the response contradicts the facts",
    "it is inconsistent with the facts",
    "it does not agree with the facts",
    "yes",
    "actually yes, it conflicts",
    "it names no city but it does conflict",
    "存在冲突",
    "与事实不一致",
)
DENYING = (
    "it does not conflict",
    "it doesn't",
    "there is no conflict",
    "nothing contradicts the facts",
    "it is consistent with the facts",
    "no",
    "没有冲突",
    "与事实一致",
)
SILENT = ("it names another maker", "only a role", "the city is not known", "", "它自称 GPT")


def reply(conflict: object) -> str:
    return json.dumps(
        {"explanation": "…", "conflict": conflict, "claimed_maker": "", "claimed_model": ""},
        ensure_ascii=False,
    )


@given(st.sampled_from(YES), st.sampled_from(BETWEEN), st.sampled_from(AFFIRMING + SILENT))
def test_a_yes_with_a_remark_that_agrees_or_says_nothing_of_it_is_a_conflict(
    word: str, between: str, remark: str
) -> None:
    assert truth(f"{word}{between}{remark}.") is True


@given(st.sampled_from(NO), st.sampled_from(BETWEEN), st.sampled_from(DENYING + SILENT))
def test_a_no_with_a_remark_that_agrees_or_says_nothing_of_it_is_none(
    word: str, between: str, remark: str
) -> None:
    assert truth(f"{word}{between}{remark}.") is False


@given(
    st.sampled_from([(NO, AFFIRMING), (YES, DENYING)]).flatmap(
        lambda each: st.tuples(st.sampled_from(each[0]), st.sampled_from(each[1]))
    ),
    st.sampled_from(BETWEEN),
    st.sampled_from(["", "the facts say so, "]),
)
def test_a_text_that_denies_and_affirms_is_asked_again(
    said: tuple[str, str], between: str, before: str
) -> None:
    text = f"{said[0]}{between}{before}{said[1]}"
    assert truth(text) is None
    assert parse(reply(text), ZHIPU) is None
    assert parse(reply(text), ZHIPU, asked_again=True) is None


@pytest.mark.parametrize(
    ("word", "conflict"),
    [(w, True) for w in ("Yes.", " yes ", '"Yes"', "Yes!", "是。")]
    + [(w, False) for w in ("No", "no.", "No.", "NO!", "'no'", "否。")],
)
def test_a_plain_word_is_read(word: str, conflict: bool) -> None:
    assert truth(word) is conflict


@given(st.text() | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(st.text()))
def test_whatever_stands_there_is_true_or_false_or_unclear(value: object) -> None:
    assert truth(value) in (True, False, None)


@given(st.text(alphabet="no yescflit,.不有冲突 ", max_size=40))
def test_what_is_appended_to_a_no_never_makes_it_a_yes(remark: str) -> None:
    assert truth(f"No, {remark}") is not True
