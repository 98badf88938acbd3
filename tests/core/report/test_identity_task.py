"""Which judgments of identity a person is asked to label."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from command import write_study
from engine import Engine

from core.report.label_task import choose_task
from core.store import judgments, labels
from core.store.reader import Reader
from core.store.writer import Writer

MODELS = [
    {"name": name, "role": "test", "provider": "simulated", "closeness": 0.9, "leak": leak, "facts": "meta"}
    for name, leak in (("often", 0.9), ("seldom", 0.05))
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    study = write_study(tmp_path / "s.toml", MODELS, study={"metrics": ["ice"]}, ice={"queries": 160})
    with Engine() as engine:
        engine.run(study, tmp_path / "w")
    return tmp_path / "w"


def test_they_are_spread_over_models_and_outcomes(workspace: Path) -> None:
    reader = Reader(workspace)
    chosen = choose_task(reader, 1, metric="ice")
    found = judgments.rows(reader, chosen)
    assert len(chosen) == len(set(chosen)) == 30
    assert chosen == choose_task(reader, 1, metric="ice")
    assert choose_task(reader, 1) == []
    reader.close()
    each = Counter((row.model, row.outcome) for row in found)
    assert {model for model, _outcome in each} == {"often", "seldom"}
    assert not {"no answer", "unscored"} & {outcome for _model, outcome in each}
    assert each["seldom", "claims another maker"] >= 3, "what is rare is looked at too"


def test_what_somebody_labelled_is_not_asked_again(workspace: Path) -> None:
    reader, writer = Reader(workspace), Writer(workspace)
    chosen = choose_task(reader, 1, metric="ice")
    for judgment in chosen[:5]:
        labels.add(writer, labels.NewLabel(judgment, "ann", outcome="refused")).result()
    writer.close()
    again = choose_task(reader, 1, count=1_000, metric="ice")
    reader.close()
    assert not set(again) & set(chosen[:5])
    assert set(chosen[5:]) <= set(again)
