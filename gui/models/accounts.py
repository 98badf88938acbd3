"""Accounts: a provider, its address, its key, and Check, which asks for the list of models and one short answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPushButton, QSizePolicy, QWidget

from core.errors import Cause, DistilScopeError
from core.study import ModelSpec
from gui.context import Context
from gui.i18n import bind, tr
from gui.messages import said
from gui.models import keys
from gui.models.builtin import BuiltInLine
from gui.models.columns import StoredKey
from gui.models.stored import StoredKeys
from gui.provider_words import in_words
from gui.study.draft import FIRST_ASKED, Ready
from gui.study.last_reached import remember
from gui.widgets.banner import Banner
from gui.widgets.flow import Flow
from gui.widgets.form import Form, choose, text_field
from gui.widgets.layout import card, column, holder, row, scrolled
from gui.widgets.side import SideBySide
from gui.widgets.text import button, label, restyle


class AccountsTab(QWidget):
    """`model_wanted` carries what the study page takes: a model that is described in full (Ready)."""

    model_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.banner, self.builtin = Banner(), BuiltInLine(context)
        self.builtin.model_wanted.connect(self.model_wanted)
        self.provider = QComboBox()
        self.base_url = text_field(hint="Such as https://models.example.org/v1")
        self.account = text_field(hint="A name of your own for the key; empty where none is needed")
        self.key, self.model = text_field(hint="Paste the key here"), _model_box()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.page = label(role="caption")
        self.stored = StoredKeys(context)
        self.stored.failed.connect(self._failed)
        self.keys, self.keys_model, self.delete = self.stored.table, self.stored.model, self.stored.delete
        self._fill()
        self._lay_out()
        self.provider.currentIndexChanged.connect(self._show_provider)
        self.key.textChanged.connect(self._recognise)
        self.key.returnPressed.connect(self.check)
        self.key.textChanged.connect(lambda _key: self._offer_keeping())
        self._show_provider()
        self._offer_keeping()

    def use(self, server: Any) -> None:
        """Show a local server that was found (core.llm.discovery.FoundServer)."""
        choose(self.provider, server.provider)
        self.base_url.setText(server.base_url)
        self.model.clearEditText()  # what the catalog knows of such servers need not be on this one
        self._listed(server.base_url, server.models)

    def refresh(self) -> None:
        """Read the names of the stored keys, and look for models that need none."""
        self.builtin.refresh()
        self.stored.refresh()

    def _offer_keeping(self) -> None:
        for each in (self.store, self.hold):
            each.setEnabled(bool(self.key.text().strip()))

    def first_field(self) -> QWidget:
        """Where a person goes on: to the key, or where none is needed to the model."""
        return self.key if self.account.text() else self.model

    def spec(self, role: Literal["test", "reference"] = "test") -> ModelSpec:
        """The model that the fields describe."""
        name = self.model.currentText().strip()
        return ModelSpec(
            name=name or self.provider.currentText(),
            role=role,
            provider=self._id,
            model=name or None,
            base_url=self.base_url.text().strip() or None,
            key=self._source(),
        )

    def check(self) -> None:
        """Ask the provider, off the window's thread."""
        if self.check_button.isEnabled():
            self.check_button.setEnabled(False)
            self._with_key(lambda: self._ask(self.spec()), clear=False)

    def measure(self, role: Literal["test", "reference"]) -> None:
        """Put the model into the study."""
        self._with_key(
            lambda: self.model_wanted.emit(Ready(replace(self.spec(role), params=dict(FIRST_ASKED))))
        )

    def _with_key(self, then: Callable[[], None], clear: bool = True) -> None:
        """Go on once a key that stands in its field is held in memory; storing it is the user's own step."""
        if self.key.text().strip():
            self._keep(hold=True, then=then, clear=clear)
        else:
            then()

    def _recognise(self, key: str) -> None:
        """Choose the provider whose keys begin like this one."""
        from core.llm import catalog

        found = catalog.provider_of_key(key)
        if found is not None and found.id != self._id and not catalog.provider(self._id).needs:
            choose(self.provider, found.id)
            self.banner.say(tr("This looks like a key of {name}.", name=in_words(found.name)))

    def _ask(self, spec: ModelSpec) -> None:
        self.banner.say(tr("Asking {name}…", name=self.provider.currentText()))
        job = self.context.tasks.net(lambda: keys.check(spec)).latest("models.check").owned_by(self)
        job.then(partial(self._checked, spec)).otherwise(self._failed).start()

    def _checked(self, spec: ModelSpec, result: Any) -> None:
        self.check_button.setEnabled(True)
        if result.ok:
            remember(self.context.preferences, spec)
            self.key.clear()
        elif result.cause is Cause.WRONG_KEY and self.key.text().strip():
            self._let_go()
        told = said(DistilScopeError(result.message, remedy=result.remedy))
        self.banner.say(told, "info" if result.ok else "bad")
        self._listed(spec.base_url, result.models, spec.provider)
        self._point_at(self.measure_button if result.ok else self.check_button)

    def _let_go(self) -> None:
        """Keep no key that was refused; it stays in its field, where it can be corrected."""
        self.stored.let_go(self.account.text().strip() or self._id)
        self.key.setFocus()

    def _point_at(self, next_step: QPushButton) -> None:
        """Draw the button of the next step as the first one."""
        for each in (self.check_button, self.measure_button):
            restyle(each, kind="primary" if each is next_step else "")

    def _failed(self, error: DistilScopeError) -> None:
        self.check_button.setEnabled(True)
        self.banner.say(said(error), "bad")

    def _listed(self, address: str | None, models: Any, provider: str = "") -> None:
        """What a server listed is offered here, and where a study chooses a model of it."""
        self.context.listed.keep(provider or self._id, address, models)
        self._offer_models(models)

    def _offer_models(self, models: Any) -> None:
        if models:
            kept = self.model.currentText()
            self.model.clear()
            self.model.addItems(list(models))
            self.model.setCurrentText(kept or str(models[0]))

    @property
    def _id(self) -> str:
        return str(self.provider.currentData())

    def _source(self) -> str | None:
        return self.stored.source(self.account.text().strip())

    def _keep(self, hold: bool, then: Any = None, clear: bool = True) -> None:
        name, key = self.account.text().strip() or self._id, self.key.text()
        self.account.setText(name)
        job = self.context.tasks.work(lambda: keys.keep(name, key, hold)).owned_by(self)
        job.then(lambda _source: self._kept(name, hold, then, clear)).otherwise(self._failed).start()

    def _kept(self, name: str, hold: bool, then: Any, clear: bool) -> None:
        if clear:
            self.key.clear()
        text = (
            "The key {name} is kept until the program ends." if hold else "The key {name} is in the keyring."
        )
        self.banner.say(tr(text, name=name))
        self.stored.kept(StoredKey(name, "session" if hold else "keyring"))
        if then is not None:
            then()

    def retranslate(self) -> None:
        """Say where the provider's keys are made, and what needs none."""
        self.builtin.retranslate()
        self._name_providers()
        self._tell_page()

    def _name_providers(self) -> None:
        from core.llm import catalog

        for entry in catalog.providers():
            self.provider.setItemText(self.provider.findData(entry.id), in_words(entry.name))

    def _tell_page(self) -> None:
        from core.llm import catalog

        page = catalog.provider(self._id).key_page
        self.page.setText(tr("Keys are made at {page}", page=page) if page else "")
        self._form.setRowVisible(self._page_row, bool(page))

    def _show_provider(self) -> None:
        from core.llm import catalog

        entry = catalog.provider(self._id)
        self.base_url.setText(entry.base_url)
        self.account.setText(entry.id if entry.needs_key else "")
        self._tell_page()
        self.model.clear()
        self.model.addItems([m.ids[entry.id] for m in catalog.models(entry.id) if not m.retired])
        self.banner.hide()
        self._point_at(self.check_button)

    def _copy_page(self) -> None:
        from core.llm import catalog

        QGuiApplication.clipboard().setText(catalog.provider(self._id).key_page)

    def _fill(self) -> None:
        from core.llm import catalog

        for entry in catalog.providers():
            self.provider.addItem(in_words(entry.name), entry.id)

    def _lay_out(self) -> None:
        self.store = button("Store key in keyring", lambda: self._keep(hold=False))
        self.hold = button("Keep until the program ends", lambda: self._keep(hold=True))
        self._form = form = Form()
        form.add("Provider", self.provider)
        form.add(
            "Address",
            self.base_url,
            "Where the models are reached; of a server of your own it usually ends in /v1.",
        )
        form.add("Account", self.account, "A name of your own for the key; studies write only this name.")
        form.add("Key", self.key, "Kept in the system's keyring, never in a file.")
        self.copy_page = button("Copy address", self._copy_page, "quiet")
        self._page_row = holder(row(self.page, self.copy_page, None))
        form.addRow("", self._page_row)
        form.addRow("", Flow(self.store, self.hold))
        form.add("Model", self.model, "The model that Check asks for one short answer.")
        self.check_button = button("Check", self.check, "primary")
        self.measure_button = button(
            "Measure this model", lambda: self.measure("test"), tip="Puts it into the study as a test model."
        )
        self.refer_button = button(
            "Use as reference", lambda: self.measure("reference"), tip="Others are compared with it."
        )
        acts = Flow(self.check_button, self.measure_button, self.refer_button)
        account = card(form, self.banner, acts, heading="Where a model is reached")
        left = holder(column(self.builtin, account, None, gap=12))
        parts = column(SideBySide(left, self.stored), margins=(0, 8, 6, 0))
        self.setLayout(column(scrolled(parts)))


def _model_box() -> QComboBox:
    """A choice that takes a name of its own too, and finds those of the list by any part of them."""
    made = QComboBox()
    made.setEditable(True)
    if (typed := made.lineEdit()) is not None:
        bind(typed, "setPlaceholderText", "As the provider calls it, such as llama-3.1-8b-instruct")
    search = made.completer()
    search.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    search.setFilterMode(Qt.MatchFlag.MatchContains)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
