"""Everything that a report says, gathered once: the HTML and the PDF only lay it out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.engine.freeze import program_version
from core.report.analysis import Analysis, analyse, mixed_warnings
from core.report.asked import Card, Facts, file_name, judge_cards, model_cards, moment, set_cards
from core.report.cases import Case, telling_cases
from core.report.deeper import analysis_grids, confound_grids
from core.report.grids import Grid, plain, score_grids, shared_warnings
from core.report.in_short import in_short
from core.report.per_row import left_out_warnings
from core.report.published import beside, paper_grids
from core.report.tables import ScoreTables, score_tables
from core.report.words import Words, words
from core.store.reader import Reader, RunInfo
from core.study import Study
from core.wording import Language, listed, named

_TEMPLATES = "SELECT count(*) FROM template WHERE run_id = ?"


@dataclass(frozen=True)
class ReportData:
    """A run as a report tells it. `manifest` is JSON; `made` is when the report was written."""

    words: Words
    info: RunInfo
    study: Study
    tables: ScoreTables
    questions: tuple[str, ...]
    method: tuple[str, ...]
    readings: tuple[str, ...]
    scores: tuple[Grid, ...]
    published: tuple[Grid, ...]
    deeper: tuple[Grid, ...]
    confounds: tuple[Grid, ...]
    warnings: tuple[str, ...]
    limits: tuple[str, ...]
    models: tuple[Card, ...]
    sets: tuple[Card, ...]
    judges: tuple[Card, ...]
    cases: tuple[Case, ...]
    facts: Facts
    manifest: str
    study_file: str
    made: str


def gather(reader: Reader, run: int, language: Language = "en", now: float | None = None) -> ReportData:
    """Read everything. Slow for large runs (texts are read): keep off the window's thread."""
    said = words(language)
    info, study = reader.run(run), reader.study(run)
    tables, analysis = score_tables(reader, run), analyse(reader, run)
    manifest = reader.manifest(run)
    return ReportData(
        words=said,
        info=info,
        study=study,
        tables=tables,
        questions=tuple(_questions(tables, said)),
        method=tuple(_method(study, tables, said)),
        readings=in_short(tables, analysis, said),
        scores=_plain(score_grids(tables, said), said),
        published=_plain((*beside(tables, said), *paper_grids(tables, said)), said),
        deeper=_plain(analysis_grids(analysis, said), said),
        confounds=_plain(confound_grids(analysis, said), said),
        warnings=tuple(_warnings(info, tables, analysis, reader, said)),
        limits=tuple(_limits(tables, said)),
        models=tuple(model_cards(reader, run, study, said)),
        sets=tuple(set_cards(reader, run, said)),
        judges=tuple(judge_cards(reader, run, study, said)),
        cases=tuple(telling_cases(reader, run, study, tables)),
        facts=tuple(_facts(reader, info, study, manifest, said)),
        manifest=json.dumps(manifest, ensure_ascii=False, indent=1),
        study_file=_without_folders(reader.toml(run), study),
        made=moment(time.time() if now is None else now),
    )


def _plain(grids: Iterable[Grid], said: Words) -> tuple[Grid, ...]:
    return tuple(plain(each, said) for each in grids)


def _without_folders(toml: str, study: Study) -> str:
    """The study file with the names of its files alone: a report is handed on, the owner's folders are not."""
    given = [*(m.path for m in study.models), *(p.path for p in study.prompt_sets)]
    for path in filter(None, [*given, study.rse.rubric, study.ice.templates, study.ice.questions]):
        toml = toml.replace(path, file_name(path))
    return toml


def _questions(tables: ScoreTables, said: Words) -> Iterator[str]:
    def names(each: Iterable[str]) -> str:
        return listed(map(named, dict.fromkeys(each)), said.language)

    if tables.rse:
        models = names(row.model for row in tables.rse)
        references = names(row.reference for row in tables.rse)
        yield said("question.rse", models=models, references=references)
    if tables.ice:
        yield said("question.ice", models=names(row.model for row in tables.ice))


