"""Signs in a judge's own scores that it should not be relied on: what it gives identical responses, and no variety.

A judge contradicts itself where it scores identical responses clearly less than 5. That is said of `FEWEST_IDENTICAL`
pairs or more with a mean below `BELOW`: half a point leaves room for a judge that now and then says 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.rse.columns import Judged
from core.rse.scores import OVERALL
from core.wording import Language

BELOW = 4.5
FEWEST_IDENTICAL = 3
FEWEST_PAIRS = 10  # pairs that all have one score, before that is said

_TEXTS: dict[Language, tuple[str, str]] = {
    "en": (
        "This judge gave identical responses {mean:.2f} on average; a score of 5 was expected. Do not rely on it.",
        "This judge gave every pair the same score, so it tells no responses apart. Do not rely on it.",
    ),
    "zh": (
        "该评判者给完全相同的回答平均打了 {mean:.2f} 分，而应为 5 分。请勿依赖它。",
        "该评判者给每一对回答都打了相同的分数，因此无法区分回答。请勿依赖它。",
    ),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """identical: the mean overall score of identical responses where it is too low; None: all scores are one value."""

    identical: float | None


def doubt(own: Judged, identical: Sequence[float], all_same: bool) -> Doubt | None:
    """What is doubtful in one pairing's scores; `identical`: of identical pairs; `all_same`: there are no others."""
    if len(identical) >= FEWEST_IDENTICAL and (mean := float(np.mean(identical))) < BELOW:
        return Doubt(mean)
    scores = own.columns.scores[:, OVERALL]
    scores = scores[~np.isnan(scores)]
    flat = len(scores) >= FEWEST_PAIRS and float(np.ptp(scores)) == 0.0
    return Doubt(None) if flat and not all_same else None


def doubt_sentence(found: Doubt, language: Language = "en") -> str:
    """The caution, in words."""
    low, flat = _TEXTS[language]
    return flat if found.identical is None else low.format(mean=found.identical)
