"""What the study page and the line over the window say follows the language, and stays as long as it is true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from core.report.bundle import pack
from core.study import ModelSpec, PromptSetSpec, Study
from gui.i18n import again, language, lines, sentences, tr
from gui.messages import said
from gui.widgets.form import choose
from gui.window import MainWindow

STUDY = Study(
    name="From afar",
    models=(
        ModelSpec("Ref", "reference", "simulated", closeness=1.0),
        ModelSpec("Asked", "test", "openai", model="gpt-x", key="keyring:theirs"),
    ),
    prompt_sets=(PromptSetSpec("math", bundled="math", sample=2),),
)
ASKED = "Asked would be asked at openai, with the key keyring:theirs."
ASKED_CHINESE = "将在 openai 使用密钥 keyring:theirs 向 Asked 提问。"
UNFINISHED = "This step is not finished yet. Add a reference model"


@pytest.fixture
def page(window: MainWindow) -> Any:
    window.new_study()
    return window.page("study")


@pytest.fixture
def bundled(qtbot: QtBot, window: MainWindow, page: Any, tmp_path: Path) -> Any:
    """The study page with a study out of a bundle that was dropped on the window."""
    bundle = tmp_path / "Afar.distilscope.zip"
    pack(STUDY, bundle)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(bundle))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(5, 5), *keys))
    qtbot.waitUntil(lambda: page.draft.name == "From afar", timeout=clicks.WAIT_MS)
    clicks.settled(qtbot, window)
    return page


def speak(window: MainWindow, code: str) -> None:
    """Choose a language on the page of settings, and come back."""
    window.show_page("settings")
    choose(window.page("settings").language, code)
    window.show_page("study")


def test_what_is_to_be_known_of_a_bundle_follows_language_and_steps(window: MainWindow, bundled: Any) -> None:
    for number in (0, 1, 2, 3):
        clicks.click(bundled.stepper.buttons[number])
        assert bundled.banner.isVisible()
        assert ASKED in bundled.banner.text()
    speak(window, "zh_CN")
    assert bundled.banner.isVisible()
    assert ASKED_CHINESE in bundled.banner.text()
    assert "Nothing has been asked" not in bundled.banner.text()
    speak(window, "en")
    assert ASKED in bundled.banner.text()


def test_what_is_to_be_known_of_a_bundle_is_said_of_its_study_as_it_stands(
    window: MainWindow, bundled: Any
) -> None:
    clicks.click(bundled.stepper.buttons[1])
    bundled.models.table.selectRow(1)
    clicks.click(bundled.models.remove_button)
    assert bundled.banner.isVisible()
    assert ASKED not in bundled.banner.text()
    window.new_study()
    assert not bundled.banner.isVisible()


def test_what_was_read_of_a_bundle_goes(window: MainWindow, bundled: Any) -> None:
    clicks.click(clicks.button(bundled.banner, "Got it"))
    assert not bundled.banner.isVisible()
    clicks.click(bundled.stepper.buttons[0])
    speak(window, "zh_CN")
    assert not bundled.banner.isVisible()


def test_what_a_step_lacks_is_no_warning_and_goes_once_it_is_there(window: MainWindow, page: Any) -> None:
    window.show_page("home")
    window.show_page("study", "start")
    assert page.step == 1
    assert page.banner.text().startswith(UNFINISHED)
    assert page.banner.property("banner") == "info"
    speak(window, "zh_CN")
    assert page.banner.text().startswith("这一步尚未完成。请添加参考模型")
    speak(window, "en")
    for role, opener in (("reference", page.models.add_reference), ("test", page.models.add_test)):
        clicks.click(opener)
        clicks.pick(page.models.dialog.provider, "simulated")
        clicks.write(page.models.dialog.name, role)
        clicks.click(page.models.dialog.ok)
        assert not page.banner.text().startswith(UNFINISHED) or not page.banner.isVisible()
    assert not page.banner.isVisible()


def test_what_can_be_undone_is_said_in_the_language_in_use(window: MainWindow) -> None:
    window.show_page("study", STUDY)
    page: Any = window.page("study")
    clicks.click(page.stepper.buttons[1])
    page.models.table.selectRow(0)
    clicks.click(page.models.remove_button)
    toast = window.notices.toast
    assert toast.text() == "Ref was removed from the study."
    speak(window, "zh_CN")
    assert toast.text() == "已把 Ref 从研究中移除。"
    clicks.click(clicks.button(toast, "撤销"))
    assert [model.name for model in page.draft.models] == ["Ref", "Asked"]


def test_a_text_is_said_again_with_all_that_is_in_it(window: MainWindow) -> None:
    inner = tr("The study that you were editing was put aside: {name}.", name=tr("without a name"))
    both = lines(sentences(inner, tr("Got it")), said("must be 1 or more"))
    language.choose("zh_CN")
    chinese = again(both)
    assert chinese != both
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(chinese)
    language.choose("en")
    assert again(chinese) == both
    assert again(str(both) + "") == both
