"""What the results page reads, off the window's thread and on a lane of its own: a run's scores may take a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gui import readers
from gui.context import Context
from gui.live.scoring import Scorer, Told
from gui.tasks import Job

LANE = "scores"


@dataclass(frozen=True)
class Loaded:
    """The runs of a workspace and the score tables of one of them. roles: of its models, by name."""

    runs: list[Any]
    tables: Any
    roles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What is said about a run in one language: readings by metric, and tables as text cells."""

    rse: list[str] = field(default_factory=list)
    nearest: list[str] = field(default_factory=list)
    ice: list[str] = field(default_factory=list)
    deeper: list[Any] = field(default_factory=list)
    published: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Depth:
    """What stands beside the scores. `said`: by language of core, en or zh; newer: that judges have new versions."""

    warnings: tuple[str, ...] = ()
    newer: str = ""
    kin: dict[tuple[str, str], Any] = field(default_factory=dict)  # of a model and a reference
    said: dict[str, Said] = field(default_factory=dict)
    run: int = 0
    left_out: Any = None  # a core.report.per_row.LeftOut: what is told of a row that is chosen
    rows: list[Any] = field(default_factory=list)  # the pairings that can be chosen


def compute(context: Context, work: Callable[[Any], Any], workspace: Path | None = None) -> Job | None:
    """A job that gets a Reader, on a thread that nobody waits for; None where no workspace is open.

    workspace: the one to read; the open one where none is named.
    """
    path = workspace or context.workspace
    return None if path is None else Job(context.tasks, LANE, lambda: work(readers.reader(path)))


def counted(tables: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """The filter of a score's judgments without the placebo templates, which no score counts."""
    placebo = tables.placebo and wanted.get("metric") == "ice" and not wanted.get("placebo")
    return wanted | {"placebo": "without"} if placebo else wanted


def scores(scorer: Scorer, reader: Any, run: int, told: Told) -> Loaded:
    """The runs, and the scores of one."""
    from core.report import tables

    roles = {model.name: model.role for model in reader.models(run)}
    try:
        return Loaded(reader.runs(), scorer.once(tables.compute, reader, run, told, labels=False), roles)
    finally:
        told(1.0)


def depth(scorer: Scorer, reader: Any, run: int, tables: Any) -> Depth:
    """The analysis of a run, worded in both languages."""
    from core.report import analysis as analyses

    analysis = scorer.once(analyses.compute, reader, run)
    said = {language: _said(tables, analysis, language) for language in ("en", "zh")}
    rows = [pairing(row) for row in tables.rse if row.prompt_set is None] if analysis.left_out else []
    return Depth(tuple(analysis.warnings), analysis.newer, analysis.kin, said, run, analysis.left_out, rows)


def pairing(row: Any) -> Any:
    """The core.rse.scores.Pairing of a row of similarity scores."""
    from core.rse.scores import Pairing

    return Pairing(row.model, row.reference, row.judge)


def row_in_detail(reader: Any, depth: Any, chosen: Any) -> dict[str, list[Any]]:
    """What is not told of all rows, of a chosen one: tables as text cells, by language of core."""
    from core.report.chosen import analyse_row
    from core.report.deeper import every_grid
    from core.report.words import words

    found = analyse_row(reader, depth.run, chosen, depth.left_out)
    return {language: every_grid(found, words(language)) for language in ("en", "zh")}


def _said(tables: Any, analysis: Any, language: Any) -> Said:
    from core.report.analysis import readings
    from core.report.deeper import every_grid
    from core.report.published import beside, paper_grids
    from core.report.words import words
    from core.wording import once

    means = sum(row.prompt_set is None for row in tables.rse)
    rankings = sum(row.prompt_set is None for row in tables.nearest)
    texts, said = readings(tables, analysis, language), words(language)
    similar, nearest, identity = (
        once(part, language)
        for part in (texts[:means], texts[means : means + rankings], texts[means + rankings :])
    )
    return Said(
        similar,
        nearest,
        identity,
        every_grid(analysis, said),
        [*beside(tables, said), *paper_grids(tables, said)],
    )
