"""What a reader of the results would object to, said before anything is paid for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from core.engine import families
from core.engine.freeze import vendor
from core.engine.plan import Plan
from core.rse.kin import kin_sentence
from core.study import MEASURED, RULES, Study
from core.wording import named

FEW_PROMPTS = 30  # below it no interval is shown
FOUND_BY_SEARCH = (
    "ICE in fuzz mode finds contradictions by search: its scores are no rates; use paired to compare."
)


def warnings(study: Study, plan: Plan) -> tuple[str, ...]:
    """Sentences for the review page, the terminal and the report; none is an error."""
    found = [*shared_vendors(study)]
    if "rse" in study.metrics:
        found += _about_kin(study)
        found += _about_prompts(plan)
    if "ice" in study.metrics and study.ice.mode == "fuzz":
        found.append(FOUND_BY_SEARCH)
    return tuple(found)


class SharedMaker(NamedTuple):
    """A judge with a model that it judges and that has the same maker (a vendor id)."""

    judge: str
    role: str
    model: str
    maker: str


def shared_makers(study: Study) -> Iterator[SharedMaker]:
    """Every judge that is a model, with each reference and test of its own maker."""
    judges = {*study.rse.judges, *study.ice.judges} - {MEASURED, RULES}
    for judge in study.of_role("judge"):
        if judge.name not in judges or not vendor(judge):
            continue
        for model in study.of_role("reference", "test"):
            if vendor(model) == vendor(judge):
                yield SharedMaker(judge.name, model.role, model.name, vendor(judge))


def shared_vendors(study: Study) -> Iterator[str]:
    """Judges tend to favour their relatives; warn where a judge shares a maker with what it judges."""
    for each in shared_makers(study):
        yield (
            f"The judge {named(each.judge)} and the {each.role} {named(each.model)} share a maker ({each.maker}): "
            "judges tend to favour their relatives."
        )


def _about_kin(study: Study) -> Iterator[str]:
    """Tests that are known to be related to a reference."""
    pairs = [(m.name, r.name) for r in study.of_role("reference") for m in study.of_role("test")]
    for (model, reference), found in families.related(study, pairs).items():
        if found.relation:
            pair = named(model), named(reference)
            yield f"{', '.join(pair)}: {kin_sentence(found, *pair)}"


def _about_prompts(plan: Plan) -> Iterator[str]:
    for prompt_set in plan.sets:
        if notes := prompt_set.notes.lines():
            yield f"{prompt_set.name}: {'; '.join(notes)}."
    if len(plan.prompts) < FEW_PROMPTS:
        yield f"Only {len(plan.prompts)} prompts: below {FEW_PROMPTS} no interval is shown."
