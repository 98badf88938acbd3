"""Outcomes of identity questions are called alike in the window and in the report: silence is no consistency."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from core import resources
from gui import statuses
from gui.i18n import language


@pytest.fixture(params=["en", "zh_CN"])
def code(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language.choose(request.param)
    yield request.param
    language.choose("en")


def test_an_answer_that_says_nothing_of_itself_is_no_contradiction(code: str) -> None:
    words = {"en": "No contradiction", "zh_CN": "无矛盾"}
    assert statuses.outcome("consistent") == words[code]


def test_the_report_calls_outcomes_as_the_window_does(code: str) -> None:
    file = "words-zh.toml" if code == "zh_CN" else "words-en.toml"
    outcomes = tomllib.loads(resources.read_text("report", file))["outcome"]
    shown = {name: statuses.outcome(name).casefold() for name in outcomes}
    assert {name: said.casefold() for name, said in outcomes.items()} == shown
