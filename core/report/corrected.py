"""The scores of judges corrected by people's labels: of each pairing, and of all that a judge scored together.

How far a judge is off may differ from model to model, as judges favour their relatives: the correction of a pairing
comes from that pairing's own labels alone, at least a hundred. The mean over all test models of a judge needs no more
than a hundred in all, since the labels are weighted by model and score; it says how far the judge is off on the
whole, and nothing of one model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from core.rse.columns import Judged
from core.rse.labels import FEWEST_LABELS, Corrected, judge_corrected, weighted_labels
from core.rse.scores import Pairing, RseRecord


class _Unit(NamedTuple):
    """A response beside a reference's."""

    model: str
    reference: str
    prompt_set: str
    prompt: str


def by_pairing(
    pairings: Iterable[tuple[Pairing, Judged]], people: Sequence[RseRecord]
) -> dict[Pairing, Corrected]:
    """The corrected score of each pairing with a hundred labels; several people's of a response are averaged."""
    said, found = _said(people), {}
    for pairing, own in pairings if len(said) >= FEWEST_LABELS else ():
        judged = _scored(own)
        corrected = judge_corrected(list(judged.values()), weighted_labels(judged, said))
        if corrected is not None:
            found[pairing] = corrected
    return found


def together(pairings: Iterable[tuple[Pairing, Judged]], people: Sequence[RseRecord]) -> dict[str, Corrected]:
    """The corrected mean over everything that a judge of several pairings scored, by judge."""
    said, found = _said(people), {}
    judged: dict[str, dict[_Unit, float]] = {}
    several: dict[str, int] = {}
    for pairing, own in pairings if len(said) >= FEWEST_LABELS else ():
        judged.setdefault(pairing.judge, {}).update(_scored(own))
        several[pairing.judge] = several.get(pairing.judge, 0) + 1
    for judge, scores in judged.items():
        labels = weighted_labels(scores, said, group=lambda unit: unit.model, prompt=_prompt)
        prompts = [_prompt(unit) for unit in scores]
        corrected = judge_corrected(list(scores.values()), labels, prompts=prompts)
        if corrected is not None and several[judge] > 1:
            found[judge] = corrected
    return found


def _said(people: Iterable[RseRecord]) -> Mapping[_Unit, float]:
    given: dict[_Unit, list[float]] = {}
    for label in people:
        if label.overall is not None:
            given.setdefault(_unit(label), []).append(label.overall)
    return {unit: fmean(scores) for unit, scores in given.items()}


def _scored(own: Judged) -> dict[_Unit, float]:
    return {_unit(r): r.overall for r in own.records() if r.overall is not None and r.repeat == 0}


def _unit(record: RseRecord) -> _Unit:
    return _Unit(record.model, record.reference, record.prompt_set, record.prompt)


def _prompt(unit: _Unit) -> tuple[str, str]:
    return unit.prompt_set, unit.prompt
