"""What stands beside the score tables: places, comparisons, agreement, confounds, corrections, and words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from core.engine import families
from core.engine.versions import Mixed, mixed, newer_judges
from core.engine.warnings import SharedMaker, shared_makers, shared_vendors
from core.ice import comparison as ice_comparison
from core.ice.comparison import IceComparison
from core.ice.reading import read_ice
from core.report.model_facts import ModelFacts, model_facts
from core.report.records import answered_pairs, ice_records, label_records, rse_records
from core.report.spread import ExtremePrompt, extreme_prompts
from core.report.tables import ScoreTables
from core.report.words import Words, words
from core.rse import compare
from core.rse.agreement import RaterAgreement, between_judges, between_repeats
from core.rse.compare import PairedComparison
from core.rse.confounds import Confounds, confounds, length_matched
from core.rse.kin import Kin
from core.rse.labels import Corrected, judge_corrected, weighted_labels
from core.rse.place import Place, place_between
from core.rse.reading import read_nearest, read_rse
from core.rse.scores import (
    OrderEffect,
    Pairing,
    RseRecord,
    RseRow,
    distribution,
    group_by_pairing,
    order_effect,
)
from core.store.reader import Reader
from core.study import MEASURED, Study
from core.wording import Language

MOST_COMPARED = (
    66  # pairs of test models, over all references: beyond, Holm's correction leaves little to see
)
MOST_PANELS = 60  # pairings whose texts are looked through


@dataclass(frozen=True)
class Analysis:
    """Everything that helps to read a run's scores; lists are empty where a study does not allow them."""

    warnings: tuple[str, ...] = ()
    shared: tuple[SharedMaker, ...] = ()
    mixed: tuple[Mixed, ...] = ()
    newer: str = ""  # what is said where this program's judges are of other versions than the run's
    places: dict[Pairing, Place] = field(default_factory=dict)
    panels: dict[Pairing, Confounds] = field(default_factory=dict)
    kin: dict[tuple[str, str], Kin] = field(default_factory=dict)  # of a model and a reference
    comparisons: list[PairedComparison] = field(default_factory=list)
    ice_comparisons: list[IceComparison] = field(default_factory=list)
    orders: dict[str, OrderEffect] = field(default_factory=dict)
    agreement: list[RaterAgreement] = field(default_factory=list)
    repeats: list[RaterAgreement] = field(default_factory=list)
    corrected: dict[Pairing, Corrected] = field(default_factory=dict)
    matched: list[RseRow] = field(default_factory=list)  # over prompts whose responses are of like length
    spreads: dict[Pairing, dict[int, int]] = field(default_factory=dict)  # prompts by overall score, 1 to 5
    extremes: dict[Pairing, list[ExtremePrompt]] = field(default_factory=dict)
    models: list[ModelFacts] = field(default_factory=list)


def analyse(reader: Reader, run: int) -> Analysis:
    """The analysis of a run as it stands. Slow for large runs (texts are read): keep off the window's thread."""
    return reader.once(compute, run)


def compute(reader: Reader, run: int) -> Analysis:
    """`analyse`, whether or not the reader has it already."""
    study = reader.study(run)
    records = rse_records(reader, run)
    compared = [r for r in records if r.model != r.reference]
    identities = ice_records(reader, run) if study.ice.mode != "fuzz" else []
    people = label_records(reader, run)
    several = mixed(reader.db, run)
    return Analysis(
        warnings=(*shared_vendors(study), *mixed_warnings(several, words("en"))),
        shared=tuple(shared_makers(study)),
        mixed=several,
        newer="" if reader.run(run).status == "imported" else newer_judges(reader.db, run, study),
        places=_places(study, records),
        panels=_panels(reader, run, compared),
        kin=families.related(study, {(r.model, r.reference) for r in compared}),
        comparisons=_comparisons(study, compared),
        ice_comparisons=ice_comparison.compare_models(identities, seed=study.seed),
        orders={judge: order_effect(own) for judge, own in _by_judge(compared) if judge != MEASURED},
        agreement=between_judges([*compared, *people], seed=study.seed),
        repeats=between_repeats([r for r in compared if r.judge != MEASURED], seed=study.seed),
        corrected=_corrected(compared, people),
        matched=length_matched(compared, study.seed),
        models=model_facts(reader, run, study) if compared else [],
        **_spread(reader, run, compared),
    )


def mixed_warnings(several: Sequence[Mixed], words: Words) -> list[str]:
    """Sentences on judges of which several versions judged in the run."""
    return [words("warning.mixed", judge=words.by(m.judge), versions=", ".join(m.versions)) for m in several]


def readings(tables: ScoreTables, analysis: Analysis, language: Language = "en") -> list[str]:
    """The results in plain words: the mean row of each pairing, each ranking, each identity score."""
    said = [_rse_reading(row, analysis, language) for row in tables.rse if row.prompt_set is None]
    said += [
        read_nearest(row, language, analysis.kin.get((row.model, row.ranking[0].reference)))
        for row in tables.nearest
        if row.prompt_set is None
    ]
    found = tables.found_by_search
    said += [read_ice(row, found_by_search=found, language=language) for row in tables.ice]
    return said


