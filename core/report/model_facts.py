"""What is known of the models themselves that could move a score: how each was asked, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.engine.freeze import vendor
from core.llm.catalog import known
from core.store.reader import ModelInfo, Reader
from core.study import ModelSpec, Study

_COMPARED = ("reference", "test", "control")


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One compared model. `temperature` None: none was set, or its answers were recorded elsewhere.

    `served_as`: the snapshots that the provider named. `released` is a date (YYYY-MM or YYYY-MM-DD), empty
    where the catalog knows none; `open` says whether the weights are published, None where unknown.
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


def model_facts(reader: Reader, run: int, study: Study) -> list[ModelFacts]:
    """The facts about every model whose responses are compared, in the order of the study."""
    return list(_facts(reader.models(run), study))


def _facts(infos: list[ModelInfo], study: Study) -> Iterator[ModelFacts]:
    for info in infos:
        if info.role in _COMPARED:
            yield _of(study.model(info.name), info)


def _of(spec: ModelSpec, info: ModelInfo) -> ModelFacts:
    # Only a name that the provider serves tells which model it was: a simulated one may be called anything.
    entry = None if spec.provider == "simulated" else known(spec.served_name) or known(spec.name)
    temperature = spec.params.get("temperature")
    return ModelFacts(
        name=info.name,
        role=info.role,
        vendor=info.vendor or vendor(spec),
        kind=spec.kind,
        temperature=None if temperature is None else float(temperature),
        system=spec.system or "",
        served_as=info.served_as,
        released=entry.released if entry else "",
        open=entry.open if entry else None,
    )
