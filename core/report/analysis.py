"""What stands beside the score tables: places, comparisons, agreement, confounds, corrections, and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from core.engine import families
from core.engine.versions import Mixed, mixed, newer_judges
from core.engine.warnings import SharedMaker, shared_makers, shared_vendors
from core.ice import agreement as ice_agreement
from core.ice import comparison as ice_comparison
from core.ice.agreement import IceAgreement
from core.ice.comparison import IceComparison
from core.ice.reading import read_ice
from core.report import corrected, per_row
from core.report.cores import Cores
from core.report.judged import rse_judged
from core.report.model_facts import ModelFacts, model_facts
from core.report.people import Labelled, identity_verdicts, labelled
from core.report.per_row import LeftOut
from core.report.records import ice_records, label_records, said_again
from core.report.spread import ExtremePrompt
from core.report.tables import MANY, ScoreTables, in_study_order
from core.report.words import Words, words
from core.rse.again import Again
from core.rse.agreement import RaterAgreement, between_judges, between_repeats
from core.rse.columns import Judged, joined
from core.rse.columns import judged as as_columns
from core.rse.compare import PairedComparison
from core.rse.confounds import Confounds, length_matched
from core.rse.doubt import Doubt
from core.rse.kin import Kin
from core.rse.labels import Corrected
from core.rse.place import Place, place_between
from core.rse.reading import read_nearest, read_rse
from core.rse.scores import (
    OrderEffect,
    Pairing,
    RseRecord,
    RseRow,
    order_effect,
)
from core.stats.draws import in_turn
from core.store.reader import Reader
from core.store.versions import JudgedBy, judged_by
from core.study import MEASURED, Study
from core.wording import Language


@dataclass(frozen=True)
class Analysis:
    """Everything that helps to read a run's scores; lists are empty where a study does not allow them."""

    warnings: tuple[str, ...] = ()
    shared: tuple[SharedMaker, ...] = ()
    mixed: tuple[Mixed, ...] = ()
    newer: str = ""  # what is said where this program's judges are of other versions than the run's
    places: dict[Pairing, Place] = field(default_factory=dict)
    again: dict[str, Again] = field(default_factory=dict)  # of each reference with a ceiling
    panels: dict[Pairing, Confounds] = field(default_factory=dict)
    doubts: dict[Pairing, Doubt] = field(default_factory=dict)  # where a judge contradicts itself
    kin: dict[tuple[str, str], Kin] = field(default_factory=dict)  # of a model and a reference
    comparisons: list[PairedComparison] = field(default_factory=list)
    ice_comparisons: list[IceComparison] = field(default_factory=list)
    orders: dict[str, OrderEffect] = field(default_factory=dict)
    agreement: list[RaterAgreement] = field(default_factory=list)
    repeats: list[RaterAgreement] = field(default_factory=list)
    ice_agreement: list[IceAgreement] = field(default_factory=list)
    ice_repeats: list[IceAgreement] = field(default_factory=list)
    labelled: list[Labelled] = field(default_factory=list)
    corrected: dict[Pairing, Corrected] = field(default_factory=dict)
    corrected_together: dict[str, Corrected] = field(default_factory=dict)  # of each judge, over all tests
    matched: list[RseRow] = field(default_factory=list)  # over prompts whose responses are of like length
    spreads: dict[Pairing, dict[int, int]] = field(default_factory=dict)  # prompts by overall score, 1 to 5
    extremes: dict[Pairing, list[ExtremePrompt]] = field(default_factory=dict)
    models: list[ModelFacts] = field(default_factory=list)
    left_out: LeftOut = field(
        default_factory=LeftOut
    )  # what is told of single rows only, in core.report.chosen
    judges: tuple[JudgedBy, ...] = ()


def analyse(reader: Reader, run: int) -> Analysis:
    """The analysis of a run as it stands. Slow for large runs (texts are read): keep off the window's thread."""
    return reader.once(compute, run)


def compute(reader: Reader, run: int) -> Analysis:
    """`analyse`, whether or not the reader has it already."""
    study = reader.study(run)
    judged = reader.once(rse_judged, run, labels=False)
    compared = judged.only(~judged.beside_itself)
    pairings = _in_order(compared.pairings(), study)
    identities = ice_records(reader, run) if study.ice.mode != "fuzz" else []
    people = label_records(reader, run)
    several = mixed(reader.db, run)
    similar = between_judges(_with_people(compared, people), seed=study.seed)
    said = identity_verdicts(reader, run)
    same = ice_agreement.between_raters(said)
    panels = per_row.panels(reader, run, [pairing for pairing, _ in pairings])
    return Analysis(
        warnings=(*shared_vendors(study), *mixed_warnings(several, words("en"))),
        shared=tuple(shared_makers(study)),
        mixed=several,
        newer="" if reader.run(run).status == "imported" else newer_judges(reader.db, run, study),
        places=_places(study, judged),
        again=said_again(reader, run) if judged.beside_itself.any() else {},
        panels=panels,
        doubts=per_row.doubts(reader, run, pairings, panels),
        kin=families.related(study, {(pairing.model, pairing.reference) for pairing, _ in pairings}),
        comparisons=per_row.comparisons(study, compared),
        ice_comparisons=ice_comparison.compare_models(identities, seed=study.seed),
        orders=_orders(compared),
        agreement=similar,
        repeats=between_repeats(compared.only(~compared.judged_by(MEASURED)), seed=study.seed),
        ice_agreement=same,
        ice_repeats=ice_agreement.between_repeats(said),
        labelled=labelled(reader, run, similar, same),
        corrected=corrected.by_pairing(pairings, people),
        corrected_together=corrected.together(
            [own for own in pairings if own[0].model in {m.name for m in study.of_role("test")}], people
        ),
        matched=in_study_order(
            length_matched(compared, study.seed, each=Cores() if len(compared) > MANY else in_turn), study
        ),
        models=model_facts(reader, run, study) if len(compared) else [],
        judges=judged_by(reader.db, run),
        left_out=per_row.left_out(study, compared, len(pairings)),
        **per_row.spread(reader, run, pairings),
    )


