"""What people's labels come to, wherever a run's results are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import distilscope, write_study
from engine import Engine

from core.report.analysis import compute
from core.report.deeper import every_grid
from core.report.words import words
from core.store.labels import NewLabel, add
from core.store.reader import Reader
from core.store.writer import Writer
from core.wording import Language

MODELS = [
    {"name": "ref", "role": "reference", "provider": "simulated", "closeness": 1.0},
    {"name": "near", "role": "test", "provider": "simulated", "closeness": 0.9, "leak": 0.5, "facts": "meta"},
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    study = write_study(
        tmp_path / "s.toml",
        MODELS,
        prompts=["Say a.", "Say b.", "Say c."],
        study={"metrics": ["rse", "ice"]},
        ice={"mode": "plain", "queries": 30},
    )
    with Engine() as engine:
        engine.run(study, tmp_path / "w")
    return tmp_path / "w"


@pytest.fixture
def reader(workspace: Path) -> Iterator[Reader]:
    made = Reader(workspace)
    yield made
    made.close()


def give(workspace: Path, *labels: NewLabel) -> None:
    writer = Writer(workspace)
    for each in labels:
        add(writer, each).result()
    writer.close()


def told(workspace: Path) -> dict[str, Any]:
    """What `results --format json` says."""
    found: dict[str, Any] = json.loads(
        distilscope("results", "--format", "json", "--workspace", workspace).out
    )
    return found


def of(reader: Reader, metric: str) -> list[tuple[int, str]]:
    """The judgments of a metric that say something, with their outcomes."""
    sql = "SELECT id, outcome FROM judgment WHERE metric = ? AND outcome NOT IN ('no answer', 'unscored') ORDER BY id"
    return [(int(row[0]), str(row[1])) for row in reader.db.execute(sql, (metric,))]


def test_labels_of_identity_stand_beside_the_judge(workspace: Path, reader: Reader) -> None:
    judged = of(reader, "ice")[:6]
    others = ["refused" if outcome == "consistent" else "consistent" for _, outcome in judged[:1]]
    said = [*others, *(outcome for _, outcome in judged[1:])]
    give(workspace, *(NewLabel(j, "me", outcome=o) for (j, _), o in zip(judged, said, strict=True)))
    rows = told(workspace)["ice_agreement"]
    assert [(r["raters"], r["score"], r["n"], r["kind"]) for r in rows] == [
        (["me", "rules"], "loose", 6, "judges"),
        (["me", "rules"], "outcome", 6, "judges"),
    ]
    assert rows[1]["exact"] == pytest.approx(5 / 6)
    assert told(workspace)["labels"] == [{"author": "me", "metric": "ice", "labels": 6, "compared": 6}]
    text = distilscope("results", "--workspace", workspace).out
    assert "Agreement on identity" in text
    assert "Contradiction or none" in text
    distilscope("report", "--workspace", workspace, "--out", workspace.parent / "r.html")
    assert "Agreement on identity" in (workspace.parent / "r.html").read_text("utf-8")


def test_overall_alone_is_a_label_of_similarity(workspace: Path, reader: Reader) -> None:
    first, *rest = [judgment for judgment, _ in of(reader, "rse")][:3]
    whole = NewLabel(first, "me", 2.0, 3.0, 4.0, 3.0)
    give(workspace, whole, *(NewLabel(judgment, "me", overall=3.0) for judgment in rest))
    rows = told(workspace)["agreement"]
    assert {row["score"]: row["n"] for row in rows} == {
        "style": 1,
        "structure": 1,
        "content": 1,
        "overall": 3,
    }


@pytest.mark.parametrize(("number", "said"), [(2, "too few to say"), (9, "too few to say"), (10, "1.000")])
def test_agreement_over_few_labels_is_no_figure_for_people_and_one_for_programs(
    workspace: Path, reader: Reader, number: int, said: str
) -> None:
    judged = of(reader, "ice")[:number]
    outcomes = [outcome for _, outcome in judged]
    assert len(judged) == number
    give(workspace, *(NewLabel(j, "me", outcome=o) for j, o in judged))
    few = number < 10
    grids = {grid.key: grid for grid in every_grid(compute(reader, 1), words("en"))}
    table = grids["ice_agreement"]
    assert [row[3:] for row in table.rows][1] == ((said, "–", str(number)) if few else (said, "100.0", "10"))
    assert ("fewer than 10" in table.note) == few
    distilscope("report", "--workspace", workspace, "--out", workspace.parent / "r.html")
    assert ("too few to say" in (workspace.parent / "r.html").read_text("utf-8")) == few
    (_loose, raw) = told(workspace)["ice_agreement"]
    assert (raw["exact"], raw["n"]) == (1.0, number)
    assert len(set(outcomes)) == 1 or raw["kappa"] == 1.0
    shown = distilscope("results", "--workspace", workspace).out
    assert "too few to say" not in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_alpha_over_two_labels_is_no_figure(workspace: Path, reader: Reader, language: Language) -> None:
    few = [judgment for judgment, _ in of(reader, "rse")][:2]
    give(workspace, *(NewLabel(j, "me", overall=n) for n, j in enumerate(few, 1)))
    grids = {grid.key: grid for grid in every_grid(compute(reader, 1), words(language))}
    row = grids["agreement"].rows[-1]
    assert row[3:] == (words(language)("text.too_few"), "–", "–", "–", "–", "2")
    assert "10" in grids["agreement"].note


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_without_a_figure_say_what_they_need(
    workspace: Path, reader: Reader, language: Language
) -> None:
    give(workspace, NewLabel(of(reader, "ice")[0][0], "me", outcome="unscored"))
    grids = {grid.key: grid for grid in every_grid(compute(reader, 1), words(language))}
    assert "ice_agreement" not in grids
    assert grids["labels"].rows[0][2:] == ("1", "0")
    assert "100" in grids["labels"].note


def test_without_labels_and_a_second_judge_nothing_is_said(reader: Reader) -> None:
    assert not {"labels", "ice_agreement"} & {
        grid.key for grid in every_grid(compute(reader, 1), words("en"))
    }
