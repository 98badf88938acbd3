"""What is told of each row of similarity, in detail: of all rows up to a bound, and of a single one in any run.

Texts are looked through for it, and pairs of models tested: for hundreds of rows that takes minutes, and fills pages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.report.records import answered_pairs, identical_scores
from core.report.spread import extreme_prompts
from core.report.words import Words
from core.rse import compare
from core.rse.columns import Judged
from core.rse.compare import PairedComparison
from core.rse.confounds import Confounds, confounds
from core.rse.doubt import Doubt, doubt
from core.rse.rows import distribution
from core.rse.scores import OVERALL, Pairing
from core.store.reader import Reader
from core.study import MEASURED, Study

# Pairs of test models, over all references: beyond, Holm's correction leaves little to see.
MOST_COMPARED = 66
MOST_PANELS = 60  # pairings whose texts are looked through


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not told of all rows, since there are so many: rows, or pairs of models; 0 where nothing is left out."""

    rows: int = 0
    pairs: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows or self.pairs)


def left_out(study: Study, compared: Judged, rows: int) -> LeftOut:
    """What is not told of each of so many rows."""
    pairs = _pairs(study, compared)
    return LeftOut(rows if rows > MOST_PANELS else 0, pairs if pairs > MOST_COMPARED else 0)


def left_out_warnings(out: LeftOut, words: Words, *, here: bool = False) -> list[str]:
    """Sentences on what is not told of all rows, and where it is to be had; here: where these are read."""
    bounds = (("warning.many_rows", out.rows, MOST_PANELS), ("warning.many_pairs", out.pairs, MOST_COMPARED))
    said = [words(name, n=f"{n:,}", most=most) for name, n, most in bounds if n]
    return [*said, words("warning.choose_here" if here else "warning.choose")] if said else []


def panels(reader: Reader, run: int, pairings: Sequence[Pairing]) -> dict[Pairing, Confounds]:
    """What the responses of each row look like; nothing beyond the bound."""
    found = {}
    for pairing in pairings if len(pairings) <= MOST_PANELS else ():
        panel = confounds(answered_pairs(reader, run, pairing))
        if panel is not None:
            found[pairing] = panel
    return found


def doubts(
    reader: Reader, run: int, pairings: Sequence[tuple[Pairing, Judged]], panels: dict[Pairing, Confounds]
) -> dict[Pairing, Doubt]:
    """Which rows' judges contradict themselves.

    Where no texts were looked through, since there are so many rows, those of the measured judge are left alone: it
    is a function of the texts, and so many of its rows take a while.
    """
    found = {}
    for pairing, own in pairings:
        panel = panels.get(pairing)
        if panel is None and pairing.judge == MEASURED:
            continue
        identical = identical_scores(reader, run, pairing) if panel is None or panel.same else []
        if (doubtful := doubt(own, identical, _all_same(own, identical, panel))) is not None:
            found[pairing] = doubtful
    return found


def _all_same(own: Judged, identical: Sequence[float], panel: Confounds | None) -> bool:
    """Whether there are none but identical responses."""
    if panel is not None:
        return panel.same == panel.n
    return len(identical) == int(np.isfinite(own.columns.scores[:, OVERALL]).sum())


def spread(reader: Reader, run: int, pairings: Sequence[tuple[Pairing, Judged]]) -> dict[str, Any]:
    """How the scores of each row are spread, and its prompts at either end; nothing beyond the bound."""
    if len(pairings) > MOST_PANELS:
        return {}
    counts = {pairing: distribution(own) for pairing, own in pairings}
    spreads = {pairing: each for pairing, each in counts.items() if any(each.values())}
    return {"spreads": spreads, "extremes": extreme_prompts(reader, run, pairings)}


def comparisons(study: Study, compared: Judged) -> list[PairedComparison]:
    """Every pair of tests; controls are for the floor. None where so many pairs would tell nothing any more."""
    if _pairs(study, compared) > MOST_COMPARED:
        return []
    return compare.compare_models(compared.records(), seed=study.seed, models=_tests(study, compared))


def comparisons_of(study: Study, compared: Judged, chosen: Pairing) -> list[PairedComparison]:
    """One test with each other beside its reference, by its judge; of many others those of the nearest scores."""
    groups = {p.model: own for p, own in compared.by_pairing() if p[1:] == chosen[1:]}
    if chosen.model not in groups:
        return []
    own = _mean(groups[chosen.model])
    others = [m for m in _tests(study, compared) if m in groups and m != chosen.model]
    nearest = sorted(others, key=lambda other: abs(_mean(groups[other]) - own))[:MOST_COMPARED]
    ours = list(groups[chosen.model].records())
    return compare.compare_with(ours, [list(groups[m].records()) for m in nearest], seed=study.seed)


def _mean(own: Judged) -> float:
    scores = own.columns.scores[:, OVERALL]
    return float(np.nanmean(scores)) if np.isfinite(scores).any() else math.inf


def _tests(study: Study, compared: Judged) -> list[str]:
    there = {compared.models[place] for place in np.unique(compared.columns.model)}
    return [m.name for m in study.of_role("test") if m.name in there]


def _pairs(study: Study, compared: Judged) -> int:
    return math.comb(len(_tests(study, compared)), 2) * len(study.of_role("reference"))
