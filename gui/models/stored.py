"""The stored keys: which accounts have one and where it is kept; one is deleted with a way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.errors import DistilScopeError
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.models import keys
from gui.models.columns import KEYS, StoredKey
from gui.widgets.layout import card, column, row
from gui.widgets.low_table import LowTable
from gui.widgets.rows import RowsModel
from gui.widgets.text import button, label


class StoredKeys(QWidget):
    """`failed` carries a DistilScopeError where a key could not be deleted or put back."""

    failed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.model = RowsModel(KEYS, self)
        self.table = LowTable("Stored keys", self.model, rows=True)
        self.table.say_when_empty("No key is kept yet")
        self.no_keyring = label(role="caption", wrap=True)
        self.no_keyring.hide()
        self.delete = button("Delete key", self._delete, "danger")
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._offer_deletion())
        self._offer_deletion()
        parts = card(self.no_keyring, self.table, row(self.delete, None), heading="Stored keys")
        self.setLayout(column(parts, None))

    def refresh(self) -> None:
        """Read the names of the stored keys."""
        job = self.context.tasks.work(keys.stored_keys).latest("models.keys").owned_by(self)
        job.then(self._found).start()

    def kept(self, new: StoredKey) -> None:
        """A key was kept."""
        self._show([*(key for key in self.model.rows if key.account != new.account), new])

    def let_go(self, account: str) -> None:
        """A key that was refused is held no longer."""
        self.context.tasks.work(lambda: keys.let_go(account)).owned_by(self).start()
        self._show([key for key in self.model.rows if (key.account, key.kind) != (account, "session")])

    def source(self, account: str) -> str | None:
        """What a study writes for the key of an account; None where there is none."""
        return {key.account: key.source for key in self.model.rows}.get(account)

    def _found(self, found: tuple[list[StoredKey], DistilScopeError | None]) -> None:
        """That there is no keyring is said beside the keys: what a check found stays in its place."""
        there, problem = found
        self.no_keyring.setVisible(problem is not None)
        if problem is not None:
            what = said(problem.what)
            text = tr(
                "{problem}. A key can be kept until the program ends.", problem=what[:1].upper() + what[1:]
            )
            self.no_keyring.setText(text)
        self._show(there)

    def _show(self, there: list[StoredKey]) -> None:
        self.model.set_rows(there)
        self.table.fit()
        self._offer_deletion()

    def _offer_deletion(self) -> None:
        self.delete.setEnabled(self.model.row_at(self.table.currentIndex()) is not None)

    def _delete(self) -> None:
        stored = self.model.row_at(self.table.currentIndex())
        if stored is not None:
            job = self.context.tasks.work(lambda: keys.take_out(stored)).owned_by(self)
            job.then(lambda key: self._deleted(stored, key)).otherwise(self.failed.emit).start()

    def _deleted(self, stored: StoredKey, key: str) -> None:
        self.refresh()
        text = tr("The key {name} was deleted.", name=stored.account)
        self.context.offer_undo.emit(text, lambda: self._put_back(stored, key))

    def _put_back(self, stored: StoredKey, key: str) -> None:
        hold = stored.kind == "session"
        job = self.context.tasks.work(lambda: keys.keep(stored.account, key, hold)).owned_by(self)
        job.then(lambda _source: self.refresh()).otherwise(self.failed.emit).start()
