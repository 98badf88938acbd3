"""The mean of the prompt sets, where there is more than one set to speak of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")


def without_lone_means(
    rows: Sequence[Row], set_of: Callable[[Any], str | None] = lambda row: row.prompt_set
) -> Sequence[Row]:
    """Rows as people read them: with one prompt set alone its mean is the same figures again, and left out.

    Data files keep it, so that programs find it whatever the number of sets.
    """
    sets = {set_of(row) for row in rows} - {None}
    return [row for row in rows if set_of(row) is not None] if len(sets) == 1 else rows
