"""Ancestors and release dates in the window: stated with a model, shown with the catalog, read in the results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.engine.runtime import Runtime
from core.events import NullSink
from core.rse.kin import Kin, kin_sentence
from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.messages import said
from gui.study.model_dialog import ModelDialog
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def test_a_model_s_details_state_them(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ModelDialog(window.context, "test", parent=window)
    chosen: list[ModelSpec] = []
    dialog.chosen.connect(chosen.append)
    dialog.show()
    assert not dialog.field("ancestors").isVisible(), "one of the rarer fields"
    clicks.press(dialog.more, Qt.Key.Key_Space)
    clicks.write(dialog.name, "our-own")
    clicks.write(dialog.field("released"), "2024-13")
    clicks.write(dialog.field("ancestors"), " Qwen2.5-7B, DeepSeek-R1")
    dialog.field("ancestors").insert("，Qwen2.5-7B ")  # keys of a test type no Chinese
    clicks.click(dialog.ok)
    assert chosen == []
    assert "date" in dialog.banner.text()
    clicks.write(dialog.field("released"), "2024-12")
    clicks.click(dialog.ok)
    [spec] = chosen
    assert (spec.released, spec.ancestors) == ("2024-12", ("Qwen2.5-7B", "DeepSeek-R1"))
    again = ModelDialog(window.context, "test", model=spec, parent=window)
    assert again.spec() == spec
    again.deleteLater()
    dialog.deleteLater()


def test_known_models_say_what_they_descend_from(qtbot: QtBot, window: MainWindow) -> None:
    clicks.click(window._rail.buttons["models"])
    known = window.page("models").known
    known.refresh()
    clicks.settled(qtbot, window)
    titles = [column.title for column in known.model.columns]
    place = titles.index("Descends from")
    shown = {
        known.model.index(row, 0).data(): known.model.index(row, place).data()
        for row in range(known.model.rowCount())
    }
    assert shown["Qwen2.5-72B-Instruct"] == "Qwen2.5-72B"
    assert shown["phi-4"] == "outputs of GPT-4o"
    assert shown["gpt-4-0613"] == "–"


@pytest.fixture
def workspace_of_relatives(tmp_path: Path) -> Path:
    models = []
    for name, role in (
        ("Qwen2.5-14B", "reference"),
        ("other", "reference"),
        ("DeepSeek-R1-Distill-Qwen-14B", "test"),
    ):
        rows = [{"prompt": f"Prompt {n}", "response": f"{name[:4]} {n} " * 60} for n in range(31)]
        (tmp_path / f"{name}.jsonl").write_text(
            "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
        )
        models.append(ModelSpec(name, role, "recorded", path=f"{name}.jsonl"))  # type: ignore[arg-type]
    prompts = tmp_path / "p.jsonl"
    prompts.write_text(
        "".join(json.dumps({"prompt": f"Prompt {n}"}) + "\n" for n in range(31)), encoding="utf-8"
    )
    sets = (PromptSetSpec("prompts", path=str(prompts)),)
    study = Study("Relatives", models=tuple(models), prompt_sets=sets, base_dir=tmp_path)
    runtime = Runtime(NullSink())
    try:
        assert runtime.start(study, tmp_path / "w").result(120).status == "completed"
    finally:
        runtime.close()
    return tmp_path / "w"


def test_results_read_a_similarity_by_the_relation(
    qtbot: QtBot, make_window: MakeWindow, workspace_of_relatives: Path
) -> None:
    window = make_window(workspace_of_relatives)
    clicks.settled(qtbot, window)
    clicks.click(window._rail.buttons["results"])
    page: Any = window.page("results")
    qtbot.waitUntil(lambda: page.behind is not None, timeout=60_000)
    clicks.settled(qtbot, window)
    relation = (
        "By public record DeepSeek-R1-Distill-Qwen-14B descends from Qwen2.5-14B, so similarity is expected."
    )
    assert relation in page.similarity.reading.text()
    panel = next(
        t
        for t in page.deeper.stack.tables
        if t.accessibleName().lower().endswith("how the models are related")
    )
    shown = {panel.model().index(row, 1).data(): panel.model().index(row, 2).data() for row in range(2)}
    assert shown == {"Qwen2.5-14B": "descends from the reference", "other": "–"}
    first = page.nearest.table.rows[0].ranking[0].reference
    assert (relation in page.nearest.reading.text()) == (first == "Qwen2.5-14B")


@pytest.fixture
def chinese() -> Iterator[None]:
    language.choose("zh_CN")
    yield
    language.choose("en")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("stated", [False, True])
@pytest.mark.parametrize("verified", [False, True])
@pytest.mark.parametrize("by", ["weights", "outputs"])
@pytest.mark.parametrize("relation", ["same", "descends", "begets", "share"])
def test_what_is_said_before_the_start_is_said_in_chinese(
    relation: Any, by: Any, verified: bool, stated: bool
) -> None:
    found = Kin(relation, ("base",), by, stated, verified, "", "")
    english, wanted = (kin_sentence(found, "m", "r", each) for each in ("en", "zh"))
    assert said(f"m, r: {english}") == f"m, r: {wanted}"
