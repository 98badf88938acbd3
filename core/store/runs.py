"""Starting a run and taking up an unfinished one: what is frozen at the start, and what was done before."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.store.statements import ModelRow, PromptRow, TemplateRow, insert
from core.store.versions import OtherVersion, other_versions

# A degraded run is taken up again: what failed in it is asked once more.
FINISHED = ("completed", "imported")
_JUDGED = """
SELECT task_key, id, outcome = 'error' OR EXISTS (
    SELECT 1 FROM answer a WHERE a.id IN (j.answer_id, j.reference_answer_id) AND a.outcome = 'error')
FROM judgment j WHERE run_id = ?"""


@dataclass(frozen=True, slots=True)
class NewPrompt:
    """A prompt to be frozen; `key` is the engine's name for it."""

    key: str
    position: int
    turns: tuple[str, ...]
    category: str = ""
    language: str = ""
    answer: str | None = None
    template: str = ""
    question: str = ""
    names_identity: bool = False


@dataclass(frozen=True, slots=True)
class NewSet:
    """A prompt set to be frozen with its prompts."""

    name: str
    source: str
    sha256: str
    notes: Mapping[str, Any]
    prompts: tuple[NewPrompt, ...]


@dataclass(frozen=True, slots=True)
class NewModel:
    """A model to be frozen."""

    name: str
    role: str
    provider: str
    served_name: str
    vendor: str
    spec: str


@dataclass(frozen=True, slots=True)
class NewTemplate:
    """A template to be frozen, met by every model of the run."""

    key: str
    text: str
    kind: str
    language: str
    names_identity: bool
    lineage: str
    names: tuple[str, ...] = ()
    parent: str | None = None
    mutator: str = ""


@dataclass(frozen=True)
class NewRun:
    """Everything that is frozen when a run begins."""

    study: str
    fingerprint: str
    canonical: str
    toml: str
    base_dir: str
    manifest: str
    models: tuple[NewModel, ...]
    sets: tuple[NewSet, ...] = ()
    templates: tuple[NewTemplate, ...] = ()
    prompts: tuple[NewPrompt, ...] = ()  # ICE prompts known before the start, in no set
    origin: str = "run"
    judges: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # metric: judge: its version


@dataclass
class RunState:
    """A run as the engine knows it: the ids of what is frozen, and what was done before."""

    id: int
    epoch: int
    status: str
    calls: int = 0
    cost: float = 0.0
    cost_unknown: bool = False
    seconds: float = 0.0
    models: dict[str, int] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)
    prompts: dict[str, int] = field(default_factory=dict)
    templates: dict[str, int] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)  # task key -> (row, outcome)
    judgments: set[str] = field(default_factory=set)  # task keys that are done
    redo: dict[str, int] = field(default_factory=dict)  # task key -> the row to replace: it failed
    others: tuple[OtherVersion, ...] = ()  # what judged here with another version, or did in `instead_of`
    instead_of: int | None = None  # the run that was left as it is, since other versions had judged in it

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in FINISHED


# A search's own template is known by its model too: two models grow different trees.
_TEMPLATES = """
SELECT ifnull(m.name || ':', '') || t.key, t.id
FROM template t LEFT JOIN run_model m ON m.id = t.model_id WHERE t.run_id = ?"""

NextId = Callable[[str], int]


