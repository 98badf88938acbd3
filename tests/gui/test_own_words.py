"""Names that people know are written as they are; the heads of a file are not translated."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt

from core.ice.facts import claim_in_words
from core.llm import catalog
from gui.i18n import language
from gui.messages import said
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


def test_each_of_several_sentences_of_core_is_translated() -> None:
    language.choose("zh_CN")
    told = said("nothing answers at 127.0.0.1:9. Start the server, or check the port in the base URL.")
    language.choose("en")
    assert told.startswith("127.0.0.1:9 处没有响应。")
    assert "Start the server" not in told


def test_what_the_catalog_says_of_a_model_is_translated() -> None:
    language.choose("zh_CN")
    told = {model.retired: said(model.retired) for model in catalog.models() if model.retired}
    language.choose("en")
    assert told
    assert all(re.search("[\u4e00-\u9fff]", words) for words in told.values())
    assert not any(word in words for words in told.values() for word in (" it ", " the ", " was ", " since "))
