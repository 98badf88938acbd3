"""Labels are compared with what the judge said of the very judgments."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

from command import write_study
from engine import Engine

from core.report.label_agreement import TaskAgreement, task_agreement
from core.store import labels
from core.store.reader import Reader
from core.store.writer import Writer


def test_labels_are_counted_by_their_distance_from_the_judge(tmp_path: Path) -> None:
    models: list[dict[str, Any]] = [
        {"name": "ref", "role": "reference", "provider": "simulated"},
        {"name": "m", "role": "test", "provider": "simulated", "closeness": 0.5},
    ]
    study = write_study(
        tmp_path / "s.toml", models, study={"metrics": ["rse"]},
        prompt_set=[{"name": "reasoning", "bundled": "reasoning", "sample": 4}], rse={"judges": ["measured"]},
    )  # fmt: skip
    with Engine() as engine:
        assert engine.run(study, tmp_path / "w").status == "completed"
    reader = Reader(tmp_path / "w")
    rows = reader.db.execute("SELECT id, overall FROM judgment WHERE metric = 'rse' ORDER BY id").fetchall()
    chosen = [(row[0], row[1]) for row in rows]
    away = (0.2, 0.8, 2.0)
    writer = Writer(tmp_path / "w")
    for (judgment, score), by in zip(chosen[:3], away, strict=True):
        given: Future[Any] = labels.add(
            writer, labels.NewLabel(judgment, "me", overall=score + by if score < 3 else score - by)
        )
        given.result(10)
    writer.close()
    assert task_agreement(reader, [judgment for judgment, _ in chosen]) == TaskAgreement(3, 1, 2)
    reader.close()
