"""What a study would cost: calls, tokens, money and time, from the same plan as the run; nothing is sent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.engine.cache import CachedCalls
from core.engine.freeze import fingerprint
from core.engine.plan import Plan, plans
from core.engine.prices import is_free, prices
from core.engine.recorded_answers import Unanswered, unanswered
from core.engine.tasks import Ask, Judge
from core.engine.tokens import LONGEST_ANSWER, USUAL_ANSWER, text_tokens
from core.engine.warnings import warnings
from core.llm.catalog import BUILT_IN, provider
from core.llm.speed import Speed, expected, together
from core.stats.permutation import smallest_difference
from core.study import MEASURED, RULES, ModelSpec, Study

if TYPE_CHECKING:
    from core.engine.ice_plan import IcePlan

# How far a call's true size may lie from the estimate: token counts are estimated, answers vary in length.
_LOW, _HIGH = 0.5, 2.0
# Standard deviation of the difference between two models' overall scores over the same prompts: 0.62 was seen between
# two GPT models by the measured judge on 500 prompts.
_USUAL_SD = 0.7
_SECONDS_A_CALL, _AT_ONCE = 8.0, 8  # a common chat call, and what an account grows to
_AT_ONCE_HERE = 1  # a server on this computer works on one after the other
_JUDGE_PROMPT, _JUDGE_REPLY = 1_000, 250  # tokens of the rubric and of a verdict
_ICE_PROMPT, _ICE_ANSWER = 300, 200


@dataclass(frozen=True, slots=True)
class ModelEstimate:
    """One model's share. cost_low and cost_high are in USD, None where no price is known.

    `seconds` is how long it is busy; `speed` says what that rests on where the model runs here.
    """

    name: str
    role: str
    calls: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost_low: float | None
    cost_high: float | None
    seconds: float = 0.0
    speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The whole study. Where a search decides as it goes (ICE fuzz) the figures are upper bounds.

    Tries after a fault, and second requests to a judge whose reply cannot be read, come on top.
    """

    models: tuple[ModelEstimate, ...]
    answers: int  # conversations, each of one call a turn
    judgments: int
    calls: int
    cached: int
    cost_low: float | None
    cost_high: float | None
    seconds: float
    upper_bound: bool
    prompts: int  # of all sets together
    smallest_difference: float | None  # between two tests' overall scores that so many prompts can show
    warnings: tuple[str, ...]
    unanswered: tuple[Unanswered, ...] = ()  # recorded models whose answers leave prompts out


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
    """Expand the study and add up; what `workspace` has cached costs nothing. Blocking: reads prompts and answers."""
    plan, ice = plans(study)
    loads = {m.name: _Load() for m in study.models}
    with closing(CachedCalls(fingerprint(plan, ice), workspace)) as cache:
        _rse(plan, loads, cache)
        if ice is not None:
            _ice(ice, loads, cache)
    rows = tuple(_rows(study, loads))
    low, high = _total(r.cost_low for r in rows), _total(r.cost_high for r in rows)
    return Estimate(
        models=rows,
        answers=_answers(plan, ice),
        judgments=_judgments(plan, ice),
        calls=sum(row.calls for row in rows),
        cached=sum(row.cached for row in rows),
        cost_low=low,
        cost_high=high,
        seconds=_seconds(study, rows),
        upper_bound="ice" in study.metrics and study.ice.mode == "fuzz",
        prompts=len(plan.prompts),
        smallest_difference=_smallest(len(plan.prompts)),
        warnings=warnings(study, plan),
        unanswered=tuple(unanswered(plan)),
    )


def _rse(plan: Plan, loads: dict[str, _Load], cache: CachedCalls) -> None:
    known: set[object] = set()  # what was counted before: the same call is made once
    who = {spec.name: _answering(spec) for spec in plan.study.models}
    judged = any(judge != MEASURED for judge in plan.study.rse.judges)
    for at in plan.prompts:
        sizes = [text_tokens(turn) for turn in at.prompt.turns]
        for ask in plan.asks(at):
            _count_ask(
                plan.study.model(ask.model), ask, sizes, loads[ask.model], cache, known, who[ask.model]
            )
        for judge in plan.judgments(at) if judged else ():
            if judge.judge != MEASURED and _is_new(_judged(judge, who), known):
                _count_judge(plan, judge, sum(sizes), loads[judge.judge], cache)


def _answering(spec: ModelSpec) -> object:
    """Two models of a study with the same of these are one: what one of them was asked, the other need not be."""
    if spec.provider in {"recorded", "simulated", "local"}:
        return spec.name
    params = json.dumps(dict(spec.params), sort_keys=True, default=str)
    return (
        spec.provider, spec.base_url, spec.served_name, spec.kind, spec.system, spec.deployment, spec.api_version,
        params,
    )  # fmt: skip


def _judged(judge: Judge, who: Mapping[str, object]) -> object:
    """What a judge is shown; two calls with equal ones are the same call."""
    reference, test = judge.reference, judge.test
    pair = who[reference.model], who[test.model], test.repeat, test.at.prompt.turns
    return judge.judge, judge.repeat, judge.order, *pair


