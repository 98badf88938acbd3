"""What a study would cost: calls, tokens, money and time, from the same plan as the run; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.engine.cache import CachedCalls
from core.engine.plan import Plan, make
from core.engine.prices import is_free, prices
from core.engine.tasks import Ask
from core.engine.tokens import LONGEST_ANSWER, USUAL_ANSWER, text_tokens
from core.engine.warnings import warnings
from core.stats.permutation import smallest_difference
from core.study import MEASURED, RULES, ModelSpec, Study

# How far a call's true size may lie from the estimate: token counts are estimated, answers vary in length.
_LOW, _HIGH = 0.5, 2.0
# Standard deviation of the difference between two models' overall scores over the same prompts: 0.62 was seen between
# two GPT models by the measured judge on 500 prompts.
_USUAL_SD = 0.7
_SECONDS_A_CALL, _AT_ONCE = 8.0, 8  # a common chat call, and what an account grows to
_JUDGE_PROMPT, _JUDGE_REPLY = 1_000, 250  # tokens of the rubric and of a verdict
_ICE_PROMPT, _ICE_ANSWER = 300, 200


@dataclass(frozen=True, slots=True)
class ModelEstimate:
    """One model's share. cost_low and cost_high are in USD, None where no price is known."""

    name: str
    role: str
    calls: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost_low: float | None
    cost_high: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The whole study. Where a search decides as it goes (ICE fuzz) the figures are upper bounds."""

    models: tuple[ModelEstimate, ...]
    judgments: int
    calls: int
    cached: int
    cost_low: float | None
    cost_high: float | None
    seconds: float
    upper_bound: bool
    smallest_difference: float | None  # between two tests' overall scores that so many prompts can show
    warnings: tuple[str, ...]


@dataclass
class _Load:
    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    bounded: int = 0  # output tokens at the most

    def add(self, calls: int, tokens_in: int, tokens_out: int, bound: int) -> None:
        self.calls += calls
        self.input_tokens += calls * tokens_in
        self.output_tokens += calls * tokens_out
        self.bounded += calls * bound


def estimate(study: Study, workspace: Path | None = None) -> Estimate:
    """Expand the study and add up; what `workspace` has cached costs nothing. Blocking: reads prompt sets."""
    plan = make(study)
    loads = {m.name: _Load() for m in study.models}
    with closing(CachedCalls(study, workspace)) as cache:
        if "rse" in study.metrics:
            _rse(plan, loads, cache)
        if "ice" in study.metrics:
            _ice(study, loads, cache)
    rows = tuple(_rows(study, loads))
    calls = sum(row.calls for row in rows)
    low, high = _total(r.cost_low for r in rows), _total(r.cost_high for r in rows)
    return Estimate(
        models=rows,
        judgments=_judgments(plan),
        calls=calls,
        cached=sum(row.cached for row in rows),
        cost_low=low,
        cost_high=high,
        seconds=_seconds(study, loads),
        upper_bound="ice" in study.metrics and study.ice.mode == "fuzz",
        smallest_difference=_smallest(len(plan.prompts)),
        warnings=warnings(study, plan),
    )


def _rse(plan: Plan, loads: dict[str, _Load], cache: CachedCalls) -> None:
    for at in plan.prompts:
        for ask in plan.asks(at):
            _count_ask(plan.study.model(ask.model), ask, loads[ask.model], cache)
        for judge in plan.judgments(at):
            if judge.judge != MEASURED:
                spec = plan.study.model(judge.judge)
                asked = sum(map(text_tokens, at.prompt.turns))
                answers = 2 * _usual(plan.study.model(judge.test.model)) * len(at.prompt.turns)
                done = cache.judged(judge.key)
                loads[spec.name].cached += done
                loads[spec.name].add(not done, _JUDGE_PROMPT + asked + answers, _JUDGE_REPLY, _bound(spec))


def _count_ask(spec: ModelSpec, ask: Ask, load: _Load, cache: CachedCalls) -> None:
    if spec.provider == "recorded":
        return
    said = 0
    for number, turn in enumerate(ask.at.prompt.turns):
        said += text_tokens(turn)
        known = cache.answered(ask.key)
        load.cached += known
        load.add(not known, said + number * _usual(spec), _usual(spec), _bound(spec))


def _ice(study: Study, loads: dict[str, _Load], cache: CachedCalls) -> None:
    from core.engine.ice_plan import IcePlan

    plan = IcePlan.make(study)
    queries = study.ice.queries if study.ice.mode == "fuzz" else len(plan.asks)
    for spec in plan.models:
        known = min(queries, cache.identity_answers(spec.name))
        load = loads[spec.name]
        load.cached += known if spec.provider != "recorded" else 0
        if spec.provider != "recorded":
            load.add(queries - known, _ICE_PROMPT, min(_ICE_ANSWER, _bound(spec)), _bound(spec))
        for judge in study.ice.judges:
            if judge != RULES:
                left = max(0, queries * study.ice.repeats - cache.identity_judgments(spec.name, judge))
                loads[judge].add(
                    left, _JUDGE_PROMPT + _ICE_PROMPT + _ICE_ANSWER, _JUDGE_REPLY, _JUDGE_REPLY * 4
                )
    for mutator in study.of_role("mutator")[:1] if study.ice.mode == "fuzz" else ():
        per = max(1, min(study.ice.questions_per_template, len(plan.questions)))
        loads[mutator.name].add(
            len(plan.models) * -(-queries // per), _ICE_PROMPT * 2, _ICE_PROMPT, LONGEST_ANSWER
        )


def _rows(study: Study, loads: dict[str, _Load]) -> Iterable[ModelEstimate]:
    known = prices(study)
    for spec in study.models:
        load = loads[spec.name]
        low = high = None
        if is_free(spec) or not load.calls:
            low = high = 0.0
        elif spec.name in known:
            low = known[spec.name](round(load.input_tokens * _LOW), round(load.output_tokens * _LOW))
            most = min(load.bounded, round(load.output_tokens * _HIGH))
            high = known[spec.name](round(load.input_tokens * _HIGH), max(most, load.output_tokens))
        yield ModelEstimate(
            spec.name, spec.role, load.calls, load.cached, load.input_tokens, load.output_tokens, low, high
        )


def _smallest(prompts: int) -> float | None:
    return smallest_difference(_USUAL_SD, prompts) if prompts > 1 else None


def _judgments(plan: Plan) -> int:
    study = plan.study
    rse = sum(1 for at in plan.prompts[:1] for _ in plan.judgments(at)) * len(plan.prompts)
    if "ice" not in study.metrics:
        return rse
    per_query = sum(1 if judge == RULES else study.ice.repeats for judge in study.ice.judges)
    return rse + study.ice.queries * per_query * len(study.of_role("test", "control"))


def _total(costs: Iterable[float | None]) -> float | None:
    known = list(costs)
    return None if None in known else sum(cost for cost in known if cost is not None)


def _seconds(study: Study, loads: dict[str, _Load]) -> float:
    """The slowest model decides: models work side by side."""
    busy = [
        load.calls * _SECONDS_A_CALL / _AT_ONCE
        for name, load in loads.items()
        if not _instant(study.model(name))
    ]
    return max(busy, default=0.0)


def _instant(spec: ModelSpec) -> bool:
    return spec.provider in {"recorded", "simulated"}


def _usual(spec: ModelSpec) -> int:
    return min(USUAL_ANSWER, _bound(spec))


def _bound(spec: ModelSpec) -> int:
    return int(spec.params.get("max_tokens") or LONGEST_ANSWER)
