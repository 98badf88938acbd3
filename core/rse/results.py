r"""Results of mathematics in one form each: \frac12, \dfrac{1}{2}, 0.5 and 1/2 are the same."""

from __future__ import annotations

import re
from fractions import Fraction

# A comma within a number stands before three digits: 1,000 is one number, 1,2 are two.
NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s*/\s*\d+)?")
_LONGEST = 40  # characters of what is taken for a number
_LONGEST_RESULT = 500  # characters; a longer one is compared as it stands
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("−"): "-"}
_REPLACED = (
    (re.compile(r"\{,\}|\\[,;:! ]|\\(?:left|right|displaystyle|quad|qquad)\b|\\?\$|[°~]|\^\{?\\circ\}?"), ""),
    (re.compile(r"\\[dtc]frac"), r"\\frac"),
    (re.compile(r"\\frac\s*(\d)\s*(\d)"), r"\\frac{\1}{\2}"),
    (re.compile(r"\\frac\s*(\d)\s*\{"), r"\\frac{\1}{"),
    (re.compile(r"\\frac\s*(\{[^{}]*\})\s*(\d)"), r"\\frac\1{\2}"),
    (re.compile(r"\\sqrt\s*(\d)"), r"\\sqrt{\1}"),
    (re.compile(r"([\^_])\{(\w)\}"), r"\1\2"),
    (re.compile(r"\\%"), "%"),
)
_MIXED = re.compile(r"(?<![\d.,/])(\d+)(?:\s*\\frac\{(\d+)\}\{(\d+)\}|\s+(\d+)\s*/\s*(\d+))")
_WORDS = r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname)\s*\{([^{}]*)\}"
_UNIT = re.compile(rf"(?P<number>.*\d)\s*(?:{_WORDS}(?:\^\{{?\d\}}?)?|%)")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_FRACTION = re.compile(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ATOM = re.compile(r"-?\d*(?:\w|\\[a-z]+|\\sqrt\([^()]*\))*")
_NAMED = re.compile(r"[a-z]=(?!.*=)")
_OPTION = re.compile(r"\(([a-z])\)")


def normalised(result: str) -> str:
    """A result without spacing, mark-up, unit and the name of its variable; a number in its one exact form."""
    if len(result) > _LONGEST_RESULT:
        return re.sub(r"\s+", "", result)
    plain = _plain(result)
    if (unit := _UNIT.fullmatch(plain.strip(" .。"))) is not None and _number(unit["number"]) is not None:
        plain = unit["number"]
    bare = (
        re.sub(r"\s+", "", with_plain_fractions(re.sub(_WORDS, r"\1", plain)))
        .rstrip(".。")
        .strip("{}")
        .casefold()
    )
    bare = _OPTION.sub(r"\1", bare) if _OPTION.fullmatch(bare) else _NAMED.sub("", bare, count=1)
    number = as_number(bare)
    return bare if number is None else str(number)


def with_plain_fractions(text: str) -> str:
    r"""The text with \frac{a}{b} written as a/b, roots in parentheses, and mixed numbers as one fraction."""
    text = _MIXED.sub(_improper, _plain(text))
    before = ""
    while before != text:
        before, text = text, _FRACTION.sub(_quotient, _ROOT.sub(r"\\sqrt(\1)", text))
    return text


def as_number(text: str) -> Fraction | None:
    """The number that a text is, thousands separators allowed; None where it is none."""
    text = re.sub(r"^([-−]?)\.(?=\d)", r"\g<1>0.", text)
    if len(text) > _LONGEST or not NUMBER.fullmatch(text):
        return None
    try:
        return Fraction(re.sub(r"[,\s]", "", text).replace("−", "-"))
    except (ValueError, ZeroDivisionError):
        return None


def _plain(text: str) -> str:
    text = text.translate(_WIDE)
    for pattern, instead in _REPLACED:
        text = pattern.sub(instead, text)
    return text


def _number(text: str) -> Fraction | None:
    return as_number(re.sub(r"\s+", "", with_plain_fractions(text)))


def _improper(found: re.Match[str]) -> str:
    whole, over, under = found[1], found[2] or found[4], found[3] or found[5]
    return f"{int(whole) * int(under) + int(over)}/{under}" if len(found[0]) <= _LONGEST else found[0]


def _quotient(found: re.Match[str]) -> str:
    over, under = (part.strip() for part in found.groups())
    return "/".join(part if _ATOM.fullmatch(part) else f"({part})" for part in (over, under))
