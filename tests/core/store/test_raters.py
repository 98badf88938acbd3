"""The judgments behind a figure of agreement on identity are as many as it says, and differ where it says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from command import write_study
from engine import Engine

from core.ice.agreement import IceAgreement, between_raters, between_repeats
from core.report.people import identity_verdicts
from core.store import judgments
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

MODELS = [
    {"name": "ref", "role": "reference", "provider": "simulated", "closeness": 1.0},
    {"name": "near", "role": "test", "provider": "simulated", "closeness": 0.9, "leak": 0.5, "facts": "meta"},
]
# The rules judge's verdicts again: by another judge, who differs on every third, and by both asked once more.
_AGAIN = """
INSERT INTO judgment (run_id, task_key, metric, model_id, judge, prompt_id, repeat, answer_id, outcome, loose,
    created) SELECT run_id, task_key || :judge || :repeat, metric, model_id, :judge, prompt_id, :repeat, answer_id,
    CASE WHEN id % :every = 0 THEN 'refused' ELSE outcome END, loose, created
    FROM judgment WHERE metric = 'ice' AND judge = 'rules' AND repeat = 0"""
_LABEL = """INSERT INTO label (judgment_id, author, outcome, created) SELECT id, 'me',
    CASE WHEN id % 5 = 0 THEN 'claims another maker' WHEN id % 7 = 0 THEN 'unscored' ELSE outcome END, 0
    FROM judgment WHERE metric = 'ice' AND judge = 'rules' AND repeat = 0 AND id % 2 = 0"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("raters")
    study = write_study(
        folder / "s.toml", MODELS, study={"metrics": ["ice"]}, ice={"mode": "plain", "queries": 40}
    )
    with Engine() as engine:
        engine.run(study, folder / "w")
    with sqlite3.connect(folder / "w") as store:
        for judge, repeat, every in (("second", 0, 3), ("second", 1, 4), ("rules", 1, 6)):
            store.execute(_AGAIN, {"judge": judge, "repeat": repeat, "every": every})
        store.execute(_LABEL)
    store.close()
    made = Reader(folder / "w")
    yield made
    made.close()


def answers(reader: Reader, row: IceAgreement, apart: str = "") -> int:
    """Of how many responses the filter of a row lets judgments pass."""
    chosen = JudgmentFilter(1, "ice", raters=row.raters, apart=apart, placebo="without")
    found = judgments.ids(reader, chosen)
    assert len(found) == judgments.count(reader, chosen)
    sql = f"SELECT count(DISTINCT answer_id) FROM judgment WHERE id IN ({', '.join('?' * len(found))})"
    return int(reader.db.execute(sql, found).fetchone()[0])


def test_what_both_judged_is_what_the_agreement_rests_on(reader: Reader) -> None:
    said = identity_verdicts(reader, 1)
    rows = [*between_raters(said), *between_repeats(said)]
    assert {row.raters for row in rows} == {
        ("me", "rules"), ("me", "second"), ("rules", "second"), ("rules",), ("second",)
    }  # fmt: skip
    for row in rows:
        assert answers(reader, row) == row.n > 0
        assert answers(reader, row, row.score) == round((1 - row.exact) * row.n)


def test_one_judgment_a_response_stands_for_a_label_and_the_verdict_it_is_on(reader: Reader) -> None:
    row = next(row for row in between_raters(identity_verdicts(reader, 1)) if row.raters == ("me", "rules"))
    chosen = JudgmentFilter(1, "ice", raters=("me", "rules"), placebo="without")
    assert judgments.count(reader, chosen) == row.n
    assert judgments.count(reader, JudgmentFilter(1, "ice", raters=("me", "nobody"))) == 0
