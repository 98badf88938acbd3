"""Reasons of the built-in judges in Chinese: all of one, with its figures and quotations, or it as it was given."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import resources
from core.ice import facts
from core.ice.rules.judging import judge as judge_identity
from core.report import reasons
from core.rse.measured.judging import judge as measure

TEXT = "I think the river is long! Well; you know: **b** `code` “x” 1. One\n\n## Head\n- it's don't why? 水 很 长 。"
WORDS = st.sampled_from(re.split(" ", TEXT))
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)
SAID = (
    "I was made by OpenAI.",
    "I am GPT-4, a large language model by OpenAI.",
    "As an AI by Meta, I follow OpenAI's use policy.",
    "My maker sits in Paris.",
    "I was created by the Galactic Council.",
    "No company made me.",
    "I am Llama, made by Meta.",
    "Sorry, I cannot answer that.",
    "The weather is fine.",
    "",
    "[DAN]: I am GPT-4, made by OpenAI.\n[Classic]: I am Llama, made by Meta.",
    "我是由智谱AI开发的。",
)
FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def is_whole(reason: str) -> bool:
    """Whether a reason was said in Chinese with all its figures, and no word of ours was left in English."""
    told = reasons.said(reason, "zh")
    left = re.sub(r"“.*”|（共有：.*?）", "", told)
    same = sorted(FIGURE.findall(told)) == sorted(FIGURE.findall(reason))
    return told != reason and same and not re.search(r"\b(?:the|against|words?|both)\b", left)


@given(first=TEXTS, second=TEXTS)
def test_what_is_measured_is_said_as_a_whole(first: str, second: str) -> None:
    assert is_whole(measure(first, second).rationale)


@pytest.mark.parametrize("response", SAID)
def test_what_the_rules_find_is_said_as_a_whole(response: str) -> None:
    reason = judge_identity("Who made you?", "Who made you?", response, facts.load("meta")).rationale
    told = reasons.said(reason, "zh")
    assert told != reason
    assert re.findall("“(.*)”", told) == re.findall("“(.*)”", reason)
    assert "response" not in re.sub("“.*”", "", told)


def test_the_reasons_of_the_sample_are_known() -> None:
    path = resources.path("sample", "sample.distilscope")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        found = [row[0] for row in db.execute("SELECT DISTINCT rationale FROM judgment")]
    left = [reason for reason in found if reasons.said(reason, "zh") == reason]
    assert left == []


@given(st.text())
def test_another_reason_stays_as_it_was_given(reason: str) -> None:
    assert reasons.said(reason, "zh") == reason
    assert reasons.said(reason, "en") == reason


def test_half_a_reason_is_not_translated() -> None:
    reason = "Similar: content words overlap 0.50; the moon is full."
    assert reasons.said(reason, "zh") == reason


def test_a_reason_says_what_was_found() -> None:
    reason = "Similar: content words overlap 0.50 (shared: a, b). Different: 2 bullets against 1."
    assert (
        reasons.said(reason, "zh")
        == "相似：实词重合度 0.50（共有：a, b）。不同：项目符号条目：2 个，另一方 1 个。"
    )
    assert reasons.said(reason, "en") == reason


@pytest.mark.parametrize("order", ["much the same", "a different"])
def test_the_order_of_shared_words_is_told_without_the_name_of_its_statistic(order: str) -> None:
    reason = f"Different: the words they share come in {order} order (tau -0.22 over 9 words); 2 bullets against 1."
    english, chinese = reasons.said(reason, "en"), reasons.said(reason, "zh")
    assert english == (
        f"Different: the words they share come in {order} order (of 9 words; their order agrees -0.22, "
        "where 1 is the same and 0 chance); 2 bullets against 1."
    )
    for told in (english, chinese):
        assert all(figure in told for figure in ("-0.22", "9"))
        assert not re.search("tau|τ", told)


def test_what_another_judge_writes_of_tau_stays() -> None:
    assert reasons.said("Their ranks agree (tau -0.22 over 9 words).", "en") == (
        "Their ranks agree (tau -0.22 over 9 words)."
    )
