"""A run that has every table, and its tables in each form: as rows of CSV files and as cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import write_study
from engine import Engine
from every_table import Row, read_zip

from core.ice.agreement import IceAgreement
from core.report import csv_text
from core.report.analysis import Analysis, analyse
from core.report.deeper import every_grid
from core.report.flat import Flat
from core.report.flat_deeper import all_tables
from core.report.grids import Grid, score_grids
from core.report.people import Labelled
from core.report.published import paper_grids
from core.report.tables import ScoreTables, score_tables
from core.report.words import words
from core.rse.labels import Corrected
from core.rse.scores import Pairing
from core.store.reader import Reader
from tests.loopback import LoopbackServer


def verdict(prompt: str) -> str:
    """A judge whose scores differ, and with the repeat too."""
    score = 1 + sum(map(ord, prompt[-400:])) % 5
    return json.dumps(
        {"explanation": "so", **dict.fromkeys(("style", "structure", "content", "overall"), score)}
    )


@pytest.fixture(scope="package")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A run that has every table but those of labels: two references, a control, a ceiling, two judges, repeats."""
    folder: Path = tmp_path_factory.mktemp("every")
    with LoopbackServer(verdict) as server, Engine() as engine:
        served = {"provider": "openai-compatible", "base_url": server.base_url, "vendor": "openai"}
        models: list[dict[str, Any]] = [
            {
                "name": "ref",
                "role": "reference",
                "provider": "simulated",
                "vendor": "openai",
                "closeness": 1.0,
            },
            {"name": "other", "role": "reference", "provider": "simulated", "closeness": 0.3},
            {
                "name": "near",
                "role": "test",
                "provider": "simulated",
                "closeness": 0.8,
                "leak": 0.6,
                "facts": "meta",
                "ancestors": ["ref"],
                "released": "2024-02",
            },
            {
                "name": "=far",
                "role": "test",
                "provider": "simulated",
                "closeness": 0.1,
                "leak": 0.2,
                "facts": "google",
            },
            {
                "name": "unrelated",
                "role": "control",
                "provider": "simulated",
                "closeness": 0.0,
                "facts": "xai",
            },
            {"name": "relative", "role": "judge", **served},
        ]
        study = write_study(
            folder / "s.toml", models, study={"metrics": ["rse", "ice"]},
            prompt_set=[{"name": name, "bundled": name, "sample": 20} for name in ("reasoning", "math")],
            rse={"judges": ["measured", "relative"], "repeats": 2, "ceiling": True},
            ice={"mode": "paired", "queries": 60, "questions_per_template": 3, "placebo": True},
        )  # fmt: skip
        assert engine.run(study, folder / "w").status == "completed"
    made = Reader(folder / "w")
    yield made
    made.close()


@pytest.fixture(scope="package")
def analysis(reader: Reader) -> Analysis:
    """With what labels make, which nobody gave here."""
    labelled = {Pairing("near", "ref", "measured"): Corrected(3.14159, 2.71828, 3.5, 0.25, 480, 100)}
    return replace(
        analyse(reader, 1),
        corrected=labelled,
        corrected_together={"measured": Corrected(2.14159, 1.71828, 2.5, -0.25, 960, 130)},
        ice_agreement=[IceAgreement(("me", "rules"), "loose", 0.61803, 2 / 3, 1_200)],
        ice_repeats=[IceAgreement(("llm",), "outcome", None, 1.0, 7)],
        labelled=[Labelled("me", "ice", 1_234, 1_200)],
    )


@pytest.fixture(scope="package")
def tables(reader: Reader) -> ScoreTables:
    return score_tables(reader, 1)


@pytest.fixture(scope="package")
def flat(tables: ScoreTables, analysis: Analysis) -> dict[str, Flat]:
    return {each.name: each for each in all_tables(tables, analysis)}


@pytest.fixture(scope="package")
def grids(tables: ScoreTables, analysis: Analysis) -> dict[str, Grid]:
    said = words("en")
    return {
        each.key: each
        for each in (*score_grids(tables, said), *paper_grids(tables, said), *every_grid(analysis, said))
    }


@pytest.fixture(scope="package")
def files(flat: dict[str, Flat], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """The CSV files as somebody else reads them."""
    out = tmp_path_factory.mktemp("zip") / "t.zip"
    csv_text.write_all(flat.values(), out)
    return read_zip(out)
