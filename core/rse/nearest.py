"""Which of several references a model is closest to, and how firmly the data say so.

From unrounded components m_k(s, t) (style, structure and content of model s beside reference t, means over
the prompts common to all references): the affinity A(s, t) is the mean over k of the z-score of m_k(s, t)
across references (population sd; a component in which the references do not differ says nothing and adds
0). Closest means closest of the references given. Every comparison is of one model with several references
over the same prompts, so what all references share, such as a right answer, cancels out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from core.rse.columns import ByPrompt, Judged, Places, judged, prompt_means, set_of
from core.rse.floor import FEWEST_CONTROLS, Tables, above_floor
from core.rse.ranking import Problem, Ranked, rank_all, weighted_mean
from core.rse.scores import Array, RseRecord
from core.stats.draws import DRAWS, Each, in_turn

Beside = dict[str, ByPrompt]  # by reference, in order of name


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


class _Asked(NamedTuple):
    """A model beside its references, as one judge sees it: the components, and how far apart the lengths are.

    prompt_sets: those that it stands for, None for all together.
    """

    judge: str
    prompt_sets: tuple[str | None, ...]
    model: str
    components: Beside
    gaps: Beside

    def of_set(self, name: str, number: int) -> _Asked:
        """What there is of the prompts of one set."""
        parts = ({n: own.of_set(number) for n, own in each.items()} for each in (self.components, self.gaps))
        components, gaps = ({n: own for n, own in each.items() if len(own.keys)} for each in parts)
        return _Asked(self.judge, (name,), self.model, components, gaps)

    def shared(self) -> Places:
        """The prompts that all references have, sorted; none where there is nothing to choose from."""
        every = [own.keys for own in self.components.values()]
        if len(every) < 2:
            return np.arange(0)
        return reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), every)

    def tables(self) -> Tables:
        """The components by reference and prompt."""
        return {name: own.by_name() for name, own in self.components.items()}


def nearest_rows(
    records: Iterable[RseRecord] | Judged,
    *,
    controls: Collection[str] = (),
    seed: object,
    draws: int = DRAWS,
    each: Each = in_turn,
) -> list[NearestRow]:
    """A row per model, judge and prompt set, then one over all its sets; only where two references share
    prompts.

    controls: names of models known to be unrelated. A control's own floor is made of the other controls.
    """
    every = judged(records)
    asked = list(_asked(every.only(~every.beside_itself)))
    open_ones = [(one, prompts) for one in asked if len(prompts := one.shared())]
    rankings = rank_all([_problem(*one) for one in open_ones], seed=seed, draws=draws, each=each)
    rows: list[NearestRow] = []
    for (one, prompts), ranking in zip(open_ones, rankings, strict=True):
        floor = _floor(one, [other for other in asked if other.model in controls], ranking[0].reference)
        rows += _rows(one, prompts, ranking, floor)
    return sorted(rows, key=lambda row: (row.model, row.judge, row.prompt_set is None, row.prompt_set or ""))


def _rows(one: _Asked, prompts: Places, ranking: list[Ranked], floor: bool | None) -> Iterator[NearestRow]:
    first = _length_first(one, prompts)
    for name in one.prompt_sets:
        yield NearestRow(one.model, one.judge, name, first, floor, tuple(ranking), len(prompts))


def _asked(own: Judged) -> Iterator[_Asked]:
    """Each model and judge over all sets, and in each set of the judge by itself."""
    beside: dict[tuple[str, str], tuple[Beside, Beside]] = {}
    sets: dict[str, set[int]] = defaultdict(set)
    for (model, reference, judge), part in own.by_pairing():
        components, gaps = beside.setdefault((model, judge), ({}, {}))
        sets[judge].update(np.unique(part.columns.prompt_set).tolist())
        for found, values in ((components, part.columns.components), (gaps, part.columns.gap[:, None])):
            means = prompt_means(part.keys, values)
            if len(means.keys):
                found[reference] = means
    for (model, judge), parts in beside.items():
        named = [(own.sets[number], number) for number in sorted(sets[judge])]
        # One set alone is all there is: the same ranking needs no second computation.
        alone = tuple(name for name, _ in named) if len(named) == 1 else ()
        over_all = _Asked(judge, (*alone, None), model, *parts)
        yield over_all
        yield from (over_all.of_set(*each) for each in (named if not alone else ()))


def _problem(one: _Asked, prompts: Places) -> Problem:
    values = np.stack([own.at(prompts) for own in one.components.values()], axis=1)
    return Problem(list(one.components), _by_set(prompts, values.reshape(len(prompts), -1)))


def _by_set(prompts: Places, values: Array) -> list[Array]:
    """The rows of each set, sets in order."""
    sets = set_of(prompts)
    return [values[sets == number] for number in np.unique(sets)]


def _floor(one: _Asked, controls: Sequence[_Asked], first: str) -> bool | None:
    """Whether the model is closer to its first reference than every control is; None where too few are known."""
    same = (one.judge, one.prompt_sets)
    others = [each for each in controls if (each.judge, each.prompt_sets) == same and each.model != one.model]
    if len(others) < FEWEST_CONTROLS:
        return None
    return above_floor(one.tables(), {each.model: each.tables() for each in others}, first)


def _length_first(one: _Asked, prompts: Places) -> str | None:
    """The reference whose answers are closest in length, prompt by prompt; None where a length is unknown."""
    means = {}
    for name in one.components:
        own = one.gaps.get(name)
        if own is None or not np.isin(prompts, own.keys).all():
            return None
        means[name] = float(weighted_mean(_by_set(prompts, own.at(prompts)[:, 0])))
    return min(sorted(means), key=means.__getitem__)
