"""What of a study is frozen into the workspace when its run begins."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from core import study_file
from core.engine.plan import Plan
from core.engine.tasks import PlannedPrompt
from core.engine.versions import judge_versions
from core.llm.catalog import vendor_of
from core.prompts.model import PromptSet
from core.store.runs import NewModel, NewPrompt, NewRun, NewSet, NewTemplate
from core.study import ModelSpec, Study

if TYPE_CHECKING:
    from core.engine.ice_plan import IcePlan


def new_run(plan: Plan, ice: IcePlan | None) -> NewRun:
    """Everything that a run of this plan is frozen with; its fingerprint covers what ships with the program too."""
    study, text = plan.study, _canonical(plan, ice)
    return NewRun(
        study=study.name,
        fingerprint=_hash(text),
        canonical=text,
        toml=study_file.dumps(study),
        base_dir=str(study.base_dir),
        manifest=json.dumps(_manifest(study, ice), ensure_ascii=False),
        models=tuple(_model(m) for m in study.models),
        sets=tuple(_set(s) for s in plan.sets),
        templates=tuple(_templates(ice)) if ice else (),
        prompts=tuple(ice.frozen_prompts()) if ice else (),
        judges=judge_versions(study),
    )


def fingerprint(plan: Plan, ice: IcePlan | None) -> str:
    """What a run of this plan is known by: equal for two plans that measure the same thing."""
    return _hash(_canonical(plan, ice))


def program_version() -> str:
    """The version of the program, as it stands in manifests and reports."""
    try:
        return version("distilscope")
    except PackageNotFoundError:
        return "unknown"


def _canonical(plan: Plan, ice: IcePlan | None) -> str:
    return json.dumps(plan.study.canonical() | _shipped(plan, ice), sort_keys=True, ensure_ascii=False)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shipped(plan: Plan, ice: IcePlan | None) -> dict[str, object]:
    sets = {s.name: s.sha256 for s in plan.sets if s.source.startswith("bundled:")}
    return {"bundled": sets, "ice_inputs": ice.fingerprint() if ice else ""}


def _manifest(study: Study, ice: IcePlan | None) -> dict[str, object]:
    return {
        "program": program_version(),
        "python": platform.python_version(),
        "system": platform.system(),
        "seed": study.seed,
        "judges": judge_versions(study),
        "ice": ice.manifest() if ice else {},
    }


def vendor(spec: ModelSpec) -> str:
    """Who makes a model, as far as the study or the catalog can tell; empty where unknown."""
    return spec.vendor or vendor_of(spec.served_name) or vendor_of(spec.name) or ""


def _model(spec: ModelSpec) -> NewModel:
    return NewModel(
        spec.name,
        spec.role,
        spec.provider,
        spec.served_name,
        vendor(spec),
        json.dumps(asdict(spec), ensure_ascii=False),
    )


def _set(prompt_set: PromptSet) -> NewSet:
    notes = {"lines": list(prompt_set.notes.lines()), "form": prompt_set.notes.form}
    return NewSet(prompt_set.name, prompt_set.source, prompt_set.sha256, notes, tuple(_prompts(prompt_set)))


def _prompts(prompt_set: PromptSet) -> Iterable[NewPrompt]:
    for position, p in enumerate(prompt_set.prompts):
        key = PlannedPrompt(prompt_set.name, position, p).key
        yield NewPrompt(key, position, p.turns, p.category, p.language, p.answer)


def _templates(ice: IcePlan) -> Iterable[NewTemplate]:
    for t in ice.frozen_templates():
        yield NewTemplate(
            t.id, t.text, t.kind, t.language, t.names_identity, t.lineage, tuple(t.names), t.parent, t.mutator
        )
