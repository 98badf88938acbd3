"""The judgments behind a figure of agreement on similarity are of as many pairs as it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from command import write_study
from engine import Engine

from core.report.judged import rse_judged
from core.report.records import label_records
from core.rse.agreement import RaterAgreement, between_judges, between_repeats
from core.rse.columns import joined
from core.rse.columns import judged as as_columns
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

MODELS = [
    {"name": "ref", "role": "reference", "provider": "simulated", "closeness": 1.0},
    {"name": "near", "role": "test", "provider": "simulated", "closeness": 0.9},
    {"name": "far", "role": "test", "provider": "simulated", "closeness": 0.1},
]
# The measured judge's scores again by another judge, who scored two thirds of them and has nothing to say of the rest.
_AGAIN = """
INSERT INTO judgment (run_id, task_key, metric, model_id, reference_id, judge, prompt_set_id, prompt_id, repeat,
    answer_id, reference_answer_id, outcome, style, structure, content, overall, created)
SELECT run_id, task_key || 's' || :repeat, metric, model_id, reference_id, 'second', prompt_set_id, prompt_id, :repeat,
    answer_id, reference_answer_id, CASE WHEN id % 3 THEN 'scored' ELSE 'unscored' END,
    CASE WHEN id % 3 THEN 2 END, CASE WHEN id % 3 THEN 2 END, CASE WHEN id % 3 THEN 3 END, CASE WHEN id % 3 THEN 2 END,
    created FROM judgment WHERE metric = 'rse' AND judge = 'measured'"""
_LABEL = """INSERT INTO label (judgment_id, author, overall, created) SELECT id, 'me', 3, 0 FROM judgment
    WHERE metric = 'rse' AND judge = 'measured' AND id % 4 = 0"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("raters")
    sets = [{"name": "math", "bundled": "math", "sample": 12}]
    study = write_study(folder / "s.toml", MODELS, prompt_set=sets, rse={"ceiling": True})
    with Engine() as engine:
        engine.run(study, folder / "w")
    with sqlite3.connect(folder / "w") as store:
        for repeat in (0, 1):
            store.execute(_AGAIN, {"repeat": repeat})
        store.execute(_LABEL)
    store.close()
    made = Reader(folder / "w")
    yield made
    made.close()


def rows(reader: Reader) -> list[RaterAgreement]:
    judged = rse_judged(reader, 1)
    compared = judged.only(~judged.beside_itself)
    people = as_columns(label_records(reader, 1), number=int, partly=True)
    found = [*between_judges(joined(compared, people), seed=1), *between_repeats(compared, seed=1)]
    return [row for row in found if row.score == "overall"]


def test_what_both_scored_is_what_the_agreement_rests_on(reader: Reader) -> None:
    """Whether or not they are far apart, and the reference beside itself not among them."""
    found = {row.raters: row.agreement.n for row in rows(reader)}
    assert found.keys() == {("me", "measured"), ("me", "second"), ("measured", "second"), ("second",)}
    for raters, n in found.items():
        chosen = JudgmentFilter(1, "rse", raters=raters)
        ids = judgments.ids(reader, chosen)
        assert len(ids) == judgments.count(reader, chosen)
        pairs = "SELECT count(DISTINCT model_id || ' ' || prompt_id) FROM judgment WHERE id IN"
        assert reader.db.execute(f"{pairs} ({', '.join(map(str, ids))})").fetchone()[0] == n > 0
