"""Which of several references a model is closest to, and how firmly the data say so.

From unrounded components m_k(s, t) (style, structure and content of model s beside reference t, means over
the prompts common to all references): the affinity A(s, t) is the mean over k of the z-score of m_k(s, t)
across references (population sd; a component in which the references do not differ says nothing and adds
0). Closest means closest of the references given. Every comparison is of one model with several references
over the same prompts, so what all references share, such as a right answer, cancels out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import log
from typing import Any, NamedTuple, TypeVar

import numpy as np

from core.rse.floor import above_floor
from core.rse.judgment import DIMENSIONS
from core.rse.scores import Array, Prompt, RseRecord, mean_of_repeats, strata
from core.stats.bootstrap import stratified_means
from core.stats.draws import DRAWS
from core.stats.permutation import holm, sign_flip_ps

# A prompt's component means beside one reference, by prompt.
Components = dict[Prompt, Array]
T = TypeVar("T")
ByModel = dict[str, dict[str, dict[Prompt, T]]]  # model, reference, prompt


@dataclass(frozen=True, slots=True)
class Ranked:
    """A reference's place in the ranking.

    affinity: mean z-score, the higher the closer. stability: the share of bootstrap resamples of the
    prompts in which this reference comes first (not a probability of origin); None with a single prompt. p:
    Holm-corrected sign-flip test of the first reference against this one; None for the first itself.
    """

    reference: str
    affinity: float
    stability: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class NearestRow:
    """The references of one model, closest first.

    prompt_set None: over all sets, each with the same weight. length_first: the reference that answer
    length alone would name, None where lengths are unknown. above_floor: whether the model is closer to the
    first reference than every control is, beyond what all models share; None without five controls. n:
    prompts compared.
    """

    model: str
    judge: str
    prompt_set: str | None
    length_first: str | None
    above_floor: bool | None
    ranking: tuple[Ranked, ...]
    n: int

    def as_json(self) -> dict[str, Any]:
        """The row as `results --format json` has it."""
        return {**asdict(self), "ranking": [asdict(each) for each in self.ranking]}


class _Compared(NamedTuple):
    """The responses of one judge: their components, and how far apart their lengths are."""

    tables: ByModel[Array]
    gaps: ByModel[float]


def nearest_rows(
    records: Iterable[RseRecord], *, controls: Collection[str] = (), seed: object, draws: int = DRAWS
) -> list[NearestRow]:
    """A row per model, judge and prompt set, then one over all its sets; only where two references share
    prompts.

    controls: names of models known to be unrelated. A control's own floor is made of the other controls.
    """
    by_judge: dict[str, list[RseRecord]] = defaultdict(list)
    for record in records:
        if record.model != record.reference:
            by_judge[record.judge].append(record)
    rows = []
    for judge, own in sorted(by_judge.items()):
        whole = _Compared(component_tables(own), length_gaps(own))
        over_all = _rows(judge, None, whole, controls, seed, draws)
        sets = sorted({record.prompt_set for record in own})
        for prompt_set in sets if len(sets) > 1 else ():
            chosen = _Compared(*(_of_set(part, prompt_set) for part in whole))
            rows += _rows(judge, prompt_set, chosen, controls, seed, draws)
        # One set alone is all there is: the same ranking needs no second computation.
        rows += [
            replace(row, prompt_set=name) for row in over_all for name in (sets if len(sets) == 1 else ())
        ]
        rows += over_all
    return sorted(rows, key=lambda row: (row.model, row.judge, row.prompt_set is None, row.prompt_set or ""))


def _of_set(tables: ByModel[T], prompt_set: str) -> ByModel[T]:
    """What there is of the prompts of one set, in the same order."""
    chosen: ByModel[T] = {}
    for model, by_reference in tables.items():
        for reference, own in by_reference.items():
            if kept := {prompt: value for prompt, value in own.items() if prompt[0] == prompt_set}:
                chosen.setdefault(model, {})[reference] = kept
    return chosen


def _rows(
    judge: str,
    prompt_set: str | None,
    compared: _Compared,
    controls: Collection[str],
    seed: object,
    draws: int,
) -> list[NearestRow]:
    rows, (tables, gaps) = [], compared
    for model, own in sorted(tables.items()):
        prompts = shared_prompts(own.values())
        if len(own) < 2 or not prompts:
            continue
        ranking = rank(own, prompts, seed=seed, draws=draws)
        others = {name: tables[name] for name in sorted(controls) if name != model and name in tables}
        floor = above_floor(own, others, ranking[0].reference)
        first = length_first(gaps.get(model, {}), list(own), prompts)
        rows.append(NearestRow(model, judge, prompt_set, first, floor, tuple(ranking), len(prompts)))
    return rows


def component_tables(records: Iterable[RseRecord]) -> dict[str, dict[str, Components]]:
    """Model, reference, prompt: style, structure and content, unrounded where the judge measured them."""
    repeats: dict[tuple[str, str, Prompt], list[tuple[float, ...]]] = defaultdict(list)
    for record in records:
        if (values := components_of(record)) is not None:
            repeats[record.model, record.reference, (record.prompt_set, record.prompt)].append(values)
    tables: dict[str, dict[str, Components]] = defaultdict(lambda: defaultdict(dict))
    for (model, reference, prompt), given in sorted(repeats.items()):
        tables[model][reference][prompt] = mean_of_repeats(given)
    return tables


def components_of(record: RseRecord) -> tuple[float, ...] | None:
    """The judge's components of the three dimensions, or its scores where it gives no components."""
    scores = record.scores
    if scores is None:
        return None
    measured = record.components
    if measured and all(name in measured for name in DIMENSIONS):
        return tuple(measured[name] for name in DIMENSIONS)
    return scores[: len(DIMENSIONS)]


