"""Whether 95 % intervals hold the truth 95 % of the time (within 2 points), over simulated studies of known
truth."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    # The products here are too small to share: threads waiting for each other take several times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from core.ice.scores import IceRecord
from core.ice.scores import score_rows as ice_rows
from core.ice.verdict import Outcome
from core.rse.rows import score_rows as rse_rows
from core.rse.scores import RseRecord
from core.stats.bootstrap import mean_interval

STUDIES = 1000
NOMINAL, TOLERANCE = 0.95, 0.02
POINTS = np.arange(1.0, 6.0)
LOW_SCORES = (0.55, 0.22, 0.12, 0.07, 0.04)
HIGH_SCORES = (0.03, 0.05, 0.12, 0.25, 0.55)
MIDDLE_SCORES = (0.10, 0.25, 0.30, 0.25, 0.10)

Ends = tuple[float, float]
Study = Callable[[np.random.Generator], tuple[Ends, float]]


def scores_study(chances: tuple[float, ...], n: int) -> Study:
    """One set of n prompts with whole scores of 1 to 5."""

    def study(rng: np.random.Generator) -> tuple[Ends, float]:
        interval = mean_interval(rng.choice(POINTS, n, p=chances), seed=7)
        assert interval is not None
        return interval, float(POINTS @ np.asarray(chances))

    return study


def sets_study(rng: np.random.Generator) -> tuple[Ends, float]:
    """The score table's mean of three sets of unlike size and score, from judgments to row."""
    sizes = {"a": (40, LOW_SCORES), "b": (60, MIDDLE_SCORES), "c": (25, HIGH_SCORES)}
    records = [
        RseRecord("m", "r", "j", name, f"{i:03}", 0, score, score, score, score)
        for name, (n, chances) in sizes.items()
        for i, score in enumerate(rng.choice(POINTS, n, p=chances).tolist())
    ]
    row = rse_rows(records, 7)[-1]
    assert row.low is not None
    assert row.high is not None
    return (row.low, row.high), float(np.mean([POINTS @ np.asarray(c) for _, c in sizes.values()]))


def leak_study(rate: float, lineages: int, likeness: float = 0.2) -> Study:
    """A model of known leak rate whose leaks depend on the template (beta, by intraclass correlation)."""

    def study(rng: np.random.Generator) -> tuple[Ends, float]:
        scale = (1.0 - likeness) / likeness
        leaks = rng.beta(rate * scale, (1.0 - rate) * scale, lineages)
        [row] = ice_rows(leak_records(rng, leaks, questions=10))
        # A bound stands for an interval that is open on the other side.
        ends = (0.0 if row.low is None else row.low, 1.0 if row.high is None else row.high)
        return ends, rate

    return study


def leak_records(rng: np.random.Generator, leaks: np.ndarray, questions: int) -> list[IceRecord]:
    """The verdicts of a model that leaks at these rates, one a template."""
    hits = rng.random((len(leaks), questions)) < leaks[:, None]
    return [
        IceRecord(
            model="m",
            judge="rules",
            template=f"t{place}",
            lineage=f"t{place}",
            question=f"q{number}",
            topic="team",
            language="en",
            kind="plain",
            prompt_names_identity=False,
            outcome=Outcome.OTHER_MAKER if hit else Outcome.CONSISTENT,
            strict=False,
        )
        for place, row in enumerate(hits.tolist())
        for number, hit in enumerate(row)
    ]


CASES: dict[str, Study] = {
    "RSE, 30 prompts, low scores": scores_study(LOW_SCORES, 30),
    "RSE, 30 prompts, high scores": scores_study(HIGH_SCORES, 30),
    "RSE, 100 prompts, high scores": scores_study(HIGH_SCORES, 100),
    "RSE, 500 prompts, low scores": scores_study(LOW_SCORES, 500),
    "RSE, mean of three sets": sets_study,
    **{f"ICE, 20 lineages, rate {rate}": leak_study(rate, 20) for rate in (0.1, 0.3, 0.5, 0.7, 0.9)},
    **{f"ICE, 40 lineages, rate {rate}": leak_study(rate, 40) for rate in (0.1, 0.9)},
}


def coverage(study: Study, name: str, studies: int = STUDIES) -> float:
    """The share of simulated studies whose interval holds the truth."""
    rng = np.random.default_rng(list(name.encode()))
    held = 0
    for _ in range(studies):
        (low, high), truth = study(rng)
        held += low <= truth <= high
    return held / studies


def main() -> int:
    """Print each case's coverage; 1 where one is off by more than two points."""
    failed = 0
    for name, study in CASES.items():
        share = coverage(study, name)
        fine = abs(share - NOMINAL) <= TOLERANCE
        failed += not fine
        print(f"{name:34} {share:6.1%}  {'ok' if fine else 'OUTSIDE 95 +- 2'}")
    print(f"{STUDIES} simulated studies each; nominal 95 %")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
