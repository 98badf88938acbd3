"""A person's own word on a judgment: scores or an outcome, with a reason; earlier ones are kept and can come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from gui import format as fmt
from gui import preferences as prefs
from gui import statuses
from gui.calm import calm
from gui.context import Context
from gui.i18n import again, bind, tr
from gui.inspector.drafts import NOTHING, Draft, Drafts, Place, draft_of
from gui.inspector.fitted import Fitted
from gui.inspector.label_fields import SCORES, LabelFields
from gui.widgets.announce import announce
from gui.widgets.flow import Flow
from gui.widgets.layout import column, scrolled
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label, named

_GAP, _ROWS = 6, 4  # pixels; rows of earlier labels that are seen without scrolling
_COLUMNS = (
    Column("Author", lambda lb: lb.label.author),
    Column("Score", lambda lb: _said(lb.label), number=True),
    Column("Reason", lambda lb: lb.label.reason or fmt.NONE),
    Column("Blind", lambda lb: tr("yes") if lb.label.blind else tr("no")),
    Column("State", lambda lb: tr("replaced") if lb.replaced else tr("in force")),
    Column("Date", lambda lb: fmt.moment(lb.created)),
)


@calm
class LabelPanel(QWidget):
    """`saved` after the labels of a judgment changed, `given` with one that got a label from the fields.

    `kept` carries a judgment that was left with a label half typed.
    """

    saved = Signal()
    given = Signal(int)
    kept = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.blind = self._docked = False
        self._row: Any = None
        self._place: Place = (None, 0)
        self._given = NOTHING  # what the fields began with: the author's own label, where one stands
        self._drafts, self._saving = Drafts(), set[Place]()
        self.fields = LabelFields()
        self.scores, self.outcome = self.fields.scores, self.fields.outcome
        self.author, self.reason = self.fields.author, self.fields.reason
        self.model = RowsModel(_COLUMNS, self)
        self.table = DataTable("Labels", self.model, rows=True)
        self.save_button = button("Save label", self.save, "primary", tip="Ctrl+Enter")
        self.undo_button = button("Take back latest label", self.take_back)
        self.hide_judges = QCheckBox()
        self.unsaved = label("Not saved yet; Ctrl+Enter saves.", "muted")
        self.told, self._told_at = (
            label(role="good"),
            0,
        )  # that a label is saved, and the judgment it is said at
        self._said = ""
        self._lay_out()
        self._connect()

    def show_judgment(self, row: Any, labels: list[Any]) -> None:
        """Show the labels of a judgment (core.store.judgments.JudgmentRow), and what was begun for it."""
        place = (self.context.workspace, row.id)
        self.model.set_rows(labels)
        self.table.setVisible(bool(labels) and not self._docked)
        self._fit_table(len(labels))
        self.undo_button.setEnabled(self._seen)
        self._keys.setText(_keys(row.metric))
        if place == self._place and self._typed() != self._given:
            return  # it is being typed
        if place != self._place and row.id != self._told_at:
            self.told.clear()
        if self.told.text():  # it came before another language was chosen
            self.told.setText(again(self._said))
        self._leave()
        self._row, self._place = row, place
        self.fields.show_for(row.metric)
        self._fit()
        self._begin(labels)

    def _begin(self, labels: list[Any]) -> None:
        """The fields show the author's own label, or what was begun since."""
        author = str(self.context.preferences.get(prefs.AUTHOR))
        own = (each.label for each in labels if not each.replaced and each.label.author == author)
        label_there = next(own, None)
        self._fill(draft_of(label_there, SCORES) if label_there else NOTHING)
        self._given = self._typed()  # as the fields round it
        self._fill(self._drafts.of(self._place, self._given))

    def dock(self, below: bool) -> None:
        """Below the texts it takes no more height than its fields need; earlier labels are left out there."""
        self._docked = below
        self.table.setVisible(not below and bool(self.model.rows))
        self._fit()

    def _fit_table(self, rows: int) -> None:
        """As high as a few labels need."""
        row = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + row * max(1, min(rows, _ROWS)) + 2 * self.table.frameWidth())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # while it was hidden, nobody told of other heights

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._area.setMaximumHeight(self._form.minimumSizeHint().height())

    def lowest(self) -> int:
        """The height that shows all of it, so that nothing in it is scrolled."""
        return self._form.minimumSizeHint().height() + _GAP + self._buttons.height()

    def save(self) -> None:
        """Keep the label."""
        from core.store import labels

        new, typed = self._new(), self._typed()
        if new is None:
            return
        if typed == self._given and new.author == self.context.preferences.get(prefs.AUTHOR):
            self.given.emit(new.judgment)  # it stands already
            return
        self.context.preferences.set(prefs.AUTHOR, new.author)
        self.author.setModified(False)
        if job := self.context.write(lambda writer: labels.add(writer, new)):
            place = self._place
            self._saving.add(place)
            job.owned_by(self).then(lambda _id: self._saved(place, typed)).otherwise(
                lambda e: self._failed(place, e)
            ).start()

    def tell(self, text: str, judgment: int) -> None:
        """Say that a label is saved, until something else is typed or one goes on from this judgment."""
        self._told_at, self._said = judgment, text
        self.told.setText(text)
        self._mark()
        announce(self.told, text)

    def take_back(self) -> None:
        """Remove the newest label that stands; the one before it stands again."""
        from core.store import labels

        standing = next((each for each in self.model.rows if not each.replaced), None)
        if standing is None:
            return
        if job := self.context.write(lambda writer: labels.remove(writer, standing.id)):
            job.owned_by(self).then(lambda _none: self._taken_back(standing.label)).start()

    def _saved(self, place: Place, draft: Draft) -> None:
        self._saving.discard(place)
        self._drafts.forget(place)
        if place == self._place:
            self._given = draft
            self._name()
            self._mark()
        self.saved.emit()
        self.given.emit(place[1])

    def _failed(self, place: Place, error: Any) -> None:
        """What was typed stays."""
        self._saving.discard(place)
        self.context.tasks.failed.emit(error)

    def _taken_back(self, taken: Any) -> None:
        self.told.clear()
        self.saved.emit()
        workspace = self.context.workspace or Path()
        self.context.offer_undo.emit(
            tr("The label was taken back."), lambda: self._put_back(taken, workspace)
        )

    def _put_back(self, taken: Any, workspace: Path) -> None:
        """In the workspace that it was taken from, whichever is open by now."""
        from core.store import labels

        job = self.context.runs.write(workspace, lambda writer: labels.add(writer, taken))
        job.owned_by(self).then(lambda _id: self.saved.emit()).start()

    def _leave(self) -> None:
        """Another judgment comes: what was typed for this one is kept."""
        typed = self._row is not None and self._drafts.keep(self._place, self._typed(), self._given)
        if typed and self._place not in self._saving and self._place[0] == self.context.workspace:
            self.kept.emit(self._place[1])

    def _go_along(self, source: Path, target: Path) -> None:
        """The workspace was copied, and the copy is gone on with: what was typed comes along."""
        if self._row is not None:
            self._drafts.keep(self._place, self._typed(), self._given)
        self._drafts.move(source, target)
        if self._place[0] == source:
            self._place = (target, self._place[1])

    def _typed(self) -> Draft:
        return self.fields.typed()

    def _fill(self, draft: Draft) -> None:
        self.fields.fill(draft)
        self._name()
        self._mark()

    def _name(self) -> None:
        if not self.author.isModified():
            self.author.setText(str(self.context.preferences.get(prefs.AUTHOR)))

    def _mark(self) -> None:
        typed = self._typed() != self._given
        self.unsaved.setVisible(typed)
        self.told.setVisible(not typed and bool(self.told.text()))
        # One of the three at a time: a second line would move the texts above with every label.
        self._keys.setVisible(self.unsaved.isHidden() and self.told.isHidden())

    def _new(self) -> Any:
        from core.store.labels import NewLabel

        typed = self._typed()
        outcome = typed.outcome if self._row.metric == "ice" else ""
        if not outcome and not typed.scores:
            self.context.said.emit(tr("Give a score of 1 to 5, or an outcome, before you save."))
            return None
        author = self.author.text().strip() or tr("me")
        scores: dict[str, Any] = dict.fromkeys(SCORES) | (
            dict(typed.scores) if self._row.metric == "rse" else {}
        )
        return NewLabel(
            self._row.id, author, **scores, outcome=outcome, reason=typed.reason, blind=self.blind and not self._seen
        )  # fmt: skip

    @property
    def _seen(self) -> bool:
        """Whether what judges say was shown, since there is a label."""
        return any(not each.replaced for each in self.model.rows)

    def _connect(self) -> None:
        self.fields.changed.connect(self._mark)
        self.context.copied.connect(self._go_along)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _lay_out(self) -> None:
        named(self, "Your label")
        bind(self.hide_judges, "setText", "Hide what judges say until I have labelled")
        named(self.hide_judges, "Hide what judges say until I have labelled")
        self._keys = label(role="muted")
        for each in (self.hide_judges, self._keys, self.unsaved, self.told):
            each.setMinimumHeight(self.save_button.sizeHint().height())
        self.unsaved.hide()
        self.told.hide()
        parts = (self.save_button, self.undo_button, self.unsaved, self.told, self.hide_judges, self._keys)
        self._form = Fitted(column(self.fields, self.table, None, gap=10, margins=(2, 8, 8, 2)))
        self._area = scrolled(column(self._form))
        self._form.changed.connect(self._fit)
        # Below what scrolls, so that it is in sight however low the pane is.
        self._buttons = Flow(*parts, gap=8)
        whole = column(self._area, self._buttons, None, gap=_GAP)
        whole.setStretch(0, 1)
        whole.setStretch(2, 0)  # only what the fields do not need
        self.setLayout(whole)


def _keys(metric: str) -> str:
    if metric == "rse":
        return tr("Press 1 (very dissimilar) to 5 (very similar); Ctrl+Enter saves.")
    return tr("Press the digit of the outcome; Ctrl+Enter saves.")


def _said(given: Any) -> str:
    return statuses.outcome(given.outcome) if given.outcome else fmt.score(given.overall)
