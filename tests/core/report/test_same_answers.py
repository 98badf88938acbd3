"""Answers that are word for word the same are said to be, and a ceiling of nothing else is said to be none."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import distilscope, write_study
from engine import Engine
from pages import Tables

from core.report import per_row
from core.report.analysis import analyse, readings
from core.report.grids import score_grids
from core.report.html import page
from core.report.judged import rse_judged
from core.report.records import identical_scores
from core.report.report_data import gather
from core.report.tables import as_json, score_tables
from core.report.words import words
from core.rse.doubt import Doubt
from core.store.reader import Reader
from tests.loopback import LoopbackServer


def greedy(prompt: str) -> str:
    """The same answer each time, another one to each prompt."""
    return f"  To {prompt[:60]} I would say that one thing follows from another.\n"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("same")
    with LoopbackServer(greedy) as server, Engine() as engine:
        served: dict[str, Any] = {"provider": "openai-compatible", "base_url": server.base_url}
        models: list[dict[str, Any]] = [
            {"name": "ref", "role": "reference", **served},
            {"name": "twin", "role": "test", **served, "model": "twin"},
            {"name": "other", "role": "test", "provider": "simulated", "closeness": 0.2},
            {"name": "local", "role": "control", "provider": "simulated", "closeness": 0.0},
        ]
        study = write_study(
            folder / "s.toml", models, study={"metrics": ["rse"]},
            prompt_set=[{"name": "reasoning", "bundled": "reasoning", "sample": 8}],
            rse={"judges": ["measured"], "ceiling": True},
        )  # fmt: skip
        assert engine.run(study, folder / "w").status == "completed"
    made = Reader(folder / "w")
    yield made
    made.close()


def test_readings_count_what_is_word_for_word_the_same(reader: Reader) -> None:
    tables, analysis = score_tables(reader, 1), analyse(reader, 1)
    of = {row.model: said for row, said in zip(_means(tables.rse), readings(tables, analysis), strict=False)}
    assert "8 of 8 responses are word for word the same." in of["twin"]
    assert "word for word the same." not in of["other"]
    chinese = readings(tables, analysis, "zh")
    assert "8 对回答中有 8 对逐字相同。" in chinese[list(of).index("twin")]


def test_a_ceiling_of_repeated_texts_is_said_to_be_none(reader: Reader) -> None:
    tables, analysis = score_tables(reader, 1), analyse(reader, 1)
    assert (tables.again["ref"].same, tables.again["ref"].n) == (8, 8)
    for said in readings(tables, analysis)[:2]:
        assert "Asked again, ref gave 8 of 8 answers word for word as before: this ceiling of 5.00" in said
        assert "when it is asked again" not in said
        assert "On a scale from unrelated models" not in said


def test_the_terminal_says_both(reader: Reader) -> None:
    printed = distilscope("results", "--workspace", reader.path).out
    assert "8 of 8 responses are word for word the same." in printed
    assert "its ceiling says nothing of how much its answers vary" in printed
    data = json.loads(distilscope("results", "--workspace", reader.path, "--format", "json").out)
    assert data["ceiling_same"] == [{"reference": "ref", "same": 8, "n": 8}]


def test_the_report_says_both_and_has_each_heading_once(reader: Reader) -> None:
    made = page(gather(reader, 1, now=0.0))
    assert "8 of 8 responses of twin are word for word those of ref." in made
    assert "its ceiling says nothing of how much its answers vary" in made
    headings = re.findall(r"<(?:h2|caption)[^>]*>([^<]+)<", made)
    assert len(headings) == len(set(headings))
    assert "Length, language and form of the responses" in Tables(made).found


def test_checks_stand_in_the_order_of_the_study(reader: Reader) -> None:
    analysis = analyse(reader, 1)
    for found in (analysis.panels, analysis.spreads, analysis.extremes):
        assert [pairing.model for pairing in found] == ["twin", "other", "local"]


def test_one_set_is_its_own_mean_where_people_read_it(reader: Reader) -> None:
    """The data of a run keep the row of the mean."""
    tables = score_tables(reader, 1)
    assert {row["prompt_set"] for row in as_json(tables)["rse"]} == {"reasoning", None}
    grids = {each.key: each for each in score_grids(tables, words("en"))}
    for key in ("rse", "ceiling"):
        assert {row[3] for row in grids[key].rows} == {"reasoning"}
    assert len(grids["rse"].rows) == len(_means(tables.rse))


def _means(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.prompt_set is None]


def test_a_judge_that_scores_identical_responses_low_is_not_to_be_relied_on(reader: Reader) -> None:
    tables, sound = score_tables(reader, 1), analyse(reader, 1)
    assert not sound.doubts, "the built-in judge gives the same responses a 5"
    own = rse_judged(reader, 1)
    pairings = [each for each in own.pairings() if each[0].model == "twin"]
    [pairing] = [each for each, _ in pairings]
    assert identical_scores(reader, 1, pairing) == [5.0] * 8
    said = readings(tables, replace(sound, doubts={pairing: Doubt(2.0)}))
    assert sum("Do not rely on it." in each for each in said) == 1


def test_a_judge_is_doubted_in_a_run_of_too_many_rows_too(reader: Reader, tmp_path: Path) -> None:
    """There no texts are looked through beforehand; those of the built-in judge need not be."""
    judged = rse_judged(reader, 1)
    assert per_row.doubts(reader, 1, judged.pairings(), {}) == {}
    copy = tmp_path / "other judge"
    with closing(sqlite3.connect(reader.path)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
        here.execute("UPDATE judgment SET judge = 'judge-1', overall = 2.0")
        here.commit()
    other = Reader(copy)
    found = per_row.doubts(other, 1, rse_judged(other, 1).pairings(), {})
    other.close()
    assert {pairing.model: each for pairing, each in found.items()} == {
        "twin": Doubt(2.0),
        "ref": Doubt(2.0),
    }


def test_no_prompt_is_the_least_similar_where_all_score_alike(reader: Reader) -> None:
    ends = {pairing.model: {each.end for each in own} for pairing, own in analyse(reader, 1).extremes.items()}
    assert ends["twin"] == {"highest"}
    assert ends["other"] == {"lowest", "highest"}
