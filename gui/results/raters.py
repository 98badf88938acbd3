"""The judgments behind a row of how far judges and people agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gui.i18n import core_language

_NO_FIGURE = "–"


def both_scored(raters: Sequence[str]) -> dict[str, Any]:
    """Filter values: the pairs of responses that all of these raters scored, which is what their agreement is about."""
    return {"metric": "rse", "raters": tuple(raters)}


def both_judged(row: Sequence[str], raters: Sequence[str], *, figure: bool) -> dict[str, Any]:
    """Filter values: what both raters of a row of core.report.deeper gave a verdict on.

    A figure of agreement leads to where they differ; where they nowhere do, to all that it rests on.
    """
    from core.report.text import percent
    from core.report.words import words

    _kind, _raters, on, _kappa, exact, _n = row
    found = {"metric": "ice", "raters": tuple(raters), "placebo": "without"}
    if not figure or exact in (_NO_FIGURE, percent(1.0)):
        return found
    return found | {"apart": "outcome" if on == words(core_language())("agree_on.outcome") else "loose"}
