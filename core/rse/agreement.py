"""How far RSE judges agree with each other, with themselves, and with people.

A person's labels are records like any other, with a judge's name of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from core.rse.judgment import SCORES
from core.rse.scores import Array, Prompt, RseRecord, mean_of_repeats
from core.stats.agreement import Agreement, agreement, spearman
from core.stats.draws import DRAWS


class Rated(NamedTuple):
    """What was rated: a model's response to a prompt beside the reference's."""

    model: str
    reference: str
    prompt_set: str
    prompt: str


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """The agreement of some raters in one score (style, structure, content or overall).

    raters: judges, or one judge, whose repeats are compared. spearman: between two raters, None for more or
    where a rater's scores never vary; the figure for a judge that measures, whose values are no categories.
    """

    raters: tuple[str, ...]
    score: str
    agreement: Agreement
    spearman: float | None


def between_judges(records: Iterable[RseRecord], *, seed: object, draws: int = DRAWS) -> list[RaterAgreement]:
    """Every pair of judges in every score, over what both rated; repeats are averaged first."""
    own = list(records)
    tables = _ratings(own, lambda record: record.judge)
    rows = []
    for pair in combinations(sorted(tables), 2):
        rated = sorted(set(tables[pair[0]]) & set(tables[pair[1]]))
        if rated:
            rows += _rows(
                pair, [[tables[judge][each] for each in rated] for judge in pair], rated, seed, draws
            )
    return rows


def between_repeats(
    records: Iterable[RseRecord], *, seed: object, draws: int = DRAWS
) -> list[RaterAgreement]:
    """Each judge that was asked more than once, with itself."""
    by_judge: dict[str, list[RseRecord]] = defaultdict(list)
    for record in records:
        by_judge[record.judge].append(record)
    rows = []
    for judge, own in sorted(by_judge.items()):
        tables = _ratings(own, lambda record: str(record.repeat))
        if len(tables) > 1:
            rated = sorted(set().union(*tables.values()))
            missing = np.full(len(SCORES), np.nan)
            raters = [[tables[repeat].get(each, missing) for each in rated] for repeat in sorted(tables)]
            rows += _rows((judge,), raters, rated, seed, draws)
    return rows


def _ratings(
    records: Iterable[RseRecord], rater: Callable[[RseRecord], str]
) -> dict[str, dict[Rated, Array]]:
    """Each rater's four scores of what it rated."""
    found: dict[str, dict[Rated, list[tuple[float, ...]]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        if (scores := record.scores) is not None:
            rated = Rated(record.model, record.reference, record.prompt_set, record.prompt)
            found[rater(record)][rated].append(scores)
    return {
        name: {rated: mean_of_repeats(each) for rated, each in own.items()} for name, own in found.items()
    }


def _rows(
    names: tuple[str, ...], raters: list[list[Array]], rated: Sequence[Rated], seed: object, draws: int
) -> list[RaterAgreement]:
    values = np.asarray(raters)  # raters x rated x scores
    prompts: list[Prompt] = [(each.prompt_set, each.prompt) for each in rated]
    return [
        RaterAgreement(
            names,
            score,
            agreement(values[:, :, place], seed=seed, groups=prompts, draws=draws),
            spearman(*values[:, :, place]) if len(values) == 2 else None,
        )
        for place, score in enumerate(SCORES)
    ]
