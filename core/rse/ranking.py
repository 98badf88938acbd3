"""Ranks the references of many models at once: see core.rse.nearest for what is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.rse.scores import Array
from core.stats.bootstrap import many_stratified_means
from core.stats.draws import DRAWS, Each, in_turn, portions
from core.stats.permutation import holm, many_sign_flip_ps

_AT_ONCE = 20_000_000  # resampled figures that are held in memory


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


class Problem(NamedTuple):
    """What is to be ranked: the references in order of name, and for each prompt set an array of prompts x components,
    those of the first reference first."""

    references: Sequence[str]
    sets: Sequence[Array]

    @property
    def means(self) -> Array:
        """References x components, each set with the same weight."""
        return weighted_mean(self.sets).reshape(len(self.references), -1)

    @property
    def sizes(self) -> list[int]:
        """Prompts of each set."""
        return [len(each) for each in self.sets]


def rank_all(
    problems: Sequence[Problem], *, seed: object, draws: int = DRAWS, each: Each = in_turn
) -> list[list[Ranked]]:
    """The references of each problem, closest first; ties by name."""
    affinities = [affinity(problem.means) for problem in problems]
    orders = [sorted(range(len(found)), key=lambda place: (-found[place], place)) for found in affinities]
    stabilities = _stabilities(problems, seed, draws, each)
    parts = [_against_first(problem, order) for problem, order in zip(problems, orders, strict=True)]
    ps = many_sign_flip_ps(parts, seed=seed, each=each)
    return [_ranked(*one) for one in zip(problems, orders, affinities, stabilities, ps, strict=True)]


def _ranked(
    problem: Problem, order: list[int], found: Array, stability: list[float | None], ps: list[float]
) -> list[Ranked]:
    corrected = [None, *holm(ps)]
    return [
        Ranked(problem.references[place], float(found[place]), stability[place], p)
        for place, p in zip(order, corrected, strict=True)
    ]


def affinity(means: Array) -> Array:
    """Mean z-scores of components (... x references x components): ... x references."""
    # References and components first: numpy is slow over many axes of two or three.
    each = np.ascontiguousarray(np.moveaxis(means, (-2, -1), (0, 1)))
    spread, centred = each.std(axis=0), each - each.mean(axis=0)
    # Equal means differ by rounding; a z-score of such a difference would be noise of size 1.
    differing = spread > 1e-12 * np.maximum(1.0, np.abs(each).max(axis=0))
    scores = np.divide(centred, spread, out=np.zeros_like(each), where=differing)
    return np.ascontiguousarray(np.moveaxis(scores.mean(axis=1), 0, -1))


def weighted_mean(sets: Sequence[Array]) -> Array:
    """The mean of the sets' means."""
    return np.asarray(np.mean([each.mean(axis=0) for each in sets], axis=0))


def _stabilities(
    problems: Sequence[Problem], seed: object, draws: int, each: Each
) -> list[list[float | None]]:
    """Each reference's share of the resamples that it leads."""
    found: list[list[float | None]] = [[None] * len(problem.references) for problem in problems]
    several = [place for place, problem in enumerate(problems) if max(problem.sizes) > 1]
    several.sort(key=lambda place: problems[place].sizes)  # those of one size share what is drawn

    def held(place: int) -> int:
        return sum(draws * own.shape[1] for own in problems[place].sets)

    for part in portions(several, held, _AT_ONCE):
        means = many_stratified_means([problems[p].sets for p in part], seed=seed, draws=draws, each=each)
        for place, resampled in zip(part, means, strict=True):
            found[place] = _leading(resampled, len(problems[place].references))
    return found


def _leading(means: Array, references: int) -> list[float | None]:
    """Those that lead a resample together share it."""
    affinities = affinity(means.reshape(len(means), references, -1))
    leads = affinities >= affinities.max(axis=1, keepdims=True) - 1e-12
    return [float(share) for share in (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)]


def _against_first(problem: Problem, order: list[int]) -> Array:
    """How far each prompt takes the first reference ahead of each other: its part of the affinity."""
    sets, means = problem.sets, problem.means
    references, total = len(means), sum(problem.sizes)
    spread = means.std(axis=0)
    scale = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-12)
    weighted = np.concatenate([each * total / (len(sets) * len(each)) for each in sets])
    parts = (weighted.reshape(total, references, -1) * scale).mean(axis=2)
    first, *others = order
    return np.asarray(parts[:, [first]] - parts[:, others])
