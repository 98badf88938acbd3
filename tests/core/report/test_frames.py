"""Data frames say what the tables say, and their files can be read back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core.engine.options import RunOptions
from core.engine.runtime import Runtime
from core.events import NullSink
from core.report import exports, frames
from core.report.tables import as_json, score_tables
from core.store.reader import Reader
from core.study import IceSpec, ModelSpec, PromptSetSpec, Study


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("frames") / "w.distilscope"
    study = Study(
        "Frames",
        ("rse", "ice"),
        models=(
            ModelSpec("=simulated reference", "reference", "simulated"),
            ModelSpec("simulated 测试", "test", "simulated", closeness=0.4, leak=0.5, facts="zhipu"),
        ),
        prompt_sets=(PromptSetSpec("math", bundled="math", sample=4),),
        ice=IceSpec(mode="plain", queries=6),
    )
    runtime = Runtime(NullSink())
    try:
        runtime.start(study, path, RunOptions()).result(timeout=120)
    finally:
        runtime.close()
    return path


def test_the_scores_frame_holds_every_row_of_the_tables(workspace: Path) -> None:
    reader = Reader(workspace)
    tables = score_tables(reader, 1)
    reader.close()
    data, frame = as_json(tables), frames.scores_frame(tables)
    assert len(frame) == len(data["rse"]) + len(data["ice"])
    overall = frame.loc[frame["metric"] == "rse", "overall"].tolist()
    assert overall == [row["overall"] for row in data["rse"]]
    assert frame.loc[frame["metric"] == "ice", "loose"].item() == data["ice"][0]["loose"]


def test_judgments_can_be_read_back_from_stata(workspace: Path, tmp_path: Path) -> None:
    reader = Reader(workspace)
    out = tmp_path / "judgments.dta"
    exports.write_judgments(reader, 1, out)
    frame = frames.judgments_frame(reader, 1)
    reader.close()
    read = pd.read_stata(out)
    assert read["response"].tolist() == frame["response"].tolist()
    assert read["overall"].dropna().tolist() == frame["overall"].dropna().tolist()
    assert set(read["model"]) == {"simulated 测试"}


def test_broken_characters_are_spelt_out(tmp_path: Path) -> None:
    out = tmp_path / "broken.dta"
    frames.write_stata(pd.DataFrame({"response": ["half \ud83d", "null \x00", None]}), out)
    assert pd.read_stata(out)["response"].tolist() == ["half \\ud83d", "null \\x00", ""]
