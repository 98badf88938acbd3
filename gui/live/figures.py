"""How far a run is, in figures: what is done, the time, the cost and the calls against their caps, the errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from core.events import Progress
from gui import format as fmt
from gui.counted import COUNTED
from gui.i18n import bind
from gui.live.failed_bar import FailedBar
from gui.live.steady import SteadyTime
from gui.theme import Theme
from gui.widgets.layout import column, row
from gui.widgets.text import label, named

FIGURES = ("Done", "Time left", "Cost", "Calls", "Errors", "In flight")
_CAPTIONS = {"Done": "Answers and judgments", "In flight": "Under way"}
_TIMES = ("Time left", "Time taken")
_TIPS = {
    "Done": COUNTED,
    "Calls": COUNTED,
    "Cost": "What was spent so far, and the cap at which the run pauses, if there is one.",
    "Errors": "Calls that failed for good; the tab Errors has as many, by cause.",
    "In flight": "Calls that were sent and are not answered yet.",
}


class RunFigures:
    """The bar and the figures below it. `price` stands below the cost, where one is not known."""

    def __init__(self, price: QPushButton, theme: Theme) -> None:
        self.price = price
        self.bar = named(FailedBar(theme), "Progress of the run")
        self._left = SteadyTime()
        self.bar.setTextVisible(False)
        self.figures = {name: label(role="heading") for name in FIGURES}
        self.captions = {name: label(_CAPTIONS.get(name, name), "caption") for name in FIGURES}
        for name, tip in _TIPS.items():
            for each in (self.captions[name], self.figures[name]):
                bind(each, "setToolTip", tip)
        self._time = _TIMES[0]
        self._show_nothing()

    def lay_out(self) -> QHBoxLayout:
        """The figures beside each other, each below its name."""
        boxes = [column(self.captions[name], self.figures[name], gap=1) for name in FIGURES]
        boxes[FIGURES.index("Cost")].addWidget(self.price)
        return row(*boxes, gap=18)

    def show(self, progress: Progress | None, errors: int, caps: Mapping[str, Any], *, active: bool) -> None:
        """Show where a run stands; `caps` are its options, `active` whether it is on."""
        self._name_the_time(_TIMES[0] if active or progress is None else _TIMES[1])
        if progress is None:
            self._show_nothing(waiting=active)
            return
        self.bar.setRange(0, max(1, progress.total))
        self.bar.show_done(progress.done, _failed(progress))
        time = self._left.take(progress) if active else progress.seconds
        texts = _texts(progress, errors, caps, fmt.duration(time))
        for figure, text in zip(self.figures.values(), texts, strict=True):
            figure.setText(text)
        self.bar.setAccessibleDescription(self.figures["Done"].text())

    def _name_the_time(self, words: str) -> None:
        if words != self._time:
            self._time = words
            bind(self.captions["Time left"], "setText", words)

    def _show_nothing(self, *, waiting: bool = False) -> None:
        """It has not begun, or never could."""
        self.price.hide()
        self.bar.setRange(0, 0 if waiting else 1)
        self.bar.show_done(0, 0)
        self.bar.setAccessibleDescription("")
        for figure in self.figures.values():
            figure.setText(fmt.NONE)


def _texts(progress: Progress, errors: int, caps: Mapping[str, Any], time: str) -> tuple[str, ...]:
    """What stands in each figure. What failed is not done: it stands under the errors."""
    cost = fmt.money(progress.cost, unknown=progress.cost_unknown)
    return (
        f"{fmt.count(max(0, progress.done - _failed(progress)))} / {fmt.count(progress.total)}",
        time,
        fmt.capped(cost, caps.get("max_cost"), fmt.money),
        fmt.capped(fmt.count(progress.calls), caps.get("max_calls"), fmt.count),
        fmt.count(errors),
        fmt.count(progress.in_flight),
    )


def _failed(progress: Progress) -> int:
    """What failed, and what could not be judged for that."""
    return progress.errors + progress.lost
