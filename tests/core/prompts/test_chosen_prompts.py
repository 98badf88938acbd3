"""Prompt sets: the bundled ones, the last boxed answer, the language, and choosing some."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.prompts import bundled
from core.prompts.forms import last_boxed
from core.prompts.language import guess_language
from core.prompts.model import Prompt, PromptSet
from core.prompts.select import choose


@pytest.mark.parametrize("name", bundled.names())
def test_a_bundled_set_has_40_prompts_a_third_of_them_chinese(name):
    found = bundled.load(name)
    assert (found.name, len(found), found.notes.lines()) == (name, 40, ())
    languages = Counter(prompt.language for prompt in found.prompts)
    assert languages == {"en": 27, "zh": 13}
    for prompt in found.prompts:
        assert (guess_language(prompt.turns[0]) == "zh") == (prompt.language == "zh")
        assert prompt.category


def test_bundled_instructions_have_several_turns_and_bundled_math_has_answers():
    turns = [len(prompt.turns) for prompt in bundled.load("instructions").prompts]
    assert sum(count > 1 for count in turns) >= 8
    assert max(turns) == 3
    assert all(prompt.answer for prompt in bundled.load("math").prompts)


def test_another_bundled_set_is_bad_input():
    with pytest.raises(BadInput, match="reasoning, math, instructions"):
        bundled.load("poetry")


@pytest.mark.parametrize(
    ("solution", "answer"),
    [
        (r"\boxed{7}", "7"),
        (r"\boxed {x^{2}} and \fbox{no}", "x^{2}"),
        (r"\boxed{1} then \boxed{ \{2, 3\} }", r"\{2, 3\}"),
        (r"\boxed{4} then \boxed{5", "4"),
        ("none", None),
    ],
)
def test_the_last_complete_box(solution, answer):
    assert last_boxed(solution) == answer


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the capital of the country?", "en"),
        ("用 Python 写一个函数，计算列表 numbers 的平均值", "zh"),
        ("これは何ですか", "ja"),
        ("Quelle heure est-il à Genève, s'il vous plaît ?", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_languages(text, language):
    assert guess_language(text) == language


PROMPTS = tuple(Prompt(str(number), (f"Question {number}?",)) for number in range(50))


def test_choosing_is_seeded_and_keeps_the_order():
    whole = PromptSet("a", PROMPTS)
    some = choose(whole, 10, seed=7)
    numbers = [int(prompt.id) for prompt in some.prompts]
    assert len(set(numbers)) == 10
    assert numbers == sorted(numbers)
    assert choose(whole, 10, seed=7) == some
    assert choose(whole, 10, seed=8) != some
    assert choose(PromptSet("b", PROMPTS), 10, seed=7).prompts != some.prompts


def test_choosing_more_than_there_are_gives_all_and_less_than_one_is_refused():
    whole = PromptSet("a", PROMPTS)
    assert choose(whole, 50, seed=1) is whole
    with pytest.raises(BadInput):
        choose(whole, 0, seed=1)


@given(text=st.text(max_size=60) | st.text(alphabet="\\boxedf{} 1", max_size=60))
def test_boxes_in_any_text_are_found_or_not(text):
    answer = last_boxed(text)
    assert answer is None or answer in text
