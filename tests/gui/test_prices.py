"""A cost that is not known says where the price is entered, and leads there."""

from __future__ import annotations

from pathlib import Path

import clicks
from pytestqt.qtbot import QtBot

from core.events import Progress, RunStarted
from core.study import ModelSpec, PromptSetSpec, Study
from gui.runs import Wish
from gui.study.review import ReviewStep
from gui.widgets.banner import Banner
from gui.window import MainWindow

UNPRICED = ModelSpec("Nobody's", "test", "openai", model="nobody-knows-me", key="env:SOME_KEY")
STUDY = Study(
    "Unpriced",
    models=(ModelSpec("Ref", "reference", "simulated"), UNPRICED),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=4),),
)


def asked_for_prices(review: ReviewStep) -> list[str]:
    return [
        b.text() for b in review.findChildren(Banner) if "No price is known" in b.text() and b.isVisible()
    ]


def test_a_missing_price_is_entered_from_the_review(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("study", STUDY)
    clicks.settled(qtbot, window)
    page = window.page("study")
    assert page.review.figures["Cost"].text() == "unknown"
    assert len(asked_for_prices(page.review)) == 1
    clicks.click(clicks.button(page.review, "Enter the price"))
    dialog = page.models.dialog
    qtbot.waitUntil(lambda: dialog.field("price_in").isVisible(), timeout=clicks.WAIT_MS)
    qtbot.waitUntil(lambda: not dialog.field("price_out").visibleRegion().isEmpty(), timeout=clicks.WAIT_MS)
    assert dialog.name.text() == "Nobody's"
    clicks.write(dialog.field("price_in").lineEdit(), "1.5")
    clicks.click(dialog.ok)
    assert "both prices" in dialog.banner.text()
    clicks.write(dialog.field("price_out").lineEdit(), "6")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert dict(page.draft.models[1].price) == {"input": 1.5, "output": 6.0}
    assert page.review.figures["Cost"].text().startswith("$")
    assert not asked_for_prices(page.review)


def test_a_run_whose_cost_is_unknown_leads_to_the_price(qtbot: QtBot, window: MainWindow) -> None:
    live = window.page("live")
    live._wish = Wish(STUDY, Path("w"), {})
    window.show_page("live")
    live.batch([RunStarted(1, "Unpriced", 8, 0), Progress(1, 2, 8, 2, 0, 0.0, False, 0.0, None, 0)])
    assert live.price.isHidden()
    live.batch([Progress(1, 3, 8, 3, 0, 0.0, True, 0.0, None, 0)])
    clicks.click(live.price)
    clicks.settled(qtbot, window)
    assert (window.front, window.page("study").step) == ("study", 3)
    assert asked_for_prices(window.page("study").review)
    dialog = window.page("study").models.dialog
    qtbot.waitUntil(lambda: dialog.field("price_in").isVisible(), timeout=clicks.WAIT_MS)
    assert dialog.name.text() == "Nobody's"
    clicks.write(dialog.field("price_in").lineEdit(), "1.5")
    clicks.write(dialog.field("price_out").lineEdit(), "6")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert dict(window.page("study").draft.models[1].price) == {"input": 1.5, "output": 6.0}
