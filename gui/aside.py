"""Files of the user that were deleted: kept beside where they were, so that they can be put back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

ENDING = ".deleted"


def put_aside(path: Path) -> Path:
    """Take a file out of sight; where it is kept."""
    names = (f"{path.name}{number or ''}{ENDING}" for number in itertools.count())
    kept = next(each for each in map(path.with_name, names) if not each.exists())
    path.replace(kept)
    return kept


def put_back(kept: Path, path: Path) -> Path:
    """Put it where it was, beside whatever has taken its name meanwhile; where it is now."""
    there = next(each for each in _names(path) if not each.exists())
    kept.replace(there)
    return there


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in itertools.count(2):
        yield path.with_stem(f"{path.stem} {number}")