def as_json(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain data, for `results --format json` and for exports."""
    return {
        "warnings": list(analysis.warnings),
        "places": [_named(pairing, asdict(place)) for pairing, place in analysis.places.items()],
        "confounds": [_named(pairing, _panel_json(panel)) for pairing, panel in analysis.panels.items()],
        "comparisons": [asdict(each) for each in analysis.comparisons],
        "ice_comparisons": [asdict(each) for each in analysis.ice_comparisons],
        "order_effects": [{"judge": judge, **asdict(effect)} for judge, effect in analysis.orders.items()],
        "agreement": [_agreement_json(each) for each in analysis.agreement],
        "repeat_agreement": [_agreement_json(each) for each in analysis.repeats],
        "corrected": [_named(pairing, asdict(each)) for pairing, each in analysis.corrected.items()],
        "length_matched": [row.as_json() for row in analysis.matched],
        "distributions": [
            _named(pairing, {"prompts": {str(score): n for score, n in counts.items()}})
            for pairing, counts in analysis.spreads.items()
        ],
        "extremes": [
            _named(pairing, asdict(each)) for pairing, own in analysis.extremes.items() for each in own
        ],
        "models": [asdict(each) for each in analysis.models],
        "kinship": [{"model": m, "reference": r, **asdict(kin)} for (m, r), kin in analysis.kin.items()],
    }


def _panel_json(panel: Confounds) -> dict[str, Any]:
    """The two sides by names of their own: `reference` is the model beside which it stands."""
    data = asdict(panel)
    return data | {"test_answers": data.pop("test"), "reference_answers": data.pop("reference")}


def _agreement_json(row: RaterAgreement) -> dict[str, Any]:
    figures = asdict(row.agreement)
    return {"raters": list(row.raters), "score": row.score, **figures, "spearman": row.spearman}


def _rse_reading(row: RseRow, analysis: Analysis, language: Language) -> str:
    pairing = Pairing(row.model, row.reference, row.judge)
    place, panel = analysis.places.get(pairing), analysis.panels.get(pairing)
    kin = analysis.kin.get((row.model, row.reference))
    return read_rse(row, place=place, panel=panel, kin=kin, language=language)


def _named(pairing: Pairing, data: dict[str, Any]) -> dict[str, Any]:
    return {**pairing._asdict(), **data}


def _comparisons(study: Study, records: Sequence[RseRecord]) -> list[PairedComparison]:
    """Every pair of tests; controls are for the floor. None where so many pairs would tell nothing any more."""
    there = {r.model for r in records}
    tests = [m.name for m in study.of_role("test") if m.name in there]
    if math.comb(len(tests), 2) * len(study.of_role("reference")) > MOST_COMPARED:
        return []
    return compare.compare_models(records, seed=study.seed, models=tests)


def _by_judge(records: Sequence[RseRecord]) -> Iterator[tuple[str, list[RseRecord]]]:
    for judge in sorted({r.judge for r in records}):
        yield judge, [r for r in records if r.judge == judge]


def _places(study: Study, records: Sequence[RseRecord]) -> dict[Pairing, Place]:
    groups = group_by_pairing(records)
    controls = {m.name for m in study.of_role("control")}
    found = {}
    for pairing, own in groups.items():
        ceiling = groups.get(Pairing(pairing.reference, pairing.reference, pairing.judge), [])
        if not ceiling or pairing.model in {pairing.reference, *controls}:
            continue
        floor = [r for r in records if r.model in controls and (r.reference, r.judge) == pairing[1:]]
        if floor:
            place = place_between(own, ceiling, floor, seed=study.seed)
            if place is not None:
                found[pairing] = place
    return found


def _panels(reader: Reader, run: int, records: Sequence[RseRecord]) -> dict[Pairing, Confounds]:
    found = {}
    pairings = list(group_by_pairing(records))
    for pairing in pairings if len(pairings) <= MOST_PANELS else ():
        panel = confounds(answered_pairs(reader, run, pairing))
        if panel is not None:
            found[pairing] = panel
    return found


def _spread(reader: Reader, run: int, records: Sequence[RseRecord]) -> dict[str, Any]:
    """How the scores of each pairing are spread, and its prompts at either end."""
    groups = group_by_pairing(records)
    if len(groups) > MOST_PANELS:
        return {}
    counts = {pairing: distribution(own) for pairing, own in groups.items()}
    spreads = {pairing: each for pairing, each in counts.items() if any(each.values())}
    return {"spreads": spreads, "extremes": extreme_prompts(reader, run, groups)}


def _corrected(records: Sequence[RseRecord], people: Sequence[RseRecord]) -> dict[Pairing, Corrected]:
    """The judge-corrected scores, from all people's labels; none below a hundred labels."""
    said = {_unit(r): r.overall for r in people if r.overall is not None}
    found = {}
    for pairing, own in group_by_pairing(records).items():
        judged = {_unit(r): r.overall for r in own if r.overall is not None and r.repeat == 0}
        corrected = judge_corrected(list(judged.values()), weighted_labels(judged, said))
        if corrected is not None:
            found[pairing] = corrected
    return found


def _unit(record: RseRecord) -> tuple[str, str, str, str]:
    return record.model, record.reference, record.prompt_set, record.prompt
