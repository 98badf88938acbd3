"""Two test models beside one reference, over the same prompts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from core.rse.scores import OVERALL, RseRecord, group_by_pairing, prompt_scores, strata
from core.stats.bootstrap import stratified_interval
from core.stats.permutation import holm, sign_flip_p, smallest_difference


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """The overall score of `first` less that of `second`, in points of 1 to 5, over the prompts both
    answered.

    With several sets: the unweighted mean of the sets' differences. low, high: its 95 % interval, None
    under 30 prompts. p: two-sided, by sign flips; p_holm: corrected over all pairs compared together.
    smallest: the difference that this number of prompts shows with 80 % power. All None at n = 0.
    """

    first: str
    second: str
    reference: str
    judge: str
    prompt_set: str | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    p_holm: float | None
    smallest: float | None
    n: int


def compare_models(
    records: Iterable[RseRecord], *, seed: object, prompt_set: str | None = None, models: Sequence[str] = ()
) -> list[PairedComparison]:
    """Every pair of models that share a reference and a judge; Holm's correction within reference and judge.

    prompt_set: only its prompts; None: all sets. models: only these; empty: all but references themselves.
    """
    chosen = [r for r in records if prompt_set in (None, r.prompt_set) and r.model != r.reference]
    groups = group_by_pairing(r for r in chosen if not models or r.model in models)
    rows = []
    for reference, judge in sorted({(pairing.reference, pairing.judge) for pairing in groups}):
        own = {
            p.model: group
            for p, group in sorted(groups.items())
            if (p.reference, p.judge) == (reference, judge)
        }
        pairs = [compare(own[a], own[b], seed=seed, prompt_set=prompt_set) for a, b in combinations(own, 2)]
        rows += _corrected(pairs)
    return rows


def compare_with(
    own: Sequence[RseRecord], others: Sequence[Sequence[RseRecord]], *, seed: object
) -> list[PairedComparison]:
    """One model with each of some others, over all sets; Holm's correction over these. Each group is one model's
    records beside one reference, by one judge."""
    return _corrected([compare(own, other, seed=seed) for other in others])


def compare(
    first: Sequence[RseRecord], second: Sequence[RseRecord], *, seed: object, prompt_set: str | None = None
) -> PairedComparison:
    """One pair, from the records of each model (neither empty) beside one reference, by one judge."""
    ours, theirs = prompt_scores(first), prompt_scores(second)
    shared = [prompt for prompt in ours if prompt in theirs]
    names = (first[0].model, second[0].model, first[0].reference, first[0].judge, prompt_set)
    if not shared:
        return PairedComparison(*names, None, None, None, None, None, None, 0)
    gaps = np.asarray([ours[prompt][OVERALL] - theirs[prompt][OVERALL] for prompt in shared])
    sets = strata(shared, gaps)
    # Each prompt weighs so that the sets count equally, in the test as in the difference.
    weighted = np.concatenate([each * len(gaps) / (len(sets) * len(each)) for each in sets])
    low, high = stratified_interval(sets, seed=seed) or (None, None)
    smallest = smallest_difference(float(weighted.std(ddof=1)), len(gaps)) if len(gaps) > 1 else None
    p = sign_flip_p(weighted, seed=seed)
    return PairedComparison(*names, float(weighted.mean()), low, high, p, p, smallest, len(gaps))


def _corrected(pairs: list[PairedComparison]) -> list[PairedComparison]:
    tested = [pair for pair in pairs if pair.p is not None]
    ps = iter(holm([pair.p for pair in tested if pair.p is not None]))
    return [pair if pair.p is None else replace(pair, p_holm=next(ps)) for pair in pairs]