def _method(study: Study, tables: ScoreTables, said: Words) -> Iterator[str]:
    if tables.rse:
        yield said("method.rse")
        yield said("method.rse_score")
    if tables.ceiling or study.of_role("control"):
        yield said("method.scale")
    if tables.nearest:
        yield said("method.nearest")
    if tables.ice:
        yield said("method.ice")
        yield said("method.ice_imported" if tables.status == "imported" else f"method.ice_{study.ice.mode}")
    if study.ice.placebo and tables.ice:
        yield said("method.placebo")
    yield said("method.source")


def _warnings(
    info: RunInfo, tables: ScoreTables, analysis: Analysis, reader: Reader, said: Words
) -> Iterator[str]:
    if info.status not in ("completed", "imported"):
        yield said("warning.status", status=said.get(f"status.{info.status}", info.status))
    yield from shared_warnings(tables.shared, said)
    yield from mixed_warnings(analysis.mixed, said)
    yield from left_out_warnings(analysis.left_out, said)
    if tables.found_by_search:
        yield said("warning.search")
    for pairing, panel in analysis.panels.items():
        if panel.too_short:
            yield said("warning.short", model=pairing.model, reference=pairing.reference)
    for (model, reference), panel in {
        (p.model, p.reference): each for p, each in analysis.panels.items()
    }.items():
        if panel.same:
            yield said(
                "warning.same", model=model, reference=reference, same=f"{panel.same:,}", n=f"{panel.n:,}"
            )
    for group in reader.errors(info.id):
        yield said("warning.errors", model=group.model, n=f"{group.calls:,}", cause=group.cause or "–")


def _limits(tables: ScoreTables, said: Words) -> Iterator[str]:
    yield said("limit.origin")
    if tables.rse:
        yield said("limit.direction")
        yield said("limit.causes")
    if tables.ice:
        yield said("limit.claims")
        yield said("limit.zero")
    yield said("limit.judges")
    yield said("limit.snapshots")
    yield said("limit.public")


def _facts(
    reader: Reader, info: RunInfo, study: Study, manifest: dict[str, object], said: Words
) -> Iterator[tuple[str, str]]:
    frozen = reader.db.execute(
        "SELECT s.fingerprint, r.epoch FROM study s JOIN run r ON r.study_id = s.id WHERE r.id = ?",
        (info.id,),
    ).fetchone()
    yield said("fact.study"), study.name
    yield said("fact.fingerprint"), frozen["fingerprint"]
    yield (
        said("fact.run"),
        f"{info.id}" + (f" ({said('fact.repeat')} {frozen['epoch']})" if frozen["epoch"] else ""),
    )
    if instead := manifest.get("instead_of"):
        yield said("fact.instead_of"), said("fact.instead_of_run", run=instead)
    yield said("fact.status"), said.get(f"status.{info.status}", info.status)
    yield said("fact.started"), moment(info.started)
    yield said("fact.ended"), moment(info.ended)
    yield said("fact.seed"), str(study.seed)
    yield said("fact.calls"), f"{info.calls:,}"
    yield said("fact.errors"), f"{info.errors:,}"
    yield said("fact.cost"), _cost(info, said)
    yield said("fact.judgments"), f"{info.judgments:,}"
    templates = reader.db.execute(_TEMPLATES, (info.id,)).fetchone()[0]
    if templates:
        yield said("fact.templates"), f"{templates:,}"
    yield said("fact.program"), f"DistilScope {manifest.get('program', '–')}"
    yield said("fact.reported_by"), f"DistilScope {program_version()}"
    yield said("fact.system"), f"{manifest.get('system', '–')}, Python {manifest.get('python', '–')}"


def _cost(info: RunInfo, said: Words) -> str:
    known = f"{info.cost:.4f} USD" if 0 < info.cost < 1 else f"{info.cost:.2f} USD"
    return said("fact.cost_in_part").format(known=known) if info.cost_unknown else known
