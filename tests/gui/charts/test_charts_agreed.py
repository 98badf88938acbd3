"""How far judges and people agree: the chart's figures are the table's, and its marks lead to what they rest on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import command
import pytest

from core.report.analysis import analyse
from core.report.tables import score_tables
from core.store import judgments
from core.store.reader import Reader
from gui import charts
from gui.charts.spec import Dot
from tests.loopback import LoopbackServer

LABEL = """INSERT INTO label(judgment_id, author, style, structure, content, overall, created)
    SELECT id, 'Ann', 2, 3, 2, 3, 0 FROM judgment WHERE metric = 'rse' AND judge = 'measured'
    ORDER BY id LIMIT 12"""


def verdict(asked: str) -> str:
    """A judge that finds fault with every third answer, whichever the metric."""
    odd = len(asked) % 3 == 0
    if "<response_a>" in asked:
        scores = dict.fromkeys(("style", "structure", "content", "overall"), 2 if odd else 4)
        return json.dumps({"explanation": "So.", **scores})
    named = "OpenAI" if odd else ""
    return json.dumps({"explanation": "So.", "conflict": odd, "claimed_maker": named, "claimed_model": ""})


@pytest.fixture(scope="module")
def two_judges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agreed")
    simulated = {"provider": "simulated", "facts": "mistral"}
    with LoopbackServer(verdict) as server:
        models = [
            {"name": "reference", "role": "reference", "closeness": 1.0, **simulated},
            {"name": "near", "role": "test", "closeness": 0.8, "leak": 0.5, **simulated},
            {"name": "far", "role": "test", "closeness": 0.2, "leak": 0.1, **simulated},
            command.served("second", "judge", server.base_url),
        ]
        study = command.write_study(
            folder / "study.toml",
            models,
            study={"metrics": ["rse", "ice"]},
            prompt_set=[{"name": "reasoning", "bundled": "reasoning", "sample": 20}],
            rse={"judges": ["measured", "second"]},
            ice={"judges": ["rules", "second"], "queries": 12, "mode": "plain"},
        )
        made = folder / "made.distilscope"
        ended = command.distilscope("run", study, "--workspace", made)
    assert ended.status == 0, ended.err
    with closing(sqlite3.connect(made)) as db:
        db.execute(LABEL)
        db.commit()
    return made


@pytest.fixture
def opened(two_judges: Path) -> Iterator[tuple[Reader, Any]]:
    reader = Reader(two_judges)
    yield reader, score_tables(reader, 1)
    reader.close()


def test_the_chart_s_figures_are_the_table_s(opened: tuple[Reader, Any]) -> None:
    reader, tables = opened
    analysis = analyse(reader, 1)
    rows = charts.load("agreement", reader, tables).rows
    told = [
        (row.raters, row.score, row.agreement.alpha, row.spearman, row.agreement.n)
        for row in analysis.agreement
    ]
    told += [(r.raters, r.score, r.kappa, None, r.n) for r in analysis.ice_agreement if r.score == "loose"]
    assert [((r.first, r.second), r.score, r.value, r.spearman, r.n) for r in rows] == told
    assert {("Ann", "measured"), ("measured", "second"), ("rules", "second")} <= {
        raters for raters, *_ in told
    }


def test_its_marks_lead_to_what_both_judged(opened: tuple[Reader, Any]) -> None:
    from gui.charts.agreement import draw

    reader, tables = opened
    data = charts.load("agreement", reader, tables)
    dots = [mark for mark in draw(data).marks if isinstance(mark, Dot)]
    assert dots
    for dot in dots:
        row = data.rows[round(dot.y)]
        assert dot.chosen is not None
        assert dot.chosen.raters == (row.first, row.second)
        assert judgments.count(reader, dot.chosen) > 0


def test_the_scatter_says_which_judge_is_whose(opened: tuple[Reader, Any]) -> None:
    from gui.charts.rse_ice import draw

    legend = draw(charts.load("rse-ice", *opened)).legend
    assert "RSE: Measured judge (built in) · ICE: second" in [entry.label for entry in legend]
    assert "RSE: second · ICE: Rules judge (built in)" in [entry.label for entry in legend]
