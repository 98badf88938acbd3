"""The tab Request: settings that can be read first, what was sent on demand, and never a key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clicks
import pytest
from labelling import changed, inspector
from pytestqt.qtbot import QtBot

from gui.i18n import language
from gui.inspector.request import RequestPane, heads_of, settings
from gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]
KEY = "sk-abcdefghijklmnopqrstuvwx"
ASKED = {
    "wire": "openai-chat",
    "base_url": f"https://api.example.org/v1?key={KEY}",
    "model": "gpt-4o",
    "served_model": "gpt-4o-2024-08-06",
    "asked_as": "chat",
    "finish_reason": "length",
    "input_tokens": 1_234,
    "output_tokens": 96,
    "seconds": 4.26,
    "created": 1_795_494_174.4,
    "repeat": 0,
    "request": {
        "messages": [["system", f"Be brief. {KEY}"], ["user", "Why?"]],
        "params": {"temperature": 0.7, "stop": ["END"]},
        "json_schema": None,
    },
}
LOCAL = ASKED | {"model": "sha256:b179", "served_model": "SmolLM2", "base_url": "", "asked_as": "completion"}


def said(*requests: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {each.name: each.values for each in settings(requests)}


def test_settings_are_said_in_words() -> None:
    found = said(ASKED)
    assert found["Model"] == ("gpt-4o",)
    assert found["Answered by"] == ("gpt-4o-2024-08-06",)
    assert found["How it was asked"] == ("As a chat",)
    assert found["Temperature"] == ("0.7",)
    assert found["stop"] == ('["END"]',)
    assert found["Messages sent"] == ("1",)
    assert found["How it ended"] == ("Cut off at the limit of tokens",)
    assert found["Took"] == ("4.3 s",)
    assert "Repeat" not in found


def test_what_only_one_of_two_requests_has_is_a_dash_for_the_other() -> None:
    found = said(ASKED, LOCAL)
    assert found["Model"] == ("gpt-4o", "SmolLM2")
    assert found["Fingerprint of its file"] == ("–", "b179")
    assert found["How it was asked"] == ("As a chat", "As the beginning of a text")


def test_what_nobody_foresaw_is_shown_as_it_is() -> None:
    found = said(
        ASKED | {"asked_as": "by <b>carrier</b>\npigeon", "finish_reason": "tired", "served_model": None}
    )
    assert found["How it was asked"] == ("by <b>carrier</b> pigeon",)
    assert found["How it ended"] == ("tired",)
    assert "Answered by" not in found


def test_each_turn_of_a_conversation_has_a_column() -> None:
    assert heads_of(2, 1) == ["Reference", "Model"]
    assert heads_of(1, 0) == ["Model"]
    assert heads_of(3, 1) == ["Reference", "Model, turn 1", "Model, turn 2"]


@pytest.fixture
def pane(qtbot: QtBot) -> RequestPane:
    made = RequestPane()
    qtbot.addWidget(made)
    made.show()
    made.show_requests((ASKED, LOCAL), 1)
    return made


def test_the_table_comes_first_and_what_was_sent_on_demand(pane: RequestPane) -> None:
    assert pane.table.isVisible()
    assert not pane.text.isVisible()
    clicks.click(pane.toggle)
    assert pane.text.isVisible()
    assert json.loads(pane.text.toPlainText().split("\n\n{")[0])["wire"] == "openai-chat"
    assert pane.toggle.text() == "Show as a table"
    clicks.click(pane.toggle)
    assert pane.table.isVisible()
    assert pane.toggle.text().startswith("Show as it was sent")


def test_no_key_is_shown(pane: RequestPane) -> None:
    assert KEY not in pane.text.toPlainText()
    assert "api.example.org" in pane.text.toPlainText()
    assert KEY not in str(pane.table.lines())
    assert "api.example.org" in str(pane.table.lines())


def test_the_table_follows_the_language(pane: RequestPane) -> None:
    language.choose("zh_CN")
    assert pane.table.lines()[0][:2] == ["设置项", "参考模型"]
    assert pane.toggle.text() == "按发送原样显示（JSON）"
    language.choose("en")
    assert pane.table.lines()[0][:2] == ["Setting", "Reference"]


def test_the_inspector_shows_how_both_responses_were_asked_for(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path
) -> None:
    page = inspector(qtbot, make_window(workspace))
    page.filters.choose({"metric": "rse"})
    clicks.settled(qtbot, page.window())
    page.detail.tabs.setCurrentWidget(page.detail.request)
    heads, *lines = page.detail.request.table.lines()
    assert heads == ["Setting", "Reference", "Model"]
    assert ["How it was asked", *["Simulated, no model was asked"] * 2] in lines
    page.filters.choose({"metric": "ice"})
    clicks.settled(qtbot, page.window())
    qtbot.waitUntil(lambda: page.detail.request.table.lines()[0] == ["Setting", "Model"])


@pytest.mark.parametrize(("order", "first"), [("AB", "reference's"), ("BA", "model's")])
def test_whose_response_the_judge_read_first_is_said(
    qtbot: QtBot, make_window: MakeWindow, workspace: Path, order: str, first: str
) -> None:
    changed(workspace, f"UPDATE judgment SET pair_order = '{order}' WHERE id = 1")
    page = inspector(qtbot, make_window(workspace))
    assert f"The judge read the {first} response first" in page.detail.reason.toPlainText()
