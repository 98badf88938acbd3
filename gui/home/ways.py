"""The three ways in: look at the sample, try it without a key, connect a provider."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from core.study import ModelSpec, PromptSetSpec, Study
from gui.sample import sample_path
from gui.widgets.layout import card, column, row
from gui.widgets.text import button, label


def trial_study() -> Study:
    """A small study of the built-in models: no key, no network, done in seconds."""
    return Study(
        name="Trial with simulated models",
        models=(
            ModelSpec("Simulated reference", "reference", "simulated", closeness=1.0),
            ModelSpec("Simulated near copy", "test", "simulated", closeness=0.9),
            ModelSpec("Simulated cousin", "test", "simulated", closeness=0.5),
            ModelSpec("Simulated stranger", "test", "simulated", closeness=0.1),
        ),
        prompt_sets=(PromptSetSpec("reasoning", bundled="reasoning"), PromptSetSpec("math", bundled="math")),
    )


class WaysIn(QWidget):
    """Three cards side by side."""

    def __init__(
        self, look: Callable[[], None], try_now: Callable[[], None], connect: Callable[[], None]
    ) -> None:
        super().__init__()
        self.look = button("Open the sample", look)
        self.try_now = button("Try it now", try_now, "primary")
        self.connect_ = button("Connect a provider", connect)
        self.look.setEnabled(sample_path() is not None)
        cards = (
            _way("Look around", "A finished study of real models: scores, charts, every judgment.", self.look),
            _way("Try it without a key", "A small study of simulated models: it takes seconds.", self.try_now),
            _way("Measure your models", "Connect a provider or a local server, and set up a study.", self.connect_),
        )  # fmt: skip
        box = row(*cards, gap=12)
        for number in range(len(cards)):
            box.setStretch(number, 1)
        self.setLayout(box)


def _way(heading: str, text: str, act: QWidget) -> QFrame:
    words = label(text, "muted", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    return card(column(label(heading, "heading", wrap=True), words, None, row(act, None), gap=8))
