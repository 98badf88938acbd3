"""Rows of the similarity charts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.report.grids import again_words
from core.report.words import words
from core.rse.scores import Pairing, RseRow
from gui.charts.data.types import PROMPTS, ChartData, interval_line, judges_line, rse_caption
from gui.i18n import core_language, sentences, tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class ScoreBar(NamedTuple):
    """A mean score. kind: test, control, ceiling (the reference asked again) or floor (mean of the controls,
    whose number is n)."""

    kind: str
    model: str
    reference: str
    judge: str
    prompt_set: str | None
    style: float | None
    structure: float | None
    content: float | None
    overall: float | None
    low: float | None
    high: float | None
    n: int


class Spread(NamedTuple):
    """How many prompts of a model have each overall score, rounded to a whole one."""

    model: str
    reference: str
    judge: str
    score: int
    prompts: int
    share: float
    n: int


def bars(reader: Reader, tables: ScoreTables) -> ChartData:
    """Each model's mean over the sets, with ceiling and floor."""
    controls = {m.name for m in reader.study(tables.run).of_role("control")}
    rows = [_bar("control" if row.model in controls else "test", row) for row in _means(tables.rse)]
    tops = [_bar("ceiling", row) for row in _means(tables.ceiling)]
    made = _data("rse-bars", tables, tr("Similarity to the reference"), (*rows, *tops, *_floors(rows)))
    told = again_words(tables.again, words(core_language()))
    return replace(made, caption=sentences(interval_line(rows), *told, made.caption))


def heatmap(reader: Reader, tables: ScoreTables) -> ChartData:
    """Each model's score in each set, and the mean of its sets."""
    del reader
    rows = tuple(_bar("test", row) for row in tables.rse)
    return _data("rse-heatmap", tables, tr("Similarity by prompt set"), rows)


def profile(reader: Reader, tables: ScoreTables) -> ChartData:
    """The three dimensions of each model's mean."""
    del reader
    rows = tuple(_bar("test", row) for row in _means(tables.rse))
    return _data("rse-profile", tables, tr("Similarity in style, structure and content"), rows)


def spread(reader: Reader, tables: ScoreTables) -> ChartData:
    """How each model's scores are distributed over 1 to 5."""
    from core.report.judged import rse_judged
    from core.rse.rows import distribution

    groups = dict(rse_judged(reader, tables.run).by_pairing())
    rows = []
    for mean in _means(tables.rse):
        pairing = Pairing(mean.model, mean.reference, mean.judge)
        counts = distribution(groups[pairing])
        n = sum(counts.values())
        rows += [Spread(*pairing, value, k, k / n if n else 0.0, n) for value, k in counts.items()]
    return _data("rse-distribution", tables, tr("Distribution of overall scores"), tuple(rows))


def _means(rows: list[RseRow]) -> list[RseRow]:
    return [row for row in rows if row.prompt_set is None and row.overall is not None]


def _bar(kind: str, row: RseRow) -> ScoreBar:
    figures = (row.style, row.structure, row.content, row.overall, row.low, row.high, row.n)
    return ScoreBar(kind, row.model, row.reference, row.judge, row.prompt_set, *figures)


def _floors(rows: list[ScoreBar]) -> list[ScoreBar]:
    """The mean of the controls beside each reference."""
    groups: dict[tuple[str, str], list[ScoreBar]] = defaultdict(list)
    for row in rows:
        if row.kind == "control" and row.overall is not None:
            groups[row.reference, row.judge].append(row)
    return [_floor(reference, judge, own) for (reference, judge), own in groups.items()]


def _floor(reference: str, judge: str, controls: list[ScoreBar]) -> ScoreBar:
    overall = sum(row.overall or 0.0 for row in controls) / len(controls)
    name = ", ".join(row.model for row in controls)
    return ScoreBar(
        "floor", name, reference, judge, None, None, None, None, overall, None, None, len(controls)
    )


def _data(name: str, tables: ScoreTables, title: str, rows: tuple[ScoreBar | Spread, ...]) -> ChartData:
    means = _means(tables.rse)
    references = sorted({row.reference for row in means})
    subtitle = judges_line([row.judge for row in means], [row.n for row in means], PROMPTS)
    if len(references) == 1:
        subtitle = tr("Reference: {name}", name=references[0]) + " · " + subtitle
    scale = tr("Overall similarity (RSE, 1 to 5)")
    x = {"rse-distribution": tr("Share of prompts (%)"), "rse-profile": tr("Similarity (RSE, 1 to 5)")}.get(
        name, scale
    )
    return ChartData(name, tables.run, title, subtitle, rse_caption(), x, "", rows)
