"""Prompts from the hub: the licence first, how far a download is, and what was left out of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import clicks
import pytest
from hub_server import StandIn
from prompt_library import choose_set
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.prompts import hub_dialog
from gui.window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> Any:
    window.show_page("prompts")
    clicks.settled(qtbot, window)
    return window.page("prompts")


@pytest.fixture
def hub_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    rows: list[dict[str, object]] = [{"uid": f"u{n}", "prompt": f"Question {n}?"} for n in range(500)]
    with StandIn(rows, "lmarena-ai/arena-hard-auto-v0.1") as server:
        monkeypatch.setenv("DISTILSCOPE_HUB", server.url)
        yield server


def test_a_download_shows_the_licence_first(qtbot: QtBot, page: object, hub_server: StandIn) -> None:
    clicks.click(page.hub_button)
    dialog = page.dialog
    assert dialog.dataset.currentText() == "ArenaHard"
    assert "Apache-2.0" in dialog.about.text(), "before anything is asked"
    assert not dialog.ok.isEnabled()
    clicks.click(dialog.look_button)
    qtbot.waitUntil(dialog.ok.isEnabled)
    assert "Apache-2.0" in dialog.banner.text()
    assert dialog.part.currentText() == "default / train (500 rows)"
    clicks.write(dialog.count.lineEdit(), "20")
    clicks.click(dialog.ok)
    name = "lmarena-ai_arena-hard-auto-v0.1-default-train-20-seed-7"
    choose_set(qtbot, page, name)
    assert page.prompt_model.rows[0].text.startswith("Question ")
    assert "20 of the 500 rows" in page.window().notices.toast.text()


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        ("en", "Rows left out – cut by the server: 3; empty or repeated: 2."),
        ("zh_CN", "未收录的行——被服务器截断：3；空白或重复：2。"),
    ],
)
def test_rows_that_a_download_left_out_are_counted(
    qtbot: QtBot, window: MainWindow, page: object, hub_server: StandIn, code: str, left_out: str
) -> None:
    hub_server.truncated = {1, 2, 3}
    hub_server.rows[10:12] = [{"uid": "x", "prompt": ""}, {"uid": "y", "prompt": "Question 9?"}]
    language.choose(code)
    clicks.click(page.hub_button)
    clicks.click(page.dialog.look_button)
    qtbot.waitUntil(page.dialog.ok.isEnabled)
    clicks.write(page.dialog.count.lineEdit(), "500")
    clicks.click(page.dialog.ok)
    qtbot.waitUntil(lambda: left_out in window.notices.toast.text())


def test_another_name_has_to_be_looked_up_again(qtbot: QtBot, page: object, hub_server: StandIn) -> None:
    clicks.click(page.hub_button)
    dialog = page.dialog
    clicks.click(dialog.look_button)
    qtbot.waitUntil(dialog.ok.isEnabled)
    clicks.write(dialog.dataset.lineEdit(), "no/such")
    assert not dialog.ok.isEnabled()
    assert not dialog.about.isVisible()
    clicks.click(dialog.look_button)
    qtbot.waitUntil(lambda: "no/such" in dialog.banner.text())
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_a_download_tells_how_far_it_is_and_can_be_given_up(
    qtbot: QtBot, page: object, monkeypatch: pytest.MonkeyPatch, hub_server: StandIn
) -> None:
    asked, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    async def download(*args: Any) -> None:
        tell = args[-1]
        tell(40, 100)
        asked.set()
        go_on.wait(30)
        try:
            tell(60, 100)
        finally:
            ended.set()

    monkeypatch.setattr(hub_dialog, "_download", download)
    clicks.click(page.hub_button)
    dialog = page.dialog
    clicks.click(dialog.look_button)
    qtbot.waitUntil(dialog.ok.isEnabled)
    clicks.click(dialog.ok)
    assert asked.wait(30)
    qtbot.waitUntil(lambda: dialog.standing.text() == "40 of 100 prompts")
    assert (dialog.bar.value(), dialog.bar.maximum()) == (40, 100)
    assert not dialog.ok.isEnabled()
    progress = dialog.progress
    dialog.reject()
    go_on.set()
    assert ended.wait(30)
    assert progress.stopped
    assert progress.done == 60, "it ended with the next page"
