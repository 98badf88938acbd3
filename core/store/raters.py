"""Which judgments a figure of agreement rests on: those that both raters judged, or on which they differ.

The same verdicts count as in core.ice.agreement: a judge's first one and a person's latest on each response. Of
similarity the same scores as in core.rse.agreement: all of a model's responses to a prompt beside the reference's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_SAYS_NOTHING = "('', 'no answer', 'unscored', 'error')"
_OF_RUN = "j.run_id = ? AND j.metric = 'ice' AND j.answer_id IS NOT NULL"
# min and max choose the row that the other columns are taken from (SQLite, "bare columns in an aggregate query").
_JUDGES = f"""SELECT j.id AS id, j.answer_id AS answer, j.outcome AS outcome, 'judge ' || j.judge AS who, min(j.repeat)
    FROM judgment j WHERE {_OF_RUN} AND j.outcome NOT IN {_SAYS_NOTHING} AND j.judge IN (?, ?)
    GROUP BY j.judge, j.answer_id"""
_PEOPLE = f"""SELECT j.id, j.answer_id, l.outcome, 'person ' || l.author, max(l.id)
    FROM label l JOIN judgment j ON j.id = l.judgment_id
    WHERE {_OF_RUN} AND l.outcome NOT IN {_SAYS_NOTHING} AND l.replaced_by IS NULL AND l.author IN (?, ?)
    GROUP BY l.author, j.answer_id"""
_REPEATS = f"""SELECT j.id AS id, j.answer_id AS answer, j.outcome AS outcome, j.repeat AS who
    FROM judgment j WHERE {_OF_RUN} AND j.outcome NOT IN {_SAYS_NOTHING} AND j.judge = ?"""
_SCORED = (
    """j.run_id = ? AND j.metric = 'rse' AND j.reference_id IS NOT NULL AND j.reference_id != j.model_id"""
)
_PAIR = "j.model_id AS model, j.reference_id AS reference, j.prompt_id AS prompt"
_SCORES = f"""SELECT j.id AS id, {_PAIR}, 'judge ' || j.judge AS who FROM judgment j
    WHERE {_SCORED} AND j.outcome = 'scored' AND j.judge IN (?, ?)"""
_PEOPLES_SCORES = f"""SELECT j.id, {_PAIR}, 'person ' || l.author FROM label l JOIN judgment j ON j.id = l.judgment_id
    WHERE {_SCORED} AND l.replaced_by IS NULL AND l.author IN (?, ?)
    AND coalesce(l.style, l.structure, l.content, l.overall) IS NOT NULL"""
_SCORED_AGAIN = f"""SELECT j.id AS id, {_PAIR}, j.repeat AS who FROM judgment j
    WHERE {_SCORED} AND j.outcome = 'scored' AND j.judge = ?"""
_APART = {
    "": "",
    "outcome": " AND count(DISTINCT outcome) > 1",
    "loose": " AND count(DISTINCT outcome IN ('claims another maker', 'claims an invented or no maker')) > 1",
}


def both_judged(run: int, raters: Sequence[str], apart: str) -> tuple[str, list[Any]]:
    """A condition over `judgment j`: it is, or was labelled as, a verdict on what both raters gave one on.

    Of one rater: a judge's, asked more than once. apart: only where they differ, in loose (contradiction or none) or
    in outcome; anything else: all.
    """
    repeats = len(raters) == 1
    said = _REPEATS if repeats else f"{_JUDGES} UNION ALL {_PEOPLE}"
    values = [run, *raters] if repeats else [run, *raters, run, *raters]
    answers = f"SELECT answer FROM said GROUP BY answer HAVING count(DISTINCT who) > 1{_APART.get(apart, '')}"
    sql = f"j.id IN (WITH said AS ({said}) SELECT id FROM said WHERE answer IN ({answers}))"
    return sql, values


def both_scored(run: int, raters: Sequence[str]) -> tuple[str, list[Any]]:
    """A condition over `judgment j`: it is, or was labelled with, a score of a pair that both raters scored.

    Of one rater: a judge's, asked more than once.
    """
    repeats = len(raters) == 1
    said = _SCORED_AGAIN if repeats else f"{_SCORES} UNION ALL {_PEOPLES_SCORES}"
    values = [run, *raters] if repeats else [run, *raters, run, *raters]
    pairs = "SELECT model, reference, prompt FROM said GROUP BY 1, 2, 3 HAVING count(DISTINCT who) > 1"
    sql = f"SELECT id FROM said WHERE (model, reference, prompt) IN ({pairs})"
    return f"j.id IN (WITH said AS ({said}) {sql})", values
