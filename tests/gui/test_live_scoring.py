"""Scores of a large run come from a process of their own, are the same, and need no process to be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import DistilScopeError
from core.report.tables import score_tables
from core.store.reader import Reader
from gui.live import scoring
from gui.live.scoring import Scorer


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
