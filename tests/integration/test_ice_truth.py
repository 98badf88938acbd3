"""Plain and paired asking find the leak rate of a model that has a known one, and their intervals hold it."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from command import write_study
from engine import Engine, results

from core.ice import modes, questions, templates
from core.ice.modes import Ask
from core.ice.scores import IceRecord, IceRow, score_rows
from core.ice.templates import Template
from core.ice.verdict import Outcome
from core.llm import simulated_identity

RATES = (0.1, 0.5, 0.9)
MODELS = 300  # simulated, of each rate
EACH = 4  # asked by real runs, of each rate
NOMINAL = 0.95
# Four standard errors of a share of 300 intervals.
SHORT_OF_NOMINAL = 0.05
MODES = ("plain", "paired")


def asks(mode: str) -> list[Ask]:
    """What every model is asked: 120 questions, or 74 templates with four of them each."""
    if mode == "plain":
        return modes.plain(questions.load(), 120, 7)
    return modes.paired(templates.seeds(), questions.load(), 4, 7, 296)


def scored(asked: list[Ask], name: str, rate: float, *, by_template: bool = False) -> IceRow:
    """The score of a simulated model of that name: what it would answer, judged without a mistake."""
    [row] = score_rows([record(ask, name, rate, by_template) for ask in asked])
    return row


def record(ask: Ask, name: str, rate: float, by_template: bool) -> IceRecord:
    wrong = simulated_identity.leaks(ask.prompt_text, name, rate, by_template=by_template, repeat=ask.repeat)
    return IceRecord(
        model=name,
        judge="truth",
        template=ask.template.id if ask.template else "",
        lineage=ask.template.lineage if ask.template else ask.question.id,
        question=ask.question.id,
        topic=ask.question.topic,
        language=ask.question.language,
        kind=ask.template.kind if ask.template else "plain",
        prompt_names_identity=False,
        outcome=Outcome.OTHER_MAKER if wrong else Outcome.CONSISTENT,
        strict=False,
    )


def ends(low: float | None, high: float | None) -> tuple[float, float]:
    """A bound stands for an interval that is open on the other side."""
    return 0.0 if low is None else low, 1.0 if high is None else high


def coverage(asked: list[Ask], rate: float, *, by_template: bool = False) -> float:
    """The share of models of that rate whose interval holds it."""
    held = 0
    for number in range(MODELS):
        row = scored(asked, f"model {number}", rate, by_template=by_template)
        low, high = ends(row.low, row.high)
        held += low <= rate <= high
    return held / MODELS


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("mode", MODES)
def test_intervals_hold_the_leak_rate_at_their_nominal_share(mode: str, rate: float) -> None:
    assert coverage(asks(mode), rate) >= NOMINAL - SHORT_OF_NOMINAL


@pytest.mark.slow
def test_intervals_hold_it_too_where_leaks_depend_on_the_template() -> None:
    assert coverage(of_distinct_frames(), 0.1, by_template=True) >= NOMINAL - SHORT_OF_NOMINAL


def of_distinct_frames() -> list[Ask]:
    """The paired questions without frames that the simulated model takes for another one."""
    frames: dict[str, Template] = {}
    for template in templates.seeds():
        bare = simulated_identity._QUESTION.sub(" ", templates.fill(template, "Who made you?"))
        frames.setdefault(" ".join(bare.split()), template)
    return modes.paired(list(frames.values()), questions.load(), 4, 7, 4 * len(frames))


@pytest.mark.parametrize("mode", MODES)
def test_intervals_are_not_just_wide(mode: str) -> None:
    """Twice the binomial interval of as many independent answers would say too little."""
    asked = asks(mode)
    for rate in RATES:
        row = scored(asked, "one model", rate)
        low, high = ends(row.low, row.high)
        binomial = 2 * 1.96 * (rate * (1 - rate) / len(asked)) ** 0.5
        assert high - low <= 2 * binomial


def test_other_rates_are_left_out() -> None:
    asked = asks("paired")
    for rate in RATES:
        row = scored(asked, "one model", rate)
        low, high = ends(row.low, row.high)
        assert not any(low <= other <= high for other in RATES if other != rate)


def test_what_does_not_leak_is_found_none_with_an_upper_bound() -> None:
    row = scored(asks("paired"), "a model", 0.0)
    assert row.loose == 0.0
    assert row.low is None
    assert row.high is not None
    assert 0 < row.high < 0.05


def leaking(rate: float, number: int) -> dict[str, Any]:
    name = f"leaks {rate} ({number})"
    return {"name": name, "role": "test", "provider": "simulated", "leak": rate, "facts": "mistral"}


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_real_runs_judged_by_the_rules_find_it(tmp_path: Path, mode: str) -> None:
    truth = [rate for rate in RATES for _ in range(EACH)]
    models = [leaking(rate, number) for number, rate in enumerate(truth)]
    ice = {"mode": mode, "queries": 160, "questions_per_template": 4}
    study = write_study(tmp_path / "s.toml", models, study={"metrics": ["ice"]}, ice=ice)
    workspace = tmp_path / "w.distilscope"
    with Engine() as engine:
        assert engine.run(study, workspace).status == "completed"
    found = results(workspace)["ice"]
    assert [row["answered"] for row in found] == [160] * len(truth)
    assert all(sum(row["claims"].values()) for row in found)
    held = [ends(row["low"], row["high"]) for row in found]
    missed = [rate for rate, (low, high) in zip(truth, held, strict=True) if not low <= rate <= high]
    assert len(missed) <= 2  # of twelve intervals of 95 %: more in one run of fifty
    for rate in RATES:
        shares = [row["loose"] for row, true in zip(found, truth, strict=True) if true == rate]
        assert fmean(shares) == pytest.approx(rate, abs=0.06)
