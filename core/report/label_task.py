"""The labelling task of a run: which judgments a person should score, blind to what the judge said."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.prompts.language import guess_language
from core.report.records import label_records, rse_records
from core.rse.labels import BLIND_TASK, choose_for_labels
from core.rse.scores import RseRecord
from core.stats.randomness import generator
from core.stats.strata import even_quotas
from core.store.reader import Reader
from core.study import MEASURED, RULES, Study

_IDS = "SELECT id FROM judgment WHERE run_id = ? AND metric = 'rse' ORDER BY id"

# Placebo templates count by themselves. A response that somebody labelled is done, whoever judged it.
_IDENTITY = """
SELECT j.id, j.model_id, j.outcome FROM judgment j JOIN prompt p ON p.id = j.prompt_id
LEFT JOIN template t ON t.id = p.template_id
WHERE j.run_id = ?1 AND j.metric = 'ice' AND j.judge = ?2 AND j.repeat = 0
    AND j.outcome NOT IN ('no answer', 'unscored', 'error') AND ifnull(t.mutator, '') NOT LIKE 'placebo%'
    AND j.id NOT IN (SELECT judgment_id FROM label WHERE replaced_by IS NULL)
    AND ifnull(j.answer_id, -1) NOT IN (
        SELECT o.answer_id FROM label l JOIN judgment o ON o.id = l.judgment_id
        WHERE o.run_id = ?1 AND o.metric = 'ice' AND o.answer_id IS NOT NULL AND l.replaced_by IS NULL
    ) ORDER BY j.id"""


_LANGUAGES = """
SELECT j.id, p.language, p.turns FROM json_each(?) chosen JOIN judgment j ON j.id = chosen.value
JOIN prompt p ON p.id = j.prompt_id"""


def choose_task(reader: Reader, run: int, count: int = BLIND_TASK, metric: str = "rse") -> list[int]:
    """Ids of up to `count` judgments without a label, spread over models and scores; fewer where no more are left.

    They are of one judge, the first model among the judges or else the built-in one: what a person says of a
    pair of responses, or of what a model says of itself, counts beside every judge. For ICE, outcomes stand in
    place of scores.
    """
    return _identity(reader, run, count) if metric == "ice" else _similarity(reader, run, count)


def _similarity(reader: Reader, run: int, count: int) -> list[int]:
    study, records = reader.study(run), rse_records(reader, run)
    ids = (int(row[0]) for row in reader.db.execute(_IDS, (run,)))
    known = {id(record): judgment for record, judgment in zip(records, ids, strict=True)}
    open_ones = _open(records, judge_of_task(study), label_records(reader, run))
    return [known[id(each.record)] for each in choose_for_labels(open_ones, seed=study.seed, count=count)]


def _identity(reader: Reader, run: int, count: int) -> list[int]:
    study = reader.study(run)
    judge = next((each for each in study.ice.judges if each != RULES), RULES)
    strata: dict[tuple[int, str], list[int]] = defaultdict(list)
    for judgment, model, outcome in reader.db.execute(_IDENTITY, (run, judge)):
        strata[model, outcome].append(judgment)
    drawn = generator("identity labels", study.seed)
    pools = [own for _, own in sorted(strata.items())]
    quotas = even_quotas([len(pool) for pool in pools], count, drawn)
    chosen = [
        pool[i] for pool, n in zip(pools, quotas, strict=True) for i in drawn.permutation(len(pool))[:n]
    ]
    return [chosen[i] for i in drawn.permutation(len(chosen))]


def readable_first(reader: Reader, judgments: Sequence[int], language: str) -> list[int]:
    """The same judgments: those whose prompts are in this language ("en", "zh") first, else in their order.

    Who labels from the beginning meets what they can read first, and the rest once they are used to it. Which
    judgments belong to the task, and the order among those of a language, stay as they were drawn: nothing of what
    a judge said shows in them.
    """
    of_prompts = {
        int(judgment): own or guess_language("\n".join(json.loads(turns)))
        for judgment, own, turns in reader.db.execute(_LANGUAGES, (json.dumps(list(judgments)),))
    }
    return sorted(judgments, key=lambda judgment: of_prompts.get(judgment) != language)


def judge_of_task(study: Study) -> str:
    """The judge whose judgments are labelled."""
    return next((judge for judge in study.rse.judges if judge != MEASURED), MEASURED)


def _open(records: Iterable[RseRecord], judge: str, labels: Iterable[RseRecord]) -> list[RseRecord]:
    """What this judge said of pairs that nobody labelled; a reference beside itself is no one's score."""
    done = {_pair(label) for label in labels}
    own = (r for r in records if r.judge == judge and r.repeat == 0 and r.model != r.reference)
    return [record for record in own if _pair(record) not in done]


def _pair(record: RseRecord) -> tuple[str, str, str, str]:
    return record.model, record.reference, record.prompt_set, record.prompt
