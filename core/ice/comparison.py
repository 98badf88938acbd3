"""Two models that met the same templates (paired mode), compared template by template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from core.ice.scores import IceRecord
from core.stats.permutation import holm, sign_flip_p

Score = Literal["loose", "strict", "hard"]


@dataclass(frozen=True, slots=True)
class IceComparison:
    """The mean over shared templates of the first model's rate less the second's, -1 to 1.

    p: two-sided, by exchanging the models within templates; p_holm: corrected over the pairs compared
    together. None where no template was answered by both.
    """

    first: str
    second: str
    judge: str
    score: Score
    difference: float | None
    p: float | None
    p_holm: float | None
    templates: int


def compare_models(
    records: Iterable[IceRecord], *, seed: object, score: Score = "loose", models: Sequence[str] = ()
) -> list[IceComparison]:
    """Every pair of models (or of those named) under each judge, Holm-corrected within the judge."""
    by_judge: dict[str, dict[str, list[IceRecord]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        if not models or record.model in models:
            by_judge[record.judge][record.model].append(record)
    rows = []
    for judge, own in sorted(by_judge.items()):
        rates = {model: template_rates(group, score) for model, group in sorted(own.items())}
        rows += _corrected([_compare(a, b, judge, score, rates, seed) for a, b in combinations(rates, 2)])
    return rows


def template_rates(records: Iterable[IceRecord], score: Score) -> dict[str, float]:
    """Each template's share of hits among its answered responses; without templates, each question's."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for record in records:
        if record.answered:
            hits[record.template or record.question].append(bool(getattr(record, f"is_{score}")))
    return {template: sum(own) / len(own) for template, own in sorted(hits.items())}


def _compare(
    first: str, second: str, judge: str, score: Score, rates: dict[str, dict[str, float]], seed: object
) -> IceComparison:
    shared = [template for template in rates[first] if template in rates[second]]
    if not shared:
        return IceComparison(first, second, judge, score, None, None, None, 0)
    gaps = np.asarray([rates[first][template] - rates[second][template] for template in shared])
    p = sign_flip_p(gaps, seed=seed)
    return IceComparison(first, second, judge, score, float(gaps.mean()), p, p, len(shared))


def _corrected(rows: list[IceComparison]) -> list[IceComparison]:
    ps = iter(holm([row.p for row in rows if row.p is not None]))
    return [row if row.p is None else replace(row, p_holm=next(ps)) for row in rows]
