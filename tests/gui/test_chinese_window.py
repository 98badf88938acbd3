"""Every page in Chinese: nothing of it that is ours is left in English."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import seen
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from core import resources
from core.llm import catalog
from gui import pages
from gui import preferences as prefs
from gui.i18n import language
from gui.preferences import Preferences
from gui.window import MainWindow

# Names of things that are called the same in every language.
NAMES = """
DistilScope RSE ICE LLM API URL OpenAI Markdown English keyring KWallet KeePassXC GNOME Keyring Secret Service
JSONL JSON CSV TSV XLSX PNG SVG PDF HTML Parquet Stata LaTeX Holm arXiv MCTS Explore UCB EXP Bradley Terry
Krippendorff Spearman Cohen Apache env VARIABLE fuzz paired plain measured rules base http https key bge gpt
facts questions query ice ctrl Ctrl Enter Ref Other Near Far Finished reasoning math instructions Alt mine distilscope
owner name openai cost
"""
WORD = re.compile(r"[A-Za-z]{2,}")
# Facts are names in their own language, with the source as it was cited.
QUOTED = ("英语：", "来源：")


def test_no_page_shows_english(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    workspace: Path,
    preferences: Preferences,
    start_in: str,
) -> None:
    preferences.set(prefs.LANGUAGE, start_in)
    window = make_window(workspace)
    list(walk(qtbot, window))
    if start_in == "en":
        language.choose("zh_CN")
    left = {found for _ in walk(qtbot, window) for found in english(window)}
    assert sorted(left) == []


@pytest.fixture(params=["zh_CN", "en"])
def start_in(request: pytest.FixtureRequest) -> str:
    """Chinese from the start, or after a switch."""
    return str(request.param)


def walk(qtbot: QtBot, window: MainWindow) -> Iterator[None]:
    """Each page with each of its tabs and steps in front, once it has read what it shows."""
    for name in pages.TITLES:
        window.show_page(name)
        page: Any = window.page(name)
        settle(qtbot, window)
        yield
        for step in range(4 if name == "study" else 0):
            page.go(step)
            settle(qtbot, window)
            yield
        for tabs in page.findChildren(QTabWidget):
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
                settle(qtbot, window)
                yield


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.context.tasks.busy, timeout=30_000)


def english(window: MainWindow) -> Iterator[tuple[str, str]]:
    """What is English and not a name: any word in our own texts, and whole texts of ours in cells."""
    known, words = names(), catalogue()
    for where, text in seen.texts(window):
        if not text.startswith(QUOTED) and set(WORD.findall(without_names(text))) - known:
            yield where, text
    for where, text in seen.cells(window):
        if words.get(text, text) != text:
            yield where, text


def without_names(text: str) -> str:
    """Without marks of rich text, file names, addresses, mnemonics and what stands in quotes of code."""
    return re.sub(
        r"<[a-z/][^>]*>|&[a-z]+;|https?://\S+|\S*[/\\]\S*|\*?\.[a-z]+|\(&.\)|[A-Za-z]+[:_]\w+", " ", text
    )


def names() -> set[str]:
    entries = [text for entry in catalog.providers() for text in (entry.name, entry.id)]
    entries += [one for entry in catalog.models() for one in (*entry.ids.values(), entry.name)]
    return {*WORD.findall(NAMES), *(word for text in entries for word in WORD.findall(text))}


def catalogue() -> dict[str, str]:
    parts = resources.path("translations", "zh_CN").iterdir()
    return {k: v for part in parts for k, v in json.loads(part.read_text(encoding="utf-8")).items()}
