"""Choices that are spread evenly over strata, whatever their sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def even_quotas(sizes: Sequence[int], count: int, drawn: np.random.Generator) -> list[int]:
    """How many to take of each stratum: as even as the sizes allow; who gets the odd ones is drawn."""
    quotas, left = [0] * len(sizes), min(count, sum(sizes))
    while left:
        open_places = [i for i, size in enumerate(sizes) if quotas[i] < size]
        for i in drawn.permutation(open_places)[:left].tolist():
            quotas[i] += 1
            left -= 1
    return quotas
