"""From judgments to the score table: means over prompts, with intervals, per model, reference, judge and prompt set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from core.rse.columns import Judged, judged, prompt_means
from core.rse.scores import HIGHEST, LOWEST, OVERALL, Array, Pairing, RseRecord, RseRow, clipped
from core.stats.bootstrap import Interval, stratified_intervals
from core.stats.draws import Each, in_turn


class _Planned(NamedTuple):
    """A row before its interval. scored: prompts x scores of each set that has any."""

    pairing: Pairing
    prompt_set: str | None
    scored: list[Array]
    unscored: int
    no_answer: int


def score_rows(records: Iterable[RseRecord] | Judged, seed: object, *, each: Each = in_turn) -> list[RseRow]:
    """Rows per model, reference, judge and prompt set, each pairing followed by the mean of its sets.

    Sorted by name, so independent of the order of the records.
    """
    planned = [row for pairing, own in judged(records).by_pairing() for row in _planned(pairing, own)]
    columns = [[matrix[:, OVERALL] for matrix in row.scored] for row in planned]
    intervals = stratified_intervals(columns, seed=seed, each=each)
    return [_row(row, interval) for row, interval in zip(planned, intervals, strict=True)]


def _planned(pairing: Pairing, own: Judged) -> Iterator[_Planned]:
    rows = [_of_set(pairing, name, part) for name, part in own.by_set()]
    yield from rows
    # One set alone is its own mean; its draws are the same too.
    scored = [matrix for row in rows for matrix in row.scored]
    counts = (sum(row.unscored for row in rows), sum(row.no_answer for row in rows))
    yield _Planned(pairing, None, scored, *counts)


def _of_set(pairing: Pairing, name: str, own: Judged) -> _Planned:
    scores, answered = own.columns.scores, own.columns.answered
    means = prompt_means(own.keys, scores).values
    unscored = int((answered & np.isnan(scores[:, 0])).sum())
    return _Planned(pairing, name, [means] if len(means) else [], unscored, int((~answered).sum()))


def _row(row: _Planned, interval: Interval | None) -> RseRow:
    low, high = clipped(interval)
    n = sum(len(matrix) for matrix in row.scored)
    means = _mean_of_means(row.scored)
    return RseRow(*row.pairing, row.prompt_set, *means, low, high, n, row.unscored, row.no_answer)


def _mean_of_means(sets: Sequence[Array]) -> tuple[float | None, float | None, float | None, float | None]:
    if not sets:
        return None, None, None, None
    style, structure, content, overall = np.mean([matrix.mean(axis=0) for matrix in sets], axis=0)
    return float(style), float(structure), float(content), float(overall)


def distribution(records: Iterable[RseRecord] | Judged) -> dict[int, int]:
    """How many prompts of a pairing have each overall score, rounded to 1, 2, 3, 4, 5 (halves up)."""
    own = judged(records)
    overall = prompt_means(own.keys, own.columns.scores).values[:, OVERALL]
    rounded = np.clip(np.floor(overall + 0.5), LOWEST, HIGHEST)
    return {score: int((rounded == score).sum()) for score in range(1, 6)}
