"""Reading a workspace: each Reader belongs to one thread and cannot write."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from core.errors import WorkspaceError
from core.store.failures import failed_tasks
from core.store.workspace import OlderWorkspace, connect_to_read
from core.study import Study
from core.study_file import parse

T = TypeVar("T")
_KEPT = 6  # results of slow work that a reader keeps


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run in a list. `status`: running, completed, degraded, paused, interrupted, cancelled, error or imported.

    `place` of `namesakes`: its number among the runs of that very study. `afresh`: nothing was taken over;
    `instead_of`: the run in whose place it was judged by newer versions. `altered_since`: the last run before that
    had the study's name and asked for something else, such as other prompts; only for the first run of a study.
    """

    id: int
    study_id: int
    study: str
    status: str
    message: str
    started: float
    ended: float | None
    seconds: float
    calls: int
    errors: int
    cost: float
    cost_unknown: bool
    judgments: int
    metrics: tuple[str, ...]
    tags: str
    notes: str
    place: int = 1
    namesakes: int = 1
    afresh: bool = False
    instead_of: int | None = None
    altered_since: int | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model of a run and how it was asked."""

    name: str
    role: str
    provider: str
    served_name: str
    vendor: str
    spec: dict[str, Any]
    identity: dict[str, Any]
    asked_as: tuple[str, ...]
    served_as: tuple[str, ...]


class Count(NamedTuple):
    """Answers of one model to one prompt set ("" for identity questions)."""

    model: str
    prompt_set: str
    answered: int
    no_answer: int
    errors: int


class ErrorGroup(NamedTuple):
    """Failed calls of one cause."""

    model: str
    cause: str
    calls: int
    message: str


_SAME = "(SELECT count(*) FROM run o WHERE o.deleted IS NULL AND o.study_id = r.study_id"
_OTHER = """(SELECT max(o.id) FROM run o JOIN study t ON t.id = o.study_id
    WHERE o.deleted IS NULL AND t.name = s.name AND t.id <> s.id AND o.id < r.id)"""
# It is kept at the end of a sitting; of one that is on, or was cut off, it is counted.
_FAILED = f"CASE WHEN r.status IN ('running', 'interrupted') THEN {failed_tasks('r')} ELSE r.errors END"
_RUNS = f"""
SELECT r.id, s.id AS study_id, s.name AS study, r.status, r.message, r.started, r.ended, r.seconds, r.calls,
    {_FAILED} AS errors, r.cost, r.cost_unknown, s.canonical, s.tags, s.notes, r.epoch > 0 AS afresh,
    json_extract(r.manifest, '$.instead_of') AS instead_of,
    (SELECT count(*) FROM judgment j WHERE j.run_id = r.id) AS judgments,
    {_SAME} AND o.id <= r.id) AS place, {_SAME}) AS namesakes, {_OTHER} AS other
FROM run r JOIN study s ON s.id = r.study_id"""
_ASKED = """
SELECT m.name, group_concat(DISTINCT p.asked_as) AS asked, group_concat(DISTINCT p.served_model) AS served
FROM (SELECT a.model_id, json_extract(a.turns, '$[0]') AS response FROM answer a WHERE a.run_id = ?) a
JOIN run_model m ON m.id = a.model_id JOIN response p ON p.id = a.response GROUP BY m.name"""
_COUNTS = """
SELECT m.name AS model, ifnull(s.name, '') AS prompt_set, sum(a.outcome IN ('answered', 'refused')) AS answered,
    sum(a.outcome = 'no_answer') AS no_answer, sum(a.outcome = 'error') AS errors
