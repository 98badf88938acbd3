"""Two runs side by side as a file: a row for each score, with unrounded figures of both."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gui.results.pairing import Both

_NAMES = ("model", "reference", "judge", "prompt_set")
_SIDES = ("run", "score", "low", "high", "n")
COLUMNS = (
    "metric",
    *_NAMES,
    "score",
    *(f"{side}_{name}" for side in ("first", "second") for name in _SIDES),
    "difference",
)


def rows(metric: str, scores: Iterable[Both], runs: tuple[int, int]) -> list[dict[str, Any]]:
    """The rows of a file, by the names of `COLUMNS`; shares are of 0 to 1."""
    return [_row(metric, each, runs) for each in scores]


def write(found: list[dict[str, Any]], path: Path) -> None:
    """Write rows as CSV. Raises BadInput where the file cannot be written."""
    from core.report import csv_text

    csv_text.save(found, COLUMNS, path)


def _row(metric: str, both: Both, runs: tuple[int, int]) -> dict[str, Any]:
    names = {name: getattr(both.there, name, None) for name in _NAMES}
    sides = zip(("first", "second"), (both.first, both.second), runs, strict=True)
    figures = {f"{name}_{key}": value for name, side, run in sides for key, value in _side(both, side, run)}
    return {"metric": metric, **names, "score": both.score, **figures, "difference": both.difference}


def _side(both: Both, side: Any, run: int) -> list[tuple[str, Any]]:
    bounded = side is not None and both.score in {"overall", "loose"}
    count = getattr(side, "n", getattr(side, "answered", None))
    ends = [getattr(side, name) if bounded else None for name in ("low", "high")]
    return list(zip(_SIDES, (run, both.value(side), *ends, count), strict=True))