def shared_prompts(tables: Iterable[Mapping[Prompt, object]]) -> list[Prompt]:
    """The prompts that all tables have, sorted."""
    first, *others = tables
    return sorted(set(first).intersection(*others))


def rank(
    tables: Mapping[str, Components], prompts: Sequence[Prompt], *, seed: object, draws: int = DRAWS
) -> list[Ranked]:
    """The references of one model, closest first, over these prompts; ties by name."""
    names = sorted(tables)
    values = np.asarray([[tables[name][prompt] for name in names] for prompt in prompts])
    sets = strata(prompts, values.reshape(len(prompts), -1))
    means = _weighted_mean(sets).reshape(len(names), -1)
    affinities = affinity(means)
    order = sorted(range(len(names)), key=lambda place: (-affinities[place], names[place]))
    stability = _stability(sets, len(names), seed, draws)
    ps = _against_first(sets, means, order, seed)
    return [Ranked(names[place], float(affinities[place]), stability[place], ps[place]) for place in order]


def affinity(means: Array) -> Array:
    """Mean z-scores of components (... x references x components): ... x references."""
    # References and components first: numpy is slow over many axes of two or three.
    each = np.ascontiguousarray(np.moveaxis(means, (-2, -1), (0, 1)))
    spread, centred = each.std(axis=0), each - each.mean(axis=0)
    # Equal means differ by rounding; a z-score of such a difference would be noise of size 1.
    differing = spread > 1e-12 * np.maximum(1.0, np.abs(each).max(axis=0))
    scores = np.divide(centred, spread, out=np.zeros_like(each), where=differing)
    return np.ascontiguousarray(np.moveaxis(scores.mean(axis=1), 0, -1))


def _weighted_mean(sets: Sequence[Array]) -> Array:
    return np.asarray(np.mean([each.mean(axis=0) for each in sets], axis=0))


def _stability(sets: list[Array], references: int, seed: object, draws: int) -> list[float | None]:
    """Each reference's share of the resamples that it leads; those that lead together share."""
    if max(len(each) for each in sets) < 2:
        return [None] * references
    means = stratified_means(sets, seed=seed, draws=draws)
    affinities = affinity(means.reshape(len(means), references, -1))
    leads = affinities >= affinities.max(axis=1, keepdims=True) - 1e-12
    return [float(share) for share in (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)]


def _against_first(sets: list[Array], means: Array, order: list[int], seed: object) -> list[float | None]:
    """Holm-corrected p of the first reference against each other, from each prompt's part of the affinity."""
    references, total = len(means), sum(len(each) for each in sets)
    spread = means.std(axis=0)
    scale = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-12)
    weighted = np.concatenate([each * total / (len(sets) * len(each)) for each in sets])
    parts = (weighted.reshape(total, references, -1) * scale).mean(axis=2)
    first, *others = order
    ps = holm(sign_flip_ps(parts[:, [first]] - parts[:, others], seed=seed))
    found: list[float | None] = [None] * references
    for place, p in zip(others, ps, strict=True):
        found[place] = p
    return found


def length_gaps(records: Iterable[RseRecord]) -> dict[str, dict[str, dict[Prompt, float]]]:
    """Model, reference, prompt: how far apart the lengths are, as the absolute log of their ratio."""
    gaps: dict[str, dict[str, dict[Prompt, list[float]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for record in records:
        if record.chars is not None and record.reference_chars is not None:
            gap = abs(log((record.chars + 1) / (record.reference_chars + 1)))
            gaps[record.model][record.reference][record.prompt_set, record.prompt].append(gap)
    return {
        model: {
            reference: {prompt: sum(sorted(each)) / len(each) for prompt, each in own.items()}
            for reference, own in by_reference.items()
        }
        for model, by_reference in gaps.items()
    }


def length_first(
    gaps: Mapping[str, Mapping[Prompt, float]], references: Sequence[str], prompts: Sequence[Prompt]
) -> str | None:
    """The reference whose answers are closest in length, prompt by prompt; None where a length is unknown."""
    if not all(prompt in gaps.get(name, {}) for name in references for prompt in prompts):
        return None
    means = {
        name: float(_weighted_mean(strata(prompts, np.asarray([gaps[name][prompt] for prompt in prompts]))))
        for name in references
    }
    return min(sorted(means), key=means.__getitem__)
