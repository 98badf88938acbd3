"""Scores of a large run come from a process of their own, are the same, and need no process to be had."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import work

from core.errors import DistilScopeError
from core.report import analysis
from core.report.tables import compute, score_tables
from core.store import labels
from core.store.reader import Reader
from core.store.writer import Writer
from gui.live import scoring
from gui.live.scoring import Scorer, Unwanted


@pytest.fixture
def scorer() -> Iterator[Scorer]:
    made = Scorer()
    yield made
    made.close()


@pytest.fixture
def reader(finished: Path) -> Iterator[Reader]:
    with closing(Reader(finished)) as made:
        yield made


def test_a_small_run_is_scored_here(scorer: Scorer, reader: Reader) -> None:
    counts, tables, seconds = scorer.look(reader, 1)
    assert (counts, tables) == (reader.counts(1), score_tables(reader, 1))
    assert seconds > 0
    assert scorer._process is None


def test_a_large_run_is_scored_elsewhere_and_alike(
    scorer: Scorer, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "SMALL", 0)
    for _ in range(2):
        counts, tables, _seconds = scorer.look(reader, 1)
        assert (counts, tables) == (reader.counts(1), score_tables(reader, 1))
    process = scorer._process
    assert process is not None
    process.kill()
    process.join()
    assert scorer.look(reader, 1)[1] == score_tables(reader, 1)
    scorer.close()
    with pytest.raises(DistilScopeError):
        scorer.look(reader, 1)


def test_what_was_worked_out_elsewhere_is_kept_until_something_is_written(
    scorer: Scorer, reader: Reader, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "SMALL", 0)
    tables = scorer.once(compute, reader, 1)
    assert tables == compute(reader, 1)
    assert score_tables(reader, 1) is tables
    assert scorer.once(analysis.compute, reader, 1) == analysis.compute(reader, 1)
    with closing(Writer(finished)) as writer:
        writer.put(("UPDATE run SET message = 'new' WHERE id = 1", ())).result()
    assert score_tables(reader, 1) is not tables


def test_a_label_leaves_the_score_tables_as_they_are(workspace: Path) -> None:
    with closing(Reader(workspace)) as reader, closing(Writer(workspace)) as writer:
        tables, told = score_tables(reader, 1), analysis.analyse(reader, 1)
        judgment = reader.db.execute("SELECT id FROM judgment WHERE metric = 'rse'").fetchone()[0]
        label = labels.NewLabel(judgment, "me", style=1, structure=1, content=1, overall=1)
        labels.add(writer, label).result()
        assert score_tables(reader, 1) is tables
        assert analysis.analyse(reader, 1) is not told
        kept = analysis.analyse(reader, 1)
        writer.put(("UPDATE study SET notes = 'new'", ())).result()
        assert analysis.analyse(reader, 1) is kept
        writer.put(("UPDATE run SET status = 'degraded' WHERE id = 1", ())).result()
        assert score_tables(reader, 1).status == "degraded"


def test_a_judgment_in_the_place_of_another_is_scored_anew(workspace: Path) -> None:
    with closing(Reader(workspace)) as reader, closing(Writer(workspace)) as writer:
        tables = score_tables(reader, 1)
        columns = ", ".join(
            row[1] for row in reader.db.execute("PRAGMA table_info(judgment)") if row[1] != "id"
        )
        chosen = columns.replace("overall", "1.0").replace("outcome", "'scored'")
        sql = (
            f"INSERT OR REPLACE INTO judgment (id, {columns}) SELECT (SELECT max(id) + 1 FROM judgment), {chosen}"
            " FROM judgment WHERE id = (SELECT min(id) FROM judgment WHERE metric = 'rse' AND overall > 1)"
        )
        writer.put((sql, ())).result()
        assert score_tables(reader, 1) != tables


def test_a_run_that_is_not_wanted_any_more_holds_up_nobody(
    scorer: Scorer, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "SMALL", 0)
    begun, heard = threading.Event(), []

    def ask() -> None:
        with closing(Reader(finished)) as reader:
            try:
                scorer.once(work.endless_for_the_first_run, reader, 1, lambda _share: begun.set())
            except Unwanted as error:
                heard.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert begun.wait(60)
    scorer.stop(2)
    assert not heard
    scorer.stop(1)
    asking.join(60)
    assert len(heard) == 1
    with closing(Reader(finished)) as reader:
        assert scorer.once(compute, reader, 1) == compute(reader, 1)
