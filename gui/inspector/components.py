"""What the measured judge computed, in words: its parts are no scores, though some have the same names."""

from __future__ import annotations

from collections.abc import Mapping

from core.rse.judgment import DIMENSIONS
from gui.i18n import tr

_DETAILS = {
    "openings": "openings",
    "closings": "closings",
    "skeleton": "function words in their order",
    "surface": "punctuation, formatting, length of sentences",
    "blocks": "sequence of parts",
    "order": "order of shared ideas",
    "words": "words, names and numbers",
    "phrases": "phrases",
}
# Neither end is the end: a pair may be less alike than most unrelated ones, and identical texts go beyond 1.
SCALE = (
    "Measured, before it becomes a score of 1 to 5 (0: usual for unrelated models, 1: for the same model asked again; "
    "less than 0 and more than 1 are possible, identical texts reach 1.9 to 2.7)"
)
LIKENESS = "Likeness in detail (0: nothing in common, 1: the same)"


def component_lines(components: Mapping[str, float]) -> list[str]:
    """A line for each part, under what its scale means; parts that are not known keep their names."""
    behind = {tr(name): components[name] for name in DIMENSIONS if name in components}
    details = {
        tr(_DETAILS.get(name, name)): value for name, value in components.items() if name not in DIMENSIONS
    }
    return [*_lines(tr(SCALE), behind), *_lines(tr(LIKENESS), details)]


def _lines(head: str, figures: Mapping[str, float]) -> list[str]:
    return [f"{head}:", *(f"  {name}: {value:.2f}" for name, value in figures.items())] if figures else []
