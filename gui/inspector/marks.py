"""What is marked in two responses: the switch above them, what the marks mean, and the same in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui import format as fmt
from gui import preferences as prefs
from gui.context import Context
from gui.i18n import tr
from gui.inspector.shared import COMPARED, NO_MARKS, Marks, TextMarks
from gui.theme import Colors
from gui.widgets.form import choice, choose
from gui.widgets.layout import row
from gui.widgets.text import label, named

SHARED, ALONE = "shared", "differences"
_CHOICES = (
    ("Shared and differences", "both"),
    ("Shared passages", SHARED),
    ("Differences", ALONE),
    ("No marks", "none"),
)
_REST = "Words that are not marked stand in both, though not in the same order."
_LINES = {SHARED: "text-decoration: underline", ALONE: "text-underline-style: dotted"}


class MarksBar(QWidget):
    """`changed` after another kind of marks was chosen, which is kept in the preferences."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._marks = NO_MARKS
        self.choice = named(choice(*_CHOICES), "Marks", "What is marked in the two responses.")
        choose(self.choice, str(context.preferences.get(prefs.MARKS)))
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)  # of our own words only
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name = label("Marks", "caption")
        name.setBuddy(self.choice)
        box = row(name, self.choice, self.legend)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.choice.currentIndexChanged.connect(lambda _index: self._choose())

    @property
    def marks(self) -> Marks:
        """Those that the person wants to see."""
        kinds = self._kinds()
        return replace(
            self._marks, left=_only(self._marks.left, kinds), right=_only(self._marks.right, kinds)
        )

    def show_marks(self, marks: Marks) -> None:
        """Take the marks of another pair of responses."""
        self._marks = marks
        self.say()

    def say(self) -> None:
        """Explain, in the language and the colours in use."""
        parts = [sample(kind, self._context.theme.colors) for kind in self._kinds()]
        if not self._marks.whole:
            parts.append(tr("The first {n} characters are compared.", n=fmt.count(COMPARED)))
        self.legend.setText(" &nbsp;·&nbsp; ".join(parts))
        self.legend.setToolTip(tr(_REST) if len(self._kinds()) > 1 else "")

    def in_words(self, marks: TextMarks) -> str:
        """What is marked in one of the responses, for who does not see it."""
        said = {
            SHARED: tr(
                "Underlined: {n} passages that stand in both responses.", n=fmt.count(len(marks.shared))
            ),
            ALONE: tr(
                "Dotted: {n} passages that stand in this response only.", n=fmt.count(len(marks.only_here))
            ),
        }
        kinds = self._kinds() if self._marks != NO_MARKS else ()
        return "\n".join([*(said[kind] for kind in kinds), *([tr(_REST)] if len(kinds) > 1 else [])])

    def _kinds(self) -> tuple[str, ...]:
        chosen = str(self.choice.currentData())
        return (SHARED, ALONE) if chosen == "both" else () if chosen == "none" else (chosen,)

    def _choose(self) -> None:
        self._context.preferences.set(prefs.MARKS, str(self.choice.currentData()))
        self.say()
        self.changed.emit()


def style(kind: str, colors: Colors) -> str:
    """A mark as a style of rich text."""
    ground = colors.shared if kind == SHARED else colors.only_here
    return f"background-color: {ground}; color: {colors.text}; {_LINES[kind]}"


def sample(kind: str, colors: Colors) -> str:
    """What a mark means, marked so itself, as rich text."""
    words = tr("in both responses") if kind == SHARED else tr("in one response only")
    return f'<span style="{style(kind, colors)}">{words}</span>'


def _only(marks: TextMarks, kinds: tuple[str, ...]) -> TextMarks:
    return TextMarks(marks.shared if SHARED in kinds else (), marks.only_here if ALONE in kinds else ())
