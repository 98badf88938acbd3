"""How far those who judge identity agree: judges with each other, with themselves, and with people.

A person's labels are verdicts like any other, under a name of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from core.ice.verdict import LOOSE, OUTSIDE, Outcome
from core.stats.agreement import kappa


class Said(NamedTuple):
    """One verdict: by whom, on which response, at which asking of the judge."""

    rater: str
    person: bool
    response: int
    repeat: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class IceAgreement:
    """The agreement of two raters, or of one judge's repeats, on `score`: loose (contradiction or none) or outcome.

    kappa: Cohen's, at most 1; None where all say one and the same; of repeats over all pairs of them. exact: the
    share on which both say the same. n: responses with a verdict of both.
    """

    raters: tuple[str, ...]
    score: str
    kappa: float | None
    exact: float
    n: int


Verdicts = dict[int, Outcome]  # by response


def between_raters(said: Iterable[Said]) -> list[IceAgreement]:
    """Every pair of judges and people, over what both gave a verdict on; a judge's first verdict counts."""
    first: dict[tuple[str, bool], Verdicts] = defaultdict(dict)
    for each in sorted(_verdicts(said), key=lambda own: -own.repeat):
        first[each.rater, each.person][each.response] = each.outcome
    return [
        row
        for one, other in combinations(sorted(first), 2)
        for row in _rows((one[0], other[0]), [(first[one], first[other])])
    ]


def between_repeats(said: Iterable[Said]) -> list[IceAgreement]:
    """Each judge that was asked more than once, with itself."""
    every: dict[str, dict[int, Verdicts]] = defaultdict(lambda: defaultdict(dict))
    for each in _verdicts(said):
        if not each.person:
            every[each.rater][each.repeat][each.response] = each.outcome
    return [
        row
        for judge, own in sorted(every.items())
        for row in _rows((judge,), list(combinations([own[repeat] for repeat in sorted(own)], 2)))
    ]


def _verdicts(said: Iterable[Said]) -> Iterator[Said]:
    """Without those that say nothing of the model: no answer, unscored."""
    return (each for each in said if each.outcome not in OUTSIDE)


def _rows(raters: tuple[str, ...], pairs: Sequence[tuple[Verdicts, Verdicts]]) -> Iterator[IceAgreement]:
    both = [(key, one[key], other[key]) for one, other in pairs for key in one if key in other]
    if not both:
        return
    responses = len({key for key, _, _ in both})
    outcomes: tuple[list[Any], list[Any]] = [a for _, a, _ in both], [b for _, _, b in both]
    loose: tuple[list[Any], list[Any]] = [a in LOOSE for a in outcomes[0]], [b in LOOSE for b in outcomes[1]]
    for score, (first, second) in (("loose", loose), ("outcome", outcomes)):
        same = sum(a == b for a, b in zip(first, second, strict=True)) / len(both)
        yield IceAgreement(raters, score, kappa(first, second), same, responses)
