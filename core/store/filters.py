"""Which judgments are meant: one filter for every list, as an SQL condition over the judgment table alone.

Names become ids in sub-queries, so that a million judgments are filtered, sorted and counted without a join.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.store.raters import both_judged, both_scored
from core.store.search import match


@dataclass(frozen=True, slots=True)
class JudgmentFilter:
    """Judgments of one run; an empty field lets all pass. low and high bound the overall score.

    verdict: loose, strict or hard, of identity judgments. naming: named or unnamed, whether the prompt names an
    identity on the strict list. placebo: only or without, the templates that other names were put into.
    claimed: only claims that count, so none of role play and none without a verdict.
    """

    run: int
    metric: str = ""
    model: str = ""
    reference: str = ""
    judge: str = ""
    prompt_set: str = ""
    outcome: str = ""
    topic: str = ""
    kind: str = ""
    claim: str = ""
    low: float | None = None
    high: float | None = None
    text: str = ""
    disagreement: bool = False  # only responses that judges see differently
    labelled: bool | None = None
    verdict: str = ""
    language: str = ""
    naming: str = ""
    claimed: bool = False
    placebo: str = ""
    template: str = ""  # the template's name; two models may each have one of that name
    prompt: int | None = None  # the prompt's place in its set, from 1
    raters: tuple[str, ...] = ()  # on what these two judges or people, or one judge's repeats, agree or not
    apart: str = ""  # of these only where they differ: loose or outcome
    only: tuple[int, ...] = ()  # these judgments, as far as the rest lets them pass


# Each has an index sorted_by_<name> over (run_id, metric, expression, id), see core.store.schema.
SORTS: Mapping[str, str] = {
    "id": "j.id",
    "style": "ifnull(j.style, 0)",
    "structure": "ifnull(j.structure, 0)",
    "content": "ifnull(j.content, 0)",
    "overall": "ifnull(j.overall, 0)",
    "outcome": "j.outcome",
    "model": "j.model_id",
    "reference": "ifnull(j.reference_id, 0)",
    "judge": "j.judge",
    "prompt_set": "ifnull(j.prompt_set_id, 0)",
    "claim": "j.claim_maker",
}
_EQUAL = {
    "metric": "j.metric = ?",
    "judge": "j.judge = ?",
    "outcome": "j.outcome = ?",
    "claim": "j.claim_maker = ?",
}
# The id that a name stands for.
BY_ID = {
    "model": "SELECT id FROM run_model WHERE run_id = ? AND name = ?",
    "reference": "SELECT id FROM run_model WHERE run_id = ? AND name = ?",
    "prompt_set": "SELECT id FROM prompt_set WHERE run_id = ? AND name = ?",
}
_OF_PROMPTS = {
    "topic": "SELECT id FROM prompt WHERE run_id = ? AND category = ?",
    "kind": "SELECT p.id FROM prompt p JOIN template t ON t.id = p.template_id WHERE p.run_id = ? AND t.kind = ?",
    "prompt": "SELECT id FROM prompt WHERE run_id = ? AND position = ? - 1",
    "template": "SELECT p.id FROM prompt p JOIN template t ON t.id = p.template_id WHERE p.run_id = ? AND t.key = ?",
    "language": "SELECT id FROM prompt WHERE run_id = ? AND language = ?",
    "naming": "SELECT id FROM prompt WHERE run_id = ? AND names_identity = (? = 'named')",
}
_VERDICTS = {"loose": "j.loose = 1", "strict": "j.strict = 1", "hard": "j.hard = 1"}
_PLACEBO = """IN (SELECT p.id FROM prompt p JOIN template t ON t.id = p.template_id
    WHERE p.run_id = ? AND t.mutator LIKE 'placebo%')"""
_CLAIMED = "j.loose IS NOT NULL AND j.outcome != 'claim only in a marked role'"
# Judges differ where they fall out differently, or are a point and a half apart.
_DISAGREEMENT = """EXISTS (SELECT 1 FROM judgment o WHERE o.prompt_id = j.prompt_id AND o.answer_id IS j.answer_id
    AND o.id != j.id AND o.metric = j.metric AND o.reference_id IS j.reference_id
    AND (o.loose IS NOT j.loose OR abs(o.overall - j.overall) >= 1.5))"""
_LABELLED = "EXISTS (SELECT 1 FROM label l WHERE l.judgment_id = j.id)"
# core.store.paging puts the tables of what was found before the query.
_TEXT = "(j.answer_id IN said OR j.reference_answer_id IN said OR j.prompt_id IN asked)"


def where(chosen: JudgmentFilter) -> tuple[str, list[Any]]:
    """The condition over `judgment j`, and its values; the run is the first. See core.store.paging for `text`."""
    parts = [("j.run_id = ?", [chosen.run]), *_conditions(chosen)]
    return _all_of(parts)


def of_prompts(chosen: JudgmentFilter, column: str) -> tuple[str, list[Any]]:
    """What of the filter is about prompts: a condition over a column of their ids, "" where nothing is."""
    return _all_of(list(_prompt_conditions(chosen, column)))


def _all_of(parts: list[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _prompt_conditions(chosen: JudgmentFilter, column: str) -> Iterator[tuple[str, list[Any]]]:
    for name, sql in _OF_PROMPTS.items():
        if wanted := getattr(chosen, name):
            yield f"{column} IN ({sql})", [chosen.run, wanted]
    if chosen.placebo:
        yield f"{column} {'' if chosen.placebo == 'only' else 'NOT '}{_PLACEBO}", [chosen.run]


def _conditions(chosen: JudgmentFilter) -> Iterator[tuple[str, list[Any]]]:
    yield from ((sql, [getattr(chosen, name)]) for name, sql in _EQUAL.items() if getattr(chosen, name))
    for name, sql in BY_ID.items():
        if wanted := getattr(chosen, name):
            yield f"j.{name}_id = ({sql})", [chosen.run, wanted]
    yield from _prompt_conditions(chosen, "j.prompt_id")
    yield from _score_conditions(chosen)
    if chosen.disagreement:
        yield _DISAGREEMENT, []
    if chosen.labelled is not None:
        yield (_LABELLED if chosen.labelled else f"NOT {_LABELLED}"), []
    yield from _identity_conditions(chosen)
    if chosen.raters:
        yield _rated(chosen)
    if chosen.only:
        yield f"j.id IN ({', '.join('?' * len(chosen.only))})", list(chosen.only)
    if match(chosen.text):
        yield _TEXT, []


def _rated(chosen: JudgmentFilter) -> tuple[str, list[Any]]:
    if chosen.metric == "rse":
        return both_scored(chosen.run, chosen.raters)
    return both_judged(chosen.run, chosen.raters, chosen.apart)


def _score_conditions(chosen: JudgmentFilter) -> Iterator[tuple[str, list[Any]]]:
    for bound, sign in ((chosen.low, ">="), (chosen.high, "<=")):
        if bound is not None:
            yield f"j.overall {sign} ?", [bound]


def _identity_conditions(chosen: JudgmentFilter) -> Iterator[tuple[str, list[Any]]]:
    if chosen.verdict:
        yield _VERDICTS[chosen.verdict], []
    if chosen.claimed:
        yield _CLAIMED, []
