"""The rows that a run writes, as statements for the writer: one function a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from core.store.failures import failed_tasks
from core.store.writer import Statement


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One reply of a model, addressed by what was asked (see core.engine.cache_key)."""

    id: int
    cache_key: str
    wire: str
    base_url: str
    model: str
    request: str
    repeat: int
    epoch: int
    asked_as: str
    text: str
    thinking: str
    finish_reason: str
    refusal: str
    input_tokens: int | None
    output_tokens: int | None
    served_model: str
    seconds: float
    created: float


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a model answered to a prompt in a run; outcome: answered, refused, no_answer or error."""

    id: int
    run_id: int
    task_key: str
    model_id: int
    prompt_id: int
    repeat: int
    outcome: str
    text: str
    turns: str
    cause: str
    message: str
    created: float


@dataclass(frozen=True, slots=True)
class JudgmentRow:
    """One judge's word on one response; the columns of the other metric stay None or empty."""

    id: int
    run_id: int
    task_key: str
    metric: str
    model_id: int
    judge: str
    prompt_id: int
    outcome: str
    created: float
    reference_id: int | None = None
    judge_version: str = ""
    prompt_set_id: int | None = None
    repeat: int = 0
    pair_order: str = ""
    answer_id: int | None = None
    reference_answer_id: int | None = None
    style: float | None = None
    structure: float | None = None
    content: float | None = None
    overall: float | None = None
    components: str = "{}"
    loose: bool | None = None
    strict: bool | None = None
    hard: bool | None = None
    claim_maker: str = ""
    claim_model: str = ""
    evidence: str = ""
    rationale: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A prompt as it was asked in a run; ICE prompts carry their template and question."""

    id: int
    run_id: int
    key: str
    position: int
    turns: str
    prompt_set_id: int | None = None
    template_id: int | None = None
    category: str = ""
    language: str = ""
    answer: str | None = None
    question: str = ""
    names_identity: bool = False


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template of a run; `model_id` is None for one that every model of the run meets."""

    id: int
    run_id: int
    key: str
    text: str
    kind: str
    language: str
    names_identity: bool
    lineage: str
    model_id: int | None = None
    names: str = "[]"
    parent: str | None = None
    mutator: str = ""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model as a run met it; `identity` is what the response cache keys it by."""

    id: int
    run_id: int
    name: str
    role: str
    provider: str
    served_name: str
    vendor: str
    spec: str
    identity: str = "{}"


Row = ResponseRow | AnswerRow | JudgmentRow | PromptRow | TemplateRow | ModelRow
_TABLES: Mapping[type[Row], str] = {
    ResponseRow: "response",
    AnswerRow: "answer",
    JudgmentRow: "judgment",
    PromptRow: "prompt",
    TemplateRow: "template",
    ModelRow: "run_model",
}
# A task that failed and is asked again puts its new row in the place of the old one. A response is kept as it came.
_ON_CONFLICT: Mapping[type[Row], str] = {
    ResponseRow: "OR IGNORE",
    AnswerRow: "OR REPLACE",
    JudgmentRow: "OR REPLACE",
    PromptRow: "",
    TemplateRow: "OR IGNORE",
    ModelRow: "OR IGNORE",
}


def insert(row: Row) -> Statement:
    """The statement that writes a row."""
    sql, values = _INSERTS[type(row)]
    return sql, values(row)


def log(run_id: int | None, created: float, level: str, text: str) -> Statement:
    """One line of the run log."""
    return (
        "INSERT INTO log (run_id, created, level, text) VALUES (?, ?, ?, ?)",
        (run_id, created, level, text),
    )


def spent(run_id: int, calls: int, cost: float, unknown: bool) -> Statement:
    """Count calls that a run has made, failed tries included, with their cost in USD."""
    sql = (
        "UPDATE run SET calls = calls + ?, cost = cost + ?, cost_unknown = max(cost_unknown, ?) WHERE id = ?"
    )
    return sql, (calls, cost, int(unknown), run_id)


def status(run_id: int, name: str, message: str = "", ended: float | None = None) -> Statement:
    """Set a run's status."""
    return "UPDATE run SET status = ?, message = ?, ended = ? WHERE id = ?", (name, message, ended, run_id)


def add_time(run_id: int, seconds: float) -> Statement:
    """Add a sitting's working time, and count what failed."""
    sql = f"UPDATE run SET seconds = seconds + ?, errors = {failed_tasks('run')} WHERE id = ?"
    return sql, (seconds, run_id)


def selection(run_id: int, model_id: int, iteration: int, row: Mapping[str, Any]) -> Statement:
    """One step of the fuzzer; the tree is rebuilt from these."""
    sql = "INSERT OR REPLACE INTO selection (run_id, model_id, iteration, row) VALUES (?, ?, ?, ?)"
    return sql, (run_id, model_id, iteration, json.dumps(row, ensure_ascii=False))


def _sql(kind: type[Row]) -> str:
    names = list(kind.__dataclass_fields__)
    marks = ", ".join("?" * len(names))
    return f"INSERT {_ON_CONFLICT[kind]} INTO {_TABLES[kind]} ({', '.join(names)}) VALUES ({marks})"


_INSERTS = {kind: (_sql(kind), attrgetter(*kind.__dataclass_fields__)) for kind in _TABLES}
