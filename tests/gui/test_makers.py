"""ICE needs to know who made a model: the review asks for it in the window's words, and leads to its field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import clicks
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.ice import facts
from core.study import IceSpec, ModelSpec, Study
from gui import preferences as prefs
from gui.preferences import Preferences
from gui.study.model_picker import ModelPicker
from gui.widgets.banner import Banner
from gui.window import MainWindow

NOBODYS = ModelSpec("my-model-a", "test", "openai-compatible", base_url="http://127.0.0.1:9/v1")
STUDY = Study("Makers", metrics=("ice",), models=(NOBODYS,), ice=IceSpec(mode="plain", queries=5))


def reviewed(qtbot: QtBot, window: MainWindow, study: Study) -> Any:
    window.show_page("study", study)
    clicks.settled(qtbot, window)
    return window.page("study")


def test_who_made_a_model_is_said_from_the_review(qtbot: QtBot, window: MainWindow) -> None:
    page = reviewed(qtbot, window, STUDY)
    assert page.review.banner.text() == (
        "Must be put right: Identity consistency (ICE) compares what my-model-a says of itself with the facts on its"
        " maker, and who made it is not known: choose the maker in the model's field Made by, or measure without ICE."
    )
    clicks.click(clicks.button(page.review.banner, "Choose the maker"))
    dialog = page.models.dialog
    qtbot.waitUntil(lambda: not dialog.field("facts").visibleRegion().isEmpty(), timeout=clicks.WAIT_MS)
    assert dialog.name.text() == "my-model-a"
    assert dialog.focusWidget() in {dialog.field("facts"), dialog.field("facts").lineEdit()}
    clicks.write(dialog.field("facts").lineEdit(), "openai")
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)
    assert page.draft.models[0].facts == "openai"
    assert page.review.banner.isHidden()
    assert page.review.figures["Calls"].text() == "5"


def test_what_keeps_a_study_from_its_start_is_no_mere_warning(qtbot: QtBot, window: MainWindow) -> None:
    page = reviewed(qtbot, window, STUDY)
    told = [b for b in page.review.findChildren(Banner) if b.isVisible()]
    assert [b.property("banner") for b in told] == ["bad"]
    assert "✖" in {label.text() for label in told[0].findChildren(QLabel)}
    window.show_page("study", "new")
    clicks.click(page.stepper.buttons[3])
    clicks.settled(qtbot, window)
    assert page.review.banner.text().startswith("Must be put right: Add a reference model")
    assert page.review.banner.property("banner") == "bad"


def test_each_model_is_asked_about_in_turn(qtbot: QtBot, window: MainWindow) -> None:
    both = (NOBODYS, replace(NOBODYS, name="my-model-b", facts="nobody"))
    page = reviewed(qtbot, window, replace(STUDY, models=both))
    clicks.click(clicks.button(page.review.banner, "Choose the maker"))
    clicks.write(page.models.dialog.field("facts").lineEdit(), "meta")
    clicks.click(page.models.dialog.ok)
    clicks.settled(qtbot, window)
    said = page.review.banner.text()
    assert said == (
        "Must be put right: Identity consistency (ICE) compares what my-model-b says of itself with the facts on its"
        " maker, and no facts are known on nobody: write them on the Identity page, choose another maker, or measure"
        " without ICE."
    )


def test_it_is_asked_in_chinese(qtbot: QtBot, preferences: Preferences, make_window: Any) -> None:
    preferences.set(prefs.LANGUAGE, "zh_CN")
    page = reviewed(qtbot, make_window(), STUDY)
    assert page.review.banner.text() == (
        "必须改正：身份一致性（ICE）把 my-model-a 对自己的说法与其厂商的事实相比较，而它由谁制造尚不清楚：请在该模型"
        "的“厂商”处选择，或不测量 ICE。"
    )
    assert clicks.button(page.review.banner, "选择厂商")


def write_facts(qtbot: QtBot, window: MainWindow) -> None:
    """Fill in what the editor still lacks, and save it."""
    dialog = window.page("identity").facts.dialog
    for field, text in {
        ("maker", "source"): "https://example.org",
        ("country", "en"): "Iceland",
        ("country", "source"): "https://example.org",
    }.items():
        clicks.write(dialog.fields[field], text)
    clicks.click(dialog.ok)
    clicks.settled(qtbot, window)


def test_own_facts_are_found_by_the_maker_that_models_say(qtbot: QtBot, window: MainWindow) -> None:
    named = replace(NOBODYS, facts="Beta Labs")
    both = (named, replace(named, name="my-model-b"))
    page = reviewed(qtbot, window, replace(STUDY, models=both))
    clicks.click(clicks.button(page.review.banner, "New facts…"))
    assert window.front == "identity"
    dialog = window.page("identity").facts.dialog
    assert (dialog.vendor.text(), dialog.fields["maker", "en"].text()) == ("beta-labs", "Beta Labs")
    write_facts(qtbot, window)
    [path] = (window.context.preferences.data_folder() / "facts").glob("*.toml")
    window.show_page("study")
    clicks.settled(qtbot, window)
    assert page.review.banner.isHidden()
    assert page.start.isEnabled()
    assert [model.facts for model in page.draft.models] == [str(path)] * 2


def test_own_facts_are_shown_and_typed_by_the_makers_name(qtbot: QtBot, window: MainWindow) -> None:
    page = reviewed(qtbot, window, replace(STUDY, models=(replace(NOBODYS, facts="Beta Labs"),)))
    clicks.click(clicks.button(page.review.banner, "New facts…"))
    write_facts(qtbot, window)
    window.show_page("study")
    clicks.settled(qtbot, window)
    [model] = page.draft.models
    page.models.edit(model)
    clicks.settled(qtbot, window)
    made_by = page.models.dialog.field("facts")
    assert made_by.currentText() == "Beta Labs"
    assert made_by.findText("Beta Labs") >= 0
    for said in ("Beta Labs", "beta labs", "beta-labs"):
        made_by.setCurrentText(said)
        assert page.models.dialog.spec().facts == model.facts
    page.models.dialog.reject()


def test_makers_are_offered_and_shown_by_name_and_written_by_id(qtbot: QtBot, window: MainWindow) -> None:
    page = reviewed(qtbot, window, replace(STUDY, models=(replace(NOBODYS, facts="tii"),)))
    page.models.edit(page.draft.models[0])
    clicks.settled(qtbot, window)
    dialog = page.models.dialog
    made_by = dialog.field("facts")
    assert made_by.currentText() == facts.display_name("tii") != "tii"
    offered = [made_by.itemText(place) for place in range(made_by.count())]
    assert offered[1:] == sorted(map(facts.display_name, facts.vendors()), key=str.casefold)
    assert dialog.spec().facts == "tii"
    for said in ("OpenAI", "openai", "Openai"):
        made_by.setCurrentText(said)
        assert dialog.spec().facts == "openai"
    dialog.reject()


def test_a_list_of_models_names_their_makers(qtbot: QtBot, window: MainWindow) -> None:
    picker = ModelPicker("openai")
    qtbot.addWidget(picker)
    table = picker.table.model()
    makers = {table.index(line, 1).data() for line in range(table.rowCount())}
    assert "OpenAI" in makers
    assert not makers & set(facts.vendors())


def test_own_facts_are_called_alike_where_results_are_imported(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    reviewed(qtbot, window, replace(STUDY, models=(replace(NOBODYS, facts="Beta Labs"),)))
    clicks.click(clicks.button(window.page("study").review.banner, "New facts…"))
    write_facts(qtbot, window)
    window.page("home").bring_in.ask()
    made_by = window.page("home").bring_in.dialog.facts
    qtbot.waitUntil(lambda: made_by.findText("Beta Labs") >= 0)
    assert Path(made_by.itemData(made_by.findText("Beta Labs"))).suffix == ".toml"
