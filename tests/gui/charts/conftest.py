"""Runs to draw: a small one made by the program itself, and tables of any shape made by hand."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import command
import pytest

from core.ice.scores import IceRow, Tally
from core.report.tables import ScoreTables, score_tables
from core.rse.nearest import NearestRow, Ranked
from core.rse.scores import RseRow
from core.store.reader import Reader

TOPICS = ("team", "cooperation", "industry", "technology", "geography")
NAMES = (
    "a-model-whose-name-is-much-longer-than-any-name-ought-to-be-instruct-preview-2025-01-20",
    "通义千问-2.5-72B-指令微调版",
    "x",
    *(f"model {k}" for k in range(17)),
)


def simulated(name: str, role: str, **more: object) -> dict[str, object]:
    return {"name": name, "role": role, "provider": "simulated", "facts": "mistral", **more}


@dataclass
class Run:
    """A finished run: its workspace open for reading, and its score tables."""

    reader: Reader
    tables: ScoreTables


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("charts")
    models = [
        simulated("one reference", "reference", closeness=1.0),
        simulated("other reference", "reference", closeness=0.5),
        simulated("near copy", "test", closeness=0.9, leak=0.5),
        simulated("stranger", "control", closeness=0.0, leak=0.0),
    ]
    study = command.write_study(
        folder / "study.toml",
        models,
        study={"metrics": ["rse", "ice"]},
        prompt_set=[{"name": n, "bundled": n, "sample": 3} for n in ("reasoning", "math")],
        rse={"judges": ["measured"], "ceiling": True},
        ice={"judges": ["rules"], "queries": 24, "mode": "fuzz"},
    )
    made = folder / "made.distilscope"
    ended = command.distilscope("run", study, "--workspace", made)
    assert ended.status == 0, ended.err
    return made


@pytest.fixture
def run(workspace: Path) -> Iterator[Run]:
    reader = Reader(workspace)
    yield Run(reader, score_tables(reader, 1))
    reader.close()


def similar(model: str, reference: str, prompt_set: str | None, overall: float | None) -> RseRow:
    ends = (
        (None, None)
        if overall is None or model == "x"
        else (max(1.0, overall - 0.3), min(5.0, overall + 0.2))
    )
    return RseRow(
        model, reference, "measured", prompt_set, overall, overall, overall, overall, *ends, 40, 0, 0
    )


def identity(model: str, loose: float, hidden: bool) -> IceRow:
    hits = round(100 * loose)
    ends = (None, None) if hidden else (loose / 2, min(1.0, loose * 1.4))
    topics = {topic: Tally(20, 20, hits // 5, hits // 6, 0) for topic in TOPICS}
    topics["geography"] = Tally(5, 0, 0, 0, 0)
    claims = {"OpenAI": hits, "<b>Made & up</b>": 2, "所谓的公司": 1} if hits else {}
    return IceRow(model, "rules", 110, 100, 0, loose, loose / 2, 0.0, *ends, topics, claims)


def ranked(model: str, references: tuple[str, ...]) -> NearestRow:
    ranking = tuple(Ranked(r, 1.0 - k, 0.9 - k / 2, 0.01 if k else None) for k, r in enumerate(references))
    return NearestRow(model, "measured", None, references[-1], None, ranking, 40)


@pytest.fixture
def made() -> Callable[..., Run]:
    return made_up


def made_up(models: int, references: tuple[str, ...] = ("gpt-4",)) -> Run:
    """Tables of so many models, some of whose figures are hidden or missing."""
    rse, ice, names = [], [], NAMES[:models]
    for k, model in enumerate(names):
        for reference in references:
            for prompt_set in ("first", "第二", None):
                none = k % 3 == 2 and prompt_set == "first"
                rse.append(similar(model, reference, prompt_set, None if none else 1.2 + (k * 0.37) % 3.6))
        ice.append(identity(model, (0.1 + k * 0.13) % 0.9, hidden=k % 2 == 1))
    nearest = [ranked(model, references) for model in names] if len(references) > 1 else []
    ceiling = [similar(reference, reference, None, 4.9) for reference in references]
    tables = ScoreTables("made up", 1, "completed", rse, ice, nearest, ceiling)
    controls = [SimpleNamespace(name=name) for name in names[3:5]]
    study = SimpleNamespace(seed=1, of_role=lambda role: controls if role == "control" else [])
    listed = [SimpleNamespace(name=name, vendor="openai", spec={}) for name in names]
    reader = SimpleNamespace(study=lambda run: study, models=lambda run: listed)
    return Run(reader, tables)  # type: ignore[arg-type]
