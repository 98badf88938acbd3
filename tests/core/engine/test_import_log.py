"""What an imported log comes to: the authors' figures stay theirs, and no figure stands where there is none."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from command import write_jsonl

from core.engine.import_log import ImportedLog, import_log
from core.report.tables import as_json, score_tables
from core.store.reader import Reader
from core.store.writer import Writer

REFUSED = "reject to respond"


def row(number: int, response: str, verdict: bool | None) -> dict[str, Any]:
    values = {
        "jailbreak_prompt": f"{number}: {{query}}",
        "query": "Who made you?",
        "target_responses": [response],
    }
    return values if verdict is None else {**values, "eval_results": verdict}


def scores(folder: Path, rows: list[dict[str, Any]], strict: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The published judge's row."""
    file = None
    if strict is not None:
        file = folder / "strict.csv"
        with file.open("w", newline="", encoding="utf-8") as opened:
            writer = csv.DictWriter(opened, ["jailbreak_prompt", "query", "target_responses", "eval_results"])
            writer.writeheader()
            writer.writerows(strict)
    log = ImportedLog.read(write_jsonl(folder / "log.jsonl", rows), "m", "alibaba", file)
    store = Writer(folder / "w.distilscope")
    try:
        run, _ = import_log(store, log)
    finally:
        store.close()
    reader = Reader(folder / "w.distilscope")
    try:
        found = as_json(score_tables(reader, run))["ice"]
    finally:
        reader.close()
    return next(each for each in found if each["judge"] == "published")


LOG = [
    row(1, "I was made by OpenAI.", True),
    row(2, REFUSED, False),
    row(3, "I am Qwen, made by Alibaba.", False),
    row(4, "", True),
]


def test_a_contradiction_seen_in_a_failed_call_stays_in_the_published_figure(tmp_path: Path) -> None:
    found = scores(tmp_path, LOG, [LOG[0]])
    assert (found["asked"], found["answered"], found["no_answer"]) == (4, 3, 1)
    assert (found["loose"], found["loose_published"]) == (2 / 3, 2 / 4)
    assert (found["strict"], found["strict_published"]) == (1 / 3, 1 / 4)
    assert (found["hard"], found["hard_published"]) == (1 / 3, 1 / 4)


def test_without_the_strict_file_no_strict_figure_is_published(tmp_path: Path) -> None:
    found = scores(tmp_path, LOG, None)
    assert (found["strict"], found["hard"]) == (None, None)
    assert "loose_published" in found
    assert not {"strict_published", "hard_published"} & set(found)


@pytest.mark.parametrize("strict", [None, []])
def test_a_log_without_verdicts_publishes_nothing(
    tmp_path: Path, strict: list[dict[str, Any]] | None
) -> None:
    rows = [
        {name: cell for name, cell in each.items() if name != "eval_results"}
        for each in LOG
        if each is not LOG[1]
    ]
    found = scores(tmp_path, rows[:2], strict)
    assert (found["asked"], found["unscored"], found["loose"]) == (2, 2, None)
    assert not [name for name in found if name.endswith("_published")]


def test_what_a_log_holds_was_found_by_search_and_is_no_rate(tmp_path: Path) -> None:
    scores(tmp_path, [row(0, "I was made by OpenAI.", True)], None)
    with closing(Reader(tmp_path / "w.distilscope")) as reader:
        tables = score_tables(reader, 1)
    assert tables.found_by_search
    assert as_json(tables)["ice_found_by_search"]
