"""Texts of a chart made harmless: names and claims come from outside, and may hold what turns a line around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from core.report.safe import one_line, visible
from gui.charts.data.types import ChartData
from gui.charts.spec import Categories, Entry, Mark, Numbers, Spec

Part = TypeVar("Part", Mark, Entry, ChartData)
_KEYS = frozenset({"name", "series"})  # these are compared and never shown


def data(shown: ChartData) -> ChartData:
    """The words around a chart."""
    return _part(shown)


def spec(drawn: Spec) -> Spec:
    """Every text of a picture; what its marks lead to stays as it is stored."""
    return replace(
        drawn,
        x=_axis(drawn.x),
        y=_axis(drawn.y),
        marks=[_part(mark) for mark in drawn.marks],
        legend=[_part(entry) for entry in drawn.legend],
        column=[(place, _lines(texts)) for place, texts in drawn.column],
        column_heads=_lines(drawn.column_heads),
    )


def _part(part: Part) -> Part:
    texts = {f.name: v for f in fields(part) if isinstance(v := getattr(part, f.name), str) and v}
    said = {name: _said(name, text) for name, text in texts.items() if name not in _KEYS}
    changed: dict[str, Any] = {name: text for name, text in said.items() if text != texts[name]}
    return replace(part, **changed) if changed else part


def _said(name: str, text: str) -> str:
    return visible(text) if name == "tip" else one_line(text)


def _axis(axis: Numbers | Categories | None) -> Numbers | Categories | None:
    return replace(axis, labels=_lines(axis.labels)) if isinstance(axis, Categories) else axis


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(one_line, texts))
