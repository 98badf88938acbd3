"""Where a score lies between floor and ceiling.

Ceiling: the reference asked again, against itself. Floor: models known to be unrelated (controls) against the
reference. place = (score - floor) / (ceiling - floor): 0 at the floor, 1 at the ceiling, never clipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.rse.scores import OVERALL, Array, Prompt, RseRecord, group_by_pairing, prompt_scores, strata
from core.stats.bootstrap import CONFIDENCE, enough, stratified_means
from core.stats.draws import DRAWS

# A scale shorter than half a point is no scale: the place would be noise.
SMALLEST_GAP = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its 95 % interval, and what it was computed from, over the n prompts that all of them
    share.

    place, low, high are None where ceiling minus floor may be half a point or less, or n is below 30.
    score, ceiling and floor are raw means of 1 to 5; gap_low and gap_high the interval of ceiling minus
    floor.
    """

    place: float | None
    low: float | None
    high: float | None
    score: float
    ceiling: float
    floor: float
    gap_low: float | None
    gap_high: float | None
    n: int


def place_between(
    test: Sequence[RseRecord],
    ceiling: Sequence[RseRecord],
    floor: Sequence[RseRecord],
    *,
    seed: object,
    draws: int = DRAWS,
) -> Place | None:
    """The place of a test model; all records are of one reference and one judge.

    floor: the records of one control or of several, which count equally. None where no prompt is shared by
    all.
    """
    controls = [_overall(group) for _, group in sorted(group_by_pairing(floor).items())]
    ours, top = _overall(test), _overall(ceiling)
    shared = [p for p in ours if p in top and all(p in control for control in controls)] if controls else []
    if not shared:
        return None
    bottom = [float(np.mean([control[p] for control in controls])) for p in shared]
    columns = np.column_stack([[ours[p] for p in shared], [top[p] for p in shared], bottom])
    return _place(strata(shared, columns), seed, draws)


def _overall(records: Sequence[RseRecord]) -> dict[Prompt, float]:
    return {prompt: float(scores[OVERALL]) for prompt, scores in prompt_scores(records).items()}


def _place(sets: list[Array], seed: object, draws: int) -> Place:
    sizes = [len(each) for each in sets]
    score, ceiling, floor = (float(mean) for mean in np.mean([each.mean(axis=0) for each in sets], axis=0))
    if not enough(sizes):
        return Place(None, None, None, score, ceiling, floor, None, None, sum(sizes))
    # Joint: every draw takes the same prompts for the test, the ceiling and the floor.
    means = stratified_means(sets, seed=seed, draws=draws)
    gaps = means[:, 1] - means[:, 2]
    gap_low, gap_high = _ends(gaps)
    if gap_low <= SMALLEST_GAP:
        return Place(None, None, None, score, ceiling, floor, gap_low, gap_high, sum(sizes))
    place = (score - floor) / (ceiling - floor)
    low, high = _ends((means[:, 0] - means[:, 2]) / gaps)
    return Place(place, low, high, score, ceiling, floor, gap_low, gap_high, sum(sizes))


def _ends(draws: Array) -> tuple[float, float]:
    tail = (1.0 - CONFIDENCE) / 2
    low, high = np.quantile(draws, [tail, 1.0 - tail])
    return float(low), float(high)