def begin(  # noqa: PLR0913 - what a person may wish for
    db: sqlite3.Connection, new: NewRun, next_id: NextId, *,
    again: bool, reopen: bool, rejudge: bool = False, run: int | None = None,
) -> RunState:  # fmt: skip
    """The run of this study that is to be worked on: the unfinished one, a finished one, or a new one.

    It is the newest, or `run` where that is one of the study's.
    `again` makes a new run with an epoch of its own, so that nothing comes from the cache; where such a run was
    interrupted, it is taken up. `reopen` takes up a finished run too (to retry errors). A run that judges of
    other versions have judged in is never taken up, since its means would mix two instruments: it stays as it
    is, and a new run of the same epoch takes its place, whose answers come from the cache and whose judgments
    are all made anew. `rejudge` does so with a finished run. Runs inside the writer's transaction.
    """
    study = _study(db, new, next_id)
    last = db.execute(
        "SELECT id, epoch > 0 AND status IN ('running', 'paused', 'interrupted', 'cancelled', 'error') FROM run"
        " WHERE study_id = ? AND origin = ? AND deleted IS NULL ORDER BY id = ? DESC, id DESC",
        (study, new.origin, run or 0),
    ).fetchone()
    if last is None or (again and not last[1]):
        # Over all studies: another study's repeat may have asked the very same.
        fresh = "SELECT ifnull(max(epoch), 0) + 1 FROM run"
        return load(db, _freeze(db, new, study, next_id, db.execute(fresh).fetchone()[0] if again else 0))
    state = load(db, int(last[0]))
    state.others = other_versions(db, state.id, new.judges)
    to_work = reopen or not state.finished
    if state.others and (to_work or rejudge):
        return _instead(db, new, study, next_id, state)
    if to_work:
        db.execute("UPDATE run SET status = 'running', message = '', ended = NULL WHERE id = ?", (state.id,))
        state.status = "running"
    return state


def _instead(db: sqlite3.Connection, new: NewRun, study: int, next_id: NextId, old: RunState) -> RunState:
    run = _freeze(db, new, study, next_id, old.epoch)
    db.execute("UPDATE run SET manifest = json_set(manifest, '$.instead_of', ?) WHERE id = ?", (old.id, run))
    # Nobody is at work on it any more, however it was left.
    db.execute("UPDATE run SET status = 'interrupted' WHERE id = ? AND status = 'running'", (old.id,))
    state = load(db, run)
    state.others, state.instead_of = old.others, old.id
    return state


def keep_caps(db: sqlite3.Connection, run: int, max_cost: float | None, max_calls: int | None) -> None:
    """Note the caps of a sitting, which whoever takes the run up again is to keep; None is no cap."""
    caps = json.dumps({"max_cost": max_cost, "max_calls": max_calls})
    db.execute(
        "UPDATE run SET manifest = json_set(manifest, '$.caps', json(?)) WHERE id = ?",
        (caps, run),
    )


def load(db: sqlite3.Connection, run: int) -> RunState:
    """What is known of a run."""
    row = db.execute(
        "SELECT epoch, status, calls, cost, cost_unknown, seconds FROM run WHERE id = ?", (run,)
    ).fetchone()
    state = RunState(run, row[0], row[1], row[2], row[3], bool(row[4]), row[5])
    state.models = _names(db, "SELECT name, id FROM run_model WHERE run_id = ?", run)
    state.sets = _names(db, "SELECT name, id FROM prompt_set WHERE run_id = ?", run)
    state.prompts = _names(db, "SELECT key, id FROM prompt WHERE run_id = ?", run)
    state.templates = _names(db, _TEMPLATES, run)
    answers = db.execute("SELECT task_key, id, outcome FROM answer WHERE run_id = ?", (run,))
    state.answers = {key: (row_id, outcome) for key, row_id, outcome in answers}
    for key, row_id, failed in db.execute(_JUDGED, (run,)):
        if failed:
            state.redo[key] = row_id
        else:
            state.judgments.add(key)
    return state


def calls_before(db: sqlite3.Connection, run: int) -> int:
    """How many tasks of earlier sittings needed a model to be called, and were done."""
    answers = """SELECT count(*) FROM answer a JOIN run_model m ON m.id = a.model_id
        WHERE a.run_id = ? AND a.outcome != 'error' AND m.provider != 'recorded'"""
    judged = """SELECT count(*) FROM judgment j JOIN run_model m ON m.run_id = j.run_id AND m.name = j.judge
        WHERE j.run_id = ? AND j.outcome NOT IN ('error', 'no_answer', 'refused')"""
    return sum(int(db.execute(sql, (run,)).fetchone()[0]) for sql in (answers, judged))


