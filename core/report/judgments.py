"""Judgments as records for export (DESIGN section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.rse.judgment import SCORES
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.judgments import JudgmentDetail
from core.store.reader import Reader

COLUMNS = (
    "metric", "model", "reference", "judge", "prompt_set", "prompt", "template", "reference_response", "response",
    *SCORES, "loose", "strict", "hard", "claim", "rationale", "outcome",
    "judge_version", "shown_first", "repeat",
)  # fmt: skip


# By the name of the response that the judge read first; a judge that computes reads none before the other.
_SHOWN_FIRST = {"AB": "reference_response", "BA": "response"}


def records(reader: Reader, chosen: JudgmentFilter, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Each judgment as `judgments --format json` prints it."""
    for number, found in enumerate(judgments.walk(reader, chosen)):
        if limit is not None and number >= limit:
            return
        yield as_json(found)


def as_json(found: JudgmentDetail) -> dict[str, Any]:
    """One judgment; texts that do not exist are null."""
    row = found.row
    return {
        "metric": row.metric,
        "model": row.model,
        "reference": row.reference or None,
        "judge": row.judge,
        "prompt_set": row.prompt_set or None,
        "prompt": "\n\n".join(found.prompt),
        "template": found.template or None,
        "reference_response": found.reference_response,
        "response": found.response,
        "scores": _scores(found),
        "rationale": found.rationale,
        "outcome": row.outcome,
        "id": row.id,
        "repeat": row.repeat,
        "topic": row.topic or None,
        "question": found.question or None,
        "judge_version": found.judge_version or None,
        "shown_first": _SHOWN_FIRST.get(found.order),
        "components": found.components or None,
    }


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """The same with the scores as columns, for tables."""
    scores = record["scores"]
    return {name: record.get(name, scores.get(name)) for name in COLUMNS}


def _scores(found: JudgmentDetail) -> dict[str, Any]:
    row = found.row
    if row.metric == "rse":
        return {name: getattr(row, name) for name in SCORES}
    return {"loose": row.loose, "strict": row.strict, "hard": row.hard, "claim": row.claim or None}
