"""No name or claim can turn a chart's line around, break it, or hide in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.store.filters import JudgmentFilter
from gui import charts
from gui.charts import clean
from gui.charts.data.types import ChartData
from gui.charts.spec import Bar, Categories, Dot, Entry, Spec
from gui.charts.style import LIGHT
from gui.charts.view import picture

HOSTILE = "good\u202edab\nmodel\u200b"
SAFE = "good⟨U+202E⟩dab model⟨U+200B⟩"


def test_every_text_that_is_shown_is_cleaned_and_what_it_leads_to_is_not() -> None:
    chosen = JudgmentFilter(1, model=HOSTILE)
    marks = [
        Bar(x0=0, x1=1, y0=0, y1=1, text=HOSTILE, tip=HOSTILE, series=HOSTILE, chosen=chosen),
        Dot(x=0, y=0, label=HOSTILE),
    ]
    spec = Spec(
        y=Categories((HOSTILE,)),
        marks=list(marks),
        legend=[Entry(HOSTILE, HOSTILE, 0)],
        column=[(0, (HOSTILE,))],
        column_heads=(HOSTILE,),
    )
    shown: Any = clean.spec(spec)
    assert (shown.y.labels, shown.column, shown.column_heads) == ((SAFE,), [(0, (SAFE,))], (SAFE,))
    assert (shown.marks[0].text, shown.marks[1].label, shown.legend[0].label) == (SAFE, SAFE, SAFE)
    assert "\u202e" not in shown.marks[0].tip
    assert shown.marks[0].chosen.model == shown.marks[0].series == shown.legend[0].series == HOSTILE


@pytest.mark.parametrize("name", charts.names())
def test_no_chart_shows_what_cannot_be_seen(run: Any, name: str, qtbot: Any) -> None:
    if not charts.available(name, run.tables):
        pytest.skip("this run has nothing for the chart")
    data = charts.load(name, run.reader, run.tables)
    rows = tuple(row._replace(model=f"{row.model}\u202e") for row in data.rows if hasattr(row, "model"))
    hostile: ChartData = replace(data, rows=rows, subtitle=f"{data.subtitle}\u202e")
    if not rows:
        pytest.skip("the chart names no model")
    figure = picture(hostile, LIGHT)
    texts = [str(vars_of(mark)) for mark in figure.spec.marks] + [figure.data.subtitle]
    axes = [axis.labels for axis in (figure.spec.x, figure.spec.y) if isinstance(axis, Categories)]
    assert "\u202e" not in "".join((*texts, *(label for labels in axes for label in labels)))


def vars_of(mark: Any) -> list[str]:
    return [getattr(mark, name, "") for name in ("tip", "text", "label")]
