"""Every text of the window is there in Simplified Chinese, with the same places to fill in."""

from __future__ import annotations

import json
import string
from pathlib import Path

import words

from core import resources

ROOT = Path(__file__).parents[2]
# Names that are the same in every language, and classes.
SAME = {"DistilScope", "en zh", "Sample study.distilscope"}


def catalogue() -> dict[str, str]:
    parts = [p for p in resources.path("translations", "zh_CN").iterdir() if p.name.endswith(".json")]
    return {k: v for part in parts for k, v in json.loads(part.read_text(encoding="utf-8")).items()}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_text_is_left_in_english() -> None:
    known = catalogue()
    missing = {
        text: file
        for text, file in words.texts(ROOT / "gui").items()
        if text not in known and text not in SAME and not text.endswith((" ", "Page"))
    }
    assert missing == {}


def test_nothing_is_filled_in_that_the_english_text_does_not_have() -> None:
    differ = {
        english: chinese
        for english, chinese in catalogue().items()
        if not fields(chinese) <= fields(english) and "{query}" not in english
    }
    assert differ == {}


def test_no_translation_is_empty_or_broken() -> None:
    assert all(chinese.strip() and "�" not in chinese for chinese in catalogue().values())
