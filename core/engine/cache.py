"""What a workspace already holds of a study: calls that would not be made again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.store.reader import Reader
from core.study import Study
from core.study_file import dumps


class CachedCalls:
    """Looks at the newest run of the same study. Without a workspace, or without such a run, nothing is cached."""

    def __init__(self, study: Study, workspace: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        self._answers: set[str] = set()
        self._judgments: set[str] = set()
        if workspace is not None and workspace.exists():
            self._db = Reader(workspace).db
            self._load(dumps(study))

    def close(self) -> None:
        """Let go of the workspace."""
        if self._db is not None:
            self._db.close()

    def answered(self, key: str) -> bool:
        """Whether this task has its answer."""
        return key in self._answers

    def judged(self, key: str) -> bool:
        """Whether this task has its judgment."""
        return key in self._judgments

    def identity_answers(self, model: str) -> int:
        """How many identity questions the model has answered."""
        return sum(key.startswith(f"ice-ask|{model}|") for key in self._answers)

    def identity_judgments(self, model: str, judge: str) -> int:
        """How many of its answers the judge has judged."""
        return sum(key.startswith(f"ice|{judge}|{model}|") for key in self._judgments)

    def _load(self, toml: str) -> None:
        db = self._db
        if db is None:
            return
        run = db.execute(
            "SELECT max(r.id) FROM run r JOIN study s ON s.id = r.study_id WHERE s.toml = ?", (toml,)
        ).fetchone()[0]
        answers = db.execute("SELECT task_key FROM answer WHERE run_id IS ? AND outcome != 'error'", (run,))
        self._answers = {key for (key,) in answers}
        judged = db.execute("SELECT task_key FROM judgment WHERE run_id IS ? AND outcome != 'error'", (run,))
        self._judgments = {key for (key,) in judged}
