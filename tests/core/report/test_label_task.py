"""Which judgments a person is asked to label, and the corrected score that a hundred labels give."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from command import write_study
from engine import Engine

from core.report.analysis import analyse, as_json
from core.report.deeper import analysis_grids
from core.report.label_task import choose_task, readable_first
from core.report.words import words
from core.rse.labels import weighted_labels
from core.store import judgments, labels
from core.store.reader import Reader
from core.store.writer import Writer

MODELS = [
    {"name": "r", "role": "reference", "provider": "simulated", "closeness": 1.0},
    {"name": "near", "role": "test", "provider": "simulated", "closeness": 0.9},
    {"name": "far", "role": "test", "provider": "simulated", "closeness": 0.1},
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    prompts = [f"Explain thing number {number}." for number in range(110)]
    study = write_study(tmp_path / "s.toml", MODELS, prompts=prompts, rse={"ceiling": True})
    with Engine() as engine:
        engine.run(study, tmp_path / "w")
    return tmp_path / "w"


def label(path: Path, ids: list[int], below: float, author: str = "me") -> None:
    """Score these judgments `below` what the judge gave."""
    reader, writer = Reader(path), Writer(path)
    for row in judgments.rows(reader, ids):
        labels.add(writer, labels.NewLabel(row.id, author, overall=max(1.0, (row.overall or 0) - below)))
    writer.close()
    reader.close()


def test_thirty_are_spread_over_models_and_none_is_chosen_twice(workspace: Path) -> None:
    reader = Reader(workspace)
    first = choose_task(reader, 1)
    models = Counter(row.model for row in judgments.rows(reader, first))
    assert len(first) == len(set(first)) == 30
    assert set(models) == {"near", "far"}, "the reference beside itself is nobody's score"
    assert choose_task(reader, 1) == first
    reader.close()
    label(workspace, first, 0)
    reader = Reader(workspace)
    assert not set(choose_task(reader, 1)) & set(first)
    reader.close()


def test_a_hundred_labels_correct_the_score(workspace: Path) -> None:
    reader = Reader(workspace)
    assert analyse(reader, 1).corrected == {}
    every = choose_task(reader, 1, count=1_000)
    reader.close()
    label(workspace, every, 0.25)
    reader = Reader(workspace)
    analysis = analyse(reader, 1)
    reader.close()
    assert {pairing.model for pairing in analysis.corrected} == {"near", "far"}
    near = next(each for pairing, each in analysis.corrected.items() if pairing.model == "near")
    assert near.shift == pytest.approx(-0.25, abs=0.02)
    assert near.labelled == 110
    assert "corrected" in [grid.key for grid in analysis_grids(analysis, words())]
    assert len(as_json(analysis)["corrected"]) == 2


def test_a_hundred_labels_in_all_correct_the_mean_of_all_models(workspace: Path) -> None:
    reader = Reader(workspace)
    chosen = choose_task(reader, 1, count=120)
    models = Counter(row.model for row in judgments.rows(reader, chosen))
    reader.close()
    assert max(models.values()) < 100, "no model has a hundred of its own"
    label(workspace, chosen, 0.25)
    reader = Reader(workspace)
    analysis = analyse(reader, 1)
    reader.close()
    assert analysis.corrected == {}
    [(judge, found)] = analysis.corrected_together.items()
    assert (judge, found.labelled, found.n) == ("measured", 120, 220)
    assert found.shift == pytest.approx(-0.25, abs=0.02)
    assert found.low < found.score < found.high
    assert "corrected_together" in [grid.key for grid in analysis_grids(analysis, words())]
    assert as_json(analysis)["corrected_together"][0]["judge"] == "measured"


def test_two_people_s_labels_of_a_response_are_one_label_their_mean(workspace: Path) -> None:
    reader = Reader(workspace)
    every = [
        row.id for row in judgments.rows(reader, choose_task(reader, 1, count=1_000)) if row.model == "near"
    ]
    reader.close()
    label(workspace, every, 0.0, "one")
    label(workspace, every, 0.5, "another")
    reader = Reader(workspace)
    [near] = analyse(reader, 1).corrected.values()
    reader.close()
    assert near.shift == pytest.approx(-0.25, abs=0.02)
    assert near.labelled == 110


def test_rare_scores_that_are_labelled_more_often_do_not_count_more() -> None:
    judge = {number: 2.0 if number < 90 else 5.0 for number in range(100)}
    human = {number: judge[number] - (1.0 if number >= 90 else 0.0) for number in range(80, 100)}
    found = weighted_labels(judge, human)
    assert sum(each.weight for each in found) == pytest.approx(100)
    shift = sum(each.weight * (each.human - each.judge) for each in found) / 100
    assert shift == pytest.approx(-0.1)


def test_prompts_that_can_be_read_come_first_and_nothing_else_changes(tmp_path: Path) -> None:
    prompts = [f"What is thing number {n} for?" for n in range(12)] + [
        f"第{n}件东西有什么用？" for n in range(12)
    ]
    with Engine() as engine:
        engine.run(write_study(tmp_path / "s.toml", MODELS, prompts=prompts), tmp_path / "w")
    reader = Reader(tmp_path / "w")
    drawn = choose_task(reader, 1)
    chinese = {row.id for row in judgments.rows(reader, drawn) if "件" in row.prompt}
    assert 0 < len(chinese) < len(drawn), "the sample is of both languages, whatever is read first"
    for language in ("en", "zh"):
        ordered = readable_first(reader, drawn, language)
        own = [each for each in drawn if (each in chinese) == (language == "zh")]
        assert ordered == own + [each for each in drawn if each not in own]
    assert readable_first(reader, drawn, "fr") == drawn
    reader.close()
