"""Names that people know are written as they are; the heads of a file are not translated."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from core.ice.facts import claim_in_words
from gui.i18n import language
from gui.widgets.rows import Column, RowsModel


def test_a_claim_is_written_with_the_name_of_its_maker() -> None:
    assert claim_in_words("openai") == "OpenAI"
    assert claim_in_words("mistral Mistral Large") == "Mistral AI Mistral Large"
    assert claim_in_words("a helpful assistant") == "a helpful assistant"
    assert claim_in_words("") == ""


def test_the_heads_of_a_file_stay_as_they_are_in_another_language() -> None:
    def text(row: Any) -> str:
        return str(row)

    language.choose("zh_CN")
    model = RowsModel((Column("prompt", text, verbatim=True), Column("Prompt", text)))
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(2)]
    language.choose("en")
    assert heads == ["prompt", "提示"]
