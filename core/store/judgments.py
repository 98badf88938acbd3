"""Judgments for lists and for the inspector: filtered, sorted and paged in SQL, whole only one at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import WorkspaceError
from core.store import paging
from core.store.filters import SORTS, JudgmentFilter
from core.store.reader import Reader

_JOINS = """
FROM judgment j JOIN run_model m ON m.id = j.model_id LEFT JOIN run_model ref ON ref.id = j.reference_id
JOIN prompt p ON p.id = j.prompt_id LEFT JOIN prompt_set s ON s.id = j.prompt_set_id
LEFT JOIN template t ON t.id = p.template_id"""
_COLUMNS = """
SELECT j.id, j.metric, m.name AS model, ifnull(ref.name, '') AS reference, j.judge, ifnull(s.name, '') AS prompt_set,
    p.turns, p.question, p.category AS topic, p.key AS prompt_key, j.outcome, j.style, j.structure, j.content,
    j.overall, j.loose, j.strict, j.hard, j.claim_maker, j.claim_model, j.repeat, j.pair_order, j.rationale,
    ifnull(t.kind, '') AS kind, ifnull(t.key, '') AS template_key"""
_SHORT = 160
CUT_OFF = frozenset({"length", "max_tokens", "MAX_TOKENS"})  # as OpenAI, Anthropic and Gemini say it
_AS_THEY_ARE = (
    "id", "metric", "model", "reference", "judge", "prompt_set", "outcome", "style", "structure", "content",
    "overall", "repeat", "topic", "kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgmentRow:
    """A judgment in a list; `prompt` is its beginning."""

    id: int
    metric: str
    model: str
    reference: str
    judge: str
    prompt_set: str
    prompt: str
    outcome: str
    style: float | None
    structure: float | None
    content: float | None
    overall: float | None
    loose: bool | None
    strict: bool | None
    hard: bool | None
    claim: str
    repeat: int
    topic: str
    kind: str


@dataclass(frozen=True, slots=True)
class JudgmentDetail:
    """All there is to one judgment. `others` are the same response judged by others, or again.

    cut_off: the server ended the response at the limit of tokens. requests: those for the reference's response
    first, as many as reference_requests says.
    """

    row: JudgmentRow
    prompt: tuple[str, ...]
    question: str
    template: str
    answer: str | None
    reference_response: str | None
    response: str | None
    reference_thinking: str
    thinking: str
    rationale: str
    raw: str
    evidence: str
    order: str
    components: dict[str, float]
    requests: tuple[dict[str, Any], ...]
    others: list[JudgmentRow] = field(default_factory=list)
    cut_off: bool = False
    reference_cut_off: bool = False
    reference_requests: int = 0
    judge_version: str = ""


def ids(
    reader: Reader,
    chosen: JudgmentFilter,
    sort: str = "id",
    descending: bool = False,
    after: tuple[Any, int] | None = None,
    limit: int = 500,
) -> list[int]:
    """Ids of judgments in order. `after` is (sort value, id) of the last one of the page before."""
    return paging.ids(reader.db, chosen, (sort, descending), after, limit)


def place(reader: Reader, judgment: int, sort: str = "id") -> tuple[Any, int]:
    """Where a judgment stands in that order: what `ids` takes as `after`."""
    column = SORTS.get(sort, "j.id")
    return reader.db.execute(f"SELECT {column} FROM judgment j WHERE j.id = ?", (judgment,)).fetchone()[
        0
    ], judgment


def count(reader: Reader, chosen: JudgmentFilter) -> int:
    """How many judgments pass the filter."""
    return paging.count(reader.db, chosen)


def rows(reader: Reader, wanted: Sequence[int]) -> list[JudgmentRow]:
    """The rows of these ids, in the same order; ids that are gone are left out."""
    marks = ", ".join("?" * len(wanted))
    found = reader.db.execute(f"{_COLUMNS} {_JOINS} WHERE j.id IN ({marks})", tuple(wanted))
    by_id = {row["id"]: _row(row) for row in found}
    return [by_id[i] for i in wanted if i in by_id]


def walk(reader: Reader, chosen: JudgmentFilter) -> Iterator[JudgmentDetail]:
    """Every judgment that passes, whole, in order of id; for exports."""
    for judgment in paging.ids(reader.db, chosen):
        yield detail(reader, judgment, others=False)


def detail(reader: Reader, judgment: int, *, others: bool = True) -> JudgmentDetail:
    """One judgment with its texts. Raises WorkspaceError where there is none of that id."""
    row = reader.db.execute(
        f"{_COLUMNS}, j.raw, j.evidence, j.components, j.answer_id, j.reference_answer_id,"
        " j.judge_version, p.answer AS known,"
        f" ifnull(t.text, '') AS template_text {_JOINS} WHERE j.id = ?",
        (judgment,),
    ).fetchone()
    if row is None:
        raise WorkspaceError(f"there is no judgment {judgment} any more")
    text, thinking, requests = _answer(reader.db, row["answer_id"])
    reference_text, reference_thinking, reference_requests = _answer(reader.db, row["reference_answer_id"])
    return JudgmentDetail(
        row=_row(row),
        prompt=tuple(json.loads(row["turns"])),
        question=row["question"],
        template=row["template_text"],
        answer=row["known"],
        reference_response=reference_text,
        response=text,
        reference_thinking=reference_thinking,
        thinking=thinking,
        rationale=row["rationale"],
        raw=row["raw"],
        evidence=row["evidence"],
        order=row["pair_order"],
        components=json.loads(row["components"]),
        requests=(*reference_requests, *requests),
        others=_others(reader, judgment, row["answer_id"]) if others else [],
        cut_off=_cut_off(requests),
        reference_cut_off=_cut_off(reference_requests),
        reference_requests=len(reference_requests),
        judge_version=row["judge_version"],
    )


def _others(reader: Reader, judgment: int, answer: int | None) -> list[JudgmentRow]:
    same = reader.db.execute("SELECT prompt_id FROM judgment WHERE id = ?", (judgment,)).fetchone()[0]
    sql = "SELECT id FROM judgment WHERE prompt_id = ? AND answer_id IS ? AND id != ? ORDER BY id LIMIT 100"
    return rows(reader, [r[0] for r in reader.db.execute(sql, (same, answer, judgment))])


def _answer(db: sqlite3.Connection, answer: int | None) -> tuple[str | None, str, tuple[dict[str, Any], ...]]:
    if answer is None:
        return None, "", ()
    row = db.execute("SELECT outcome, text, turns, message FROM answer WHERE id = ?", (answer,)).fetchone()
    turns = json.loads(row["turns"])
    marks = ", ".join("?" * len(turns))
    by_id = {r["id"]: r for r in db.execute(f"SELECT * FROM response WHERE id IN ({marks})", turns)}
    found = [by_id[turn] for turn in turns if turn in by_id]
    thinking = "\n\n".join(r["thinking"] for r in found if r["thinking"])
    text = row["text"] if row["outcome"] in ("answered", "refused") else None
    return text, thinking, tuple(_request(r) for r in found)


def _cut_off(requests: Sequence[dict[str, Any]]) -> bool:
    return any(each["finish_reason"] in CUT_OFF for each in requests)


def _request(row: sqlite3.Row) -> dict[str, Any]:
    kept = (
        "wire",
        "base_url",
        "model",
        "served_model",
        "asked_as",
        "finish_reason",
        "input_tokens",
        "output_tokens",
    )
    details = {name: row[name] for name in (*kept, "seconds", "created", "repeat")}
    return details | {"request": json.loads(row["request"])}


def _row(row: sqlite3.Row) -> JudgmentRow:
    text = " ⏎ ".join(json.loads(row["turns"]))
    claim = " ".join(part for part in (row["claim_maker"], row["claim_model"]) if part)
    return JudgmentRow(
        **{name: row[name] for name in _AS_THEY_ARE},
        loose=_flag(row["loose"]),
        strict=_flag(row["strict"]),
        hard=_flag(row["hard"]),
        prompt=text[:_SHORT],
        claim=claim,
    )


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)
