"""What an ICE run works from: facts, questions, templates, and in the fixed modes every question that is put."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from core.errors import BadInput, MakerUnknown
from core.ice import facts as fact_sets
from core.ice import modes, questions, templates
from core.ice.facts import FactSet
from core.ice.fuzz.plan import FuzzConfig
from core.ice.modes import Ask
from core.ice.questions import Question
from core.ice.strict import DEFAULT, StrictList, names_strict_identity
from core.ice.templates import Template
from core.llm.catalog import vendor_of
from core.store.runs import NewPrompt
from core.study import RULES, ModelSpec, Study


@dataclass(frozen=True)
class IcePlan:
    """A study's ICE part with everything read that it needs."""

    study: Study
    questions: tuple[Question, ...]
    templates: tuple[Template, ...]
    facts: Mapping[str, FactSet]
    strict: StrictList

    @classmethod
    def make(cls, study: Study) -> IcePlan:
        """Read facts, questions and templates. Raises BadInput naming the model or the file."""
        spec = study.ice
        asked = _questions(study)
        chosen = tuple(q for q in asked if q.language in spec.languages)
        if not chosen:
            raise BadInput(f"no identity question is in {' or '.join(spec.languages)}", field="ice.languages")
        frames = () if spec.mode == "plain" else _templates(study)
        known = {m.name: _facts(m, study) for m in asked_models(study)}
        return cls(study, chosen, frames, known, _strict(spec.strict))

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """What every model is asked, in order; empty in fuzz mode, which decides as it goes."""
        spec = self.study.ice
        if spec.mode == "fuzz":
            return ()
        if spec.mode == "plain":
            return tuple(modes.plain(self.questions, spec.queries, self.study.seed))
        asks = modes.paired(
            self.templates, self.questions, spec.questions_per_template, self.study.seed, spec.queries
        )
        return tuple(modes.placebo(asks, self.study.seed) if spec.placebo else asks)

    @property
    def queries(self) -> int:
        """How many questions are put to every model; in fuzz mode, at the most."""
        return self.study.ice.queries if self.study.ice.mode == "fuzz" else len(self.asks)

    def repeats(self, judge: str) -> int:
        """How often a judge is asked about one response; the rules would only say the same again."""
        return 1 if judge == RULES else self.study.ice.repeats

    @property
    def judgments_per_query(self) -> int:
        """How many judgments each response gets."""
        return sum(map(self.repeats, self.study.ice.judges))

    def tasks_by_model(self) -> Counter[str]:
        """How many tasks each model has that must be asked: answers, and judgments where it judges; at the most."""
        tasks = Counter({spec.name: self.queries for spec in self.models if spec.provider != "recorded"})
        for judge in self.study.ice.judges:
            if judge != RULES:
                tasks[judge] += self.queries * self.repeats(judge) * len(self.models)
        return tasks

    @property
    def models(self) -> tuple[ModelSpec, ...]:
        """Who is asked."""
        return asked_models(self.study)

    def fuzz_config(self) -> FuzzConfig:
        """The settings of the search, as the study gives them."""
        spec = self.study.ice
        return FuzzConfig(
            seed=self.study.seed,
            selection=spec.selection,
            queries=spec.queries,
            questions_per_template=spec.questions_per_template,
            in_flight=spec.templates_in_flight,
            max_iterations=spec.max_iterations,
            max_contradictions=spec.max_contradictions,
            max_rejects=spec.max_rejects,
        )

    def frozen_prompts(self) -> Iterator[NewPrompt]:
        """The prompts that are known before the start."""
        seen: set[str] = set()
        for ask in self.asks:
            key = prompt_key(ask.template, ask.question)
            if key not in seen:
                seen.add(key)
                yield new_prompt(ask, len(seen) - 1, self.strict)

    def frozen_templates(self) -> tuple[Template, ...]:
        """The templates that are known before the start, placebo ones included."""
        asked = (ask.template for ask in self.asks if ask.template is not None)
        return tuple({t.id: t for t in (*self.templates, *asked)}.values())

    def fingerprint(self) -> str:
        """A hash of questions, templates and facts: another version of them is another study."""
        parts = [asdict(q) for q in self.questions], [asdict(t) for t in self.templates]
        facts = {name: f.version for name, f in self.facts.items()}
        text = json.dumps([parts, facts], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def manifest(self) -> dict[str, Any]:
        """What the record of the run says of its ICE part."""
        return {
            "facts": {name: {"vendor": f.vendor, "version": f.version} for name, f in self.facts.items()},
            "strict": asdict(self.strict),
            "questions": len(self.questions),
            "templates": len(self.templates),
            "settings": asdict(self.study.ice),
        }


def asked_models(study: Study) -> tuple[ModelSpec, ...]:
    """The models whose identity is asked for."""
    return study.of_role("test", "control")


def prompt_key(template: Template | None, question: Question) -> str:
    """The name of a prompt in its run: the template and the question that fills it."""
    return f"{template.id if template else 'plain'}?{question.id}"


def new_prompt(ask: Ask, position: int, strict: StrictList) -> NewPrompt:
    """The prompt's row, to be frozen; whether it names an identity is a matter of the study's strict list."""
    return NewPrompt(
        key=prompt_key(ask.template, ask.question),
        position=position,
        turns=(ask.prompt_text,),
        category=ask.question.topic,
        language=ask.question.language,
        template=ask.template.id if ask.template else "",
        question=ask.question.text,
        names_identity=names_strict_identity(ask.prompt_text, strict),
    )


def _questions(study: Study) -> tuple[Question, ...]:
    if study.ice.questions:
        return questions.read(study.resolve(study.ice.questions))
    return questions.load()


def _templates(study: Study) -> tuple[Template, ...]:
    if study.ice.templates:
        return templates.read(study.resolve(study.ice.templates))
    return tuple(t for t in templates.seeds() if t.language in study.ice.languages)


def _facts(spec: ModelSpec, study: Study) -> FactSet:
    named = spec.facts or spec.vendor or vendor_of(spec.served_name) or vendor_of(spec.name)
    if named is None:
        raise MakerUnknown(
            f"who makes {spec.name} is not known, so no facts can be held against what it says",
            spec.name,
            remedy=f"Write facts = with one of {', '.join(fact_sets.vendors())}, or a file of facts",
        )
    if named not in fact_sets.vendors() and Path(named).suffix:
        return fact_sets.load_file(study.resolve(named))
    try:
        return fact_sets.load(named)
    except BadInput as error:
        raise MakerUnknown(error.what, spec.name, named=named, remedy=error.remedy) from error


def _strict(makers: tuple[str, ...]) -> StrictList:
    if makers == DEFAULT.makers:
        return DEFAULT
    known = [m for m in makers if m in fact_sets.vendors()]
    names = [m for m in makers if m not in known]
    words = [word for maker in makers for word in modes.identity_words(maker)]
    return StrictList(tuple(known), tuple(names), tuple(dict.fromkeys(words)))
