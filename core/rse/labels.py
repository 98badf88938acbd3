"""What people's own scores are good for: which to ask for, and how they correct a judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, sqrt
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from core.rse.scores import HIGHEST, LOWEST, Array, RseRecord
from core.stats.randomness import generator
from core.stats.strata import even_quotas

Unit = TypeVar("Unit", bound=Hashable)  # whatever names a judgment
BLIND_TASK = 30
FEWEST_LABELS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A judgment to be labelled; weight: how many judgments of its stratum it stands for."""

    record: RseRecord
    weight: float


def choose_for_labels(records: Iterable[RseRecord], *, seed: object, count: int = BLIND_TASK) -> list[Choice]:
    """A seeded choice of scored judgments, spread evenly over models and the judge's scores, in random order.

    A stratum is a model and its overall score rounded to a point, so that rare scores are looked at too. All
    are chosen where there are no more than `count`.
    """
    drawn = generator("labels", seed)
    strata: dict[tuple[str, int], list[RseRecord]] = defaultdict(list)
    for record in sorted((r for r in records if r.scores is not None), key=_name):
        strata[record.model, floor((record.overall or 0.0) + 0.5)].append(record)
    pools = [[own[i] for i in drawn.permutation(len(own))] for _, own in sorted(strata.items())]
    quotas = even_quotas([len(pool) for pool in pools], count, drawn)
    chosen = [
        Choice(record, len(pool) / quota)
        for pool, quota in zip(pools, quotas, strict=True)
        for record in pool[:quota]
    ]
    return [chosen[i] for i in drawn.permutation(len(chosen))]


def _name(record: RseRecord) -> tuple[str, str, str, str, str, int]:
    return record.model, record.reference, record.judge, record.prompt_set, record.prompt, record.repeat


@dataclass(frozen=True, slots=True)
class Label:
    """A person's overall score and the judge's for the same judgment; weight as in `Choice`.

    prompt: names what was asked, where several responses to one prompt are among the labels; None: one each.
    """

    human: float
    judge: float
    weight: float = 1.0
    prompt: Hashable = None


def weighted_labels(
    judge: Mapping[Unit, float],
    human: Mapping[Unit, float],
    *,
    group: Callable[[Unit], Hashable] = lambda _unit: None,
    prompt: Callable[[Unit], Hashable] = lambda _unit: None,
) -> list[Label]:
    """The labels of what a judge scored, each weighted by how many judgments of its stratum it stands for.

    A stratum is a group (such as a model) and the judge's score rounded to a point, as in `choose_for_labels`: rare
    scores are labelled more often than their share, so that unweighted they would count too much.
    """
    strata: dict[tuple[Hashable, int], list[Unit]] = defaultdict(list)
    for unit, score in judge.items():
        strata[group(unit), floor(score + 0.5)].append(unit)
    found = []
    for units in strata.values():
        labelled = [unit for unit in units if unit in human]
        weight = len(units) / len(labelled) if labelled else 0.0
        found += [Label(human[unit], judge[unit], weight, prompt(unit)) for unit in labelled]
    return found


@dataclass(frozen=True, slots=True)
class Corrected:
    """The judge-corrected mean score with its 95 % interval, 1 to 5.

    shift: what the labels add to the judge's own mean. n: judgments; labelled: labels.
    """

    score: float
    low: float
    high: float
    shift: float
    n: int
    labelled: int


def judge_corrected(
    judge: ArrayLike,
    labels: Sequence[Label],
    *,
    confidence: float = 0.95,
    prompts: Sequence[Hashable] | None = None,
) -> Corrected | None:
    """The mean of the judge over all plus the weighted mean of human minus judge over the labelled.

    Prediction-powered inference (Angelopoulos and others, Science 382, 2023): the variances of the two
    parts are added. None below 100 labels, where the correction would be noise. prompts: of each of the judge's
    scores, where several are of one prompt; what is of one prompt then varies together, here and among the labels.
    """
    scores = np.asarray(judge, dtype=np.float64)
    if len(labels) < FEWEST_LABELS or len(scores) < 2:
        return None
    gaps = np.asarray([label.human - label.judge for label in labels])
    weights = np.asarray([label.weight for label in labels])
    weights = weights / weights.sum()
    mean, shift = float(scores.mean()), float(weights @ gaps)
    asked = [number if label.prompt is None else (label.prompt,) for number, label in enumerate(labels)]
    variance = _variance((scores - mean) / len(scores), prompts) + _variance(weights * (gaps - shift), asked)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(variance)
    score = mean + shift
    low, high = max(LOWEST, score - half), min(HIGHEST, score + half)
    return Corrected(score, low, high, shift, len(scores), len(labels))


def _variance(parts: Array, prompts: Sequence[Hashable] | None) -> float:
    """The variance of a mean, from what each value adds to its deviation; values of one prompt are one."""
    if prompts is not None:
        places: dict[Hashable, int] = {}
        at = [places.setdefault(prompt, len(places)) for prompt in prompts]
        parts = np.bincount(at, weights=parts).astype(np.float64)
    n = len(parts)
    return float(parts @ parts) * n / (n - 1) if n > 1 else 0.0
