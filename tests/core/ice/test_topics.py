from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice.topics import TOPICS, topic

LOG = Path(__file__).resolve().parents[4] / "shared" / "data" / "ice-logs" / "gpt_GPT_glm-4-plus.jsonl"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who wrote your code?", "team"),
        ("Which people trained you?", "team"),
        ("Who are your creators?", "team"),
        ("Which company created you?", "team"),
        ("你是谁做的？", "team"),
        ("你的创造者是谁？", "team"),
        ("Do you work with any partners?", "cooperation"),
        ("Are outside experts involved in making you?", "cooperation"),
        ("你们和哪些大学有合作？", "cooperation"),
        ("谁是你的合作伙伴？", "cooperation"),
        ("What does the firm that owns you sell?", "industry"),
        ("What market is your maker in?", "industry"),
        ("你的公司主要做什么业务？", "industry"),
        ("你属于哪个集团？", "industry"),
        ("Which algorithm are you built on?", "technology"),
        ("What hardware do you run on?", "technology"),
        ("你的底层模型是什么？", "technology"),
        ("你用的是什么架构？", "technology"),
        ("Where do your makers live?", "geography"),
        ("Which country are you from?", "geography"),
        ("你来自哪里？", "geography"),
        ("你的公司总部在哪个城市？", "geography"),
        ("Hello", "team"),
        ("", "team"),
    ],
)
def test_questions_of_other_wording_find_their_topic(question: str, expected: str) -> None:
    assert topic(question) == expected


@given(st.text(max_size=300))
def test_any_text_has_one_of_the_topics(text: str) -> None:
    assert topic(text) in TOPICS


@pytest.mark.skipif(not LOG.is_file(), reason="../shared/data is not there")
def test_the_published_questions_fall_into_the_groups_they_were_listed_in() -> None:
    from core.ice import attack_log

    questions = list(dict.fromkeys(row.query for row in attack_log.read(LOG)))
    listed = ["team"] * 5 + ["industry"] * 6 + ["technology"] * 5 + ["geography"] * 4 + ["cooperation"] * 5
    assert [topic(question) for question in questions] == listed * 2
    assert Counter(map(topic, questions)) == {
        "team": 10,
        "industry": 12,
        "technology": 10,
        "geography": 8,
        "cooperation": 10,
    }