FROM answer a JOIN run_model m ON m.id = a.model_id JOIN prompt p ON p.id = a.prompt_id
LEFT JOIN prompt_set s ON s.id = p.prompt_set_id WHERE a.run_id = ? GROUP BY m.name, s.name ORDER BY m.id, s.id"""
_ERRORS = """
SELECT m.name AS model, a.cause, count(*) AS count, max(a.message) AS message FROM answer a
JOIN run_model m ON m.id = a.model_id WHERE a.run_id = ? AND a.outcome = 'error'
GROUP BY m.name, a.cause ORDER BY count(*) DESC"""


# The newest rows of a run, and what is written on it beside them.
_RUNS_STATE = """
SELECT (SELECT max(id) FROM judgment WHERE run_id = r.id AND metric = 'rse'),
    (SELECT max(id) FROM judgment WHERE run_id = r.id AND metric = 'ice'),
    (SELECT max(id) FROM answer WHERE run_id = r.id), r.manifest FROM run r WHERE r.id = ?"""
_LABELS_STATE = "SELECT count(*), max(id), total(replaced_by), total(created) FROM label"


class _Kept(NamedTuple):
    """What slow work gave, and when: the workspace's version, and the state of what the work rests on."""

    version: int
    state: tuple[object, ...]
    found: Any


class Reader:
    """A read-only view of a workspace. Raises WorkspaceError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: sqlite3.Connection = _connect(path)
        self._kept: dict[tuple[object, int], _Kept] = {}

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def data_version(self) -> int:
        """Changes whenever somebody committed to the workspace."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def once(
        self,
        work: Callable[[Reader, int], T],
        run: int,
        elsewhere: Callable[[], T] | None = None,
        *,
        labels: bool = True,
    ) -> T:
        """What slow work on a run gives, done again only when something that it rests on was written since.

        elsewhere: gives the same as the work, such as from another process. labels: whether it looks at them.
        """
        place, kept = (work, run), self._kept.pop((work, run), None)
        version = self.data_version()
        if kept is None or kept.version != version:
            state = self._state(run, labels)
            if kept is None or kept.state != state:
                kept = _Kept(version, state, elsewhere() if elsewhere else work(self, run))
        self._kept[place] = kept._replace(version=version)
        while len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept)))
        found: T = kept.found
        return found

    def _state(self, run: int, labels: bool) -> tuple[object, ...]:
        """Changes with whatever figures of a run rest on: its judgments and answers are replaced, never altered."""
        row = self.db.execute(_RUNS_STATE, (run,)).fetchone()
        said = tuple(self.db.execute(_LABELS_STATE).fetchone()) if labels else ()
        return (
            replace(self.run(run), tags="", notes="", place=1, namesakes=1, altered_since=None),
            tuple(row),
            said,
        )

    def runs(self) -> list[RunInfo]:
        """Every run, newest first."""
        rows = self.db.execute(f"{_RUNS} WHERE r.deleted IS NULL ORDER BY r.id DESC").fetchall()
        return [_run_info(row, *self._standing(row)) for row in rows]

    def run(self, run: int) -> RunInfo:
        """One run; raises WorkspaceError where there is none of that number."""
        row = self.db.execute(f"{_RUNS} WHERE r.deleted IS NULL AND r.id = ?", (run,)).fetchone()
        if row is None:
            known = ", ".join(str(r.id) for r in self.runs()) or "none"
            raise WorkspaceError(f"{self.path} has no run {run}", remedy=f"It has: {known}")
        return _run_info(row, *self._standing(row))

    def _standing(self, row: sqlite3.Row) -> tuple[str, str]:
        """Status and message: a run is at work only while somebody writes; otherwise its program was ended."""
        if row["status"] != "running":
            return row["status"], row["message"]
        from core.store import lock  # what it needs takes long to import, and is seldom needed here

        return ("running", "") if lock.held(self.path) else ("interrupted", lock.LEFT_BEHIND)

    def latest_run(self) -> int | None:
        """The newest run, or None."""
        row = self.db.execute("SELECT max(id) FROM run WHERE deleted IS NULL").fetchone()
        return None if row[0] is None else int(row[0])

    def study(self, run: int) -> Study:
        """The study of a run, as it was frozen."""
        row = self._one(
            "SELECT s.toml, s.base_dir FROM study s JOIN run r ON r.study_id = s.id WHERE r.id = ?", run
        )
        return parse(row["toml"], Path(row["base_dir"]) / "study.toml")

    def toml(self, run: int) -> str:
        """The study file of a run, as it was frozen."""
        return str(
            self._one("SELECT s.toml FROM study s JOIN run r ON r.study_id = s.id WHERE r.id = ?", run)[
                "toml"
            ]
        )

    def manifest(self, run: int) -> dict[str, Any]:
        """Versions, seeds and settings that the run was made with."""
        found: dict[str, Any] = json.loads(
            self._one("SELECT manifest FROM run WHERE id = ?", run)["manifest"]
        )
        return found

    def models(self, run: int) -> list[ModelInfo]:
        """The models of a run, in the order of the study."""
        asked = {row["name"]: row for row in self.db.execute(_ASKED, (run,))}
        rows = self.db.execute("SELECT * FROM run_model WHERE run_id = ? ORDER BY id", (run,))
        return [_model_info(row, asked.get(row["name"])) for row in rows]

    def counts(self, run: int) -> list[Count]:
        """What came of the calls, per model and prompt set."""
        return [Count(*row) for row in self.db.execute(_COUNTS, (run,))]

    def errors(self, run: int) -> list[ErrorGroup]:
        """Failed calls, grouped by model and cause, most first."""
        return [ErrorGroup(*row) for row in self.db.execute(_ERRORS, (run,))]

    def prompt_sets(self, run: int) -> Iterator[sqlite3.Row]:
        """The frozen prompt sets: name, source, sha256, notes (JSON), and `count` prompts."""
        sql = "SELECT s.*, (SELECT count(*) FROM prompt p WHERE p.prompt_set_id = s.id) AS count FROM prompt_set s"
        return iter(self.db.execute(f"{sql} WHERE s.run_id = ? ORDER BY s.id", (run,)))

    def log(self, run: int) -> Sequence[sqlite3.Row]:
        """The run log: created, level, text."""
        return self.db.execute("SELECT * FROM log WHERE run_id = ? ORDER BY id", (run,)).fetchall()

    def _one(self, sql: str, run: int) -> sqlite3.Row:
        row: sqlite3.Row | None = self.db.execute(sql, (run,)).fetchone()
        if row is None:
            raise WorkspaceError(f"{self.path} has no run {run}")
        return row


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return connect_to_read(path)
    except OlderWorkspace:
        from core.store.writer import Writer  # what it needs takes long to import, and is seldom needed here

        Writer(path).close()  # backs up and migrates
        return connect_to_read(path)


