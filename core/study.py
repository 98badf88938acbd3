"""What is measured: frozen dataclasses, checked on construction. `core.study_file` reads and writes them as TOML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast, get_args

from core.errors import BadInput
from core.study_values import check_date, check_key, check_no_key, check_params, check_price, shown
from core.textfile import refuse_device

Metric = Literal["rse", "ice"]
ModelRole = Literal["reference", "test", "control", "judge", "mutator"]
Kind = Literal["chat", "base"]
IceMode = Literal["fuzz", "paired", "plain"]
Selection = Literal["mcts", "ucb", "exp3", "round-robin", "random"]
JudgeOn = Literal["transcript", "last"]
MOST_QUERIES = 1_000_000  # identity questions a model
MEASURED, RULES = "measured", "rules"
_KEY_OR_PATH = frozenset({"key", "path"})  # the one is checked by itself, the other may be called anything


@dataclass(frozen=True)
class ModelSpec:
    """One model of a study: its role and how it is reached. `name` is unique in the study."""

    name: str
    role: ModelRole
    provider: str
    model: str | None = None  # the provider's own name; default: name (recorded: filters the rows)
    path: str | None = None  # recorded and local: a file, relative to the study file
    builtin: str | None = None
    base_url: str | None = None
    key: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    kind: Kind = "chat"
    system: str | None = None
    facts: str | None = None
    vendor: str | None = None
    released: str = ""  # YYYY, YYYY-MM or YYYY-MM-DD; default: from the catalog
    ancestors: tuple[str, ...] = ()  # models that it was trained from, or on; default: from the catalog
    closeness: float | None = None  # simulated: 0 (unrelated) to 1 (a copy)
    leak: float | None = None  # simulated: the share of identity questions answered with another maker
    leak_by_template: bool = False
    allow_http: bool = False
    deployment: str | None = None
    api_version: str | None = None
    price: Mapping[str, float] = field(default_factory=dict)  # USD per million tokens: input, output
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    notes: str = ""

    def __post_init__(self) -> None:
        check_no_key({f.name: getattr(self, f.name) for f in fields(self) if f.name not in _KEY_OR_PATH})
        _need(bool(self.name.strip()), "name", "a model needs a name")
        _one_of(self.role, get_args(ModelRole), "role")
        _one_of(self.kind, get_args(Kind), "kind")
        _need(bool(self.provider), "provider", "a model needs a provider")
        if self.provider == "recorded":
            _need(bool(self.path), "path", "a recorded model needs the file of its answers")
        check_key(self.key)
        check_date(self.released)
        check_params(self.params)
        check_price(self.price)
        _share(self.closeness, "closeness")
        _share(self.leak, "leak")
        for name in ("requests_per_minute", "tokens_per_minute"):
            _need(getattr(self, name) is None or getattr(self, name) >= 1, name, "must be 1 or more")

    @property
    def served_name(self) -> str:
        """The name that the provider knows the model by."""
        return self.model or self.name


@dataclass(frozen=True)
class PromptSetSpec:
    """One prompt set: a file or a bundled set, whole or a seeded choice of `sample` prompts."""

    name: str
    path: str | None = None
    bundled: str | None = None
    sample: int | None = None
    column: str | None = None
    sheet: str | None = None  # of a spreadsheet; default: the first that has any rows
    encoding: str | None = None  # of a text file, where it would be guessed wrong

    def __post_init__(self) -> None:
        _need(bool(self.name.strip()), "name", "a prompt set needs a name")
        one = (self.path is None) != (self.bundled is None)
        _need(one, "path", "a prompt set needs either path or bundled, and not both")
        _need(self.sample is None or self.sample > 0, "sample", "must be 1 or more")


@dataclass(frozen=True)
class RseSpec:
    """How responses are compared."""

    judges: tuple[str, ...] = (MEASURED,)
    repeats: int = 1
    ceiling: bool = False  # ask the reference again, sampled, and compare it with itself
    floor: bool = True  # compare the controls, where there are any
    judge_on: JudgeOn = "transcript"
    rubric: str | None = None  # a file with the study's own rubric

    def __post_init__(self) -> None:
        _need(bool(self.judges), "judges", "at least one judge is needed")
        _need(1 <= self.repeats <= 100, "repeats", "must be 1 to 100")
        _one_of(self.judge_on, get_args(JudgeOn), "judge_on")


@dataclass(frozen=True)
class IceSpec:
    """How identity is asked for."""

    judges: tuple[str, ...] = (RULES,)
    queries: int = 1000
    mode: IceMode = "fuzz"
    selection: Selection = "mcts"
    questions_per_template: int = 10
    templates_in_flight: int = 4
    templates: str | None = None  # a file of templates; default: the built-in seeds
    questions: str | None = None  # a file of questions; default: the built-in ones
    languages: tuple[str, ...] = ("en", "zh")
    max_iterations: int | None = None
    max_contradictions: int | None = None
    max_rejects: int | None = None
    placebo: bool = False
    strict: tuple[str, ...] = ("openai", "anthropic")
    repeats: int = 1

    def __post_init__(self) -> None:
        _need(bool(self.judges), "judges", "at least one judge is needed")
        _one_of(self.mode, get_args(IceMode), "mode")
        _one_of(self.selection, get_args(Selection), "selection")
        for name in ("queries", "questions_per_template", "templates_in_flight", "repeats"):
            _need(getattr(self, name) >= 1, name, "must be 1 or more")
        # Every one of them is planned, and kept, before the first is asked.
        _need(self.queries <= MOST_QUERIES, "queries", f"must be 1 to {MOST_QUERIES:,}")
        for name in ("max_iterations", "max_contradictions", "max_rejects"):
            _need(getattr(self, name) is None or getattr(self, name) >= 1, name, "must be 1 or more")


@dataclass(frozen=True)
class Study:
    """What is measured and how. `base_dir` is where relative paths start; it is no part of the identity."""

    name: str
    metrics: tuple[Metric, ...] = ("rse",)
    seed: int = 7
    models: tuple[ModelSpec, ...] = ()
    prompt_sets: tuple[PromptSetSpec, ...] = ()
    rse: RseSpec = field(default_factory=RseSpec)
    ice: IceSpec = field(default_factory=IceSpec)
    tolerance: float = 0.1  # the share of calls that may fail before the run is marked degraded
    base_dir: Path = field(default=Path(), compare=False)

    def __post_init__(self) -> None:
        _need(bool(self.name.strip()), "study.name", "a study needs a name")
        _need(bool(self.metrics), "study.metrics", "choose rse, ice, or both")
        for metric in self.metrics:
            _one_of(metric, get_args(Metric), "study.metrics")
        _unique([m.name for m in self.models], "model[{}].name", "two models have the name")
        _unique([p.name for p in self.prompt_sets], "prompt_set[{}].name", "two prompt sets have the name")
        _need(self.seed >= 0, "study.seed", "must be 0 or more")
        _need(0 <= self.tolerance <= 1, "study.tolerance", "must be between 0 and 1")
        _check_metrics(self)

    def of_role(self, *roles: str) -> tuple[ModelSpec, ...]:
        """The models that play one of these roles, in the order of the study."""
        return tuple(m for m in self.models if m.role in roles)

    def model(self, name: str) -> ModelSpec:
        """The model of that name; raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, ModelSpec]:
        return {m.name: m for m in self.models}

    def resolve(self, path: str) -> Path:
        """A path of the study file, made absolute."""
        return (self.base_dir / path).resolve()

    def input_files(self) -> tuple[tuple[str, Path], ...]:
        """(field, file) of every file whose content is part of what is measured."""
        named = [(f"model {m.name}: path", m.path) for m in self.models if m.provider == "recorded"]
        named += [
            (f"model {m.name}: facts", m.facts) for m in self.models if m.facts and _is_file_name(m.facts)
        ]
        named += [(f"prompt_set {p.name}: path", p.path) for p in self.prompt_sets]
        named += [("rse.rubric", self.rse.rubric), ("ice.templates", self.ice.templates)]
        named += [("ice.questions", self.ice.questions)]
        return tuple((where, self.resolve(path)) for where, path in named if path)

    def canonical(self) -> dict[str, Any]:
        """The study as plain data, with the hash of each input file in place of where it lies."""
        data = asdict(self)
        del data["base_dir"]
        _leave_out_places(data)
        _leave_out_means(data)
        _leave_out_unchosen(data)
        data["files"] = {where: file_hash(path) for where, path in self.input_files()}
        return cast("dict[str, Any]", json.loads(json.dumps(data, sort_keys=True)))

    def fingerprint(self) -> str:
        """SHA-256 of the canonical study: equal for two studies that measure the same thing."""
        text = json.dumps(self.canonical(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _leave_out_unchosen(data: dict[str, Any]) -> None:
    """Studies of before there was this choice keep their fingerprint."""
    for prompt_set in data["prompt_sets"]:
        for name in ("sheet", "encoding"):
            if prompt_set[name] is None:
                del prompt_set[name]


def _leave_out_means(data: dict[str, Any]) -> None:
    """What a call costs, whose key pays for it and how fast it may be made change nothing of what is measured."""
    for model in data["models"]:
        means = {"key", "price", "notes", "allow_http", "requests_per_minute", "tokens_per_minute"}
        model.update({f.name: _unset(f) for f in fields(ModelSpec) if f.name in means})
        # What is not stated is left out, so that studies are known by the same hash as before it could be.
        for name in ("released", "ancestors"):
            if not model[name]:
                del model[name]


def _unset(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _leave_out_places(data: dict[str, Any]) -> None:
    """Where an input file lies is no part of what is measured; `files` holds what is in it."""
    for model in data["models"]:
        model["path"] = None if model["provider"] == "recorded" else model["path"]
        model["facts"] = None if model["facts"] and _is_file_name(model["facts"]) else model["facts"]
    for prompt_set in data["prompt_sets"]:
        prompt_set["path"] = None
    data["rse"]["rubric"] = data["ice"]["templates"] = data["ice"]["questions"] = None


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content; raises BadInput where it cannot be read."""
    refuse_device(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"cannot read the file ({error.strerror})", path=path) from error


def _check_metrics(study: Study) -> None:
    if "rse" in study.metrics:
        _need(bool(study.of_role("reference")), "model", "RSE needs a model of role reference")
        _need(bool(study.of_role("test")), "model", "RSE needs a model of role test")
        _need(bool(study.prompt_sets), "prompt_set", "RSE needs a prompt set")
        _check_judges(study, study.rse.judges, MEASURED, "rse.judges")
    if "ice" in study.metrics:
        _need(bool(study.of_role("test")), "model", "ICE needs a model of role test")
        _check_judges(study, study.ice.judges, RULES, "ice.judges")


def _check_judges(study: Study, judges: tuple[str, ...], builtin: str, where: str) -> None:
    known = [builtin, *(m.name for m in study.of_role("judge"))]
    for judge in judges:
        if judge not in known:
            raise BadInput(f"no judge is called {shown(judge)}; there is: {', '.join(known)}", field=where)
    _unique(judges, where, "the judge is named twice:")


def _is_file_name(facts: str) -> bool:
    return facts.endswith((".toml", ".json")) or "/" in facts or "\\" in facts


def _share(value: float | None, where: str) -> None:
    _need(value is None or 0 <= value <= 1, where, "must be between 0 and 1")


def _need(condition: bool, where: str, what: str) -> None:
    if not condition:
        raise BadInput(what, field=where)


def _one_of(value: object, allowed: Iterable[str], where: str) -> None:
    allowed = tuple(allowed)
    if value not in allowed:
        raise BadInput(f"{shown(value)} is not allowed; choose one of {', '.join(allowed)}", field=where)


def _unique(names: Sequence[str], where: str, what: str) -> None:
    """`where` may hold {} for the number of the second one."""
    for number, name in enumerate(names, 1):
        if name in names[: number - 1]:
            raise BadInput(f"{what} {shown(name)}", field=where.format(number))
