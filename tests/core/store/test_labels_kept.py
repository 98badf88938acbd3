"""Labels: the newest of an author stands, and undoing works in any order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store import labels
from core.store.labels import NewLabel
from core.store.reader import Reader
from core.store.runs import NewModel, NewPrompt, NewRun, begin
from core.store.statements import JudgmentRow, insert
from core.store.writer import Writer

PROMPT = NewPrompt("p/0", 0, ("Who are you?",))
RUN = NewRun(
    "s",
    "f",
    "{}",
    "",
    "",
    "{}",
    models=(NewModel("m", "test", "simulated", "m", "", "{}"),),
    prompts=(PROMPT,),
)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """With one judgment, of id 1."""
    made = Writer(tmp_path / "w.distilscope")
    state = made.call(lambda db: begin(db, RUN, made.next_id, again=False, reopen=False)).result()
    judgment = JudgmentRow(
        1, state.id, "k", "ice", state.models["m"], "rules", state.prompts["p/0"], "consistent", 0.0
    )
    made.put(insert(judgment)).result()
    yield made
    made.close()


def standing(writer: Writer) -> list[str]:
    reader = Reader(writer.path)
    try:
        return [each.label.outcome for each in labels.of_run(reader, 1)]
    finally:
        reader.close()


def three(writer: Writer) -> list[int]:
    return [labels.add(writer, NewLabel(1, "ann", outcome=word)).result() for word in ("a", "b", "c")]


def test_the_newest_label_of_an_author_stands_beside_other_authors(writer: Writer) -> None:
    three(writer)
    labels.add(writer, NewLabel(1, "bob", outcome="x")).result()
    assert standing(writer) == ["c", "x"]


def test_taking_the_newest_back_lets_the_one_before_stand_again(writer: Writer) -> None:
    first, second, third = three(writer)
    labels.remove(writer, third).result()
    assert standing(writer) == ["b"]
    labels.remove(writer, second).result()
    assert standing(writer) == ["a"]
    labels.remove(writer, first).result()
    assert standing(writer) == []


def test_taking_back_one_in_between_changes_nothing_that_stands(writer: Writer) -> None:
    _, second, third = three(writer)
    labels.remove(writer, second).result()
    assert standing(writer) == ["c"]
    labels.remove(writer, third).result()
    assert standing(writer) == ["a"]
