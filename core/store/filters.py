"""Which judgments are meant: one filter for every list, as an SQL condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class JudgmentFilter:
    """Judgments of one run; an empty field lets all pass. low and high bound the overall score."""

    run: int
    metric: str = ""
    model: str = ""
    reference: str = ""
    judge: str = ""
    prompt_set: str = ""
    outcome: str = ""
    topic: str = ""
    kind: str = ""
    low: float | None = None
    high: float | None = None
    text: str = ""
    disagreement: bool = False  # only responses that judges see differently
    labelled: bool | None = None


SORTS: Mapping[str, str] = {
    "id": "j.id",
    "style": "ifnull(j.style, 0)",
    "structure": "ifnull(j.structure, 0)",
    "content": "ifnull(j.content, 0)",
    "overall": "ifnull(j.overall, 0)",
    "outcome": "j.outcome",
    "model": "m.name",
    "reference": "ifnull(ref.name, '')",
    "judge": "j.judge",
    "prompt_set": "ifnull(s.name, '')",
    "topic": "p.category",
    "claim": "j.claim_maker",
}
_EQUAL = {
    "metric": "j.metric",
    "model": "m.name",
    "reference": "ref.name",
    "judge": "j.judge",
    "prompt_set": "s.name",
    "outcome": "j.outcome",
    "topic": "p.category",
    "kind": "t.kind",
}
# Judges differ where they fall out differently, or are a whole point and a half apart.
_DISAGREEMENT = """EXISTS (SELECT 1 FROM judgment o WHERE o.prompt_id = j.prompt_id AND o.answer_id IS j.answer_id
    AND o.id != j.id AND o.metric = j.metric AND o.reference_id IS j.reference_id
    AND (o.loose IS NOT j.loose OR abs(o.overall - j.overall) >= 1.5))"""
_TEXT = """(p.turns LIKE ? ESCAPE '\\' OR j.rationale LIKE ? ESCAPE '\\' OR EXISTS (
    SELECT 1 FROM answer a WHERE a.id IN (j.answer_id, j.reference_answer_id) AND a.text LIKE ? ESCAPE '\\'))"""


def where(chosen: JudgmentFilter) -> tuple[str, list[Any]]:
    """The condition over the joined tables, and its values."""
    parts, values = ["j.run_id = ?"], [chosen.run]  # type: tuple[list[str], list[Any]]
    for name, column in _EQUAL.items():
        if wanted := getattr(chosen, name):
            parts.append(f"{column} = ?")
            values.append(wanted)
    for bound, sign in ((chosen.low, ">="), (chosen.high, "<=")):
        if bound is not None:
            parts.append(f"j.overall {sign} ?")
            values.append(bound)
    if chosen.disagreement:
        parts.append(_DISAGREEMENT)
    if chosen.labelled is not None:
        labelled = "EXISTS (SELECT 1 FROM label l WHERE l.judgment_id = j.id)"
        parts.append(labelled if chosen.labelled else f"NOT {labelled}")
    if chosen.text:
        parts.append(_TEXT)
        values += [_like(chosen.text)] * 3
    return " AND ".join(parts), values


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
