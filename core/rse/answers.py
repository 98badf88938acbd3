"""Whether a response gives the right answer, for sets that have one (mostly mathematics).

A comparison of what the response ends on, not a proof: it serves to say how often each model is right.
"""

from __future__ import annotations

import re

from core.rse.results import NUMBER, as_number, normalised, with_plain_fractions

__all__ = ["as_number", "gives_answer", "last_box", "normalised"]

_BRACES = re.compile(r"\\(?:f?boxed|fbox)\s*\{|(?<!\\)[{}]")
_GIVEN = re.compile(r"####\s*(\S[^\n]*)")  # how GSM8K ends its worked solutions
_ENDING = 400  # characters in which a response without a box states its result
# "The answer is 42 (see step 3)": the number behind these words, unless a calculation begins with it.
_STATED = re.compile(
    rf"(?:answer|result|答案|结果)[^\d\n−-]{{0,20}}({NUMBER.pattern})(?!\s*[-+*/×÷=^−]|[\d.,]*\d)", re.IGNORECASE
)  # fmt: skip


def gives_answer(text: str, answer: str) -> bool:
    """Whether the response's result, its last box or else what it ends on, equals the answer."""
    result = last_box(answer) or _given(answer) or answer
    wanted = normalised(result)
    if not wanted:
        return False
    if (boxed := last_box(text)) is not None:
        return normalised(boxed) == wanted
    ending = (_given(text) or text.strip())[-_ENDING:]
    if as_number(wanted) is not None:
        return _last_number(with_plain_fractions(ending)) == wanted
    return _stands_in(result, ending)


def last_box(text: str) -> str | None:
    r"""The content of the last \boxed{...} that is closed, braces matched; None without one."""
    opened: list[tuple[bool, int]] = []  # whether it is a box, and where its content begins
    last = (-1, -1)
    for brace in _BRACES.finditer(text):
        if brace.group() != "}":
            opened.append((brace.group() != "{", brace.end()))
        elif opened:
            is_box, start = opened.pop()
            last = max(last, (start, brace.start())) if is_box else last
    return text[last[0] : last[1]] if last[0] >= 0 else None


def _given(text: str) -> str | None:
    found = _GIVEN.findall(text)
    return str(found[-1]) if found else None


def _last_number(ending: str) -> str | None:
    """The result in its normal form: the number that is called the answer, or else the last one."""
    found = _STATED.findall(ending) or NUMBER.findall(ending)
    return normalised(found[-1]) if found else None


def _stands_in(answer: str, ending: str) -> bool:
    words = re.escape(answer.strip().casefold())
    return re.search(rf"(?<!\w){words}(?!\w)", ending.casefold()) is not None
