"""A report in Chinese has charts in Chinese, in every word of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from gui import charts
from gui.i18n import language
from gui.main import LazyCharts

# The names in the run, and what is written the same in every language.
NAMES = {"one", "other", "reference", "near", "copy", "stranger", "measured", "rules", "math"} | {
    "reasoning",
    "RSE",
    "ICE",
}
WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def renderer(qtbot: Any) -> Iterator[LazyCharts]:
    made = LazyCharts()
    made.speak("zh")
    yield made
    language.choose("en")


@pytest.mark.parametrize("name", charts.names())
def test_a_chart_of_a_chinese_report_is_chinese(
    renderer: LazyCharts, run: Any, name: str, tmp_path: Path
) -> None:
    if not charts.available(name, run.tables, run.reader):
        pytest.skip("this run has nothing for the chart")
    renderer.render(name, run.tables, tmp_path / "chart.svg", run.reader)
    texts = shown(tmp_path / "chart.svg")
    assert any(re.search("[\u4e00-\u9fff]", text) for text in texts)
    makers = {word for row in run.tables.ice for maker in row.claims for word in WORD.findall(maker)}
    assert {word for text in texts for word in WORD.findall(text)} - NAMES - makers == set()


def shown(path: Path) -> list[str]:
    found = re.findall(r"<text[^>]*>(.*?)</text>", path.read_text("utf-8"), re.DOTALL)
    return [unescape(text).strip() for text in found]
