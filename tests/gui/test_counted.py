"""The figures before a run, while it is on and after it are the same ones, and it is said what they count."""

from __future__ import annotations

import clicks
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.study import ModelSpec, PromptSetSpec, Study
from gui.counted import COUNTED
from gui.window import MainWindow

STUDY = Study(
    "Turns",
    models=(ModelSpec("Ref", "reference", "simulated"), ModelSpec("Near", "test", "simulated")),
    prompt_sets=(PromptSetSpec("instructions", bundled="instructions", sample=12),),
)


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_estimate_and_the_run_count_the_same(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("study", STUDY)
    clicks.settled(qtbot, window)
    page = window.page("study")
    figures = {name: number(page.review.figures[name].text()) for name in ("Answers", "Judgments", "Calls")}
    assert (figures["Answers"], figures["Judgments"]) == (24, 12)
    assert figures["Calls"] > figures["Answers"], "the set has prompts of several turns"
    assert any(each.text() == COUNTED and each.isVisible() for each in page.review.findChildren(QLabel))
    with qtbot.waitSignal(window.context.runs.ended, timeout=clicks.WAIT_MS):
        clicks.click(page.start)
    clicks.settled(qtbot, window)
    live = window.page("live")
    assert live.figures["Done"].text() == "36 / 36"
    assert number(live.figures["Calls"].text()) == figures["Calls"]
    assert live.figures["Done"].toolTip() == COUNTED
    clicks.click(live.results)
    clicks.settled(qtbot, window)
    facts = window.page("results").facts
    assert f"{figures['Calls']} calls" in facts.text().replace("\N{NO-BREAK SPACE}", " ")
    assert facts.toolTip() == COUNTED
