"""A cost that is not known says where the price is entered, and leads there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.events import Progress, RunStarted
from core.study import ModelSpec, PromptSetSpec, Study
from gui.runs import Wish
from gui.study import same_price
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


def account_of_two(qtbot: QtBot, window: MainWindow) -> Any:
    """The models step of a study with two models of one account, and one of another, whose prices nobody knows."""
    both = UNPRICED, replace(UNPRICED, name="Sister", model="nobody-knows-her")
    alone = replace(UNPRICED, name="Stranger", key="env:ANOTHER_KEY")
    window.show_page("study", replace(STUDY, models=(STUDY.models[0], *both, alone)))
    clicks.settled(qtbot, window)
    page = window.page("study")
    page.models.ask_price("Nobody's")
    dialog = page.models.dialog
    clicks.write(dialog.field("price_in").lineEdit(), "1.5")
    clicks.write(dialog.field("price_out").lineEdit(), "6")
    clicks.click(dialog.ok)
    return page


def test_one_price_serves_all_models_of_an_account(qtbot: QtBot, window: MainWindow) -> None:
    page = account_of_two(qtbot, window)
    toast = window.notices.toast
    qtbot.waitUntil(lambda: "Sister" in toast.text(), timeout=clicks.WAIT_MS)
    assert toast.text() == (
        "Nobody's costs $1.50 for input and $6.00 for output, per million tokens. No price is known for Sister of the"
        " same account."
    )
    clicks.click(clicks.button(window, "Use the same price"))
    prices = {model.name: dict(model.price) for model in page.draft.models}
    same = {"input": 1.5, "output": 6.0}
    assert prices == {"Ref": {}, "Nobody's": same, "Sister": same, "Stranger": {}}
    clicks.click(clicks.button(window, "Undo"))
    assert dict(page.draft.models[2].price) == {}


def test_a_model_that_is_added_takes_over_the_price_of_its_account() -> None:
    priced = replace(UNPRICED, price={"input": 1.5, "output": 6.0})
    new = replace(UNPRICED, name="Sister", model="nobody-knows-her")
    models = [STUDY.models[0], priced, new]
    found = same_price.find(models, new)
    assert found is not None
    assert (found.giver, found.takers) == (priced, ("Sister",))
    assert [dict(model.price) for model in found.given(models)] == [{}, priced.price, priced.price]


def test_a_price_that_the_list_knows_or_nobody_asks_is_not_offered_another() -> None:
    priced = replace(UNPRICED, price={"input": 1.5, "output": 6.0})
    listed = replace(UNPRICED, name="Listed", model="gpt-4o-mini")
    assert same_price.find([priced, listed], priced) is None
    assert same_price.find([priced, listed], listed) is None
    free = ModelSpec("Mine", "test", "ollama", model="llama3")
    assert same_price.find([priced, free], free) is None


def test_a_price_field_says_what_it_counts(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page("study")
    window.show_page("study", STUDY)
    page.models.ask_price("Nobody's")
    labels = {label.text() for label in page.models.dialog.findChildren(QLabel) if label.isVisible()}
    assert {"Input price (US$ per million tokens)", "Output price (US$ per million tokens)"} <= labels
    page.models.dialog.reject()
