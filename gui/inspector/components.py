"""Where the scores of the measured judge come from, in words: what was compared, and which score each part feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.rse.judgment import DIMENSIONS
from gui import format as fmt
from gui.i18n import tr

_PARTS = {
    "openings": "openings",
    "closings": "closings",
    "skeleton": "function words in their order",
    "surface": "punctuation, formatting, length of sentences",
    "blocks": "sequence of parts",
    "order": "order of shared ideas",
    "words": "words, names and numbers",
    "phrases": "phrases",
}
_SCORES = {"style": "Style", "structure": "Structure", "content": "Content"}
MADE_FROM = "What each score is made from, with its likeness (0: nothing in common, 1: the same)"
# Figures of the parts are no scores, though both have two decimals: without these words 0.72 beside 4.63 says little.
USUAL = (
    "In brackets: what is usual for unrelated models, then for the same model asked again. "
    "A part at the first counts as a score of 2, at the second as 4; identical texts score 5."
)


def component_lines(components: Mapping[str, float], scores: Mapping[str, float | None]) -> list[str]:
    """A line for each score, with the parts that feed it; parts that are not known keep their names.

    What stands between parts and score, on a scale of its own, is left out: it has the names of the scores.
    """
    from core.rse.measured.calibration import DIMENSION_FAMILIES

    parts = {name: value for name, value in components.items() if name not in DIMENSIONS}
    if not parts:
        return []
    fed = {name: [p for p in DIMENSION_FAMILIES[name] if p in parts] for name in DIMENSIONS}
    known = {part for some in fed.values() for part in some}
    lines = [
        f"  {tr(_SCORES[name])} {fmt.score(scores.get(name))}: {_said(some, parts)}"
        for name, some in fed.items()
        if some
    ]
    others = [part for part in parts if part not in known]
    rest = [f"  {_said(others, parts)}"] if others else []
    return [f"{tr(MADE_FROM)}:", *lines, *rest, *([tr(USUAL)] if known else [])]


def scores_of(row: Any) -> dict[str, float | None]:
    """Those of the dimensions, by name."""
    return {name: getattr(row, name) for name in DIMENSIONS}


def _said(names: list[str], parts: Mapping[str, float]) -> str:
    return "  ·  ".join(
        f"{tr(_PARTS.get(name, name))} {fmt.score(parts[name])}{_usual(name)}" for name in names
    )


def _usual(name: str) -> str:
    from core.rse.measured.calibration import STANDARDS

    if name not in STANDARDS:
        return ""
    usual = STANDARDS[name]
    return f" ({fmt.score(usual.unrelated)} – {fmt.score(usual.again)})"
