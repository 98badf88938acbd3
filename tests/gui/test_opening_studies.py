"""Studies that come from outside, and the one that was being edited meanwhile: nothing is lost over another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from core import study_file
from core.llm.recorded import Recorded
from core.report.bundle import pack
from core.report.bundle_open import unpack
from core.report.tables import score_tables
from core.store.reader import Reader
from core.study import ModelSpec, PromptSetSpec, Study
from gui.window import MainWindow


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "own.txt").write_text("What is rain?\n\nWhat is snow?\n", encoding="utf-8")
    return Study(
        name="From afar",
        models=(
            ModelSpec("Ref", "reference", "simulated", closeness=1.0),
            ModelSpec("Asked", "test", "openai", model="gpt-x", key="keyring:theirs"),
        ),
        prompt_sets=(PromptSetSpec("own", path="own.txt"),),
        base_dir=tmp_path,
    )


def drop(window: MainWindow, path: Path) -> bool:
    """Drop a file on the window; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *keys)
    enter.ignore()
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(5, 5), *keys))
    return enter.isAccepted()


def test_a_dropped_bundle_is_unpacked_and_shown_before_anything_is_asked(
    qtbot: QtBot, window: MainWindow, study: Study, tmp_path: Path
) -> None:
    bundle = tmp_path / "Afar.distilscope.zip"
    pack(study, bundle)
    page = window.page("study")
    for number, folder in enumerate(("Afar", "Afar 2"), 1):
        assert drop(window, bundle)
        kept = tmp_path / "data" / "studies" / folder / "study.toml"
        qtbot.waitUntil(lambda kept=kept: page.draft.path == kept, timeout=clicks.WAIT_MS)
        assert kept.is_file(), number
    clicks.settled(qtbot, window)
    assert (window.front, page.step) == ("study", 3)
    assert page.draft.study().fingerprint() == study.fingerprint()
    assert "Asked would be asked at openai, with the key keyring:theirs." in page.banner.text()
    assert not window.context.runs.active


def test_a_bundle_without_its_answers_says_where_they_belong(
    qtbot: QtBot, window: MainWindow, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_text('{"prompt": "What is rain?", "response": "Water."}\n', encoding="utf-8")
    model = ModelSpec("Recorded", "test", "recorded", path="a.jsonl")
    bundle = tmp_path / "x.distilscope.zip"
    pack(
        Study(name="R", models=(*study.models, model), prompt_sets=study.prompt_sets, base_dir=tmp_path),
        bundle,
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_more: (str(bundle), ""))
    window.show_page("study")
    page = window.page("study")
    clicks.click(page.open_button)
    qtbot.waitUntil(lambda: page.draft.title == "R", timeout=clicks.WAIT_MS)
    place = page.draft.path.parent / "recorded" / "a.jsonl"
    assert f"Recorded answers are not in it: put them at {place}." in page.banner.text()


def test_responses_go_into_a_bundle_on_request(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = make_window(workspace)
    window.show_page("results")
    clicks.settled(qtbot, window)
    page = window.page("results")
    for words, name, there in (
        ("Study as a bundle…", "plain", False),
        ("Study and responses as a bundle…", "whole", True),
    ):
        out = tmp_path / f"{name}.distilscope.zip"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, out=out, **_more: (str(out), ""))
        next(a for a in page.export.menu().actions() if a.text() == words).trigger()
        qtbot.waitUntil(out.is_file, timeout=clicks.WAIT_MS)
        clicks.settled(qtbot, window)
        assert (unpack(out, tmp_path / name).folder / "responses").is_dir() is there


def test_a_bundle_tells_of_the_responses_in_it(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path, tmp_path: Path
) -> None:
    bundles = [tmp_path / f"{name}.distilscope.zip" for name in ("plain", "whole")]
    with closing(Reader(workspace)) as reader:
        for out in bundles:
            pack(reader.study(1), out, responses=out == bundles[1], reader=reader, run=1)
    window = make_window(workspace)
    for out in bundles:
        assert drop(window, out)
        clicks.settled(qtbot, window)
        text = window.page("study").banner.text()  # type: ignore[attr-defined]
        assert ("It holds responses of an earlier run" in text) is (out == bundles[1])
        assert ("A run does not use them by itself" in text) is (out == bundles[1])
    brought = list((tmp_path / "data" / "studies" / "whole" / "responses").iterdir())
    assert brought
    assert all(len(Recorded.load(each)) for each in brought), "as “Add answers…” reads them"


def test_a_run_takes_the_responses_of_a_bundle_where_somebody_wants_it(
    qtbot: QtBot, make_window: Callable[..., MainWindow], workspace: Path, tmp_path: Path
) -> None:
    bundle, fresh = tmp_path / "whole.distilscope.zip", tmp_path / "fresh.distilscope"
    with closing(Reader(workspace)) as reader:
        pack(reader.study(1), bundle, responses=True, reader=reader, run=1)
        scored = score_tables(reader, 1).rse
    window = make_window(fresh)
    page: Any = window.page("study")
    assert drop(window, bundle)
    clicks.settled(qtbot, window)
    models = page.draft.models
    with qtbot.waitSignal(window.context.offer_undo) as undo:
        clicks.click(clicks.button(page, "Use these responses"))
    assert {model.provider for model in page.draft.models} == {"recorded"}
    undo.args[1]()
    assert page.draft.models == models
    clicks.click(clicks.button(page, "Use these responses"))
    clicks.settled(qtbot, window)
    assert "A run does not use them by itself" not in page.banner.text()
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS) as ended:
        clicks.click(page.start)
    clicks.settled(qtbot, window)
    assert ended.args[0].status == "completed"
    with closing(Reader(fresh)) as reader:
        assert score_tables(reader, 1).rse == scored


