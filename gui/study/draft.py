"""The study that is being edited: like a study, but it may be unfinished."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.errors import BadInput
from core.study import MEASURED, RULES, IceSpec, ModelSpec, PromptSetSpec, RseSpec, Study
from gui.i18n import tr

ROLES = ("reference", "test", "control", "judge", "mutator")
METRICS = ("rse", "ice")
FIRST_SET = PromptSetSpec("reasoning", bundled="reasoning")  # what a new study begins with
# Scores of a search are no rates, and models cannot be compared by them: who wants one chooses it.
FIRST_ICE = IceSpec(mode="paired")
FIRST_ASKED = {"temperature": 0.0, "max_tokens": 1024}  # how a new model is asked, wherever it comes from
SIMULATED_REFERENCE = ModelSpec("Simulated reference", "reference", "simulated", closeness=1.0)


@dataclass(frozen=True)
class Ready:
    """A model that is described in full: the study takes it without asking further."""

    model: ModelSpec


@dataclass(frozen=True)
class Afresh:
    """A study whose models are all to be asked again, once its cost was seen."""

    study: Study


@dataclass
class Draft:
    """What the study page shows. `path` is the study file it came from, if any.

    `again`: nothing that was asked before is taken over by the next run. `metric_order`: as the study names them.
    `ice_stated`: a study without ICE says how it would be asked for, which is not a mere proposal of the window.
    """

    name: str = ""
    rse_on: bool = True
    ice_on: bool = False
    seed: int = 7
    tolerance: float = 0.1
    models: list[ModelSpec] = field(default_factory=list)
    prompt_sets: list[PromptSetSpec] = field(default_factory=list)
    rse: RseSpec = field(default_factory=RseSpec)
    ice: IceSpec = field(default_factory=IceSpec)
    base_dir: Path = field(default_factory=Path.home)
    path: Path | None = None
    max_cost: float = 0.0
    max_calls: int = 0
    again: bool = False
    metric_order: tuple[str, ...] = METRICS
    ice_stated: bool = False

    @classmethod
    def of(cls, study: Study, path: Path | None = None) -> Draft:
        """A draft of an existing study: as long as nothing is edited, it makes the very same study."""
        measured = "ice" in study.metrics
        stated = not measured and _by_built_in(study.ice) != IceSpec()
        proposed = study.ice if measured or stated else replace(study.ice, mode=FIRST_ICE.mode)
        return cls(
            name=study.name,
            rse_on="rse" in study.metrics,
            ice_on=measured,
            seed=study.seed,
            tolerance=study.tolerance,
            models=list(study.models),
            prompt_sets=list(study.prompt_sets),
            rse=study.rse,
            ice=proposed,
            base_dir=study.base_dir,
            path=path,
            metric_order=study.metrics,
            ice_stated=stated,
        )

    def copied(self) -> Draft:
        """The same, which no edit of this one changes."""
        return replace(self, models=list(self.models), prompt_sets=list(self.prompt_sets))

    def study(self) -> Study:
        """The finished study. Raises BadInput saying what is missing."""
        return Study(
            name=self.title,
            metrics=self.metrics(),  # type: ignore[arg-type]
            seed=self.seed,
            tolerance=self.tolerance,
            models=tuple(self.models),
            prompt_sets=tuple(self.prompt_sets),
            rse=self.rse,
            ice=self.ice if self.ice_on or self.ice_stated else _unused(self.ice),
            base_dir=self.base_dir,
        )

    def metrics(self) -> tuple[str, ...]:
        """What is measured: in the order of the study that this was, a new one last."""
        on = {metric for metric, chosen in zip(METRICS, (self.rse_on, self.ice_on), strict=True) if chosen}
        known = tuple(metric for metric in self.metric_order if metric in on)
        return known + tuple(metric for metric in METRICS if metric in on and metric not in known)

    @property
    def title(self) -> str:
        """The name, or one made of the models where none was given."""
        if self.name.strip():
            return self.name
        tests, references = (_together(self.of_role(role)) for role in ("test", "reference"))
        return " – ".join(filter(None, (tests, references)))

    def missing(self) -> tuple[int, str] | None:
        """The first step that is not finished, from 0, and why; None where the study can start."""
        if not (self.rse_on or self.ice_on):
            return 0, "Choose at least one of the two metrics."
        if self.rse_on and not self.of_role("reference"):
            return 1, "Add a reference model: the one that others may have been distilled from."
        if not self.of_role("test"):
            return 1, "Add a test model: the one to be measured."
        if self.rse_on and not self.prompt_sets:
            return 2, "Choose at least one prompt set."
        return None

    def lacks_reference(self) -> bool:
        """Whether there is a test model and nothing to compare it with."""
        return self.rse_on and bool(self.of_role("test")) and not self.of_role("reference")

    def drop_own_copies(self) -> None:
        """Take out references that are a test model's own recorded answers: an import has no other to name."""
        own = {model.path for model in self.of_role("test") if model.provider == "recorded"}
        self.models = [m for m in self.models if m.role != "reference" or m.path is None or m.path not in own]

    def put_set(self, new: PromptSetSpec) -> None:
        """Add a prompt set, or put it in the place of the one of its name, or of the one a new study begins with."""
        kept = [] if self.prompt_sets == [FIRST_SET] else self.prompt_sets
        self.prompt_sets = [s for s in kept if s.name != new.name] + [new]

    def of_role(self, role: str) -> list[ModelSpec]:
        """The models that play a role."""
        return [model for model in self.models if model.role == role]

    def put(self, model: ModelSpec, old: ModelSpec | None = None) -> None:
        """Add a model, or put it in the place of an old one. Raises BadInput where the name is taken."""
        if any(other.name == model.name for other in self.models if other is not old):
            raise BadInput(f"there is a model called {model.name!r} already", field="name")
        if old is None:
            self.models.append(model)
        else:
            self.models[self.models.index(old)] = model
            self._rename_judge(old.name, model.name if model.role == "judge" else "")
        if model.role == "judge" and (old is None or old.role != "judge"):
            self._add_judge(model.name)

    def take(self, model: ModelSpec) -> ModelSpec:
        """Add a model under a name that is free. A real reference takes the place of the one that was lent."""
        if model.role == "reference" and SIMULATED_REFERENCE in self.models:
            self.remove(SIMULATED_REFERENCE)
        taken = {other.name for other in self.models}
        numbered = (f"{model.name} {number}" for number in itertools.count(2))
        model = replace(
            model, name=next(n for n in itertools.chain([model.name], numbered) if n not in taken)
        )
        self.put(model)
        return model

    def only_lent_reference(self) -> bool:
        """Whether models that are real are compared with a simulated reference alone."""
        real = any(model.provider != "simulated" for model in self.of_role("test"))
        references = self.of_role("reference")
        return (
            self.rse_on and real and bool(references) and all(m.provider == "simulated" for m in references)
        )

    def asked_differently(self) -> bool:
        """Whether models that are compared with one another are not all asked with the same settings."""
        compared = (*self.of_role("reference"), *self.of_role("test")) if self.rse_on else ()
        asked = [m for m in compared if m.provider not in {"simulated", "recorded"}]
        return len({_settings(model) for model in asked}) > 1

    def know_maker(self, name: str, maker: str, facts: str) -> None:
        """Models that say this maker, and the one of that name if it says none, are held against these facts."""
        says = {id(m) for m in self.models if m.facts == maker or (m.name == name and not m.facts)}
        self.models = [replace(m, facts=facts) if id(m) in says else m for m in self.models]

    def remove(self, model: ModelSpec) -> None:
        """Take a model out, and out of the judges."""
        self.models.remove(model)
        self._rename_judge(model.name, "")

    def set_judge(self, metric: str, judge: str, on: bool) -> None:
        """Let a judge judge, or not; the last one stays."""
        spec = self.rse if metric == "rse" else self.ice
        kept = [j for j in spec.judges if j != judge] + ([judge] if on else [])
        self._set_judges(metric, tuple(kept) or (judge,))

    def judge_names(self, metric: str) -> list[str]:
        """The judges there are for a metric, the built-in one first."""
        return [MEASURED if metric == "rse" else RULES, *(m.name for m in self.of_role("judge"))]

    def _add_judge(self, name: str) -> None:
        self._set_judges("rse", (*self.rse.judges, name))
        self._set_judges("ice", (*self.ice.judges, name))

    def _rename_judge(self, old: str, new: str) -> None:
        for metric, spec, builtin in (("rse", self.rse, MEASURED), ("ice", self.ice, RULES)):
            names = tuple(new if j == old else j for j in spec.judges)
            self._set_judges(metric, tuple(j for j in names if j) or (builtin,))

    def _set_judges(self, metric: str, judges: tuple[str, ...]) -> None:
        if metric == "rse":
            self.rse = replace(self.rse, judges=judges)
        else:
            self.ice = replace(self.ice, judges=judges)


def _together(models: list[ModelSpec]) -> str:
    """What models are called in the name of their study: the first, and how many more there are."""
    first, more = models[0].name if models else "", len(models) - 1
    return tr("{name} and {n} more", name=first, n=more) if more > 0 else first


def _settings(model: ModelSpec) -> tuple[object, ...]:
    return model.params.get("temperature"), model.params.get("max_tokens"), model.system or ""


def _by_built_in(ice: IceSpec) -> IceSpec:
    """Without the judges, which follow the models of the study."""
    return replace(ice, judges=IceSpec().judges)


def _unused(ice: IceSpec) -> IceSpec:
    """A study without ICE says nothing of it: with what was merely proposed it would be another study."""
    return replace(ice, mode=IceSpec().mode) if _by_built_in(ice) == FIRST_ICE else ice


def three_prompts(study: Study) -> Study:
    """The same study with three prompts of each set and three identity questions."""
    sets = tuple(replace(each, sample=min(3, each.sample or 3)) for each in study.prompt_sets)
    ice = replace(study.ice, queries=min(3, study.ice.queries), questions_per_template=3)
    return replace(study, name=f"{study.name} (three prompts)", prompt_sets=sets, ice=ice)
