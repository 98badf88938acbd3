"""What is known of the models themselves that could move a score: how each was asked, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.engine import families
from core.engine.freeze import vendor
from core.llm.catalog import known
from core.store.reader import ModelInfo, Reader
from core.study import ModelSpec, Study

_COMPARED = ("reference", "test", "control")


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One compared model. `temperature` None: none was set, or its answers were recorded elsewhere.

    `served_as`: the snapshots that the provider named. `released` is a date (YYYY, YYYY-MM or YYYY-MM-DD), empty
    where neither study nor catalog knows one; `open` says whether the weights are published, None where unknown.
    ancestors: what it descends from, nearest first; learnt_from: models on whose outputs it was trained in part,
    or an ancestor of it was; ancestry: where that is known from, "study" where the study states it.
    """

    name: str
    role: str
    vendor: str
    kind: str
    temperature: float | None
    system: str
    served_as: tuple[str, ...]
    released: str
    open: bool | None
    ancestors: tuple[str, ...] = ()
    learnt_from: tuple[str, ...] = ()
    ancestry: str = ""


def model_facts(reader: Reader, run: int, study: Study) -> list[ModelFacts]:
    """The facts about every model whose responses are compared, in the order of the study."""
    return list(_facts(reader.models(run), study))


def _facts(infos: list[ModelInfo], study: Study) -> Iterator[ModelFacts]:
    for info in infos:
        if info.role in _COMPARED:
            yield _of(study.model(info.name), info)


def _of(spec: ModelSpec, info: ModelInfo) -> ModelFacts:
    temperature, elders = spec.params.get("temperature"), families.family(spec).ancestors
    return ModelFacts(
        name=info.name,
        role=info.role,
        vendor=info.vendor or vendor(spec),
        kind=spec.kind,
        temperature=None if temperature is None else float(temperature),
        system=spec.system or "",
        served_as=info.served_as,
        released=families.released(spec),
        open=_open(spec),
        ancestors=tuple(name for name, by in elders.items() if by == "weights"),
        learnt_from=tuple(name for name, by in elders.items() if by == "outputs"),
        ancestry=families.source(spec),
    )


def _open(spec: ModelSpec) -> bool | None:
    """Whether anybody can have the weights; those of a local model lie on this computer, whatever it is called."""
    if spec.provider == "local":
        return True
    # Only a name that the provider serves tells which model it was: a simulated one may be called anything.
    entry = None if spec.provider == "simulated" else known(spec.served_name) or known(spec.name)
    return entry.open if entry else None
