"""Pages and counts are those of a plain scan, whichever index they were asked through."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.store import narrow, paging, runs
from core.store.filters import SORTS, JudgmentFilter, where
from core.store.reader import Reader
from core.store.runs import NewModel, NewPrompt, NewRun, NewSet
from core.store.search import match
from core.store.statements import AnswerRow, JudgmentRow, insert
from core.store.writer import Writer

FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"model": "m1"}, {"reference": "m0"}, {"judge": "b"}, {"prompt_set": "s"}, {"metric": "ice"}, {"metric": "rse"},
    {"outcome": "no_answer"}, {"verdict": "strict"}, {"language": "zh"}, {"low": 3.0}, {"low": 1.0, "high": 2.0},
    {"disagreement": True}, {"labelled": True}, {"labelled": False}, {"metric": "rse", "verdict": "strict"},
    {"model": "m2", "judge": "a", "outcome": "scored"}, {"text": "apple"}, {"text": "苹果"},
    {"text": "apple", "model": "m1"},
    {"text": "nowhere"}, {"text": "question"}, {"text": "apple", "labelled": True}, {"topic": "odd"},
    {"low": 2.0, "high": 3.0, "metric": "rse"}, {"high": 3.0}, {"low": 9.0}, {"reference": "m0", "low": 3.0},
    {"judge": "a", "model": "m2", "prompt_set": "s"}, {"judge": "a", "reference": "nobody"}, {"prompt": 3},
    {"metric": "ice", "prompt_set": "s"}, {"reference": "m0", "verdict": "strict"}, {"metric": "nothing"},
    {"naming": "named"}, {"naming": "unnamed", "topic": "odd"}, {"placebo": "without"}, {"placebo": "only"},
    {"claimed": True}, {"claim": "nobody"}, {"outcome": "scored", "language": "zh", "high": 4.0},
)  # fmt: skip
PROMPTS = 24


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("paging") / "w.distilscope"
    writer = Writer(made)
    try:
        state = writer.call(
            lambda db: runs.begin(db, _new_run(), writer.next_id, again=False, reopen=False)
        ).result()
        writer.put(*(insert(row) for row in _rows(state))).result()
        label = "INSERT INTO label (judgment_id, author, created) VALUES (?, 'me', 0)"
        writer.put(*((label, (judgment,)) for judgment in (3, 3, 40, 77))).result()
    finally:
        writer.close()
    return made


def _new_run() -> NewRun:
    models = tuple(NewModel(f"m{n}", "test", "simulated", "", "", "{}") for n in range(3))
    prompts = tuple(
        NewPrompt(f"p{n}", n, (f"question {n}",), "odd" if n % 2 else "", "zh" if n % 3 else "en")
        for n in range(PROMPTS)
    )
    return NewRun("s", "f", "{}", "", "", "{}", models, (NewSet("s", "s", "", {}, prompts),))


def _rows(state: runs.RunState) -> Iterator[AnswerRow | JudgmentRow]:
    answers, judgments = itertools.count(1), itertools.count(1)
    for (key, prompt), model in itertools.product(state.prompts.items(), state.models.values()):
        number = next(answers)
        text = f"{'an apple' if number % 5 else 'a pear'} {'苹果' if number % 7 == 0 else '梨'} {number}"
        yield AnswerRow(number, 1, f"{key}/{model}", model, prompt, 0, "answered", text, "[]", "", "", 0.0)
        for judge in "ab":
            yield _judgment(next(judgments), number, model, prompt, judge, state)


def _judgment(
    number: int, answer: int, model: int, prompt: int, judge: str, state: runs.RunState
) -> JudgmentRow:
    key = f"j{number}"
    if number % 4 == 0:
        strict = number % 8 == 0
        return JudgmentRow(
            number,
            1,
            key,
            "ice",
            model,
            judge,
            prompt,
            "consistent",
            0.0,
            answer_id=answer,
            loose=strict,
            strict=strict,
        )
    scores = [float(1 + (number * step) % 5) for step in (1, 2, 3, 4)]
    return JudgmentRow(
        number, 1, key, "rse", model, judge, prompt, "no_answer" if number % 9 == 0 else "scored", 0.0,
        reference_id=state.models["m0"], prompt_set_id=state.sets["s"], answer_id=answer,
        reference_answer_id=1 + number % min(answer, 5), style=scores[0], structure=scores[1], content=scores[2],
        overall=None if number % 9 == 0 else scores[3],
    )  # fmt: skip


def plainly(db: Any, chosen: JudgmentFilter, sort: str, way: str) -> list[int]:
    condition, values = where(chosen)
    words = match(chosen.text)
    texts = f"WITH {paging._TEXTS}" if words else ""
    order = f"{SORTS[sort]} {way}, j.id {way}"
    sql = f"{texts} SELECT j.id FROM judgment j NOT INDEXED WHERE {condition} ORDER BY {order}"
    return [row[0] for row in db.execute(sql, (*([words] * 2 if words else ()), *values))]


@pytest.mark.parametrize("few", [0, 30, 4_000])
@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_every_order_of_every_filter(
    path: Path, chosen: dict[str, Any], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "FEW", few)
    monkeypatch.setattr(narrow, "ROWS", few)
    monkeypatch.setattr(
        paging, "WALKED", 3
    )  # so that some pages are full within the first rows, and some are not
    wanted = JudgmentFilter(1, **chosen)
    with closing(Reader(path)) as reader:
        for sort, descending in itertools.product(SORTS, (False, True)):
            expected = plainly(reader.db, wanted, sort, "DESC" if descending else "ASC")
            assert paging.count(reader.db, wanted) == len(expected)
            assert paged(reader.db, wanted, (sort, descending)) == expected


def paged(db: Any, wanted: JudgmentFilter, order: tuple[str, bool]) -> list[int]:
    found: list[int] = []
    after = None
    while page := paging.ids(db, wanted, order, after, 7):
        found += page
        value = db.execute(
            f"SELECT {SORTS[order[0]]} FROM judgment j WHERE j.id = ?", (page[-1],)
        ).fetchone()[0]
        after = (value, page[-1])
    return found


def test_no_filter_reads_the_wide_rows_of_the_table(path: Path) -> None:
    with closing(Reader(path)) as reader:
        for chosen in FILTERS:
            if "text" in chosen or chosen.get("labelled"):
                continue
            condition, values = where(JudgmentFilter(1, **chosen))
            sql = (
                f"EXPLAIN QUERY PLAN SELECT j.id FROM {paging._FACETS} WHERE j.metric = 'rse' AND {condition}"
            )
            plan = [row["detail"] for row in reader.db.execute(sql, values)]
            assert any("COVERING INDEX judgment_facets" in line for line in plan), plan
