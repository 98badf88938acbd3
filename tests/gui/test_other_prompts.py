"""Answers that were recorded for other prompts than those that are chosen: the review says so before the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import clicks
import pytest
from pytestqt.qtbot import QtBot

from core.prompts import bundled
from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import language
from gui.widgets.banner import Banner
from gui.window import MainWindow

MATH = [prompt.text for prompt in bundled.load("math").prompts]
FOREIGN = ["Who wrote the oldest of your letters?", "Why is the sea salt?"]
STUDY = Study(
    "Recorded elsewhere",
    models=(
        ModelSpec("Ref", "reference", "simulated", closeness=1.0),
        ModelSpec("Near", "test", "simulated", closeness=0.9),
    ),
    prompt_sets=(PromptSetSpec("math", bundled="math"),),
)
OTHERS = (
    f"The answers of Found belong to other prompts: none of the {len(MATH)} that are chosen is among them."
    " Tick the prompt set that the answers belong to, or add it."
)
SOME = f"The file of Found has answers to 3 of the {len(MATH)} prompts that are chosen"


def reviewed(qtbot: QtBot, window: MainWindow, file: Path, prompts: list[str]) -> Any:
    """The study page at its review, after a file with an answer to each of the prompts was added."""
    rows = ({"prompt": prompt, "response": "Because it is."} for prompt in prompts)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    window.show_page("study", STUDY)
    page: Any = window.page("study")
    page.go(1)
    clicks.click(page.models.add_answers)
    dialog = page.models.answers
    dialog.look(file)
    clicks.settled(qtbot, window)
    clicks.write(dialog.name, "Found")
    clicks.click(dialog.ok)
    qtbot.waitUntil(lambda: "Found" in [m.name for m in page.draft.models], timeout=clicks.WAIT_MS)
    clicks.click(page.stepper.buttons[3])
    qtbot.waitUntil(lambda: bool(page.review.model.rows), timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    return page


def warned(page: Any, part: str) -> list[Banner]:
    banners: list[Banner] = page.review.findChildren(Banner)
    return [each for each in banners if each.isVisible() and part in each.text()]


def test_answers_to_other_prompts_are_warned_of_and_lead_to_the_prompts(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = reviewed(qtbot, window, tmp_path / "found.jsonl", FOREIGN)
    [banner] = warned(page, OTHERS)
    assert banner.property("banner") == "warn"
    clicks.click(clicks.button(banner, "Go there"))
    assert page.step == 2


def test_answers_to_some_prompts_say_to_how_many(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = reviewed(qtbot, window, tmp_path / "found.jsonl", FOREIGN + MATH[:3])
    [banner] = warned(page, SOME)
    assert banner.property("banner") == "warn"


def test_answers_to_all_prompts_are_not_warned_of(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = reviewed(qtbot, window, tmp_path / "found.jsonl", FOREIGN + MATH)
    assert warned(page, "Found") == []


@pytest.mark.parametrize("prompts", [FOREIGN, FOREIGN + MATH[:3]])
def test_it_is_said_in_chinese_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, prompts: list[str]
) -> None:
    page = reviewed(qtbot, window, tmp_path / "found.jsonl", prompts)
    language.choose("zh_CN")
    qtbot.waitUntil(lambda: len(warned(page, "请勾选这些回答所属的提示集")) == 1, timeout=clicks.WAIT_MS)
