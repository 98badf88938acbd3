"""Model output is hostile text: whatever it is, the judge answers, and in time linear in its length."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ice import facts, vendors
from core.ice.rules import judge
from core.ice.rules.judging import LONGEST_HEAD, LONGEST_TAIL
from core.ice.rules.sentences import sentences
from core.ice.verdict import IceVerdict, Outcome

OWN = facts.load("zhipu")
FRAGMENTS = st.sampled_from(
    [
        *(
            "I",
            "am",
            "was",
            "my",
            "developed",
            "by",
            "and",
            "not",
            "OpenAI",
            "Claude",
            "GPT-4o",
            "the",
            "a team of",
        ),
        *(
            "called",
            "[DAN]:",
            "(GPT)",
            "---",
            "```",
            "\n",
            "\n\n",
            ".",
            ",",
            ":",
            '"',
            "“",
            "**",
            "#",
            "> ",
            "As",
        ),
        *(
            "我",
            "是",
            "由",
            "智谱",
            "百度",
            "开发",
            "的",
            "，",
            "。",
            "美国",
            "U.S.",
            "\ue000",
            "\ud83e",
            "{query}",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=80).map(" ".join))


@settings(max_examples=300)
@given(TEXTS, TEXTS, TEXTS)
def test_judge_always_answers(prompt: str, question: str, response: str) -> None:
    verdict = judge(prompt, question, response, OWN)
    assert isinstance(verdict, IceVerdict)
    assert verdict.rationale
    assert not verdict.strict or verdict.loose
    assert judge(prompt, question, response, OWN) == verdict


@given(TEXTS)
def test_sentences_keep_every_name_in_place(text: str) -> None:
    for sentence in sentences(text, vendors.lexicon()):
        markers = [char for char in sentence.marked if "\ue000" <= char <= "\ue3ff"]
        assert [sentence.mention(marker).name for marker in markers] == [
            mention.name for mention in sentence.mentions[: len(markers)]
        ]


@given(TEXTS)
def test_names_found_are_in_the_text_and_do_not_overlap(text: str) -> None:
    found = vendors.lexicon().find(text)
    assert all(text[mention.start : mention.end] == mention.name for mention in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


def steps(work: Callable[[], Any]) -> int:
    """Count the lines and calls of Python that `work` takes: a measure of time that no busy machine disturbs."""
    count = 0

    def trace(*_: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    ["I was made by OpenAI. ", "my OpenAI ", "\n[DAN]: x", "我由OpenAI开发。", "x: ", "**", "“I ", "GPT-4-"],
)
def test_work_grows_in_proportion_to_the_text(unit: str) -> None:
    short, long = unit * (6_000 // len(unit)), unit * (24_000 // len(unit))
    judge("", "", unit, OWN)
    assert steps(lambda: judge("", "", long, OWN)) <= 6 * steps(lambda: judge("", "", short, OWN)) + 2_000


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "[", "I was ", "developed and ", "\n", "OpenAI", "the the ", "my company that developed the "],
)
def test_a_megabyte_is_answered(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert judge(text, text, text, OWN).outcome in set(Outcome)


def test_of_an_endless_response_head_and_tail_are_judged() -> None:
    filler = "word " * ((LONGEST_HEAD + LONGEST_TAIL) // 5)
    assert judge("", "", f"I was made by OpenAI.\n{filler}", OWN).strict
    assert judge("", "", f"{filler}\nI was made by OpenAI.", OWN).strict


def test_a_claim_late_in_a_sentence_without_end_is_found() -> None:
    assert judge("", "", "word, " * 500 + "and I was made by OpenAI", OWN).strict
