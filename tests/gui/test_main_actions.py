"""Each page draws one button as its main one, and what there is no room for is said below the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from core.errors import KeyUnavailable
from gui import preferences as prefs
from gui.i18n import language
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


def main_buttons(page: QWidget) -> list[str]:
    return [
        b.text() for b in page.findChildren(QPushButton) if b.isVisible() and b.property("kind") == "primary"
    ]


def words(page: QWidget) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def home(qtbot: QtBot, make_window: MakeWindow, workspace: Path) -> Any:
    window = make_window(workspace)
    window.resize(800, 600)
    window.show_page("home")
    page: Any = window.page("home")
    qtbot.waitUntil(lambda: bool(page.runs.model.rows))
    clicks.settled(qtbot, window)
    return page


def test_home_points_who_is_new_at_the_trial(qtbot: QtBot, window: MainWindow) -> None:
    clicks.settled(qtbot, window)
    assert main_buttons(window.page("home")) == ["Try it now"]


def test_the_cards_of_a_first_start_are_as_high_as_their_words(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1920, 1080)
    clicks.settled(qtbot, window)
    page: Any = window.page("home")
    qtbot.waitUntil(lambda: page.how.isVisible() and page.how.height() <= page.how.sizeHint().height() + 20)
    assert page.ways.height() <= page.ways.sizeHint().height() + 20


def test_home_points_at_a_new_study_once_there_is_a_workspace(home: Any) -> None:
    for tab in (0, 1):
        home.tabs.setCurrentIndex(tab)
        assert main_buttons(home) == ["New study"]


@pytest.mark.parametrize("name", ["prompts", "models", "settings"])
def test_a_page_has_one_main_button_at_most(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.show_page(name)
    clicks.settled(qtbot, window)
    assert len(main_buttons(window.page(name))) <= 1


@pytest.mark.parametrize("tab", [0, 1])
def test_the_lists_of_home_need_no_scrolling_sideways_in_a_small_window(
    qtbot: QtBot, home: Any, tab: int
) -> None:
    home.tabs.setCurrentIndex(tab)
    table = (home.workspaces, home.runs.table)[tab]
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    qtbot.waitUntil(lambda: ("Runs: 1", "Judgments: ")[tab] in words(home))


def test_what_has_room_again_is_not_said_twice(qtbot: QtBot, home: Any) -> None:
    home.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Judgments: " in words(home))
    home.window().resize(1920, 1080)
    qtbot.waitUntil(lambda: "Judgments: " not in words(home))


def test_the_version_of_facts_is_read_whole_in_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 600)
    window.show_page("identity")
    facts: Any = window.page("identity").facts
    qtbot.waitUntil(lambda: bool(facts.model.rows))
    clicks.settled(qtbot, window)
    place = [column.title for column in facts.model.columns].index("Version")
    assert facts.table.columnWidth(place) >= facts.table.sizeHintForColumn(place)


def test_that_there_is_no_keyring_takes_nobodys_place(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a check found stays in its place, and the keys that are held are listed."""

    def refuse(_keys: object) -> list[str]:
        raise KeyUnavailable("this computer has no keyring that can be used")

    monkeypatch.setattr(keys.Keys, "accounts", refuse)
    monkeypatch.setitem(keys._SESSION, "mine", "some-key-of-mine")
    window.show_page("models")
    page: Any = window.page("models")
    qtbot.waitUntil(lambda: [k.account for k in page.accounts.keys_model.rows] == ["mine"])
    page.accounts.banner.say("It answers.")
    window.show_page("home")
    window.show_page("models")
    clicks.settled(qtbot, window)
    assert page.accounts.banner.text() == "It answers."
    assert (
        "This computer has no keyring that can be used. A key can be kept until the program ends."
        in words(page)
    )


def test_a_key_is_kept_only_once_there_is_one(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("models")
    accounts: Any = window.page("models").accounts
    assert not accounts.store.isEnabled()
    assert not accounts.hold.isEnabled()
    clicks.write(accounts.key, "some-key-of-mine")
    assert accounts.store.isEnabled()
    assert accounts.hold.isEnabled()


def test_a_server_of_ones_own_has_examples_in_its_fields(window: MainWindow) -> None:
    window.show_page("models")
    accounts: Any = window.page("models").accounts
    clicks.pick(accounts.provider, "openai-compatible")
    empty = [f for f in (accounts.base_url, accounts.account, accounts.model.lineEdit()) if not f.text()]
    assert len(empty) >= 2
    assert all(field.placeholderText() for field in empty)


def test_settings_of_runs_say_their_sentence_without_pointing(window: MainWindow) -> None:
    window.show_page("settings")
    for setting in (prefs.CONCURRENCY, prefs.MAX_COST, prefs.MAX_CALLS):
        assert setting.help in words(window.page("settings"))


def test_the_programs_own_prompt_sets_have_names_in_chinese(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("prompts")
    page: Any = window.page("prompts")
    qtbot.waitUntil(lambda: bool(page.set_model.rows))
    language.choose("zh_CN")
    shown = [page.set_model.index(row, 0).data() for row in range(3)]
    assert shown == ["推理（reasoning）", "数学（math）", "指令（instructions）"]
    assert [each.spec().name for each in page.set_model.rows[:3]] == ["reasoning", "math", "instructions"]
