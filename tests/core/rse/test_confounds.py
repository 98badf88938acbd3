from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.rse.confounds import (
    Answered,
    confounds,
    count_chinese,
    count_words,
    has_markdown,
    is_chinese,
    is_refusal,
    length_matched,
)
from core.rse.scores import RseRecord

LONG = "word " * 50


def pair(reference: str, text: str, answer: str | None = None) -> Answered:
    return Answered("a", "1", reference, text, answer)


def test_the_panel_counts_shares() -> None:
    panel = confounds([pair(LONG, LONG), pair(LONG, "# Title\n" + LONG), pair(LONG, "长" * 120)])
    assert panel is not None
    assert (panel.n, panel.identical, panel.same_language) == (3, 1 / 3, 2 / 3)
    assert (panel.test.markdown, panel.reference.markdown) == (1 / 3, 0.0)
    assert (panel.test.chinese, panel.reference.chinese) == (1 / 3, 0.0)
    assert panel.length_ratio == 1.0
    assert (panel.test.correct, panel.with_answer, panel.too_short) == (None, 0, False)


def test_no_pairs_no_panel() -> None:
    assert confounds([]) is None


def test_correctness_is_over_the_prompts_with_an_answer() -> None:
    panel = confounds([pair("it is 4", "it is 5", "4"), pair("it is 6", "it is 6", "6"), pair("a", "b")])
    assert panel is not None
    assert (panel.test.correct, panel.reference.correct, panel.with_answer) == (0.5, 1.0, 2)


def test_short_answers_raise_a_warning_in_either_language() -> None:
    short = confounds([pair(LONG, "Yes, indeed."), pair(LONG, "No.")])
    chinese = confounds([pair("长" * 61, "长" * 61)])
    few_chinese = confounds([pair("长" * 61, "长" * 59)])
    assert short is not None
    assert chinese is not None
    assert few_chinese is not None
    assert (short.test.too_short, short.reference.too_short, short.too_short) == (True, False, True)
    assert not chinese.too_short
    assert few_chinese.too_short


def test_markdown_is_told_from_prose() -> None:
    for text in ("# Head", "a\n- item", "1. one", "**bold**", "`code`", "```\nx\n```", "| a | b |"):
        assert has_markdown(text), text
    for text in ("plain", "2 * 3 * 4", "a - b", "C# is a language", ""):
        assert not has_markdown(text), text


def test_refusals_open_with_it() -> None:
    for text in (
        "I'm sorry, but no.",
        "I cannot help with that.",
        "很抱歉，我无法提供。",
        "我不能回答这个问题",
    ):
        assert is_refusal(text), text
    for text in ("Sure!", "Say 'I see'.", LONG * 2 + "I'm sorry", "当然可以"):
        assert not is_refusal(text), text


@given(st.text())
def test_counts_and_flags_survive_any_text(text: str) -> None:
    assert count_words(text) + count_chinese(text) <= len(text)
    panel = confounds([pair(text, text)])
    assert panel is not None
    assert (panel.length_ratio, panel.identical, panel.same_language) == (1.0, 1.0, 1.0)
    assert panel.test == panel.reference
    assert panel.test.chinese == float(is_chinese(text))


def beside(reference: str, prompt: str, chars: int | None, score: float = 3.0) -> RseRecord:
    return RseRecord(
        "m", reference, "j", "a", prompt, 0, score, score, score, score, chars=100, reference_chars=chars
    )


def test_length_matched_prompts_are_common_to_all_references() -> None:
    records = [
        beside("x", "1", 110, 2.0),
        beside("y", "1", 95, 4.0),
        beside("x", "2", 100),
        beside("y", "2", 300),
        beside("x", "3", 100),
        beside("x", "4", None),
        beside("y", "4", 100),
    ]
    rows = [row for row in length_matched(records, 1) if row.prompt_set is None]
    assert [(row.reference, row.n, row.overall) for row in rows] == [("x", 1, 2.0), ("y", 1, 4.0)]
    assert length_matched([beside("x", "1", 1000)], 1) == []
