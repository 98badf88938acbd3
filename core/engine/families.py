"""The models of a study with their ancestors: what the study states, what is documented, and what follows from both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.llm import ancestry
from core.llm.catalog import known
from core.rse.kin import By, Family, Kin, kin
from core.study import ModelSpec, Study


def family(spec: ModelSpec) -> Family:
    """A model of a study; what the study states of it goes before what the catalog knows.

    Only a name that a provider serves tells which model it was: a simulated one may be called anything.
    """
    name = _known_as(spec)
    ancestors: dict[str, By] = {}
    stated, unverified = set(), set()
    for step in _walk(name, spec):
        if step.elder.casefold() == name.casefold():  # two models may each have learnt from the other
            continue
        if step.elder not in ancestors or (ancestors[step.elder] == "outputs" and step.by == "weights"):
            ancestors[step.elder] = step.by
        if step.stated:
            stated.add(step.elder)
        if not step.verified:
            unverified.add(step.elder)
    sources = frozenset(stated), frozenset(unverified)
    server = (spec.base_url or "").rstrip("/")
    return Family(spec.name, name, ancestors, *sources, released(spec), _documented(spec), server)


def related(study: Study, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Kin]:
    """How models are related to references; the pairs are names of the study, in the order of its models."""
    names = [model.name for model in study.models]
    known_of = {model.name: family(model) for model in study.models}
    there = {pair for pair in pairs if set(pair) <= set(known_of)}
    order = sorted(there, key=lambda pair: (names.index(pair[1]), names.index(pair[0])))
    return {(model, reference): kin(known_of[model], known_of[reference]) for model, reference in order}


def released(spec: ModelSpec) -> str:
    """When a model was released: as the study states, or as the catalog knows of this very snapshot or family."""
    if spec.released or spec.provider == "simulated":
        return spec.released
    entry, record = known(_served(spec)) or known(spec.name), _record(spec)
    if entry and entry.released:
        return entry.released
    return (record.date(_served(spec)) or record.date(spec.name)) if record else ""


def source(spec: ModelSpec) -> str:
    """Where the ancestors of a model are known from; "study" where the study states them, empty without any."""
    if spec.ancestors:
        return "study"
    record = _record(spec)
    return f"{record.source} ({record.checked})" if record and (record.weights or record.outputs) else ""


def _record(spec: ModelSpec) -> ancestry.Record | None:
    if spec.provider == "simulated":
        return None
    return ancestry.record(_served(spec)) or ancestry.record(spec.name)


def _documented(spec: ModelSpec) -> bool:
    return _record(spec) is not None or (spec.provider != "simulated" and known(_served(spec)) is not None)


def _known_as(spec: ModelSpec) -> str:
    record = _record(spec)
    return record.name if record else ancestry.one_name(_served(spec))


def _served(spec: ModelSpec) -> str:
    """The name that tells which model it is; a built-in one may be called anything."""
    if spec.provider == "local" and spec.builtin:
        from core.llm.weights import BUILT_INS

        return BUILT_INS[spec.builtin].name if spec.builtin in BUILT_INS else spec.served_name
    return spec.served_name


class _Step(NamedTuple):
    """An ancestor with how it handed down, and what the whole way to it rests on."""

    elder: str
    by: By
    stated: bool  # the way begins with what only the study says
    verified: bool  # no record on the way is in doubt


def _walk(name: str, spec: ModelSpec) -> Iterator[_Step]:
    """Every way to an ancestor, nearest first."""
    record = _record(spec)
    waiting = [_Step(ancestry.one_name(each), "weights", True, True) for each in spec.ancestors]
    if not spec.ancestors and record is not None:
        waiting = list(_elders(record, _Step(name, "weights", False, True)))
    seen: set[tuple[str, By]] = set()
    while waiting:
        step = waiting.pop(0)
        if (step.elder, step.by) in seen or step.elder == name:
            continue
        seen.add((step.elder, step.by))
        yield step
        if (further := ancestry.record(step.elder)) is not None:
            waiting += _elders(further, step)


def _elders(record: ancestry.Record, of: _Step) -> Iterator[_Step]:
    """The nearest ancestors of a record; behind a step by outputs every further one is one by outputs."""
    verified = of.verified and record.verified
    yield from (_Step(ancestry.one_name(each), of.by, of.stated, verified) for each in record.weights)
    yield from (_Step(ancestry.one_name(each), "outputs", of.stated, verified) for each in record.outputs)
