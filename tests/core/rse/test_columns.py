"""Scores from columns are, to the last digit, those from one record after the other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import log

import numpy as np
import pytest

from core.rse.columns import judged, prompt_means
from core.rse.nearest import nearest_rows
from core.rse.ranking import affinity
from core.rse.rows import score_rows
from core.rse.scores import (
    OVERALL,
    Pairing,
    Prompt,
    RseRecord,
    clipped,
    group_by_pairing,
    mean_of_repeats,
    prompt_scores,
    score_matrix,
    strata,
)
from core.stats.bootstrap import stratified_interval, stratified_means
from core.stats.permutation import holm, sign_flip_ps

SEED, SETS, REFERENCES = 7, ("多语", "a", "b"), ("r1", "r2", "r3")
Components = dict[Prompt, np.ndarray]


def run(seed: int) -> list[RseRecord]:
    """A run with repeats, missing answers, judges that give components and judges that give none."""
    dice = random.Random(seed)
    return [
        _record(dice, model, reference, judge, name, prompt, repeat)
        for model in ("m1", "m2", "r1")
        for reference in REFERENCES
        for judge in ("measured", "j")
        for name in SETS
        for prompt in range(40)
        for repeat in range(dice.choice((1, 1, 2, 3)) if judge == "j" else 1)
    ]


def _record(
    dice: random.Random, model: str, reference: str, judge: str, name: str, prompt: int, repeat: int
) -> RseRecord:
    scores = [round(min(5.0, max(1.0, dice.gauss(3, 1))), 2) for _ in range(4)]
    parts = {part: dice.random() for part in ("style", "structure", "content", "other")}
    return RseRecord(
        model, reference, judge, name, f"{prompt:07d}", repeat, *scores,
        outcome=dice.choice(("scored",) * 30 + ("unscored", "no_answer")),
        components=parts if judge == "measured" else {},
        chars=dice.choice((None, *range(1, 300))) if prompt == 9 else dice.randrange(300),
        reference_chars=dice.randrange(300),
    )  # fmt: skip


def test_the_mean_of_repeats_is_the_same_whatever_their_order() -> None:
    dice = random.Random(1)
    rows = [(key, [dice.gauss(0, 1) for _ in range(4)]) for key in (1, 2, 2, 5, 5, 5, 7)]
    found = prompt_means(np.array([key for key, _ in rows]), np.array([row for _, row in rows]))
    assert found.keys.tolist() == [1, 2, 5, 7]
    for key, values in zip(found.keys, found.values, strict=True):
        own = [tuple(row) for k, row in rows if k == key]
        assert values.tolist() == mean_of_repeats(own[::-1]).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_rows_are_those_of_each_pairing_by_itself(seed: int) -> None:
    records = run(seed)
    random.Random(seed).shuffle(records)
    rows = {(Pairing(r.model, r.reference, r.judge), r.prompt_set): r for r in score_rows(records, SEED)}
    groups = group_by_pairing(records)
    assert len(rows) == len(groups) * (len(SETS) + 1)
    for (pairing, name), row in rows.items():
        own = [r for r in groups[pairing] if name in (None, r.prompt_set)]
        sets = [[r for r in own if r.prompt_set == each] for each in sorted(SETS)]
        matrices = [m for each in sets if len(m := score_matrix(prompt_scores(each)))]
        means = np.mean([m.mean(axis=0) for m in matrices], axis=0).tolist()
        assert [row.style, row.structure, row.content, row.overall] == means
        assert (row.low, row.high) == clipped(
            stratified_interval([m[:, OVERALL] for m in matrices], seed=SEED)
        )
        assert row.n == sum(map(len, matrices))
        assert row.no_answer == sum(r.outcome == "no_answer" for r in own)
        assert row.unscored == sum(r.outcome == "unscored" for r in own)


def test_rankings_are_those_of_each_model_by_itself() -> None:
    records = run(5)
    rows = nearest_rows(records, seed=SEED, draws=500)
    assert {(r.model, r.judge, r.prompt_set) for r in rows} == {
        (model, judge, name)
        for model in ("m1", "m2", "r1")
        for judge in ("j", "measured")
        for name in (None, *SETS)
    }
    for row in rows:
        own = [r for r in records if (r.model, r.judge) == (row.model, row.judge)]
        expected, n, first = _ranked([r for r in own if row.prompt_set in (None, r.prompt_set)])
        found = [(each.reference, each.affinity, each.stability, each.p) for each in row.ranking]
        assert (found, row.n, row.length_first) == (expected, n, first)


def _ranked(records: Sequence[RseRecord]) -> tuple[list[tuple[object, ...]], int, str | None]:
    """Of one model and judge: (reference, affinity, stability, p), prompts, and the closest in length."""
    names = [name for name in REFERENCES if name != records[0].model]
    tables = {name: _components([r for r in records if r.reference == name]) for name in names}
    prompts = sorted(set.intersection(*(set(table) for table in tables.values())))
    values = np.array([[tables[name][prompt] for name in names] for prompt in prompts])
    sets = strata(prompts, values.reshape(len(prompts), -1))
    means = np.mean([each.mean(axis=0) for each in sets], axis=0).reshape(len(names), -1)
    closeness = affinity(means)
    order = sorted(range(len(names)), key=lambda place: -closeness[place])
    drawn = affinity(stratified_means(sets, seed=SEED, draws=500).reshape(500, len(names), -1))
    leads = drawn >= drawn.max(axis=1, keepdims=True) - 1e-12
    stability = (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)
    weights = np.concatenate([each * len(prompts) / (len(sets) * len(each)) for each in sets])
    parts = (weights.reshape(len(prompts), len(names), -1) * (1 / means.std(axis=0))).mean(axis=2)
    ps = holm(sign_flip_ps(parts[:, order[:1]] - parts[:, order[1:]], seed=SEED))
    ranked = [
        (names[place], float(closeness[place]), float(stability[place]), p)
        for place, p in zip(order, [None, *ps], strict=True)
    ]
    return ranked, len(prompts), _closest(records, names, prompts)


def _components(records: Sequence[RseRecord]) -> Components:
    found: dict[Prompt, list[tuple[float, ...]]] = {}
    for r in records:
        if r.scores is not None:
            told = (
                tuple(r.components[part] for part in ("style", "structure", "content"))
                if r.components
                else r.scores[:3]
            )
            found.setdefault((r.prompt_set, r.prompt), []).append(told)
    return {prompt: mean_of_repeats(each) for prompt, each in found.items()}


def _closest(records: Sequence[RseRecord], names: Sequence[str], prompts: Sequence[Prompt]) -> str | None:
    means = {}
    for name in names:
        gaps: dict[Prompt, list[float]] = {}
        for r in records:
            if r.reference == name and r.chars is not None and r.reference_chars is not None:
                gap = abs(log((r.chars + 1) / (r.reference_chars + 1)))
                gaps.setdefault((r.prompt_set, r.prompt), []).append(gap)
        if not all(prompt in gaps for prompt in prompts):
            return None
        by_set = strata(prompts, np.array([np.mean(gaps[prompt]) for prompt in prompts]))
        means[name] = float(np.mean([each.mean() for each in by_set]))
    return min(sorted(means), key=means.__getitem__)


def test_columns_may_be_given_instead_of_records() -> None:
    records = run(2)
    assert score_rows(judged(records), SEED) == score_rows(records, SEED)
    assert nearest_rows(judged(records), seed=SEED, draws=100) == nearest_rows(records, seed=SEED, draws=100)
    assert score_rows(judged([]), SEED) == score_rows([], SEED) == []
