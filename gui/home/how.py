"""How a study goes, in four steps: for who has none yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from gui.widgets.layout import card, column, row
from gui.widgets.text import label

STEPS = (
    ("1  What to measure", "How similar two models' responses are, or whether a model knows who it is."),
    ("2  The models", "A reference, and the models that are compared with it."),
    ("3  The prompts", "Sets that come with the program, or your own."),
    ("4  The result", "Scores with their uncertainty; a click on one shows the answers behind it."),
)


def how_it_goes() -> QFrame:
    """The card with the steps side by side."""
    parts = [_step(title, words) for title, words in STEPS]
    steps = row(*parts, gap=16)
    for number in range(len(parts)):
        steps.setStretch(number, 1)
    return card(steps, heading="How a study goes")


def _step(title: str, words: str) -> QFrame:
    said = label(words, "muted", wrap=True)
    said.setAlignment(Qt.AlignmentFlag.AlignTop)
    made = QFrame()
    made.setLayout(column(label(title, "strong", wrap=True), said, None, gap=4))
    return made
