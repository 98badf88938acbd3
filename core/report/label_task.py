"""The labelling task of a run: which judgments a person should score, blind to what the judge said."""

from __future__ import annotations

from collections.abc import Iterable

from core.report.records import label_records, rse_records
from core.rse.labels import BLIND_TASK, choose_for_labels
from core.rse.scores import RseRecord
from core.store.reader import Reader
from core.study import MEASURED, Study

_IDS = "SELECT id FROM judgment WHERE run_id = ? AND metric = 'rse' ORDER BY id"


def choose_task(reader: Reader, run: int, count: int = BLIND_TASK) -> list[int]:
    """Ids of up to `count` judgments without a label, spread over models and scores; fewer where no more are left.

    They are of one judge, the first model among the judges or else `measured`: what a person says of a pair of
    responses counts beside every judge.
    """
    study, records = reader.study(run), rse_records(reader, run)
    ids = (int(row[0]) for row in reader.db.execute(_IDS, (run,)))
    known = {id(record): judgment for record, judgment in zip(records, ids, strict=True)}
    open_ones = _open(records, judge_of_task(study), label_records(reader, run))
    return [known[id(each.record)] for each in choose_for_labels(open_ones, seed=study.seed, count=count)]


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
