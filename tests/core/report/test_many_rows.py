"""Of a run of many models the details are told of the row that is chosen, and it is said that they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import distilscope, write_study
from engine import Engine

from core.report import per_row
from core.report.analysis import analyse
from core.report.chosen import analyse_row
from core.report.deeper import every_grid
from core.report.report_data import gather
from core.report.words import words
from core.rse.scores import Pairing
from core.store.reader import Reader

MANY = 62
CHOSEN = Pairing("model 7", "ref", "measured")
KEYS = {"distribution", "extremes", "confounds", "comparisons"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("many")
    tests = [
        {"name": f"model {n}", "role": "test", "provider": "simulated", "closeness": n / MANY}
        for n in range(MANY)
    ]
    models = [{"name": "ref", "role": "reference", "provider": "simulated", "closeness": 1.0}, *tests]
    with Engine() as engine:
        study = write_study(
            folder / "s.toml", models, prompt_set=[{"name": "math", "bundled": "math", "sample": 6}]
        )
        assert engine.run(study, folder / "w").status == "completed"
    made = Reader(folder / "w")
    yield made
    made.close()


def test_nothing_vanishes_without_a_word(reader: Reader) -> None:
    analysis = analyse(reader, 1)
    assert analysis.left_out == per_row.LeftOut(MANY, MANY * (MANY - 1) // 2)
    assert not KEYS & {each.key for each in every_grid(analysis, words("en"))}
    for language, start in (("en", "This run has 62 rows"), ("zh", "此运行有 62 行")):
        said = gather(reader, 1, language).warnings  # type: ignore[arg-type]
        assert any(each.startswith(start) for each in said)
        assert any("1,891" in each for each in said)


def test_the_row_that_is_chosen_is_told_in_full(reader: Reader) -> None:
    found = analyse_row(reader, 1, CHOSEN, analyse(reader, 1).left_out)
    assert {each.key for each in every_grid(found, words("en"))} == KEYS
    assert set(found.panels) == set(found.spreads) == set(found.extremes) == {CHOSEN}
    assert sum(found.spreads[CHOSEN].values()) == 6
    assert {each.first for each in found.comparisons} == {CHOSEN.model}
    assert len({each.second for each in found.comparisons}) == MANY - 1
    assert all(each.p_holm is not None and each.p_holm >= (each.p or 0) for each in found.comparisons)


def test_the_work_for_one_row_is_bounded(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared are those of the nearest scores, which are the ones that might not differ."""
    monkeypatch.setattr(per_row, "MOST_COMPARED", 5)
    found = analyse_row(reader, 1, CHOSEN, per_row.LeftOut(MANY, 1_891)).comparisons
    assert len(found) == 5
    nearest = max(abs(each.difference or 0) for each in found)
    every = analyse_row(reader, 1, CHOSEN, per_row.LeftOut(0, 1_891)).comparisons
    assert nearest <= sorted(abs(each.difference or 0) for each in every)[4]


def test_what_is_told_of_all_rows_is_not_told_twice(reader: Reader) -> None:
    found = analyse_row(reader, 1, CHOSEN, per_row.LeftOut(0, 1_891))
    assert {each.key for each in every_grid(found, words("en"))} == {"comparisons"}


def test_a_run_of_few_rows_leaves_nothing_out(tmp_path: Path) -> None:
    models = [
        {"name": "ref", "role": "reference", "provider": "simulated"},
        {"name": "near", "role": "test", "provider": "simulated"},
    ]
    write_study(tmp_path / "s.toml", models, prompt_set=[{"name": "m", "bundled": "math", "sample": 3}])
    distilscope("run", tmp_path / "s.toml", "--workspace", tmp_path / "w")
    few = Reader(tmp_path / "w")
    assert not analyse(few, 1).left_out
    few.close()
