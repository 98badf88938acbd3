"""The frozen constants that turn figures into components and components into 1 to 5.

They never depend on the run. `docs/measured-judge.md` says where each comes from.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from core.rse.judgment import DIMENSIONS


@dataclass(frozen=True, slots=True)
class Standard:
    """A family's scale: `unrelated` is typical of unrelated models, `again` of one model asked twice."""

    unrelated: float
    again: float

    def z(self, figure: float) -> float:
        """0 for unrelated models, 1 for the same model asked again."""
        return (figure - self.unrelated) / (self.again - self.unrelated)


STANDARDS = {
    "openings": Standard(0.07, 0.60),
    "closings": Standard(0.05, 0.35),
    "skeleton": Standard(0.09, 0.45),
    "surface": Standard(0.62, 0.85),
    "blocks": Standard(0.45, 0.80),
    "order": Standard(0.42, 0.68),
    "words": Standard(0.38, 0.78),
    "phrases": Standard(0.06, 0.30),
}
DIMENSION_FAMILIES = {
    "style": ("openings", "closings", "skeleton", "surface"),
    "structure": ("blocks", "order"),
    "content": ("words", "phrases"),
}
# How a response begins and how it ends are one habit, set phrases: together they weigh as much as each other family.
WEIGHTS = {"openings": 0.5, "closings": 0.5}
# Components worth 1 (different prompts), 2 (unrelated models), 3 (a sibling snapshot), 4 (same model again).
# 5 is the component of identical texts, which follows from the standards.
KNOTS = {
    "style": (-0.20, 0.0, 0.5, 1.0),
    "structure": (-0.30, 0.0, 0.5, 1.0),
    "content": (-0.55, 0.0, 0.5, 1.0),
}


def component(dimension: str, figures: dict[str, float]) -> float:
    """The mean of a dimension's standardised families, equal but for `WEIGHTS`: unrounded, higher is more similar."""
    families = DIMENSION_FAMILIES[dimension]
    weights = [WEIGHTS.get(family, 1.0) for family in families]
    total = sum(w * STANDARDS[f].z(figures[f]) for f, w in zip(families, weights, strict=True))
    return total / sum(weights)


def score(dimension: str, value: float) -> float:
    """The score of a component: piecewise linear and monotone, 1 up to its first point, 5 from its last."""
    knots = (*KNOTS[dimension], IDENTICAL[dimension])
    if value <= knots[0]:
        return 1.0
    if value >= knots[-1]:
        return 5.0
    at = bisect_right(knots, value)
    return at + (value - knots[at - 1]) / (knots[at] - knots[at - 1])


IDENTICAL = {dimension: component(dimension, dict.fromkeys(STANDARDS, 1.0)) for dimension in DIMENSIONS}
