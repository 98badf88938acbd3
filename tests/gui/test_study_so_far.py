"""What a study is by now stands beside its steps where there is room; its tables are as low as their rows."""

from __future__ import annotations

from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.window import MainWindow

MODELS = (
    ModelSpec("Ref", "reference", "simulated"),
    *(ModelSpec(f"Test {n}", "test", "simulated") for n in range(2)),
)
SETS = (PromptSetSpec("math", bundled="math", sample=2),)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> Any:
    window.resize(1920, 1080)
    clicks.click(window._rail.buttons["study"])
    clicks.settled(qtbot, window)
    return window.page("study")


def test_it_follows_what_is_edited(qtbot: QtBot, page: Any) -> None:
    assert page.so_far.isVisible()
    assert "Test models: none yet" in page.so_far.text()
    assert "Prompt sets: reasoning: all prompts" in page.so_far.text()
    page.models.take(ModelSpec("Near", "test", "simulated"))
    page.models.take(ModelSpec("Ref", "reference", "simulated"))
    assert "Reference: Ref\nTest models: Near" in page.so_far.text()
    clicks.click(page.stepper.buttons[2])
    clicks.write(page.prompts.samples["reasoning"].lineEdit(), "5")
    assert "reasoning: 5 prompts" in page.so_far.text()
    clicks.click(page.stepper.buttons[0])
    clicks.click(page.measure.ice)
    assert "Identity questions per model: 1,000" in page.so_far.text()
    language.choose("zh_CN")
    assert "参考模型: Ref" in page.so_far.text()


def test_a_small_window_has_all_its_room_for_the_steps(qtbot: QtBot, page: Any, window: MainWindow) -> None:
    window.resize(800, 600)
    qtbot.waitUntil(lambda: not page.so_far.isVisible())
    qtbot.waitUntil(lambda: page.next.mapTo(page, page.next.rect().topRight()).x() > page.width() - 40)
    window.resize(1920, 1080)
    qtbot.waitUntil(page.so_far.isVisible)
    qtbot.waitUntil(lambda: page.stack.width() == 1040)


def test_the_tables_are_as_high_as_their_rows(qtbot: QtBot, page: Any, window: MainWindow) -> None:
    window.show_page("study", Study("s", models=MODELS, prompt_sets=SETS))
    clicks.settled(qtbot, window)
    for step, table in ((3, page.review.table), (1, page.models.table)):
        clicks.click(page.stepper.buttons[step])
        clicks.settled(qtbot, window)
        qtbot.waitUntil(lambda table=table: table.viewport().height() == 3 * table.rowHeight(0))
        assert table.verticalScrollBar().maximum() == 0


def test_the_model_that_is_missing_is_the_main_action(qtbot: QtBot, page: Any) -> None:
    clicks.click(page.stepper.buttons[1])

    def main() -> list[str]:
        buttons = (page.models.add_reference, page.models.add_test, page.next)
        return [each.text() for each in buttons if each.property("kind") == "primary"]

    assert main() == ["Add reference…"]
    page.models.take(ModelSpec("Ref", "reference", "simulated"))
    assert main() == ["Add test model…"]
    page.models.take(ModelSpec("Near", "test", "simulated"))
    assert main() == ["Next"]


def test_a_review_of_nothing_shows_no_empty_table(qtbot: QtBot, page: Any) -> None:
    clicks.click(page.stepper.buttons[3])
    assert not page.review.table.isVisible()
