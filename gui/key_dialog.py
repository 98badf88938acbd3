"""Asks for keys that are not there any more, and lets what was begun go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from core.errors import DistilScopeError
from core.report.safe import one_line
from gui.context import Context
from gui.i18n import bind, sentences, tr
from gui.messages import said
from gui.missing_keys import MissingKey, keep
from gui.widgets.banner import Banner
from gui.widgets.form import Form, text_field
from gui.widgets.layout import column, scrolled
from gui.widgets.text import label, named

_WIDTH, _HIGHEST, _AROUND = 520, 380, 40  # pixels
_APART = 10  # pixels between what is said of one key and of the next
_STORE_HELP = "Then it is there after the next start too. Otherwise it is forgotten when the program ends."


class KeyDialog(QDialog):
    """`given` once every key is kept."""

    given = Signal()

    def __init__(self, context: Context, keys: Sequence[MissingKey], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Enter the key") if len(keys) == 1 else tr("Enter the keys"))
        self.context, self.keys = context, keys
        self.fields = {key.account: _key_field() for key in keys}
        self.store = QCheckBox()
        bind(self.store, "setText", "Store in the system's keyring")
        named(self.store, "Store in the system's keyring", _STORE_HELP)
        if any(key.stored for key in keys):  # held beside the refused one, a new key would not be used
            self.store.setChecked(True)
            self.store.setEnabled(False)
        self.banner = Banner()
        self._lay_out()
        self._fit()
        next(iter(self.fields.values())).setFocus()

    def accept(self) -> None:
        for account, field in self.fields.items():
            if not field.text().strip():
                self._say(tr("Paste the key of account {account}.", account=one_line(account)), "warn")
                field.setFocus()
                return
        typed = {account: field.text() for account, field in self.fields.items()}
        store = self.store.isChecked()
        self.ok.setEnabled(False)
        job = self.context.tasks.work(lambda: keep(typed, store)).owned_by(self)
        job.then(lambda _none: self._kept()).otherwise(self._failed).start()

    def _kept(self) -> None:
        super().accept()
        self.given.emit()

    def _failed(self, error: DistilScopeError) -> None:
        self.ok.setEnabled(True)
        self._say(said(error), "bad")

    def _say(self, text: str, kind: str) -> None:
        self.banner.say(text, kind)
        self._fit()

    def _fit(self) -> None:
        """All of it is seen, unless there are more accounts than the screen has room for."""
        form, below = self._form, self._below
        fields = form.heightForWidth(_WIDTH) if form.hasHeightForWidth() else form.sizeHint().height()
        needed = min(_HIGHEST, fields) + below.sizeHint().height() + _AROUND
        self.resize(_WIDTH, max(self.height() if self.isVisible() else 0, needed))

    def _lay_out(self) -> None:
        form = Form()
        for number, key in enumerate(self.keys):
            why = _plain(key.text)
            why.setContentsMargins(0, _APART if number else 0, 0, 0)
            form.add_wide(why)
            name = tr("Key of {account}", account=one_line(key.account))
            form.add(name, self.fields[key.account])
            form.add_wide(_plain(sentences(*_sent_to(key)), "caption"))
        form.add_wide(self.store)
        form.add_wide(label(_STORE_HELP, "caption", wrap=True))
        form.setContentsMargins(20, 18, 20, 10)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Go on"))
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._form = form
        self._below = column(self.banner, buttons, margins=(14, 0, 0, 0))
        self.setLayout(column(scrolled(form), self._below, margins=(0, 0, 14, 14)))


def _key_field() -> QLineEdit:
    made = text_field(hint="Paste the key here")
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _plain(text: str, role: str = "") -> QLabel:
    """A text with names in it, which is no text of the translation."""
    made = label(role=role, wrap=True)
    made.setText(text)
    return made


def _sent_to(key: MissingKey) -> Iterator[str]:
    yield tr("It is sent to {servers} only.", servers=", ".join(map(one_line, key.servers)))
    yield tr("It is never written to a file.")
