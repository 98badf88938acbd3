"""A labelling task stays in the workspace until its judgments have labels, and goes with its run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from command import rows

from core.store import edits, label_tasks, labels, schema
from core.store import format as file_format
from core.store.label_tasks import LabelTask
from core.store.labels import NewLabel
from core.store.reader import Reader
from core.store.runs import NewModel, NewPrompt, NewRun, begin
from core.store.search import pairs
from core.store.statements import JudgmentRow, insert
from core.store.writer import Writer

PROMPTS = tuple(NewPrompt(f"p/{n}", n, ("Say something.",)) for n in range(5))
RUN = NewRun(
    "s", "f", '{"metrics": ["rse"]}', "", "", "{}",
    models=(NewModel("m", "test", "simulated", "m", "", "{}"),), prompts=PROMPTS,
)  # fmt: skip


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """With five judgments, of ids 1 to 5."""
    made = Writer(tmp_path / "w.distilscope")
    state = made.call(lambda db: begin(db, RUN, made.next_id, again=False, reopen=False)).result()
    for n in range(5):
        row = JudgmentRow(
            n + 1, state.id, f"k{n}", "rse", state.models["m"], "measured", state.prompts[f"p/{n}"], "scored", 0.0
        )  # fmt: skip
        made.put(insert(row)).result()
    yield made
    made.close()


def latest(writer: Writer, run: int = 1) -> LabelTask | None:
    with closing(Reader(writer.path)) as reader:
        return label_tasks.latest(reader, run)


def test_a_task_counts_the_labels_that_stand(writer: Writer) -> None:
    assert latest(writer) is None
    label_tasks.begin(writer, 1, [4, 2, 5]).result()
    assert latest(writer).left == (4, 2, 5)
    kept = labels.add(writer, NewLabel(2, "ann", overall=3.0)).result()
    labels.add(writer, NewLabel(1, "ann", overall=3.0)).result()
    labels.add(writer, NewLabel(2, "bob", overall=4.0)).result()
    task = latest(writer)
    assert (task.judgments, task.labelled, task.left) == ((4, 2, 5), {2}, (4, 5))
    labels.remove(writer, kept).result()
    assert latest(writer).labelled == {2}, "bob's stands"


def test_the_task_that_was_begun_last_is_the_one(writer: Writer) -> None:
    label_tasks.begin(writer, 1, [1]).result()
    second = label_tasks.begin(writer, 1, [2, 3]).result()
    assert latest(writer).id == second
    assert latest(writer, run=2) is None


def test_each_metric_has_a_task_of_its_own(writer: Writer) -> None:
    writer.put(("UPDATE judgment SET metric = 'ice' WHERE id > 3", ())).result()
    similar = label_tasks.begin(writer, 1, [1, 2]).result()
    identity = label_tasks.begin(writer, 1, [4, 5]).result()
    writer.put(("DELETE FROM judgment WHERE id = 4", ())).result()
    with closing(Reader(writer.path)) as reader:
        assert label_tasks.latest(reader, 1, "rse").id == similar
        assert label_tasks.latest(reader, 1, "ice").id == identity
        assert label_tasks.latest(reader, 1).id == identity


def test_a_judgment_that_is_gone_is_not_waited_for(writer: Writer) -> None:
    label_tasks.begin(writer, 1, [1, 2]).result()
    labels.add(writer, NewLabel(1, "ann", overall=3.0)).result()
    writer.put(("DELETE FROM judgment WHERE id = 2", ())).result()
    assert latest(writer).left == ()


def test_a_task_goes_with_its_run(writer: Writer) -> None:
    label_tasks.begin(writer, 1, [1]).result()
    edits.delete_run(writer, 1).result()
    assert edits.tidy(writer, time.time() + 1).result() == 1
    assert rows(writer.path, "SELECT count(*) FROM label_task") == [(0,)]


def test_a_workspace_of_the_version_before_gets_its_place_for_tasks(tmp_path: Path) -> None:
    from sqlite_utils import Database

    path = tmp_path / "old.distilscope"
    with closing(sqlite3.connect(path)) as old:
        old.create_function("pairs", 1, pairs, deterministic=True)
        schema.migrations.apply(Database(old), stop_before="labelling_tasks")
        old.execute(f"PRAGMA application_id={file_format.APPLICATION_ID}")
        old.execute("PRAGMA user_version=4")
        old.commit()
    with closing(Reader(path)) as reader:
        assert label_tasks.latest(reader, 1) is None
    assert path.with_name(f"{path.name}.v4.backup").is_file()