def selections(db: sqlite3.Connection, run: int, model_id: int) -> list[dict[str, Any]]:
    """The fuzzer's steps of one model, in order."""
    rows = db.execute(
        "SELECT row FROM selection WHERE run_id = ? AND model_id = ? ORDER BY iteration", (run, model_id)
    )
    return [json.loads(text) for (text,) in rows]


def _names(db: sqlite3.Connection, sql: str, run: int) -> dict[str, int]:
    return dict(db.execute(sql, (run,)).fetchall())


def _study(db: sqlite3.Connection, new: NewRun, next_id: NextId) -> int:
    found = db.execute("SELECT id FROM study WHERE fingerprint = ?", (new.fingerprint,)).fetchone()
    if found:
        return int(found[0])
    study = next_id("study")
    db.execute(
        "INSERT INTO study (id, name, fingerprint, canonical, toml, base_dir, created) VALUES (?,?,?,?,?,?,?)",
        (study, new.study, new.fingerprint, new.canonical, new.toml, new.base_dir, time.time()),
    )
    return study


def _freeze(db: sqlite3.Connection, new: NewRun, study: int, next_id: NextId, epoch: int) -> int:
    run = next_id("run")
    db.execute(
        "INSERT INTO run (id, study_id, epoch, status, origin, started, manifest) VALUES (?,?,?,?,?,?,?)",
        (run, study, epoch, "running", new.origin, time.time(), new.manifest),
    )
    for model in new.models:
        _write(db, ModelRow(next_id("run_model"), run, *_fields(model)))
    templates = {t.key: _freeze_template(db, t, run, next_id) for t in new.templates}
    for prompt_set in new.sets:
        _freeze_set(db, prompt_set, run, next_id)
    _freeze_prompts(db, new.prompts, run, None, templates, next_id)
    return run


def _freeze_set(db: sqlite3.Connection, new: NewSet, run: int, next_id: NextId) -> None:
    row_id = next_id("prompt_set")
    db.execute(
        "INSERT INTO prompt_set (id, run_id, name, source, sha256, notes) VALUES (?,?,?,?,?,?)",
        (row_id, run, new.name, new.source, new.sha256, json.dumps(dict(new.notes), ensure_ascii=False)),
    )
    _freeze_prompts(db, new.prompts, run, row_id, {}, next_id)


def _freeze_template(db: sqlite3.Connection, new: NewTemplate, run: int, next_id: NextId) -> int:
    row_id = next_id("template")
    names = json.dumps(new.names, ensure_ascii=False)
    row = TemplateRow(
        row_id, run, new.key, new.text, new.kind, new.language, new.names_identity, new.lineage, None,
        names, new.parent, new.mutator,
    )  # fmt: skip
    _write(db, row)
    return row_id


def _freeze_prompts(
    db: sqlite3.Connection,
    prompts: Iterable[NewPrompt],
    run: int,
    prompt_set: int | None,
    templates: Mapping[str, int],
    next_id: NextId,
) -> None:
    for p in prompts:
        row = prompt_row(next_id("prompt"), run, p, prompt_set, templates.get(p.template))
        _write(db, row)


def prompt_row(
    row_id: int, run: int, p: NewPrompt, prompt_set: int | None, template: int | None
) -> PromptRow:
    """The row of a prompt."""
    turns = json.dumps(p.turns, ensure_ascii=False)
    return PromptRow(
        row_id, run, p.key, p.position, turns, prompt_set, template, p.category, p.language, p.answer,
        p.question, p.names_identity,
    )  # fmt: skip


def _fields(model: NewModel) -> tuple[str, ...]:
    return (model.name, model.role, model.provider, model.served_name, model.vendor, model.spec)


def _write(db: sqlite3.Connection, row: ModelRow | PromptRow | TemplateRow) -> None:
    db.execute(*insert(row))
