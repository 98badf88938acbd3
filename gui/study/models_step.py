"""Step 2: which models, and who judges."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from shiboken6 import isValid

from core.errors import DistilScopeError
from core.study import ModelSpec
from gui.calm import calm
from gui.context import Context
from gui.i18n import sentences, tr
from gui.judges import called
from gui.messages import said
from gui.study import same_price, words
from gui.study.answers import ENDINGS
from gui.study.answers_dialog import AnswersDialog
from gui.study.draft import SIMULATED_REFERENCE, Draft
from gui.study.last_reached import remember
from gui.study.model_dialog import ModelDialog
from gui.study.same_price import SamePrice
from gui.widgets.flow import Flow
from gui.widgets.layout import card, clear, column, row, scrolled
from gui.widgets.low_table import LowTable
from gui.widgets.rows import Column, RowsModel
from gui.widgets.text import button, label, named, restyle

_COLUMNS = (
    Column("Name", lambda m: m.name),
    Column("Role", lambda m: tr(words.ROLES[m.role]), lambda m: list(words.ROLES).index(m.role)),
    Column("Reached through", words.reached),
    Column("Details", words.details),
)
_NONE_COMPARED = "No model yet: add the reference, and at least one test model that is compared with it."
_NONE_ASKED = "No model yet: add at least one test model, which is asked who it is."


@calm
class ModelsStep(QWidget):
    """The models of the study. `changed` after every edit."""

    changed = Signal()

    def __init__(self, context: Context, draft: Draft) -> None:
        super().__init__()
        self.context, self.draft = context, draft
        self.model = RowsModel(_COLUMNS, self)
        self.table = LowTable("Models of the study", self.model, rows=True)
        self.table.opened.connect(lambda index: self.edit(self.model.row_at(index)))
        self.dialog: ModelDialog | None = None
        self.answers: AnswersDialog | None = None
        self.setAcceptDrops(True)
        self._judges = QVBoxLayout()
        self._buttons()
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._offer())
        self.model.modelReset.connect(self._offer)
        self.show_draft()

    def show_draft(self) -> None:
        """Show the draft's models and judges."""
        self.model.set_rows(self.draft.models)
        self.table.say_when_empty(_NONE_COMPARED if self.draft.rse_on else _NONE_ASKED)
        self.table.fit()
        self._say_what_is_next()
        self._show_judges()

    def _say_what_is_next(self) -> None:
        """The model that the study cannot do without comes first."""
        lacking = "reference" if self.draft.rse_on and not self.draft.of_role("reference") else "test"
        for each, role in ((self.add_reference, "reference"), (self.add_test, "test")):
            restyle(each, kind="primary" if role == lacking and not self.draft.of_role(role) else "")

    def add(self, role: str, model: ModelSpec | None = None, lend: bool = False) -> None:
        """Ask for a new model of that role; the dialog starts with `model`, if given.

        `lend`: where no reference is there yet, the simulated one is added, so that the study can start at once.
        """
        taken = [m.name for m in self.draft.models]
        dialog = ModelDialog(self.context, role, taken=taken, model=model, parent=self)
        dialog.setWindowTitle(tr("Add model"))
        self._open(dialog, None)
        if lend:
            dialog.chosen.connect(lambda _model: self._lend_reference())

    def take(self, model: ModelSpec) -> None:
        """Add a model that is described in full, and a reference where there is none yet."""
        taken = self.draft.take(model)
        remember(self.context.preferences, taken)
        self._after()
        text = tr("Reference of the study: {name}.", name=taken.name)
        if taken.role != "reference":
            text = tr("To be measured: {name}.", name=taken.name)
        if not self._lend_reference(text):
            self.context.offer_undo.emit(text, lambda: self._take_back(taken))

    def _lend_reference(self, before: str = "") -> bool:
        if not self.draft.lacks_reference():
            return False
        self._put(SIMULATED_REFERENCE, None)
        text = tr("There was no reference yet: the simulated one was added, to try things out.")
        self.context.offer_undo.emit(
            sentences(before, text).strip(), lambda: self._take_back(SIMULATED_REFERENCE)
        )
        return True

    def _take_back(self, model: ModelSpec) -> None:
        if model in self.draft.models:
            self.draft.remove(model)
            self._after()

    def ask_answers(self, path: Path | None = None) -> None:
        """Ask for a file of answers, or show the one that was dropped."""
        role = "test" if self.draft.of_role("reference") or not self.draft.models else "reference"
        self.answers = AnswersDialog(self.context, path, self, role=role)
        self.answers.chosen.connect(lambda model: self._put(model, None))
        self.answers.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if (path := _dropped(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.ask_answers(path)

    def edit(self, model: ModelSpec | None) -> None:
        """Change a model."""
        if model is None:
            return
        taken = [m.name for m in self.draft.models if m is not model]
        self._open(ModelDialog(self.context, model.role, taken=taken, model=model, parent=self), model)

    def remove(self) -> None:
        """Take the selected model out; can be undone."""
        model = self._chosen()
        if model is None:
            return
        before = (list(self.draft.models), self.draft.rse, self.draft.ice)
        self.draft.remove(model)
        self._after()
        self.table.setFocus()  # the button that was pressed has nothing to remove now
        self.context.offer_undo.emit(
            tr("{name} was removed from the study.", name=model.name), lambda: self._back(*before)
        )

    def _chosen(self) -> ModelSpec | None:
        """The model that is marked in the table. (Where the keyboard merely stands, nothing is.)"""
        rows = self.table.selectionModel().selectedRows()
        return self.model.row_at(rows[0]) if rows else None

    def _offer(self) -> None:
        for each in (self.edit_button, self.remove_button):
            each.setEnabled(self._chosen() is not None)

    def ask_price(self, name: str) -> None:
        """Open a model at its price."""
        self._edit_at(name, "price_in")

    def ask_maker(self, name: str) -> None:
        """Open a model where it is said who made it."""
        self._edit_at(name, "facts")

    def _edit_at(self, name: str, field: str) -> None:
        model = next((model for model in self.draft.models if model.name == name), None)
        self.edit(model)
        if model is not None and self.dialog is not None:
            self.dialog.show_field(field)

    def _back(self, models: list[ModelSpec], rse: object, ice: object) -> None:
        self.draft.models, self.draft.rse, self.draft.ice = models, rse, ice  # type: ignore[assignment]
        self._after()

    def _open(self, dialog: ModelDialog, old: ModelSpec | None) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda model: self._put(model, old))
        dialog.open()

    def _put(self, model: ModelSpec, old: ModelSpec | None) -> None:
        try:
            self.draft.put(model, old)
        except DistilScopeError as error:
            self.context.said.emit(said(error))
            return
        remember(self.context.preferences, model)
        self._after()
        self._look_for_price(model)

    def _look_for_price(self, model: ModelSpec) -> None:
        models = list(self.draft.models)
        job = self.context.tasks.work(lambda: same_price.find(models, model)).latest("study.same_price")
        job.owned_by(self).then(self._offer_price).otherwise(lambda _error: None).start()

    def _offer_price(self, found: SamePrice | None) -> None:
        """Offered, not done: models of one server may well cost more than others."""
        if found is not None:
            act = partial(self._share_price, found)
            self.context.offered.emit(found.text, tr("Use the same price"), act)

    def _share_price(self, found: SamePrice) -> None:
        before = (list(self.draft.models), self.draft.rse, self.draft.ice)
        self.draft.models = found.given(self.draft.models)
        self._after()
        text = tr("They have the price of {name} now.", name=found.giver.name)
        self.context.offer_undo.emit(text, lambda: self._back(*before))

    def _after(self) -> None:
        if not isValid(self):  # the study is shown by another step meanwhile, which reads it anew
            return
        self.show_draft()
        self.changed.emit()

    def _buttons(self) -> None:
        self.add_reference = button("Add reference…", lambda: self.add("reference"))
        self.add_test = button("Add test model…", lambda: self.add("test"))
        self.add_other = button(
            "Add other…", lambda: self.add("control"), tip="A control, a judge, or a mutator."
        )
        self.add_judge = button("Add judge…", lambda: self.add("judge"), tip=words.ROLE_HELP["judge"])
        self.add_answers = button(
            "Add answers…", self.ask_answers, tip="Answers of a model that exist already."
        )
        self.edit_button = button("Edit…", lambda: self.edit(self._chosen()))
        self.remove_button = button("Remove", self.remove)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)

    def _lay_out(self) -> None:
        adding = Flow(self.add_reference, self.add_test, self.add_other, self.add_answers)
        changing = row(self.edit_button, self.remove_button, None)
        hint = label(
            "The reference is the model that others may have been distilled from; test models are measured against it.",
            "muted", wrap=True,
        )  # fmt: skip
        judges = card(
            label(
                "The built-in judges need no key and always say the same. A model can judge too.",
                "muted",
                wrap=True,
            ),
            self._judges,
            row(self.add_judge, None),
            heading="Judges",
        )
        parts = column(hint, adding, self.table, changing, judges, None, gap=12)
        self.setLayout(column(scrolled(parts, beside_bar=6)))

    def _show_judges(self) -> None:
        clear(self._judges)
        metrics = [m for m, on in (("rse", self.draft.rse_on), ("ice", self.draft.ice_on)) if on]
        for metric in metrics:
            boxes = [self._judge_box(metric, name) for name in self.draft.judge_names(metric)]
            caption = label(metric.upper())
            caption.setMinimumWidth(
                self.fontMetrics().horizontalAdvance("RSE")
            )  # so that the boxes stand in line
            self._judges.addLayout(row(caption, *boxes, None, gap=14))

    def _judge_box(self, metric: str, name: str) -> QCheckBox:
        box = QCheckBox(called(name))
        spec = self.draft.rse if metric == "rse" else self.draft.ice
        box.setChecked(name in spec.judges)
        named(box, f"{metric.upper()}: {called(name)}")
        box.toggled.connect(lambda on: self._judge(box, metric, name, on))
        return box

    def _judge(self, box: QCheckBox, metric: str, name: str, on: bool) -> None:
        self.draft.set_judge(metric, name, on)
        spec = self.draft.rse if metric == "rse" else self.draft.ice
        box.setChecked(name in spec.judges)
        self.changed.emit()


def _dropped(data: QMimeData) -> Path | None:
    """The first file of answers among what is dropped."""
    paths = (Path(url.toLocalFile()) for url in data.urls())
    return next((path for path in paths if path.suffix.lower() in ENDINGS), None)
