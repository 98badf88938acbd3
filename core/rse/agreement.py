"""How far RSE judges agree with each other, with themselves, and with people.

A person's labels are records like any other, with a judge's name of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from core.rse.columns import ByPrompt, Judged, Places, judged, prompt_means
from core.rse.judgment import SCORES
from core.rse.scores import Array, RseRecord
from core.stats.agreement import Agreement, agreement, spearman
from core.stats.draws import DRAWS


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


def between_judges(
    records: Iterable[RseRecord] | Judged, *, seed: object, draws: int = DRAWS
) -> list[RaterAgreement]:
    """Every pair of judges in every score that both gave somewhere; repeats are averaged first."""
    own = judged(records)
    tables = _ratings(own, own.columns.judge)
    rows = []
    for pair in combinations(sorted(tables), 2):
        first, second = (tables[judge] for judge in pair)
        rated = np.intersect1d(first.keys, second.keys, assume_unique=True)
        if len(rated):
            names = tuple(own.judges[judge] for judge in pair)
            found = _rows(names, np.stack([first.at(rated), second.at(rated)]), own, rated, seed, draws)
            rows += [row for row in found if row.agreement.n]
    return rows


def between_repeats(
    records: Iterable[RseRecord] | Judged, *, seed: object, draws: int = DRAWS
) -> list[RaterAgreement]:
    """Each judge that was asked more than once, with itself."""
    every, rows = judged(records), []
    for number, judge in enumerate(every.judges):
        own = every.only(every.columns.judge == number)
        tables = _ratings(own, own.columns.repeat)
        if len(tables) > 1:
            rated = np.unique(np.concatenate([table.keys for table in tables.values()]))
            values = np.stack([_spread_out(tables[repeat], rated) for repeat in sorted(tables, key=str)])
            rows += _rows((judge,), values, own, rated, seed, draws)
    return rows


def _ratings(own: Judged, rater: Places) -> dict[int, ByPrompt]:
    """Each rater's four scores of what it rated, by keys of model, reference, prompt set and prompt."""
    keys, found = _keys(own), {}
    for each in np.unique(rater).tolist():
        chosen = np.flatnonzero(rater == each)
        chosen = chosen[np.argsort(keys[chosen], kind="stable")]
        means = _means(keys[chosen], own.columns.scores[chosen])
        if len(means.keys):
            found[each] = means
    return found


def _means(keys: Places, scores: Array) -> ByPrompt:
    """The mean scores of what was rated. A person may give some scores only: each is then averaged by itself."""
    there = ~np.isnan(scores)
    if np.array_equal(there.any(axis=1), there.all(axis=1)):
        return prompt_means(keys, scores)
    rated = np.unique(keys[there.any(axis=1)])
    columns = [prompt_means(keys, scores[:, [place]]) for place in range(len(SCORES))]
    return ByPrompt(rated, np.hstack([_spread_out(each, rated) for each in columns]))


def _keys(own: Judged) -> Places:
    """Names what was rated: a model's response to a prompt beside the reference's; rises as these do."""
    pairs = own.columns.model * len(own.models) + own.columns.reference
    return np.asarray(pairs * _prompts(own) + _prompt(own))


def _prompt(own: Judged) -> Places:
    return np.asarray(own.columns.prompt_set * (own.columns.prompt.max(initial=0) + 1) + own.columns.prompt)


def _prompts(own: Judged) -> int:
    return len(own.sets) * (int(own.columns.prompt.max(initial=0)) + 1)


def _spread_out(table: ByPrompt, rated: Places) -> Array:
    """The scores of all that was rated, NaN where this rater gave none."""
    values = np.full((len(rated), table.values.shape[1]), np.nan)
    values[np.searchsorted(rated, table.keys)] = table.values
    return values


def _rows(
    names: tuple[str, ...], values: Array, own: Judged, rated: Places, seed: object, draws: int
) -> list[RaterAgreement]:
    """Values: raters x rated x scores."""
    prompts = (rated % _prompts(own)).tolist()
    return [
        RaterAgreement(
            names,
            score,
            agreement(values[:, :, place], seed=seed, groups=prompts, draws=draws),
            spearman(*values[:, :, place]) if len(values) == 2 else None,
        )
        for place, score in enumerate(SCORES)
    ]
