"""The list of sets on the page Prompts."""

from __future__ import annotations

from typing import Any

import clicks
from pytestqt.qtbot import QtBot


def names(page: Any) -> list[str]:
    """The sets that the list shows."""
    return [each.name for each in page.set_model.rows]


def choose_set(qtbot: QtBot, page: Any, name: str) -> None:
    """Click the row of a set, once it is there."""
    qtbot.waitUntil(lambda: name in names(page))
    page.sets.selectRow(names(page).index(name))
    clicks.settled(qtbot, page.window())