def _in_order(pairings: Iterable[tuple[Pairing, Judged]], study: Study) -> list[tuple[Pairing, Judged]]:
    """As the score tables have them: references, then models, as the study lists them."""
    places = {model.name: place for place, model in enumerate(study.models)}
    last = len(places)

    def place(each: tuple[Pairing, Judged]) -> tuple[int, int, str]:
        model, reference, judge = each[0]
        return places.get(reference, last), places.get(model, last), judge

    return sorted(pairings, key=place)


def mixed_warnings(several: Sequence[Mixed], words: Words) -> list[str]:
    """Sentences on judges of which several versions judged in the run."""
    return [words("warning.mixed", judge=words.by(m.judge), versions=", ".join(m.versions)) for m in several]


def readings(tables: ScoreTables, analysis: Analysis, language: Language = "en") -> list[str]:
    """The results in plain words: the mean row of each pairing, each ranking, each identity score."""
    said = [_rse_reading(row, tables, analysis, language) for row in tables.rse if row.prompt_set is None]
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
        "judges": [asdict(each) for each in analysis.judges],
        "places": [_named(pairing, asdict(place)) for pairing, place in analysis.places.items()],
        "confounds": [_named(pairing, _panel_json(panel)) for pairing, panel in analysis.panels.items()],
        "comparisons": [asdict(each) for each in analysis.comparisons],
        "ice_comparisons": [asdict(each) for each in analysis.ice_comparisons],
        "order_effects": [{"judge": judge, **asdict(effect)} for judge, effect in analysis.orders.items()],
        "agreement": [_agreement_json(each) for each in analysis.agreement],
        "repeat_agreement": [_agreement_json(each) for each in analysis.repeats],
        "ice_agreement": [asdict(each) | {"kind": "judges"} for each in analysis.ice_agreement]
        + [asdict(each) | {"kind": "repeats"} for each in analysis.ice_repeats],
        "labels": [asdict(each) for each in analysis.labelled],
        "corrected": [_named(pairing, asdict(each)) for pairing, each in analysis.corrected.items()],
        "corrected_together": [
            {"judge": judge, **asdict(each)} for judge, each in analysis.corrected_together.items()
        ],
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


def _rse_reading(row: RseRow, tables: ScoreTables, analysis: Analysis, language: Language) -> str:
    pairing = Pairing(row.model, row.reference, row.judge)
    place, panel = analysis.places.get(pairing), analysis.panels.get(pairing)
    kin = analysis.kin.get((row.model, row.reference))
    tops = (c for c in tables.ceiling if c.prompt_set is None)
    ceiling = next((c for c in tops if (c.reference, c.judge) == (row.reference, row.judge)), None)
    again = analysis.again.get(row.reference)
    doubt = analysis.doubts.get(pairing)
    return read_rse(
        row, place=place, ceiling=ceiling, again=again, panel=panel, kin=kin, doubt=doubt, language=language
    )


def _named(pairing: Pairing, data: dict[str, Any]) -> dict[str, Any]:
    return {**pairing._asdict(), **data}


def _orders(compared: Judged) -> dict[str, OrderEffect]:
    """Of each judge that sees an order."""
    found = {}
    for judge in compared.judges:
        own = compared.only(compared.judged_by(judge))
        if len(own) and judge != MEASURED:
            found[judge] = order_effect(own.only(own.columns.order > 0).records())
    return found


def _with_people(compared: Judged, people: Sequence[RseRecord]) -> Judged:
    return joined(compared, as_columns(people, number=int, partly=True)) if people else compared


def _places(study: Study, judged: Judged) -> dict[Pairing, Place]:
    controls = {m.name for m in study.of_role("control")}
    if not controls or not judged.beside_itself.any():
        return {}
    groups = {pairing: list(own.records()) for pairing, own in judged.pairings()}
    found = {}
    for pairing, own in groups.items():
        ceiling = groups.get(Pairing(pairing.reference, pairing.reference, pairing.judge), [])
        if not ceiling or pairing.model in {pairing.reference, *controls}:
            continue
        floor = [
            r
            for each, own in groups.items()
            if each.model in controls and each[1:] == pairing[1:]
            for r in own
        ]
        if floor:
            place = place_between(own, ceiling, floor, seed=study.seed)
            if place is not None:
                found[pairing] = place
    return found
