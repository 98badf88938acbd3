"""The score tables of a run: computed once, the same for the window, the terminal, the charts and the report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from core.engine.warnings import SharedMaker, shared_makers
from core.ice.scores import IceRecord, IceRow
from core.ice.scores import score_rows as ice_rows
from core.report.cores import Cores, Told, nobody
from core.report.judged import rse_judged
from core.report.records import ice_records, said_again
from core.rse.again import Again
from core.rse.columns import Judged
from core.rse.nearest import NearestRow, nearest_rows
from core.rse.rows import score_rows as rse_rows
from core.rse.scores import RseRow
from core.store.reader import Reader
from core.study import Study


@dataclass(frozen=True)
class ScoreTables:
    """Every score of a run.

    `ceiling` holds the rows of each reference beside itself, asked again; `placebo` the answers to templates
    with other names put in. `found_by_search`: the ICE scores come from the fuzzer, so they are no rates.
    `several`: there is more than one reference, so that `nearest` is asked for, though nothing may be ranked yet.
    """

    study: str
    run: int
    status: str
    rse: list[RseRow] = field(default_factory=list)
    ice: list[IceRow] = field(default_factory=list)
    nearest: list[NearestRow] = field(default_factory=list)
    ceiling: list[RseRow] = field(default_factory=list)
    placebo: list[IceRow] = field(default_factory=list)
    found_by_search: bool = False
    several: bool = False
    again: dict[str, Again] = field(default_factory=dict)  # of each reference with a ceiling
    shared: tuple[SharedMaker, ...] = ()  # judges beside their relatives: said with every table and chart


MANY = 30_000  # judgments from which on threads save more than they cost
_READ, _RANKED = 0.2, 0.55  # of all the work, when that much is done
_STRICT_UNKNOWN: dict[str, Any] = dict.fromkeys(
    ("strict", "hard", "hard_unnamed", "strict_published", "hard_published")
)


def score_tables(reader: Reader, run: int, told: Told = nobody) -> ScoreTables:
    """The scores of a run as it stands. Raises WorkspaceError where there is no such run."""
    return reader.once(compute, run, lambda: compute(reader, run, told), labels=False)


def compute(reader: Reader, run: int, told: Told = nobody) -> ScoreTables:
    """`score_tables`, whether or not the reader has them already; `told` hears how far it is."""
    info, study = reader.run(run), reader.study(run)
    cores = Cores(told) if info.judgments > MANY else Cores(told, threads=1)
    cores.stage(0.0, _READ)

    def read() -> Judged:
        return rse_judged(reader, run, lambda count: cores.reach(count / max(1, count, info.judgments)))

    judged = reader.once(rse_judged, run, read, labels=False)
    compared, again = judged.only(~judged.beside_itself), judged.only(judged.beside_itself)
    controls = [m.name for m in study.of_role("control")]
    cores.stage(_READ, _RANKED)
    nearest = nearest_rows(compared, controls=controls, seed=study.seed, each=cores)
    cores.stage(_RANKED, 1.0)
    return ScoreTables(
        info.study,
        run,
        info.status,
        rse=in_study_order(rse_rows(compared, study.seed, each=cores), study),
        ice=_ice(reader, run, study, ice_records(reader, run)),
        nearest=nearest,
        ceiling=in_study_order(rse_rows(again, study.seed), study),
        placebo=_ice(reader, run, study, ice_records(reader, run, placebo=True)),
        found_by_search="ice" in study.metrics and study.ice.mode == "fuzz",
        several="rse" in study.metrics and len(study.of_role("reference")) > 1,
        again=said_again(reader, run) if len(again) else {},
        shared=tuple(shared_makers(study)),
    )


def _ice(reader: Reader, run: int, study: Study, records: list[IceRecord]) -> list[IceRow]:
    rows = ice_rows(records, study.seed)
    if reader.manifest(run).get("published_strict") is False:
        # Without the strict file of a published log nobody knows which of its contradictions were strict.
        rows = [replace(row, **_STRICT_UNKNOWN) if row.judge == "published" else row for row in rows]
    return sorted(rows, key=lambda row: _place(study, row.model))


def as_json(tables: ScoreTables) -> dict[str, Any]:
    """The tables as `results --format json` prints them (DESIGN section 5)."""
    data: dict[str, Any] = {"study": tables.study, "run": tables.run, "status": tables.status}
    data["rse"] = [row.as_json() for row in tables.rse]
    data["ice"] = [row.as_json() for row in tables.ice]
    if tables.nearest or tables.several:
        data["nearest"] = [row.as_json() for row in tables.nearest]
    if tables.ceiling:
        data["ceiling"] = [row.as_json() for row in tables.ceiling]
        data["ceiling_same"] = [{"reference": r, "same": a.same, "n": a.n} for r, a in tables.again.items()]
    if tables.placebo:
        data["placebo"] = [row.as_json() for row in tables.placebo]
    if tables.ice:
        data["ice_found_by_search"] = tables.found_by_search
    return data


def in_study_order(rows: list[RseRow], study: Study) -> list[RseRow]:
    """Models as the study lists them, sets before their mean."""
    sets = [s.name for s in study.prompt_sets]

    def place(row: RseRow) -> tuple[int, int, str, int]:
        at = sets.index(row.prompt_set) if row.prompt_set in sets else len(sets)
        return _place(study, row.reference), _place(study, row.model), row.judge, at

    return sorted(rows, key=place)


def _place(study: Study, model: str) -> int:
    names = [m.name for m in study.models]
    return names.index(model) if model in names else len(names)