@pytest.mark.parametrize("name", ["a.csv", "a.JSON", "a.txt"])
def test_dropped_prompts_are_offered_for_import(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    texts = {
        ".csv": "prompt\nWhat is rain?\n",
        ".JSON": '[{"prompt": "What is rain?"}]',
        ".txt": "What is rain?\n",
    }
    path.write_text(texts[path.suffix], encoding="utf-8")
    assert drop(window, path)
    qtbot.waitUntil(lambda: bool([d for d in window.findChildren(QDialog) if d.isVisible()]))
    clicks.settled(qtbot, window)
    for each in window.findChildren(QDialog):
        each.reject()
    assert not drop(window, tmp_path / "a.png")


def test_a_study_in_capitals_is_one(qtbot: QtBot, window: MainWindow, study: Study, tmp_path: Path) -> None:
    path = tmp_path / "STUDY.TOML"
    study_file.write(study, path)
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.page("study").draft.path == path, timeout=clicks.WAIT_MS)


def test_a_study_that_was_being_edited_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.new_study()
    page = window.page("study")
    clicks.write(page.measure.name, "Half done")
    window.new_study()
    assert page.draft.name == ""
    clicks.click(clicks.button(window, "Undo"))
    assert page.draft.name == "Half done"
    assert page.measure.name.text() == "Half done"


def test_a_study_that_is_elsewhere_makes_way_without_a_word(
    qtbot: QtBot, window: MainWindow, study: Study
) -> None:
    window.show_page("study", study)
    window.notices.toast.hide()
    window.new_study()
    assert not window.notices.toast.isVisible()


def test_a_model_comes_back_into_the_study_that_was_put_aside(
    qtbot: QtBot, window: MainWindow, study: Study
) -> None:
    window.show_page("study", study)
    page = window.page("study")
    page.go(1)
    page.models.table.selectRow(0)
    clicks.click(page.models.remove_button)
    window.new_study()
    assert page.draft.models == []
    for left in (1, 2):
        window.actions_.undo.trigger()
        assert len(page.draft.models) == left
    page.go(1)
    assert [model.name for model in page.models.model.rows] == ["Ref", "Asked"]


def test_of_a_file_that_is_none_of_ours_it_is_said(window: MainWindow, tmp_path: Path) -> None:
    assert not drop(window, tmp_path / "holiday.png")
    toast = window.notices.toast
    assert toast.isVisible()
    assert "holiday.png cannot be opened here" in toast.text()
    assert ".csv" in toast.text()