def _is_new(call: object, known: set[object]) -> bool:
    before = len(known)
    known.add(call)
    return len(known) > before


def _count_ask(  # noqa: PLR0913, PLR0917 - what one conversation is measured by
    spec: ModelSpec,
    ask: Ask,
    sizes: Sequence[int],
    load: _Load,
    cache: CachedCalls,
    known: set[object],
    who: object,
) -> None:
    if spec.provider == "recorded":
        return
    held, said, turns, usual = cache.turns(spec, ask), 0, ask.at.prompt.turns, _usual(spec)
    for number, size in enumerate(sizes):
        said += size
        if _is_new((who, turns[: number + 1], ask.repeat), known):
            load.cached += number < held
            load.add(number >= held, said + number * usual, usual, _bound(spec))


def _count_judge(plan: Plan, judge: Judge, asked: int, load: _Load, cache: CachedCalls) -> None:
    answers = 2 * _usual(plan.study.model(judge.test.model)) * len(judge.test.at.prompt.turns)
    done = cache.judged(judge.key)
    load.cached += done
    load.add(not done, _JUDGE_PROMPT + asked + answers, _JUDGE_REPLY, _bound(plan.study.model(judge.judge)))


def _ice(plan: IcePlan, loads: dict[str, _Load], cache: CachedCalls) -> None:
    for spec in plan.models:
        answered, load = min(plan.queries, cache.identity_answers(spec.name)), loads[spec.name]
        if spec.provider != "recorded":
            load.cached += answered
            load.add(plan.queries - answered, _ICE_PROMPT, min(_ICE_ANSWER, _bound(spec)), _bound(spec))
        for judge in set(plan.study.ice.judges) - {RULES}:
            most = plan.queries * plan.repeats(judge)
            judged = min(most, cache.identity_judgments(spec.name, judge))
            loads[judge].cached += judged
            tokens = _JUDGE_PROMPT + _ICE_PROMPT + _ICE_ANSWER
            loads[judge].add(most - judged, tokens, _JUDGE_REPLY, _bound(plan.study.model(judge)))
    if plan.study.ice.mode == "fuzz":
        _mutations(plan, loads)


def _mutations(plan: IcePlan, loads: dict[str, _Load]) -> None:
    """One a template. Texts of the mutator that cannot be used come on top: how many is its own affair."""
    spec = plan.study.ice
    by_language = Counter(q.language for q in plan.questions)
    fewest = min([spec.questions_per_template, *(by_language[t.language] or 1 for t in plan.templates)])
    templates = min(-(-spec.queries // fewest), spec.max_iterations or spec.queries)
    for mutator in plan.study.of_role("mutator")[:1]:
        loads[mutator.name].add(len(plan.models) * templates, _ICE_PROMPT * 2, _ICE_PROMPT, _bound(mutator))


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
        speed = expected(spec, study.base_dir) if spec.provider == "local" else None
        yield ModelEstimate(
            spec.name, spec.role, load.calls, load.cached, load.input_tokens, load.output_tokens, low, high,
            _busy(spec, load, speed), speed,
        )  # fmt: skip


def _smallest(prompts: int) -> float | None:
    return smallest_difference(_USUAL_SD, prompts) if prompts > 1 else None


def _answers(plan: Plan, ice: IcePlan | None) -> int:
    rse = len(plan.prompts) * (plan.tasks_per_prompt - plan.judgments_per_prompt)
    return rse + (ice.queries * len(ice.models) if ice else 0)


def _judgments(plan: Plan, ice: IcePlan | None) -> int:
    rse = len(plan.prompts) * plan.judgments_per_prompt
    return rse + (ice.queries * ice.judgments_per_query * len(ice.models) if ice else 0)


def _total(costs: Iterable[float | None]) -> float | None:
    known = list(costs)
    return None if None in known else sum(cost for cost in known if cost is not None)


def _busy(spec: ModelSpec, load: _Load, speed: Speed | None) -> float:
    if spec.provider in {"recorded", "simulated"}:
        return 0.0
    if speed is not None:
        return speed.seconds(load.input_tokens, load.output_tokens)
    return load.calls * _SECONDS_A_CALL / (_AT_ONCE_HERE if _runs_here(spec) else _AT_ONCE)


def _seconds(study: Study, rows: Iterable[ModelEstimate]) -> float:
    """The slowest decides, since models work side by side; those on this computer share its cores.

    Models of one file, or behind one address here, have one server, which answers one after the other.
    """
    here: dict[object, float] = {}
    elsewhere = 0.0
    for row in rows:
        spec = study.model(row.name)
        if _runs_here(spec):
            server = spec.provider, spec.base_url, spec.path or spec.builtin
            here[server] = here.get(server, 0.0) + row.seconds
        else:
            elsewhere = max(elsewhere, row.seconds)
    return max(elsewhere, together(list(here.values())))


def _runs_here(spec: ModelSpec) -> bool:
    if spec.provider in BUILT_IN:
        return spec.provider == "local"
    return provider(spec.provider).local


def _usual(spec: ModelSpec) -> int:
    return min(USUAL_ANSWER, _bound(spec))


def _bound(spec: ModelSpec) -> int:
    return int(spec.params.get("max_tokens") or LONGEST_ANSWER)
