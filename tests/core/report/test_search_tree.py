"""The tree of a search as it is rebuilt from a workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from command import rows, write_jsonl, write_study
from engine import Engine

from core.ice import templates
from core.report import asked_templates, search_tree
from core.report.search_tree import SearchTree
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

MODEL = {"name": "sim", "role": "test", "provider": "simulated", "leak": 0.4, "facts": "mistral"}
OTHER = {"name": "honest", "role": "test", "provider": "simulated", "leak": 0.0, "facts": "mistral"}


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("fuzzed"), [MODEL, OTHER], queries=240, questions_per_template=2)


def run(folder: Path, models: list[dict[str, Any]], **ice: Any) -> Path:
    study = write_study(folder / "s.toml", models, study={"metrics": ["ice"]}, ice=ice)
    with Engine() as engine:
        assert engine.run(study, folder / "w.distilscope").status == "completed"
    return folder / "w.distilscope"


@contextmanager
def reading(workspace: Path) -> Iterator[Reader]:
    reader = Reader(workspace)
    try:
        yield reader
    finally:
        reader.close()


def tree_of(workspace: Path, model: str = "sim") -> SearchTree:
    with reading(workspace) as reader:
        return search_tree.of_model(reader, 1, model)


def test_it_holds_what_the_judgments_say(fuzzed: Path) -> None:
    with reading(fuzzed) as reader:
        counts = asked_templates.asked(reader, 1, "sim")
    tree = tree_of(fuzzed)
    assert tree.searched
    assert tree.replayed
    assert {r.template.id: (r.asked, r.contradictions) for r in tree.rows if r.asked} == counts
    assert sum(r.asked for r in tree.rows) == 240
    assert max(r.level for r in tree.rows) >= 2


def test_parents_come_before_their_children(fuzzed: Path) -> None:
    seen: dict[str, int] = {}
    for row in tree_of(fuzzed).rows:
        assert row.level == (seen[row.parent] + 1 if row.parent else 0)
        assert (row.operator == "seed") == (row.parent == "")
        seen[row.template.id] = row.level


def test_each_model_has_a_tree_of_its_own(fuzzed: Path) -> None:
    with reading(fuzzed) as reader:
        assert asked_templates.asked_models(reader, 1) == ["sim", "honest"]
    honest = tree_of(fuzzed, "honest")
    assert sum(row.contradictions for row in honest.rows) == 0
    assert sum(row.asked for row in honest.rows) == 240


def test_a_template_leads_to_its_own_model_s_judgments(fuzzed: Path) -> None:
    row = next(row for row in tree_of(fuzzed).rows if row.asked)
    with reading(fuzzed) as reader:
        wanted = JudgmentFilter(1, "ice", "sim", template=row.template.id)
        found = [judgments.detail(reader, each) for each in judgments.ids(reader, wanted)]
    assert len(found) == row.asked
    assert {detail.template for detail in found} == {row.template.text}
    assert {detail.row.model for detail in found} == {"sim"}


def test_without_its_steps_the_counts_are_still_there(fuzzed: Path, tmp_path: Path) -> None:
    """As after a new version of the program with other questions."""
    copy = tmp_path / "w.distilscope"
    copy.write_bytes(fuzzed.read_bytes())
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("UPDATE selection SET row = json_set(row, '$.parent', 'nobody') WHERE iteration = 3")
    tree, before = tree_of(copy), tree_of(fuzzed)
    assert tree.searched
    assert not tree.replayed
    asked = {(r.template.id, r.parent, r.level, r.asked, r.contradictions) for r in before.rows if r.asked}
    assert asked == {
        (r.template.id, r.parent, r.level, r.asked, r.contradictions) for r in tree.rows if r.asked
    }
    assert {row.visits for row in tree.rows} == {None}


def test_a_fixed_set_of_templates_is_no_search(tmp_path: Path) -> None:
    tree = tree_of(run(tmp_path, [MODEL], mode="paired", queries=80, questions_per_template=2))
    assert not tree.searched
    assert {row.level for row in tree.rows} == {0}
    assert len(tree.rows) == len(templates.seeds())
    assert sum(row.asked for row in tree.rows) == 80


def test_a_study_s_own_questions_and_kept_templates_can_be_replayed(fuzzed: Path, tmp_path: Path) -> None:
    """Templates kept from a search have a mutator and a parent, and are seeds all the same."""
    kept = [row.template for row in tree_of(fuzzed).rows if row.contradictions][:8]
    templates.write(kept, tmp_path / "kept.jsonl")
    write_jsonl(tmp_path / "asked.jsonl", [{"text": f"Who made you, in {n} words?"} for n in range(1, 9)])
    workspace = run(tmp_path, [MODEL], queries=60, templates="kept.jsonl", questions="asked.jsonl")
    tree = tree_of(workspace)
    assert tree.replayed
    assert [row.template.id for row in tree.rows[:8]] == [template.id for template in kept]
    assert sum(row.asked for row in tree.rows) == 60


def test_prompts_are_held_against_the_study_s_own_strict_list(tmp_path: Path) -> None:
    frames = [{"text": "Are you a Qwen model? {query}"}, {"text": "Are you a GPT model? {query}"}]
    write_jsonl(tmp_path / "f.jsonl", frames)
    ice = {"mode": "paired", "queries": 4, "templates": "f.jsonl", "strict": ["alibaba"], "languages": ["en"]}
    workspace = run(tmp_path, [MODEL], **ice)
    sql = "SELECT DISTINCT t.text, p.names_identity FROM prompt p JOIN template t ON t.id = p.template_id"
    assert dict(rows(workspace, sql)) == {frames[0]["text"]: 1, frames[1]["text"]: 0}
