from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rse.answers import as_number, gives_answer, last_box


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"So we get \boxed{42}.", "42"),
        (r"First \boxed{1}, finally $\boxed{\frac{1}{2}}$", "1/2"),
        (r"\boxed{\dfrac{1}{2}}", r"Thus \boxed{0.5}"),
        ("3 + 4 = 7, so the result is 1,024.", "1024"),
        ("The answer is -3", "-3"),
        ("所以答案是 12。", "12"),
        ("Therefore the correct option is (B).", "(B)"),
        (r"\boxed{x^{2}+1}", "x^{2} + 1"),
        (r"\boxed{x^2}", "x^{2}"),
        (r"\boxed{\frac12}", r"\frac{1}{2}"),
        (r"\boxed{\dfrac{\sqrt{3}}{2}}", r"\frac{\sqrt3}{2}"),
        (r"\boxed{\frac{\pi}{2}}", r"\pi/2"),
        (r"\boxed{1{,}000}", "1000"),
        (r"\boxed{2\frac{1}{2}}", "5/2"),
        ("It is 2 1/2", "2.5"),
        (r"\boxed{-.5}", "-1/2"),
        (r"\boxed{50\%}", "50"),
        (r"\boxed{12 \text{ cm}^2}", "12"),
        (r"\boxed{90^\circ}", "90°"),
        (r"\boxed{\$5}", "5"),
        (r"\boxed{x=5}", "5"),
        (r"\boxed{\textbf{(C)}}", "C"),
        (r"\boxed{7}, that is \boxed{8", "7"),
        (r"\boxed{\boxed{5}}", "5"),
        (r"\boxed{１２}", "12"),
        ("The answer is 42 (see step 3).", "42"),
        ("the result is 3 + 4 = 7", "7"),
        ("So there are 4.", "2 + 2 = <<2+2=4>>4\n#### 4"),
    ],
)
def test_right_answers_are_seen(text: str, answer: str) -> None:
    assert gives_answer(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"42, or rather \boxed{43}", "42"),
        ("It is 42, no: 43", "42"),
        ("", "42"),
        ("anything", ""),
        ("I cannot say", "42"),
        ("The option is (C).", "(B)"),
        (r"\boxed{1", "2"),
        (r"\boxed{1,2}", "12"),
        (r"\boxed{10.5}", r"2\frac{1}{2}"),
        (r"\boxed{\frac{x+1}{2}}", r"x + \frac{1}{2}"),
        ("the answer is 12.5", "12"),
        ("the result is 3 + 4 = 7", "3"),
    ],
)
def test_wrong_answers_are_not(text: str, answer: str) -> None:
    assert not gives_answer(text, answer)


def test_a_box_may_hold_braces() -> None:
    assert last_box(r"a \boxed{x^{2}} b") == "x^{2}"
    assert last_box(r"\boxed{never closed") is None
    assert last_box("no box") is None


def test_numbers_are_exact() -> None:
    assert as_number("1,000") == 1000
    assert as_number("1/0") is None
    assert as_number("1" * 50) is None


LATEX = st.lists(
    st.sampled_from(
        [r"\boxed{", r"\frac{", r"\frac", r"\sqrt{", r"\text{", "{", "}", "1", ",", ".", "/", "-", " ", "x="]
    )
).map("".join)


@given(LATEX, LATEX)
def test_any_formula_is_survived(text: str, answer: str) -> None:
    assert gives_answer(text, answer) in (True, False)


@given(st.text(), st.text())
def test_any_text_is_survived(text: str, answer: str) -> None:
    assert gives_answer(text, answer) in (True, False)


@given(st.integers(-(10**9), 10**9))
def test_a_boxed_number_is_its_own_answer(number: int) -> None:
    assert gives_answer(rf"so \boxed{{{number:,}}}", str(number))
