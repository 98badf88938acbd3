"""From the rows of a workspace to the records that scores are computed from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from core.ice.facts import display_name
from core.ice.scores import IceRecord
from core.ice.verdict import Outcome
from core.rse.again import Again
from core.rse.confounds import Answered
from core.rse.scores import Pairing, RseRecord
from core.store.reader import Reader

_RSE = """
SELECT m.name, ref.name, j.judge, ifnull(s.name, ''), p.position, j.repeat, j.style, j.structure, j.content,
    j.overall, j.outcome, j.pair_order, j.components, length(a.text), length(b.text), ifnull(a.repeat, 0)
FROM judgment j JOIN run_model m ON m.id = j.model_id JOIN run_model ref ON ref.id = j.reference_id
JOIN prompt p ON p.id = j.prompt_id LEFT JOIN prompt_set s ON s.id = j.prompt_set_id
LEFT JOIN answer a ON a.id = j.answer_id LEFT JOIN answer b ON b.id = j.reference_answer_id
WHERE j.run_id = ? AND j.metric = 'rse' ORDER BY j.id"""
_ICE = """
SELECT m.name, j.judge, ifnull(t.key, ''), ifnull(t.lineage, p.key), p.question, p.category, p.language,
    ifnull(t.kind, 'plain'), p.names_identity, j.outcome, j.strict, j.claim_maker, j.repeat
FROM judgment j JOIN run_model m ON m.id = j.model_id JOIN prompt p ON p.id = j.prompt_id
LEFT JOIN template t ON t.id = p.template_id WHERE j.run_id = ? AND j.metric = 'ice'
    AND (ifnull(t.mutator, '') LIKE 'placebo%') = ? ORDER BY j.id"""


def rse_records(reader: Reader, run: int) -> list[RseRecord]:
    """Every RSE judgment of a run; the ceiling's are those of a reference beside itself."""
    return [_rse(tuple(row)) for row in reader.db.execute(_RSE, (run,))]


def ice_records(reader: Reader, run: int, *, placebo: bool = False) -> list[IceRecord]:
    """Every ICE judgment of a run, or those of its placebo templates, which count by themselves.

    Without a template, each question is a lineage of its own.
    """
    return list(_ice(reader, run, placebo))


def _rse(row: tuple[Any, ...]) -> RseRecord:
    return RseRecord(
        model=row[0],
        reference=row[1],
        judge=row[2],
        prompt_set=row[3],
        prompt=_prompt_name(row[4]),
        repeat=row[5],
        style=row[6],
        structure=row[7],
        content=row[8],
        overall=row[9],
        outcome="unscored" if row[10] == "error" else row[10],
        order=row[11],
        components={} if row[12] == "{}" else json.loads(row[12]),  # only a computing judge has any
        chars=row[13],
        reference_chars=row[14],
    )


def _ice(reader: Reader, run: int, placebo: bool) -> Iterator[IceRecord]:
    for row in reader.db.execute(_ICE, (run, placebo)):
        outcome = Outcome.UNSCORED if row[9] == "error" else Outcome(row[9])
        yield IceRecord(
            model=row[0],
            judge=row[1],
            template=row[2],
            lineage=row[3],
            question=row[4],
            topic=row[5],
            language=row[6],
            kind=row[7],
            prompt_names_identity=bool(row[8]),
            outcome=outcome,
            strict=bool(row[10]),
            claim_maker=display_name(row[11]),
            repeat=row[12],
        )


_PAIRS = """
SELECT ifnull(s.name, ''), p.position, b.text, a.text, p.answer FROM judgment j
JOIN run_model m ON m.id = j.model_id JOIN run_model ref ON ref.id = j.reference_id
JOIN prompt p ON p.id = j.prompt_id LEFT JOIN prompt_set s ON s.id = j.prompt_set_id
JOIN answer a ON a.id = j.answer_id JOIN answer b ON b.id = j.reference_answer_id
WHERE j.run_id = ? AND j.metric = 'rse' AND m.name = ? AND ref.name = ? AND j.judge = ? AND j.repeat = 0
    AND a.outcome = 'answered' AND b.outcome = 'answered'"""
_IDENTICAL = """
SELECT j.overall, a.text, b.text FROM judgment j
JOIN run_model m ON m.id = j.model_id JOIN run_model ref ON ref.id = j.reference_id
JOIN answer a ON a.id = j.answer_id JOIN answer b ON b.id = j.reference_answer_id
WHERE j.run_id = ? AND j.metric = 'rse' AND m.name = ? AND ref.name = ? AND j.judge = ?
    AND a.outcome = 'answered' AND b.outcome = 'answered' AND j.overall IS NOT NULL"""
_AGAIN = """
SELECT ref.name, sum(trim(a.text, :blank) = trim(b.text, :blank)), count(*)
FROM (SELECT DISTINCT reference_id, answer_id, reference_answer_id FROM judgment
    WHERE run_id = :run AND metric = 'rse' AND model_id = reference_id) j
JOIN run_model ref ON ref.id = j.reference_id
JOIN answer a ON a.id = j.answer_id JOIN answer b ON b.id = j.reference_answer_id
WHERE a.outcome = 'answered' AND b.outcome = 'answered' GROUP BY ref.id ORDER BY ref.id"""
_LABELS = """
SELECT m.name, ref.name, l.author, ifnull(s.name, ''), p.position, l.style, l.structure, l.content, l.overall
FROM label l JOIN judgment j ON j.id = l.judgment_id JOIN run_model m ON m.id = j.model_id
JOIN run_model ref ON ref.id = j.reference_id JOIN prompt p ON p.id = j.prompt_id
LEFT JOIN prompt_set s ON s.id = j.prompt_set_id
WHERE j.run_id = ? AND j.metric = 'rse' AND l.replaced_by IS NULL
    AND coalesce(l.style, l.structure, l.content, l.overall) IS NOT NULL ORDER BY l.id"""


def answered_pairs(reader: Reader, run: int, pairing: Pairing) -> list[Answered]:
    """Both responses of every prompt that one pairing was judged on."""
    rows = reader.db.execute(_PAIRS, (run, *pairing))
    return [Answered(row[0], _prompt_name(row[1]), row[2], row[3], row[4]) for row in rows]


def identical_scores(reader: Reader, run: int, pairing: Pairing) -> list[float]:
    """What a judge gave overall where both responses are word for word the same."""
    rows = reader.db.execute(_IDENTICAL, (run, *pairing))
    return [float(row[0]) for row in rows if row[1].strip() == row[2].strip()]


def said_again(reader: Reader, run: int) -> dict[str, Again]:
    """Each reference that was asked again, with how many of its answers are word for word those of the first time."""
    rows = reader.db.execute(_AGAIN, {"run": run, "blank": " \t\r\n"})
    return {name: Again(same, n) for name, same, n in rows}


def label_records(reader: Reader, run: int) -> list[RseRecord]:
    """People's labels as judgments whose judge is the person, with the scores that were given.

    Two labels of one person on a response are one.
    """
    rows = reader.db.execute(_LABELS, (run,))
    every = [
        RseRecord(
            model=row[0],
            reference=row[1],
            judge=row[2],
            prompt_set=row[3],
            prompt=_prompt_name(row[4]),
            style=row[5],
            structure=row[6],
            content=row[7],
            overall=row[8],
        )
        for row in rows
    ]
    return list({(r.model, r.reference, r.judge, r.prompt_set, r.prompt): r for r in every}.values())


def _prompt_name(position: int) -> str:
    """Sorts as the set does."""
    return f"{position:07d}"
