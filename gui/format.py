"""Figures as text: fixed precision, an en dash where there is none, the reader's separators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDateTime, QLocale

from gui.i18n import tr

NONE = "–"


def score(value: float | None) -> str:
    """A similarity score in 1 to 5, with two decimals."""
    return NONE if value is None else QLocale().toString(float(value), "f", 2)


def share(value: float | None) -> str:
    """A share in 0 to 1, as a percentage with one decimal."""
    return NONE if value is None else QLocale().toString(float(100 * value), "f", 1) + " %"


def count(value: int | None) -> str:
    """A whole number with thousands separated."""
    return NONE if value is None else QLocale().toString(int(value))


def interval(low: float | None, high: float | None) -> str:
    """A 95 % interval of a similarity score."""
    return NONE if low is None or high is None else f"{score(low)} {NONE} {score(high)}"


def share_interval(low: float | None, high: float | None) -> str:
    """A 95 % interval of a share."""
    if low is None or high is None:
        return NONE
    return f"{QLocale().toString(float(100 * low), 'f', 1)} {NONE} {share(high)}"


def money(low: float | None, high: float | None = None, unknown: bool = False) -> str:
    """US dollars, or a range of them; a cost that is known in part only is an unknown one."""
    if low is None:
        return tr("unknown")
    high = low if high is None else high
    text = _dollars(low) if _dollars(low) == _dollars(high) else f"{_dollars(low)} {NONE} {_dollars(high)}"
    return tr("unknown (known part {cost})", cost=text) if unknown else text


def capped(spent: str, cap: float | None, show: Callable[[Any], str]) -> str:
    """What was spent, beside the cap where there is one."""
    return f"{spent} / {show(cap)}" if cap else spent


def duration(seconds: float | None) -> str:
    """Seconds, minutes or hours, as one would say them."""
    if seconds is None:
        return NONE
    whole = max(0, round(seconds))
    if whole < 60:
        return tr("{n} s", n=whole)
    if whole < 3600:
        return tr("{m} min {s} s", m=whole // 60, s=whole % 60)
    return tr("{h} h {m} min", h=whole // 3600, m=whole % 3600 // 60)


def moment(stamp: float | None) -> str:
    """A date and time of day, from seconds since 1970."""
    if stamp is None:
        return NONE
    when = QDateTime.fromSecsSinceEpoch(int(stamp))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def _dollars(value: float) -> str:
    digits = 2 if value >= 1 or value == 0 else 4
    return "$" + QLocale().toString(float(value), "f", digits)
