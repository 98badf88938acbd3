"""From a study to its tasks: pure, so the review page and the estimate use the same code as the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.engine.tasks import CEILING_REPEAT, Ask, Judge, PlannedPrompt
from core.errors import BadInput
from core.prompts import bundled, read
from core.prompts.model import PromptSet
from core.prompts.select import choose
from core.rse import judge_llm
from core.study import MEASURED, PromptSetSpec, Study

if TYPE_CHECKING:
    from core.engine.ice_plan import IcePlan


@dataclass(frozen=True)
class Plan:
    """A study with its prompts: everything an RSE run will do, in order."""

    study: Study
    sets: tuple[PromptSet, ...]

    @cached_property
    def prompts(self) -> tuple[PlannedPrompt, ...]:
        """Every prompt of every set, in order."""
        return tuple(
            PlannedPrompt(s.name, position, prompt)
            for s in self.sets
            for position, prompt in enumerate(s.prompts)
        )

    def asks(self, at: PlannedPrompt) -> tuple[Ask, ...]:
        """Who is asked this prompt, and how often."""
        again = self._references if self.study.rse.ceiling else ()
        return (*(Ask(name, at) for name in self._asked), *(Ask(name, at, CEILING_REPEAT) for name in again))

    def judgments(self, at: PlannedPrompt) -> Iterator[Judge]:
        """Every pair that is judged on this prompt, by every judge."""
        for reference, test in self._pairs(at):
            for judge in self.study.rse.judges:
                # The measured judge is a function of the two texts: asking it again would tell nothing.
                repeats = 1 if judge == MEASURED else self.study.rse.repeats
                for repeat in range(repeats):
                    order = "" if judge == MEASURED else judge_llm.order(at.prompt.text, repeat)
                    yield Judge(judge, reference, test, repeat, order)

    @property
    def size(self) -> int:
        """How many tasks there are: answers and judgments."""
        return len(self.prompts) * self.tasks_per_prompt

    @property
    def tasks_per_prompt(self) -> int:
        """The same for every prompt."""
        first = self.prompts[:1]
        return sum(len(self.asks(at)) + self.judgments_per_prompt for at in first)

    @property
    def judgments_per_prompt(self) -> int:
        """How many judgments each prompt gets."""
        return sum(1 for at in self.prompts[:1] for _ in self.judgments(at))

    def tasks_by_model(self) -> Counter[str]:
        """How many tasks each model has that must be asked: answers, and judgments where it judges."""
        asked = {m.name for m in self.study.models if m.provider != "recorded"}
        first = self.prompts[:1]
        names = [ask.model for at in first for ask in self.asks(at)]
        names += [judge.judge for at in first for judge in self.judgments(at)]
        return Counter({name: n * len(self.prompts) for name, n in Counter(names).items() if name in asked})

    def _pairs(self, at: PlannedPrompt) -> Iterator[tuple[Ask, Ask]]:
        for reference in self._references:
            for test in self._compared:
                yield Ask(reference, at), Ask(test, at)
            if self.study.rse.ceiling:
                yield Ask(reference, at), Ask(reference, at, CEILING_REPEAT)

    @cached_property
    def _references(self) -> tuple[str, ...]:
        return self._names("reference")

    @cached_property
    def _compared(self) -> tuple[str, ...]:
        return self._names("test", *self._controls)

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        return self._names("reference", "test", *self._controls)

    @property
    def _controls(self) -> tuple[str, ...]:
        return ("control",) if self.study.rse.floor else ()

    def _names(self, *roles: str) -> tuple[str, ...]:
        return tuple(model.name for model in self.study.of_role(*roles))


def make(study: Study) -> Plan:
    """Read the prompt sets of a study. Raises BadInput naming the file, the line and what to do."""
    sets = tuple(_load(spec, study) for spec in study.prompt_sets) if "rse" in study.metrics else ()
    return Plan(study, sets)


def plans(study: Study) -> tuple[Plan, IcePlan | None]:
    """Both parts of a study; the second one only where ICE is measured. Raises BadInput like `make`."""
    plan = make(study)
    if "ice" not in study.metrics:
        return plan, None
    from core.engine.ice_plan import IcePlan

    return plan, IcePlan.make(study)


def _load(spec: PromptSetSpec, study: Study) -> PromptSet:
    if spec.bundled:
        found = bundled.load(spec.bundled)
    else:
        found = read.load(
            study.resolve(spec.path or ""),
            name=spec.name,
            column=spec.column,
            sheet=spec.sheet,
            encoding=spec.encoding,
        )
    named = PromptSet(spec.name, found.prompts, found.source, found.notes, found.sha256)
    if not named.prompts:
        raise BadInput("the prompt set holds no prompt", path=spec.path, field=f"prompt_set {spec.name}")
    return choose(named, spec.sample, study.seed) if spec.sample else named
