"""How runs are told apart wherever several are listed: runs of one study have its name in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from gui import format as fmt
from gui.i18n import tr


def kind(info: Any) -> str:
    """Which of the runs of its study's name it is, and how it came about, where that sets it apart; else nothing."""
    place = tr("{n} of {all}", n=info.place, all=info.namesakes) if info.namesakes > 1 else ""
    anew = tr("judged anew, in place of run {n}", n=info.instead_of) if info.instead_of else ""
    afresh = tr("afresh") if info.afresh else ""
    return tr(", ").join(part for part in (place, afresh, anew) if part)


def name(info: Any) -> str:
    """A run in a list: its number, its study, which of that study's runs it is, and when it began."""
    parts = (f"{info.id}  {info.study}", kind(info), fmt.moment(info.started))
    return "  ·  ".join(part for part in parts if part)


def offer(box: QComboBox, runs: Iterable[Any]) -> None:
    """Let a box offer these runs; its list is as wide as they need, whatever the box itself has room for."""
    box.clear()
    for info in runs:
        box.addItem(name(info), info.id)
        box.setItemData(box.count() - 1, name(info), Qt.ItemDataRole.ToolTipRole)
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 24)
