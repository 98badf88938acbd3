"""Figures as every other face of the program prints them: the digits are those of `distilscope results`."""

from __future__ import annotations

from core.report import text
from gui.i18n import tr

NONE = "–"


def score(value: float | None) -> str:
    """A similarity score, three decimals."""
    return text.number(value)


def ends(low: float | None, high: float | None) -> str:
    """The 95 % interval of a score, or that all values are equal."""
    return text.ends(low, high, tr("all equal"))


def percent(value: float | None) -> str:
    """A share in per cent, one decimal."""
    return text.percent(value)


def percent_ends(low: float | None, high: float | None) -> str:
    """The interval of a share in per cent; one end alone where only one is known."""
    return text.percents(low, high)


def two(value: float | None) -> str:
    """Two decimals."""
    return text.number(value, 2)


def signed(value: float | None, digits: int = 3) -> str:
    """A difference, with its sign."""
    return text.signed(value, digits)


def whole(value: int | None) -> str:
    """A count."""
    return NONE if value is None else f"{value:,}"


def p_value(value: float | None) -> str:
    """A p value; tiny ones are said to be tiny."""
    return text.p_value(value)
