from __future__ import annotations

import pytest

from core.llm.thinking import split


@pytest.mark.parametrize(
    ("text", "thinking", "answer"),
    [
        ("<think>a</think>d", "a", "d"),
        ("<think>a<think>b</think>c</think>d", "a<think>b</think>c", "d"),
        ("<THINK>a<think>b</Think>c</think>\n\nd", "a<think>b</Think>c", "d"),
        ("<think>It writes <think> here.</think>d", "It writes <think> here.", "d"),
        ("<think>It writes `<think>`.</think>d</think>", "It writes `<think>`.", "d</think>"),
        ("<think>a</think>The tag </think> ends it.", "a", "The tag </think> ends it."),
        ("<thinking>a<think>b</thinking>d", "a<think>b", "d"),
        ("<think>a<think>b", "a<think>b", ""),
    ],
)
def test_thinking_inside_thinking_is_no_answer(text: str, thinking: str, answer: str) -> None:
    assert split(text) == (thinking, answer)
