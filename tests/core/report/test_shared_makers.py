"""A judge beside its relatives is said with every table and chart, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import write_study
from engine import Engine

from core.engine.warnings import SharedMaker
from core.report import markup
from core.report.grids import MOST_SHARED, score_grids, shared_warnings
from core.report.html import page
from core.report.report_data import gather
from core.report.tables import ScoreTables, score_tables
from core.report.words import words
from core.rse.scores import RseRow
from core.store.reader import Reader
from gui.charts import data as charts
from tests.loopback import LoopbackServer

VERDICT = '{"explanation": "alike", "style": 3, "structure": 3, "content": 3, "overall": 3}'


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("shared")
    with LoopbackServer(lambda _prompt: VERDICT) as server, Engine() as engine:
        served = {"provider": "openai-compatible", "base_url": server.base_url}
        models: list[dict[str, Any]] = [
            {"name": "ref", "role": "reference", "provider": "simulated", "vendor": "openai"},
            {"name": "near", "role": "test", "provider": "simulated", "vendor": "meta"},
            {"name": "relative", "role": "judge", "vendor": "openai", **served},
            {"name": "stranger", "role": "judge", "vendor": "google", **served},
        ]
        rse = {"judges": ["relative", "stranger"]}
        engine.run(write_study(folder / "s.toml", models, prompts=["Why?", "How?"], rse=rse), folder / "w")
    made = Reader(folder / "w")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "share a maker (openai)"), ("zh", "属于同一厂商（openai）")]
)
def test_only_tables_of_that_judge_say_so(reader: Reader, language: Any, said: str) -> None:
    for grid in score_grids(score_tables(reader, 1), words(language)):
        strange = grid.key == "rse-sets" and "stranger" in grid.title
        assert (said in grid.note) != strange, grid.title
    assert said in page(gather(reader, 1, language, now=0.0))


def test_a_name_alone_makes_no_judge() -> None:
    """Neither one that begins another judge's name, nor one that a model beside other judges has."""
    rows = [
        RseRow("m", "gpt-4", judge, None, 3.0, 3.0, 3.0, 3.0, None, None, 4, 0, 0)
        for judge in ("gpt-4o", "measured")
    ]
    shared = (SharedMaker("gpt-4", "test", "m", "openai"),)
    tables = ScoreTables("study", 1, "completed", rows, [], shared=shared)
    assert all("share a maker" not in grid.note for grid in score_grids(tables, words("en")))


def test_tables_that_leave_the_program_say_so(reader: Reader) -> None:
    tables = score_tables(reader, 1)
    assert "share a maker" in markup.markdown(tables)
    assert "share a maker" in markup.latex(tables)


def test_charts_say_so(reader: Reader) -> None:
    made = charts.load("rse-bars", reader, score_tables(reader, 1))
    assert "The judge relative and the reference ref share a maker (openai)" in made.caption


def test_many_are_counted_and_not_listed(reader: Reader) -> None:
    [one] = score_tables(reader, 1).shared
    said = shared_warnings([one] * 40, words("en"))
    assert len(said) == MOST_SHARED + 1
    assert said[-1] == "37 more pairs of judge and model share a maker."
