"""A chart's rows are the figures of the tables, unrounded; what cannot be drawn is said in one line."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadInput
from core.ice.agreement import Said
from core.ice.verdict import Outcome
from core.report.tables import ScoreTables
from core.report.text import as_text
from core.rse.again import Again
from core.rse.columns import judged as as_columns
from core.rse.scores import RseRecord
from gui import charts
from gui.charts import export
from gui.charts.data.templates import Forest
from gui.charts.data.types import score_interval

FROM_TABLES = tuple(
    n for n in charts.names() if n not in ("rse-distribution", "ice-progress", "template-tree", "agreement")
)


def test_the_names_are_the_stable_ones() -> None:
    assert charts.names() == (
        "rse-bars", "rse-heatmap", "rse-profile", "rse-distribution", "nearest", "ice-bars", "ice-topics", "ice-radar",
        "claims", "rse-ice", "ice-progress", "template-tree", "agreement",
    )  # fmt: skip
    assert all(charts.title(name) for name in charts.names())


@pytest.mark.parametrize(("same", "said"), [(40, True), (36, True), (35, False)])
def test_a_ceiling_of_repeated_texts_is_said_below_the_bars(run: Any, same: int, said: bool) -> None:
    reference = run.tables.rse[0].reference
    tables = replace(run.tables, again={reference: Again(same, 40)})
    caption = charts.load("rse-bars", run.reader, tables).caption
    assert (f"gave {same} of 40 answers word for word as before" in caption) == said


def test_bars_hold_the_means_of_the_table(run: Any) -> None:
    data = charts.load("rse-bars", run.reader, run.tables)
    drawn = [tuple(row)[1:] for row in data.rows if row.kind in ("test", "control")]
    means = [row for row in run.tables.rse if row.prompt_set is None]
    assert drawn == [
        (r.model, r.reference, r.judge, None, r.style, r.structure, r.content, r.overall, r.low, r.high, r.n)
        for r in means
    ]


def test_the_floor_is_the_mean_of_the_controls_and_the_ceiling_the_reference_again(run: Any) -> None:
    rows = charts.load("rse-bars", run.reader, run.tables).rows
    controls = {row.reference: row.overall for row in rows if row.kind == "control"}
    assert {row.reference: row.overall for row in rows if row.kind == "floor"} == controls
    tops = {row.reference: row.overall for row in run.tables.ceiling if row.prompt_set is None}
    assert {row.reference: row.overall for row in rows if row.kind == "ceiling"} == tops


def test_what_the_bars_say_is_what_the_terminal_says(run: Any) -> None:
    from gui.charts.ice_bars import draw as identity
    from gui.charts.rse_bars import draw as similarity

    text = as_text(run.tables)
    for draw, name in ((similarity, "rse-bars"), (identity, "ice-bars")):
        for _, figures in draw(charts.load(name, run.reader, run.tables)).column:
            assert figures[0] in text


def test_rates_and_topics_are_those_of_the_table(run: Any) -> None:
    bars = charts.load("ice-bars", run.reader, run.tables).rows
    assert [(b.model, b.loose, b.strict, b.hard, b.low, b.high) for b in bars] == [
        (r.model, r.loose, r.strict, r.hard, r.low, r.high) for r in run.tables.ice
    ]
    for row in charts.load("ice-topics", run.reader, run.tables).rows:
        tally = next(r for r in run.tables.ice if r.model == row.model).topics[row.topic]
        assert (row.contradictions, row.answered) == (tally.loose, tally.answered)


def test_the_distribution_counts_every_scored_prompt(run: Any) -> None:
    rows = charts.load("rse-distribution", run.reader, run.tables).rows
    for mean in (r for r in run.tables.rse if r.prompt_set is None):
        own = [r for r in rows if (r.model, r.reference) == (mean.model, mean.reference)]
        assert [r.score for r in own] == [1, 2, 3, 4, 5]
        assert sum(r.prompts for r in own) == mean.n == own[0].n
        assert sum(r.share for r in own) == pytest.approx(1)


def test_progress_ends_at_the_contradictions_of_the_table(run: Any) -> None:
    rows = charts.load("ice-progress", run.reader, run.tables).rows
    for row in run.tables.ice:
        own = [step for step in rows if step.model == row.model]
        assert [step.query for step in own] == list(range(1, row.answered + 1))
        assert own[-1].contradictions == round(row.loose * row.answered)
        assert all(0 <= b.contradictions - a.contradictions <= 1 for a, b in pairwise(own))


def test_the_tree_holds_every_answer_and_each_parent_above_its_children(run: Any) -> None:
    rows = charts.load("template-tree", run.reader, run.tables).rows
    levels = {(node.model, node.template): node.level for node in rows}
    for node in rows:
        assert not node.parent or levels[node.model, node.parent] == node.level - 1
    for row in run.tables.ice:
        assert sum(node.answered for node in rows if node.model == row.model) == row.answered


def test_the_nearest_chart_keeps_the_order_of_the_table(run: Any) -> None:
    rows = charts.load("nearest", run.reader, run.tables).rows
    for table in (t for t in run.tables.nearest if t.prompt_set is None):
        own = [r for r in rows if r.model == table.model]
        assert [(r.place, r.reference, r.affinity) for r in own] == [
            (k, r.reference, r.affinity) for k, r in enumerate(table.ranking, 1)
        ]


def test_agreement_compares_what_both_judges_judged(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    scored = [
        RseRecord("m", "r", judge, "s", str(k), 0, v, v, v, v)
        for k in range(40)
        for judge, v in (("one", 1.0 + k % 5), ("two", 1.0 + (k % 5 if k % 4 else 2)))
    ]
    judged = [
        Said(judge, False, k, 0, outcome)
        for k in range(10)
        for judge, outcome in (
            ("one", Outcome.CONSISTENT),
            ("two", Outcome.OTHER_MAKER if k < 3 else Outcome.REFUSED),
        )
    ]
    monkeypatch.setattr("core.report.judged.rse_judged", lambda *_: as_columns(scored))
    monkeypatch.setattr("core.report.people.identity_verdicts", lambda *_: judged)
    monkeypatch.setattr("gui.charts.data.available", lambda *_: True)
    rows = charts.load("agreement", run.reader, run.tables).rows
    assert [(r.metric, r.score) for r in rows] == [
        *(("rse", s) for s in ("style", "structure", "content", "overall")),
        ("ice", "loose"),
    ]
    assert rows[0].n == 40
    assert rows[0].low < rows[0].value < rows[0].high <= 1
    assert (rows[-1].exact, rows[-1].n) == (0.7, 10)


def test_similarity_meets_contradictions_model_by_model(made: Callable[..., Any]) -> None:
    example = made(3, ("a", "b"))
    rows = charts.load("rse-ice", example.reader, example.tables).rows
    assert [(r.model, r.reference) for r in rows] == [
        (r.model, r.reference) for r in example.tables.rse if r.prompt_set is None
    ]


def test_the_subtitle_names_judge_and_n_and_the_caption_is_careful(run: Any) -> None:
    for name in charts.names():
        if not charts.available(name, run.tables, run.reader):
            continue
        data = charts.load(name, run.reader, run.tables)
        assert "udge" in data.subtitle
        assert "n = " in data.subtitle
        assert data.caption
        for word in ("stolen", "proof", "proves"):
            assert word not in data.caption


def test_what_was_found_by_search_is_said_to_be(run: Any) -> None:
    assert "found by search" in charts.load("ice-bars", run.reader, run.tables).caption


@pytest.mark.parametrize("name", FROM_TABLES)
def test_csv_gives_back_the_rows(name: str, made: Callable[..., Any], tmp_path: Path) -> None:
    example = made(5, ("a", "b"))
    data = charts.load(name, example.reader, example.tables)
    export.csv(data, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == data.columns
    assert rows == [["" if v is None else str(v) for v in row] for row in data.rows]


@pytest.mark.parametrize("name", charts.names())
def test_an_empty_run_has_no_chart_and_says_so(name: str, run: Any, tmp_path: Path) -> None:
    empty = ScoreTables("empty", 1, "completed")
    assert not charts.available(name, empty, run.reader)
    with pytest.raises(BadInput, match=f"nothing to show in the chart {name}"):
        export.render(name, empty, tmp_path / "x.png", run.reader)
    assert not (tmp_path / "x.png").exists()


def test_an_unknown_chart_is_named_with_those_there_are(run: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"'ice-bar'.*Did you mean ice-bars.*rse-heatmap"):
        export.render("ice-bar", run.tables, tmp_path / "x.png", run.reader)


@pytest.mark.parametrize("file", ["x.gif", "x", "x.png.txt"])
def test_an_unknown_ending_is_refused_before_anything_is_read(file: str, run: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.png, \.svg, \.pdf"):
        export.render("rse-bars", run.tables, tmp_path / file, run.reader)


def test_listing_and_loading_charts_imports_no_pyqtgraph() -> None:
    code = (
        "import sys; from gui import charts; from core.report.tables import ScoreTables\n"
        "charts.names(); charts.title('claims'); charts.available('claims', ScoreTables('', 1, ''))\n"
        "sys.exit('pyqtgraph' in sys.modules or 'PySide6.QtWidgets' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def template(number: int, key: str, model: int | None, parent: str) -> dict[str, Any]:
    return {"id": number, "key": key, "model_id": model, "parent": parent}


def test_a_template_descends_from_its_own_models_before_shared_ones() -> None:
    rows = [template(1, "seed", None, ""), template(2, "seed/1", 7, "seed"), template(3, "seed/1", 8, "seed"),
            template(4, "seed/1/1", 8, "seed/1")]  # fmt: skip
    assert list(Forest(rows).ancestors(4)) == [3, 1]


def test_templates_that_go_round_in_a_circle_still_end() -> None:
    forest = Forest([template(1, "a", 1, "b"), template(2, "b", 1, "a"), template(3, "c", 1, "c")])
    assert list(forest.ancestors(1)) == [2]
    assert list(forest.ancestors(3)) == []


def test_scores_without_spread_have_no_interval_of_one_figure() -> None:
    assert score_interval(2.0, 2.0) == "all equal"
    assert score_interval(2.0, 2.1) == "[2.00–2.10]"
    assert score_interval(None, 2.1) == ""
