"""The buttons that begin a labelling task, one for each metric of the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton

from gui.inspector.task import LabelTaskBar
from gui.widgets.text import button

_TIPS = {
    "rse": (
        "Chooses 30 judgments without a label, spread over models and scores, and hides the models' "
        "names and what judges say. Prompts in the language of this window come first. "
        "With 100 labels the results show a corrected score."
    ),
    "ice": (
        "Chooses 30 judgments without a label, spread over models and outcomes, and hides what judges say. "
        "The model is named: who it is decides whether it contradicts the facts. "
        "Prompts in the language of this window come first."
    ),
}


class TaskButtons(dict[str, QPushButton]):
    """By metric."""

    def __init__(self, begin: Callable[[str], None]) -> None:
        super().__init__()
        for metric, tip in _TIPS.items():
            self[metric] = button("Labelling task", lambda metric=metric: begin(metric), tip=tip)

    def say(self, bar: LabelTaskBar, metrics: Sequence[str]) -> None:
        """Say how the tasks stand; while one is on, none can be begun."""
        for metric, begin in self.items():
            begin.setText(bar.words(metric, both=len(metrics) > 1))
            begin.setVisible(metric in metrics and not bar.on)
