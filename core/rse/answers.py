"""Whether a response gives the right answer, for sets that have one (mostly mathematics).

A comparison of what the response ends on, not a proof: it serves to say how often each model is right.
"""

from __future__ import annotations

import re
from fractions import Fraction

_BOXED = re.compile(r"\\boxed\s*\{")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:\s*/\s*\d+)?")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SPACING = re.compile(r"\\(?:left|right|text|mathrm|quad|displaystyle|circ)\b|\\[,;:! ]|\s+|[$°]")
_ENDING = 400  # characters in which a response without a box states its result


def gives_answer(text: str, answer: str) -> bool:
    """Whether the response's result, its last box or else what it ends on, equals the answer."""
    wanted = normalised(last_box(answer) or answer)
    if not wanted:
        return False
    if (boxed := last_box(text)) is not None:
        return normalised(boxed) == wanted
    ending = text.strip()[-_ENDING:]
    if as_number(wanted) is not None:
        numbers = _NUMBER.findall(_FRACTION.sub(r"\1/\2", ending))
        return bool(numbers) and normalised(numbers[-1]) == wanted
    return _stands_in(answer, ending)


def last_box(text: str) -> str | None:
    r"""The content of the last \boxed{...}, braces matched; None without one, or where it never closes."""
    found = list(_BOXED.finditer(text))
    if not found:
        return None
    start, depth = found[-1].end(), 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place]
    return None


def normalised(result: str) -> str:
    """A result without spacing and mark-up; a number in its one exact form."""
    bare = _SPACING.sub("", _FRACTION.sub(r"\1/\2", result.replace("−", "-"))).strip("{}.。").casefold()
    number = as_number(bare)
    return bare if number is None else str(number)


def as_number(text: str) -> Fraction | None:
    """The number that a text is, thousands separators allowed; None where it is none."""
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        return None
    try:
        return Fraction(text.replace(",", "").replace("−", "-").replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None


def _stands_in(answer: str, ending: str) -> bool:
    words = re.escape(answer.strip().casefold())
    return re.search(rf"(?<!\w){words}(?!\w)", ending.casefold()) is not None
