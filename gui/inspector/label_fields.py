"""The fields of a label: scores that one digit gives, the outcome, the reason and the author."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from core.ice.verdict import Outcome
from gui import statuses
from gui.calm import calm
from gui.i18n import bind, tr
from gui.inspector.drafts import Draft
from gui.widgets.flow import Flow
from gui.widgets.form import choose, text_field
from gui.widgets.layout import column, holder, row
from gui.widgets.text import label, named

SCORES = ("overall", "style", "structure", "content")
DIGITS = range(1, len(Outcome) + 1)
_HELP = "1 (very dissimilar) to 5 (very similar)."


@calm
class ScoreField(QDoubleSpinBox):
    """1 to 5, or nothing. A digit takes the place of what stands there, unless a decimal point awaits it."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0.5, 5)
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setValue(self.minimum())
        bind(self, "setSpecialValueText", "not given")
        self.setMinimumWidth(110)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        field = self.lineEdit()
        whole = not field.text().endswith((".", ",")) and field.cursorPosition() in (0, len(field.text()))
        if event.text() in {"1", "2", "3", "4", "5"} and (whole or self.value() == self.minimum()):
            self.selectAll()
        super().keyPressEvent(event)


class LabelFields(QWidget):
    """What is typed, as a Draft; `changed` after each change of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scores = {name: ScoreField() for name in SCORES}
        self.outcome = QComboBox()
        self.reason, self.author = text_field(), text_field()
        self._about = "rse"
        self._lay_out()
        self._fill_outcomes()
        for field in self.scores.values():
            field.valueChanged.connect(lambda _value: self.changed.emit())
        self.outcome.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.reason.textChanged.connect(lambda _text: self.changed.emit())

    @property
    def first(self) -> QWidget:
        """Where a label begins."""
        return self.scores["overall"] if self._about == "rse" else self.outcome

    def show_for(self, metric: str) -> None:
        """RSE: the four scores. ICE: the outcome."""
        self._about = metric
        self._of_scores.setVisible(metric == "rse")
        self._of_outcome.setVisible(metric != "rse")

    def typed(self) -> Draft:
        """What stands in the fields, but for the author."""
        given = tuple((name, f.value()) for name, f in self.scores.items() if f.value() >= 1)
        return Draft(given, str(self.outcome.currentData() or ""), self.reason.text().strip())

    def fill(self, draft: Draft) -> None:
        """Put into the fields what was typed before."""
        given = dict(draft.scores)
        for name, field in self.scores.items():
            field.setValue(given.get(name, field.minimum()))
        self._fill_outcomes()
        choose(self.outcome, draft.outcome)
        self.reason.setText(draft.reason)

    def take_digit(self, digit: int) -> None:
        """A digit pressed outside of the fields: the overall score, or the outcome of that number."""
        if self._about != "rse":
            self.outcome.setCurrentIndex(digit)
        elif digit <= self.scores["overall"].maximum():
            self.scores["overall"].setValue(digit)
        self.start()

    def start(self) -> None:
        """Put the cursor where a label begins."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.first, ScoreField):
            self.first.selectAll()

    def _fill_outcomes(self) -> None:
        self.outcome.clear()
        self.outcome.addItem(tr("not given"), "")
        for digit, each, shown in zip(DIGITS, Outcome, self._by_digit, strict=True):
            self.outcome.addItem(f"{digit}  {statuses.outcome(str(each))}", str(each))
            shown.setText(self.outcome.itemText(digit))

    def _lay_out(self) -> None:
        captions = [_under(name.capitalize(), field, _HELP) for name, field in self.scores.items()]
        self._of_scores = Flow(*captions, gap=10)
        self._by_digit = [label(role="caption") for _each in DIGITS]
        named_box = _under("Outcome", self.outcome, "What the model says of itself.")
        self._of_outcome = holder(column(named_box, Flow(*self._by_digit, gap=12, between=1), gap=4))
        said = row(_under("Reason", self.reason), _under("Author", self.author), gap=10)
        said.setStretch(0, 3)
        said.setStretch(1, 1)
        self.author.setMinimumWidth(110)
        self.setLayout(column(self._of_scores, self._of_outcome, said, gap=8))


def _under(caption: str, field: QWidget, help_text: str = "") -> QWidget:
    name = label(caption, "caption")
    name.setBuddy(field)
    named(field, caption, help_text)
    return holder(column(name, field, gap=2))
