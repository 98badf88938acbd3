"""The three ways in: look at the sample, try it without a key, connect a provider."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from gui.i18n import bind
from gui.sample import sample_path
from gui.widgets.layout import card, column, row
from gui.widgets.text import button, label

_TRY = "A small study that runs on this computer. Nothing is sent anywhere."
_LOCAL = (
    "Small models that come with the program answer here: it takes minutes, and nothing is sent anywhere."
)
_SIMULATED = "Simulated models answer: it takes seconds, and nothing is sent anywhere."
# For a machine without the part that runs models: what it gains, and how.
_ADD = "Real small models can answer here once the part that runs them is installed: ./start.py does that."


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
        self._trial = _words(_TRY)
        cards = (
            _way(
                "Look around",
                _words("A finished study of real models: scores, charts, and the reason for each score."),
                self.look,
            ),
            _way("Try it without a key", self._trial, self.try_now),
            _way(
                "Measure your models",
                _words(
                    "Paste the key of a provider such as OpenAI, Anthropic or Google, or use a local server."
                ),
                self.connect_,
            ),
        )
        box = row(*cards, gap=12)
        for number in range(len(cards)):
            box.setStretch(number, 1)
        self.setLayout(box)

    def tell_trial(self, installed: Collection[str]) -> None:
        """Say what answers in the trial, once it is known which built-in models can run here."""
        real = "smollm2" in installed
        bind(self._trial, "setText", _LOCAL if real else _SIMULATED)
        bind(self.try_now, "setToolTip", "" if real else _ADD)


def _words(text: str) -> QLabel:
    made = label(text, "muted", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def _way(heading: str, words: QLabel, act: QWidget) -> QFrame:
    return card(column(label(heading, "heading", wrap=True), words, None, row(act, None), gap=8))
