"""A person's own word on a judgment: scores or an outcome, with a reason; earlier ones are kept and can come back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from core.ice.verdict import Outcome
from gui import format as fmt
from gui import preferences as prefs
from gui import statuses
from gui.context import Context
from gui.i18n import tr
from gui.widgets.form import Form, real, text_field
from gui.widgets.layout import column, row, scrolled
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, named

SCORES = ("overall", "style", "structure", "content")
_COLUMNS = (
    Column("Author", lambda lb: lb.label.author),
    Column("Score", lambda lb: _said(lb.label), number=True),
    Column("Reason", lambda lb: lb.label.reason or fmt.NONE),
    Column("Blind", lambda lb: tr("yes") if lb.label.blind else tr("no")),
    Column("Stands", lambda lb: tr("replaced") if lb.replaced else tr("stands")),
    Column("Date", lambda lb: fmt.moment(lb.created)),
)


class LabelPanel(QWidget):
    """`saved` after a label was kept or taken back."""

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.blind = False
        self._row: Any = None
        self.scores: dict[str, QDoubleSpinBox] = {
            n: real(0.5, 0.5, 5, 0.5, 1, none="not given") for n in SCORES
        }
        self.outcome = QComboBox()
        self.author, self.reason = text_field(), text_field()
        self.model = RowsModel(_COLUMNS, self)
        self.table = DataTable("Labels", self.model, rows=True)
        self.save_button = button("Save label", self.save, "primary")
        self.undo_button = button("Take back latest label", self.take_back)
        self._lay_out()

    def show_judgment(self, row: Any, labels: list[Any]) -> None:
        """Show the labels of a judgment (core.store.judgments.JudgmentRow)."""
        self._row = row
        self._fill_outcomes()
        for number in range(self._form.rowCount()):
            self._form.setRowVisible(number, self._wanted(number, row.metric))
        for field in self.scores.values():
            field.setValue(field.minimum())
        self.reason.clear()
        self.author.setText(str(self.context.preferences.get(prefs.AUTHOR)))
        self.model.set_rows(labels)
        self.undo_button.setEnabled(any(not each.replaced for each in labels))

    def save(self) -> None:
        """Keep the label."""
        from core.store import labels

        new = self._new()
        if new is None:
            return
        self.context.preferences.set(prefs.AUTHOR, new.author)
        if job := self.context.write(lambda writer: labels.add(writer, new)):
            job.owned_by(self).then(lambda _id: self.saved.emit()).start()

    def take_back(self) -> None:
        """Remove the newest label that stands; the one before it stands again."""
        from core.store import labels

        standing = next((each for each in self.model.rows if not each.replaced), None)
        if standing is None:
            return
        if job := self.context.write(lambda writer: labels.remove(writer, standing.id)):
            job.owned_by(self).then(lambda _none: self._taken_back(standing.label)).start()

    def _taken_back(self, label: Any) -> None:
        self.saved.emit()
        self.context.offer_undo.emit(tr("The label was taken back."), lambda: self._put_back(label))

    def _put_back(self, label: Any) -> None:
        from core.store import labels

        if job := self.context.write(lambda writer: labels.add(writer, label)):
            job.owned_by(self).then(lambda _id: self.saved.emit()).start()

    def _new(self) -> Any:
        from core.store.labels import NewLabel

        given = {n: f.value() if f.value() >= 1 else None for n, f in self.scores.items()}
        outcome = str(self.outcome.currentData() or "") if self._row.metric == "ice" else ""
        if not outcome and not any(given.values()):
            self.context.said.emit(tr("Give a score of 1 to 5, or an outcome, before you save."))
            return None
        author = self.author.text().strip() or tr("me")
        scores = given if self._row.metric == "rse" else dict.fromkeys(SCORES)
        return NewLabel(
            self._row.id,
            author,
            **scores,
            outcome=outcome,
            reason=self.reason.text().strip(),
            blind=self.blind,
        )

    def _wanted(self, number: int, metric: str) -> bool:
        return (number < len(SCORES)) == (metric == "rse") or number > len(SCORES)

    def _fill_outcomes(self) -> None:
        self.outcome.clear()
        self.outcome.addItem(tr("not given"), "")
        for each in Outcome:
            self.outcome.addItem(statuses.outcome(str(each)), str(each))

    def _lay_out(self) -> None:
        self._form = Form()
        for name, field in self.scores.items():
            self._form.add(name.capitalize(), field, "1 (very dissimilar) to 5 (very similar).")
        self._form.add("Outcome", self.outcome, "What the model says of itself.")
        self._form.add("Reason", self.reason)
        self._form.add("Author", self.author)
        self.table.setMinimumHeight(90)
        named(self, "Your label")
        acts = row(self.save_button, self.undo_button, None)
        fields = scrolled(column(self._form, self.table, gap=10, margins=(2, 8, 8, 2)))
        # Below what scrolls, so that it is in sight however low the pane is.
        self.setLayout(column(fields, acts, gap=6))


def _said(label: Any) -> str:
    return statuses.outcome(label.outcome) if label.outcome else fmt.score(label.overall)
