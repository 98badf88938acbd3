"""A run in a line: when it was, its judgments, calls, errors and cost."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.i18n import tr
from gui.widgets.layout import column, holder, row
from gui.widgets.text import label


def waiting() -> QWidget:
    """What stands on the page until scores are read."""
    return holder(column(None, row(None, label("Reading the scores…", "muted"), None), None))


def facts(info: Any) -> str:
    """When a run began, and what it took."""
    parts = (
        fmt.moment(info.started),
        tr("{n} judgments", n=fmt.count(info.judgments)),
        tr("{n} calls", n=fmt.count(info.calls)),
        tr("{n} errors", n=fmt.count(info.errors)),
        tr("cost {money}", money=fmt.money(info.cost, unknown=info.cost_unknown)),
    )
    whole = (part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)  # a line ends between them
    return "  ·  ".join(whole)