def _run_info(row: sqlite3.Row, status: str, message: str) -> RunInfo:
    canonical = json.loads(row["canonical"])
    return RunInfo(
        id=row["id"],
        study_id=row["study_id"],
        study=row["study"],
        status=status,
        message=message,
        started=row["started"],
        ended=row["ended"],
        seconds=row["seconds"],
        calls=row["calls"],
        errors=row["errors"],
        cost=row["cost"],
        cost_unknown=bool(row["cost_unknown"]),
        judgments=row["judgments"],
        metrics=tuple(canonical["metrics"]),
        tags=row["tags"],
        notes=row["notes"],
        place=row["place"],
        namesakes=row["namesakes"],
        afresh=bool(row["afresh"]),
        instead_of=row["instead_of"],
        altered_since=row["other"] if row["place"] == 1 else None,
    )


def _model_info(row: sqlite3.Row, asked: sqlite3.Row | None) -> ModelInfo:
    return ModelInfo(
        name=row["name"],
        role=row["role"],
        provider=row["provider"],
        served_name=row["served_name"],
        vendor=row["vendor"],
        spec=json.loads(row["spec"]),
        identity=json.loads(row["identity"]),
        asked_as=_listed(asked["asked"]) if asked else (),
        served_as=_listed(asked["served"]) if asked else (),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split(",") if part)
