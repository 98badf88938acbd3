"""How runs are told apart wherever several are listed: runs of one study have its name in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from gui import format as fmt
from gui.calm import calm
from gui.i18n import language, tr

WIDEST = 380  # pixels: beside it the badge and the figures of a run have their room in a small window
_SHORTEST = 50  # pixels: of a study's name after its run's number, below which it says nothing any more
_REST = Qt.ItemDataRole.UserRole + 1
_SPARE = 36  # pixels that the frame and the arrow of a box take beyond what Qt reckons with
_MARGINS = 4  # pixels that a style leaves free around the words of a box


def kind(info: Any) -> str:
    """Which of the runs of its study it is, and how it came about, where that sets it apart; else nothing."""
    place = tr("{n} of {all}", n=info.place, all=info.namesakes) if info.namesakes > 1 else ""
    anew = tr("judged anew, in place of run {n}", n=info.instead_of) if info.instead_of else ""
    afresh = tr("afresh") if info.afresh else ""
    altered = tr("changed since run {n}", n=info.altered_since) if info.altered_since else ""
    return tr(", ").join(part for part in (place, afresh, anew, altered) if part)


def name(info: Any) -> str:
    """A run in a list: its number, its study, which of that study's runs it is, and when it began."""
    return f"{info.id}  {info.study}{_rest(info)}"


def _rest(info: Any) -> str:
    return "".join(f"  ·  {part}" for part in (kind(info), fmt.moment(info.started)) if part)


@calm
class RunBox(QComboBox):
    """A choice of runs, as wide as they need up to a bound; where that is too little, the study's name is shortened.

    What tells the runs apart stays in sight: the number, which of its study's runs it is, and the date.
    """

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[Any, ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(WIDEST)
        language.changed.connect(self.say)

    def say(self) -> None:
        """Name the runs, with their dates, in the language in use."""
        for place, info in enumerate(self.offered):
            self.setItemText(place, name(info))
            self.setItemData(place, name(info), Qt.ItemDataRole.ToolTipRole)
            self.setItemData(place, _rest(info), _REST)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)

    def sizeHint(self) -> QSize:
        """With room for what a style leaves free around the words: else they are shortened for want of a few pixels."""
        hint = super().sizeHint()
        return QSize(hint.width() + _SPARE, hint.height())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        option.currentText = self._fitted(field.width() - _MARGINS)

    def _fitted(self, room: int) -> str:
        text, rest = self.currentText(), str(self.currentData(_REST) or "")
        metrics = self.fontMetrics()
        study, left = text.removesuffix(rest), room - metrics.horizontalAdvance(rest)
        if left < _SHORTEST:
            number = study.partition(" ")[0]
            return metrics.elidedText(number + rest, Qt.TextElideMode.ElideRight, room)
        return metrics.elidedText(study, Qt.TextElideMode.ElideRight, left) + rest


def offer(box: RunBox, runs: Iterable[Any]) -> None:
    """Let a box offer these runs; its list is as wide as they need, whatever the box itself has room for."""
    box.clear()
    box.offered = tuple(runs)
    for info in box.offered:
        box.addItem(name(info), info.id)
    box.say()
