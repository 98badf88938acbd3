"""Human labels on the command line: a blind task out, scores in, everything kept."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from command import distilscope, write_study
from engine import Engine

from core.report.label_task import choose_task
from core.store.reader import Reader

MODELS = [
    {"name": "r-ref", "role": "reference", "provider": "simulated", "closeness": 1.0},
    {"name": "t-near", "role": "test", "provider": "simulated", "closeness": 0.9},
    {"name": "t-far", "role": "test", "provider": "simulated", "closeness": 0.1},
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    study = write_study(tmp_path / "s.toml", MODELS, prompts=[f"Explain thing {n}." for n in range(60)])
    with Engine() as engine:
        engine.run(study, tmp_path / "w")
    return tmp_path / "w"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def labels(workspace: Path, *args: object) -> Any:
    return distilscope("labels", *args, "--workspace", workspace)


def test_a_task_is_blind_and_stratified(workspace: Path, tmp_path: Path) -> None:
    ended = labels(workspace, "task", "--out", tmp_path / "task.csv")
    assert ended.status == 0, ended.err
    rows = table(tmp_path / "task.csv")
    text = (tmp_path / "task.csv").read_text("utf-8")
    assert not [name for name in ("r-ref", "t-near", "t-far", "measured") if name in text]
    assert {row["overall"] for row in rows} == {""}
    reader = Reader(workspace)
    assert [int(row["judgment"]) for row in rows] == choose_task(reader, 1)
    texts = {int(r[0]): r[1] for r in reader.db.execute(
        "SELECT j.id, a.text FROM judgment j JOIN answer a ON a.id = j.reference_answer_id")}  # fmt: skip
    reader.close()
    first = [row["response_1"] == texts[int(row["judgment"])] for row in rows]
    assert {True, False} == set(first), "the reference stands now first, now second"


def test_labels_are_taken_up_and_a_new_one_keeps_the_old(workspace: Path, tmp_path: Path) -> None:
    labels(workspace, "task", "--sample", 6, "--out", tmp_path / "task.csv")
    rows = table(tmp_path / "task.csv")
    for number, row in enumerate(rows[:5]):
        row |= {
            "style": "4",
            "structure": "3,5",
            "content": "",
            "overall": str(1 + number % 5),
            "reason": "alike",
        }
    added = labels(workspace, "add", write(tmp_path / "filled.csv", rows), "--author", "Ann")
    assert (added.status, added.out) == (0, "5 labels by Ann\n"), added.err
    rows[0]["overall"] = "4.5"
    labels(workspace, "add", write(tmp_path / "filled.csv", rows[:1]), "--author", "Ann")
    shown = labels(workspace, "show", "--format", "json").data
    assert len(shown) == 6
    first = [each for each in shown if each["judgment"] == int(rows[0]["judgment"])]
    assert [(each["overall"], each["replaced"]) for each in first] == [(1.0, True), (4.5, False)]
    assert {each["author"] for each in shown} == {"Ann"}
    assert all(each["blind"] and each["reason"] == "alike" and each["structure"] == 3.5 for each in shown)
    assert shown[0]["content"] is None
    again = labels(workspace, "task", "--sample", 1_000, "--out", tmp_path / "next.csv")
    assert again.status == 0
    done = {row["judgment"] for row in rows[:5]}
    assert not done & {row["judgment"] for row in table(tmp_path / "next.csv")}, (
        "what is labelled is not asked again"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"overall": "6"}, "overall: '6' is no score of 1 to 5"),
        ({"style": "good", "overall": "3"}, "style: 'good' is no score"),
        ({"judgment": "999999", "overall": "3"}, "no judgment '999999'"),
        ({"judgment": "", "overall": "3"}, "no judgment ''"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken_up(
    workspace: Path, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    labels(workspace, "task", "--sample", 3, "--out", tmp_path / "task.csv")
    rows = table(tmp_path / "task.csv")
    rows[0]["overall"] = "3"
    rows[1] |= change
    ended = labels(workspace, "add", write(tmp_path / "filled.csv", rows), "--author", "Ann")
    assert ended.status == 2
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert labels(workspace, "show", "--format", "json").data == []


def test_another_table_and_a_nameless_author_are_refused(workspace: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.csv", [{"a": "1", "b": "2"}])
    assert "no table of labels" in labels(workspace, "add", other, "--author", "Ann").err
    labels(workspace, "task", "--sample", 3, "--out", tmp_path / "task.csv")
    assert "author" in labels(workspace, "add", tmp_path / "task.csv", "--author", " ").err


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    models = [{**MODELS[1], "leak": 0.5, "facts": "meta"}, {**MODELS[2], "leak": 0.2, "facts": "google"}]
    study = write_study(tmp_path / "i.toml", models, study={"metrics": ["ice"]}, ice={"queries": 60})
    with Engine() as engine:
        engine.run(study, tmp_path / "i")
    return tmp_path / "i"


def test_identity_is_labelled_by_table_too(identity: Path, tmp_path: Path) -> None:
    made = labels(identity, "task", "--metric", "ice", "--sample", 10, "--out", tmp_path / "task.csv")
    assert (made.status, made.out) == (0, f"{tmp_path / 'task.csv'}: 10 responses to be labelled\n"), made.err
    rows = table(tmp_path / "task.csv")
    assert list(rows[0]) == ["judgment", "model", "prompt", "response", "outcome", "reason"]
    assert {row["model"] for row in rows} == {"t-near", "t-far"}
    assert {row["outcome"] for row in rows} == {""}
    for row in rows[:4]:
        row |= {"outcome": "refused", "reason": "says no"}
    added = labels(identity, "add", write(tmp_path / "filled.csv", rows), "--author", "Ann")
    assert (added.status, added.out) == (0, "4 labels by Ann\n"), added.err
    shown = labels(identity, "show", "--format", "json").data
    assert {(each["outcome"], each["overall"], each["blind"]) for each in shown} == {("refused", None, True)}
    labels(identity, "task", "--metric", "ice", "--sample", 1_000, "--out", tmp_path / "next.csv")
    assert not {row["judgment"] for row in rows[:4]} & {
        row["judgment"] for row in table(tmp_path / "next.csv")
    }


def test_an_outcome_that_is_none_is_named(identity: Path, tmp_path: Path) -> None:
    labels(identity, "task", "--metric", "ice", "--sample", 3, "--out", tmp_path / "task.csv")
    rows = table(tmp_path / "task.csv")
    rows[1]["outcome"] = "lies"
    ended = labels(identity, "add", write(tmp_path / "filled.csv", rows), "--author", "Ann")
    assert ended.status == 2
    assert "'lies' is no outcome" in ended.err
    assert "claims another maker" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("judgment", ["²", "①", "9" * 5_000, "٣", "-1", "1_0"])
def test_a_number_that_is_none_is_refused_with_its_line(
    workspace: Path, tmp_path: Path, judgment: str
) -> None:
    filled = write(tmp_path / "filled.csv", [{"judgment": judgment, "overall": "3"}])
    ended = labels(workspace, "add", filled, "--author", "Ann")
    assert (ended.status, ended.err.count("\n")) == (2, 1), ended.err
    assert f"{filled}:2: judgment: the run has no judgment" in ended.err
    assert len(ended.err) < 500


@pytest.mark.parametrize("score", ["0_4", "nan", "4" * 400])
def test_a_score_that_is_no_number_is_refused_with_its_line(
    workspace: Path, tmp_path: Path, score: str
) -> None:
    labels(workspace, "task", "--sample", 1, "--out", tmp_path / "task.csv")
    rows = [row | {"overall": score} for row in table(tmp_path / "task.csv")[:1]]
    ended = labels(workspace, "add", write(tmp_path / "filled.csv", rows), "--author", "Ann")
    assert (ended.status, ended.err.count("\n")) == (2, 1), ended.err
    assert "overall" in ended.err
    assert "is no score of 1 to 5" in ended.err


def test_an_author_is_one_short_line(workspace: Path, tmp_path: Path) -> None:
    labels(workspace, "task", "--sample", 1, "--out", tmp_path / "task.csv")
    rows = [row | {"overall": "4"} for row in table(tmp_path / "task.csv")[:1]]
    filled = write(tmp_path / "filled.csv", rows)
    added = labels(workspace, "add", filled, "--author", " Ann\n\x1b[31m  Lee ")
    assert (added.status, added.out) == (0, "1 labels by Ann \ufffd[31m Lee\n"), added.err
    assert labels(workspace, "show", "--format", "json").data[0]["author"] == "Ann \ufffd[31m Lee"
    for author, what in ((" \n", "needs its author's name"), ("A" * 10_000, "at most 100 characters")):
        ended = labels(workspace, "add", filled, "--author", author)
        assert (ended.status, ended.err.count("\n")) == (2, 1), ended.err
        assert what in ended.err
        assert len(ended.err) < 200
