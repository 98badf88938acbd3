"""Judgments as the scores need them, the rows of the score table, and what else is told of a pairing's scores.

A prompt asked several times counts once, by the mean of its repeats. Records may come in any order:
everything is sorted before it is drawn from, so that the same judgments always give the same figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import sqrt
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.rse.judgment import DIMENSIONS, SCORES
from core.stats.bootstrap import Interval
from core.stats.distributions import t_quantile

Array = NDArray[np.float64]
Prompt = tuple[str, str]  # prompt set, prompt
LOWEST, HIGHEST = 1.0, 5.0
OVERALL = SCORES.index("overall")


@dataclass(frozen=True, slots=True)
class RseRecord:
    """One judgment as the scores need it.

    prompt: anything that names the prompt within its set. outcome "no_answer": a response is missing, so
    there was nothing to judge; "unscored": the judge gave no usable scores. order: which response the judge
    saw first ("AB": the reference's), "" where it sees no order. components: a computing judge's unrounded
    measurements. chars, reference_chars: lengths of the two responses in characters, where known.
    """

    model: str
    reference: str
    judge: str
    prompt_set: str
    prompt: str
    repeat: int = 0
    style: float | None = None
    structure: float | None = None
    content: float | None = None
    overall: float | None = None
    outcome: Literal["scored", "unscored", "no_answer"] = "scored"
    order: str = ""
    components: Mapping[str, float] = field(default_factory=dict)
    chars: int | None = None
    reference_chars: int | None = None

    @property
    def scores(self) -> tuple[float, float, float, float] | None:
        """Style, structure, content and overall; None unless all four are there."""
        style, structure, content, overall = self.style, self.structure, self.content, self.overall
        if (
            self.outcome != "scored"
            or style is None
            or structure is None
            or content is None
            or overall is None
        ):
            return None
        return style, structure, content, overall

    @property
    def given(self) -> tuple[float | None, ...]:
        """Style, structure, content and overall, None where one was not given: a person may give only some."""
        return self.style, self.structure, self.content, self.overall


class Pairing(NamedTuple):
    """Whose responses were compared, and by whom."""

    model: str
    reference: str
    judge: str


@dataclass(frozen=True, slots=True)
class RseRow:
    """A row of the score table: means of 1 to 5 and the 95 % interval of overall.

    prompt_set None: the unweighted mean of the sets that have scores. n: prompts with scores; unscored and
    no_answer: judgments without. Scores are None at n = 0; low and high also where too few prompts were
    scored.
    """

    model: str
    reference: str
    judge: str
    prompt_set: str | None
    style: float | None
    structure: float | None
    content: float | None
    overall: float | None
    low: float | None
    high: float | None
    n: int
    unscored: int
    no_answer: int

    @property
    def profile(self) -> dict[str, float | None]:
        """The three dimensions by name."""
        return {name: getattr(self, name) for name in DIMENSIONS}

    def as_json(self) -> dict[str, Any]:
        """The row as `results --format json` has it."""
        return asdict(self)


def group_by_pairing(records: Iterable[RseRecord]) -> dict[Pairing, list[RseRecord]]:
    """The records of each model, reference and judge."""
    groups: dict[Pairing, list[RseRecord]] = defaultdict(list)
    for record in records:
        groups[Pairing(record.model, record.reference, record.judge)].append(record)
    return groups


def prompt_scores(records: Iterable[RseRecord]) -> dict[Prompt, Array]:
    """Each scored prompt's style, structure, content and overall (means over repeats), sorted by prompt."""
    repeats: dict[Prompt, list[tuple[float, ...]]] = defaultdict(list)
    for record in records:
        if (scores := record.scores) is not None:
            repeats[record.prompt_set, record.prompt].append(scores)
    return {prompt: mean_of_repeats(repeats[prompt]) for prompt in sorted(repeats)}


def mean_of_repeats(given: Sequence[tuple[float, ...]]) -> Array:
    """The mean of each score over repeats, whatever their order; most have one, and there are very many."""
    if len(given) == 1:
        return np.asarray(given[0])
    return np.asarray(np.sort(np.asarray(given), axis=0).mean(axis=0))


def score_matrix(scores: Mapping[Prompt, Array]) -> Array:
    """Prompts x 4; empty where there are none."""
    return np.asarray(list(scores.values()), dtype=np.float64).reshape(-1, len(SCORES))


def strata(prompts: Sequence[Prompt], columns: Array) -> list[Array]:
    """The rows of `columns` (one a prompt) split by prompt set, sets in order of name."""
    names = np.asarray([prompt_set for prompt_set, _ in prompts])
    return [columns[names == name] for name in sorted(set(names.tolist()))]


def clipped(interval: Interval | None) -> tuple[float | None, float | None]:
    """An interval kept within the scale of 1 to 5, as two ends."""
    if interval is None:
        return None, None
    return max(LOWEST, interval.low), min(HIGHEST, interval.high)


class PromptScore(NamedTuple):
    """A prompt with its overall score, 1 to 5."""

    prompt_set: str
    prompt: str
    overall: float


def extremes(records: Iterable[RseRecord], count: int = 5) -> tuple[list[PromptScore], list[PromptScore]]:
    """The prompts with the lowest scores, lowest first, and those with the highest, highest first."""
    scored = [PromptScore(*prompt, float(s[OVERALL])) for prompt, s in prompt_scores(records).items()]
    rising = sorted(scored, key=lambda each: (each.overall, each.prompt_set, each.prompt))
    falling = sorted(scored, key=lambda each: (-each.overall, each.prompt_set, each.prompt))
    return rising[:count], falling[:count]


@dataclass(frozen=True, slots=True)
class OrderEffect:
    """mean(AB) - mean(BA) of overall, in points, with its 95 % interval; None where an order is missing.

    The order is drawn by prompt, so that without repeats the two means are of different prompts: the interval
    is Welch's, with the degrees of freedom of the smaller group, and hidden below 15 prompts in either. With
    repeats a prompt is in both; what its two scores share is taken off, as in a paired comparison.
    """

    difference: float | None
    low: float | None
    high: float | None
    n_ab: int
    n_ba: int


def order_effect(records: Iterable[RseRecord]) -> OrderEffect:
    """What the order of the two responses did to a judge's overall scores."""
    by_order: dict[str, list[RseRecord]] = defaultdict(list)
    for record in records:
        by_order[record.order].append(record)
    by_prompt = [prompt_scores(by_order[order]) for order in ("AB", "BA")]
    ab, ba = (score_matrix(scores)[:, OVERALL] for scores in by_prompt)
    if not len(ab) or not len(ba):
        return OrderEffect(None, None, None, len(ab), len(ba))
    difference = float(ab.mean() - ba.mean())
    if min(len(ab), len(ba)) < 15:
        return OrderEffect(difference, None, None, len(ab), len(ba))
    apart = float(ab.var(ddof=1)) / len(ab) + float(ba.var(ddof=1)) / len(ba)
    error = sqrt(max(apart - 2 * _shared_variance(*by_prompt), 0.0))
    half = t_quantile(0.975, min(len(ab), len(ba)) - 1) * error
    return OrderEffect(difference, difference - half, difference + half, len(ab), len(ba))


def _shared_variance(ab: Mapping[Prompt, Array], ba: Mapping[Prompt, Array]) -> float:
    """The covariance of the two mean overall scores; only prompts that are in both give one."""
    both = [prompt for prompt in ab if prompt in ba]
    if len(both) < 2:
        return 0.0
    pairs = np.asarray([(ab[prompt][OVERALL], ba[prompt][OVERALL]) for prompt in both])
    return float(np.cov(pairs, rowvar=False)[0, 1]) * len(both) / (len(ab) * len(ba))
