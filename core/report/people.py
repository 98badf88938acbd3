"""What people's labels come to: how many there are, and how far judges of identity agree with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.ice.agreement import IceAgreement, Said
from core.ice.verdict import Outcome
from core.rse.agreement import RaterAgreement
from core.store.reader import Reader

_COUNTS = """
SELECT l.author, j.metric, count(*) FROM label l JOIN judgment j ON j.id = l.judgment_id
WHERE j.run_id = ? AND l.replaced_by IS NULL GROUP BY l.author, j.metric ORDER BY j.metric DESC, l.author"""
_SEVERAL = (
    "SELECT count(*) FROM (SELECT DISTINCT judge, repeat FROM judgment WHERE run_id = ? AND metric = 'ice')"
)
# Placebo templates count by themselves, in no table of agreement.
_OF_RUN = """FROM judgment j JOIN prompt p ON p.id = j.prompt_id LEFT JOIN template t ON t.id = p.template_id
    {labels} WHERE j.run_id = :run AND j.metric = 'ice' AND j.answer_id IS NOT NULL
    AND ifnull(t.mutator, '') NOT LIKE 'placebo%'"""
_LABELS = f"""
SELECT l.author, 1, j.answer_id, 0, l.outcome {_OF_RUN.format(labels="JOIN label l ON l.judgment_id = j.id")}
    AND l.replaced_by IS NULL AND l.outcome != '' ORDER BY l.id"""
_LABELLED = """j.answer_id IN (SELECT o.answer_id FROM label l JOIN judgment o ON o.id = l.judgment_id
    WHERE o.run_id = :run AND o.metric = 'ice')"""
_JUDGED = f"""
SELECT j.judge, 0, j.answer_id, j.repeat, j.outcome {_OF_RUN.format(labels="")}
    AND j.outcome != 'error' AND (:every OR {_LABELLED}) ORDER BY j.id"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A person's labels in one metric that stand. compared: responses that somebody else gave a verdict on too."""

    author: str
    metric: str
    labels: int
    compared: int


def identity_verdicts(reader: Reader, run: int) -> list[Said]:
    """What judges and people say of the same responses; only of labelled ones where one judge was asked once."""
    (several,) = reader.db.execute(_SEVERAL, (run,)).fetchone()
    values = {"run": run, "every": several > 1}
    rows = [tuple(row) for row in reader.db.execute(_LABELS, values)]
    if rows or several > 1:
        rows += [tuple(row) for row in reader.db.execute(_JUDGED, values)]
    return [Said(row[0], bool(row[1]), row[2], row[3], Outcome(row[4])) for row in rows]


def labelled(
    reader: Reader, run: int, similar: Sequence[RaterAgreement], identity: Sequence[IceAgreement]
) -> list[Labelled]:
    """Who gave how many labels, and how many of them a figure of agreement rests on."""
    counts = {
        "rse": [(row.raters, row.agreement.n) for row in similar],
        "ice": [(row.raters, row.n) for row in identity],
    }
    rows = reader.db.execute(_COUNTS, (run,))
    return [Labelled(who, metric, n, _compared(who, counts[metric])) for who, metric, n in rows]


def _compared(author: str, counts: Iterable[tuple[tuple[str, ...], int]]) -> int:
    return max((n for raters, n in counts if author in raters), default=0)
