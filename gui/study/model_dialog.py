"""The dialog that describes one model: its role, how it is reached, its name there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QWidget

from core.errors import BadInput, DistilScopeError
from core.study import ModelSpec
from gui.context import Context
from gui.i18n import tr
from gui.study import words
from gui.study.model_picker import ModelPicker
from gui.widgets.banner import Banner
from gui.widgets.form import Form, choice, choose, real, text_field, whole
from gui.widgets.layout import column, scrolled
from gui.widgets.text import button, label

_FIELDS = {
    "simulated": {"closeness", "leak", "facts"},
    "recorded": {"path", "model", "facts"},
    "local": {"builtin", "path", "temperature", "max_tokens", "facts"},
}
_SERVED = {"model", "base_url", "key", "temperature", "max_tokens", "kind", "facts"}


class ModelDialog(QDialog):
    """`chosen` carries the ModelSpec when the dialog was accepted."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, role: str, *, taken: Sequence[str] = (), model: ModelSpec | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.context, self._taken, self._old = context, set(taken), model
        self.setWindowTitle(tr("Edit model") if model else tr("Add model"))
        self._make_fields(role)
        self._lay_out()
        if model is not None:
            self._show(model)
        self._fit_fields()
        self.resize(600, 560)
        self.name.setFocus()

    def spec(self) -> ModelSpec:
        """The model as described. Raises BadInput naming the field."""
        name = self.name.text().strip()
        if not name:
            raise BadInput(tr("Give the model a name."))
        if name in self._taken:
            raise BadInput(tr("There is a model called {name} already.", name=name))
        old: dict[str, Any] = {}
        if self._old is not None:
            from dataclasses import asdict

            old = asdict(self._old)
        return ModelSpec(**{**old, **self._values(name)})

    def accept(self) -> None:
        try:
            spec = self.spec()
        except DistilScopeError as error:
            self.banner.say(str(error), "bad")
            return
        self.chosen.emit(spec)
        super().accept()

    def _values(self, name: str) -> dict[str, Any]:
        used = self._used()
        texts = {
            "model": self.model, "path": self.path, "builtin": self.builtin, "base_url": self.base_url,
            "key": self.key, "facts": self.facts.lineEdit(),
        }  # fmt: skip
        values: dict[str, Any] = {
            key: (field.text().strip() or None) if key in used else None for key, field in texts.items()
        }
        values |= {"name": name, "role": self.role.currentData(), "provider": self.provider.currentData()}
        values["kind"] = self.kind.currentData() if "kind" in used else "chat"
        for key, field in (("closeness", self.closeness), ("leak", self.leak)):
            values[key] = field.value() if key in used and field.value() >= 0 else None
        values["params"] = self._params(used)
        return values

    def _params(self, used: set[str]) -> dict[str, Any]:
        params = dict(self._old.params) if self._old else {}
        if "temperature" in used:
            params.pop("temperature", None)
            params.pop("max_tokens", None)
            if self.temperature.value() >= 0:
                params["temperature"] = self.temperature.value()
            if self.max_tokens.value():
                params["max_tokens"] = self.max_tokens.value()
        return params

    def _used(self) -> set[str]:
        return _FIELDS.get(str(self.provider.currentData()), _SERVED)

    def _make_fields(self, role: str) -> None:
        self.banner = Banner()
        self.role = choice(*((text, key) for key, text in words.ROLES.items()))
        choose(self.role, role)
        self.provider = choice(*((text, key) for key, text in words.BUILT_IN.items()))
        for name, provider_id in _providers():
            self.provider.addItem(name, provider_id)
        self.name = text_field(hint="A name of your own, unique in the study")
        self.model = text_field(hint="The provider's own name; empty: the name above")
        self.path, self.builtin = text_field(), text_field(hint="A built-in model, or a file below")
        self.base_url = text_field(hint="http://127.0.0.1:8080/v1")
        self.key = text_field(hint="keyring:NAME or env:VARIABLE")
        self.facts = QComboBox()
        self.facts.setEditable(True)
        self.facts.addItems(["", *_vendors(), *_own_facts(self.context)])
        self.facts.lineEdit().setPlaceholderText(tr("as in the catalog"))
        self.kind = choice(("Chat model", "chat"), ("Base model (text completion)", "base"))
        self.closeness = real(0.5, 0, 1, 0.05)
        self.leak = real(0.0, 0, 1, 0.05)
        self.temperature = real(0.0, -0.1, 2, 0.1, 1, none="the provider's own")
        self.max_tokens = whole(1024, 0, 1_000_000, none="the provider's own")

    def _lay_out(self) -> None:
        self._form = Form()
        browse = button("Browse…", self._browse)
        pick = button("Choose…", self._pick)
        self._rows: dict[str, QWidget] = {}
        self._form.add("Role", self.role)
        self._role_help = label("", "caption", wrap=True)
        self._form.add_wide(self._role_help)
        self._form.add("Reached through", self.provider)
        self._form.add("Name", self.name)
        self._form.add("Model", self.model, beside=pick)
        self._form.add("Built-in model", self.builtin)
        self._form.add("File", self.path, beside=browse)
        self._form.add("Base URL", self.base_url)
        self._form.add("Key", self.key, "Where the key is kept; the key itself is never written to a study.")
        self._form.add(
            "Closeness", self.closeness, "0: unrelated to the simulated reference; 1: a copy of it."
        )
        self._form.add("Leak", self.leak, "The share of identity questions answered with another maker.")
        self._form.add("Kind", self.kind)
        self._form.add("Temperature", self.temperature)
        self._form.add("Longest answer (tokens)", self.max_tokens)
        self._form.add(
            "Made by", self.facts, "Who the model really is, for ICE: a maker, or a file of facts."
        )
        self._browse_button, self._pick_button = browse, pick
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._form.setContentsMargins(20, 18, 20, 10)
        self.setLayout(column(scrolled(self._form), self.banner, buttons, margins=(0, 0, 14, 14)))
        self.provider.currentIndexChanged.connect(self._fit_fields)
        self.role.currentIndexChanged.connect(self._fit_fields)

    def _fit_fields(self) -> None:
        used = self._used()
        fields = {
            "model": self.model, "builtin": self.builtin, "path": self.path, "base_url": self.base_url,
            "key": self.key, "closeness": self.closeness, "leak": self.leak, "kind": self.kind,
            "temperature": self.temperature, "max_tokens": self.max_tokens, "facts": self.facts,
        }  # fmt: skip
        for key, field in fields.items():
            self._set_row_visible(field, key in used)
        self._role_help.setText(tr(words.ROLE_HELP[self.role.currentData()]))
        self._pick_button.setVisible(bool(used & {"base_url"}))

    def _set_row_visible(self, field: QWidget, visible: bool) -> None:
        for number in range(self._form.rowCount()):
            item = self._form.itemAt(number, Form.ItemRole.FieldRole)
            inside = item is not None and item.layout() is not None and item.layout().indexOf(field) >= 0
            if item is not None and (item.widget() is field or inside):
                self._form.setRowVisible(number, visible)

    def _show(self, model: ModelSpec) -> None:
        if self.provider.findData(model.provider) < 0:
            self.provider.addItem(model.provider, model.provider)
        choose(self.provider, model.provider)
        choose(self.kind, model.kind)
        self.name.setText(model.name)
        self.facts.setCurrentText(model.facts or "")
        for key in ("model", "path", "builtin", "base_url", "key"):
            getattr(self, key).setText(getattr(model, key) or "")
        self.closeness.setValue(0.5 if model.closeness is None else model.closeness)
        self.leak.setValue(model.leak or 0.0)
        self.temperature.setValue(float(model.params.get("temperature", -0.1)))
        self.max_tokens.setValue(int(model.params.get("max_tokens", 0)))

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), self.path.text())
        if path:
            self.path.setText(path)

    def _pick(self) -> None:
        picker = ModelPicker(str(self.provider.currentData()), self)
        picker.chosen.connect(self._picked)
        picker.open()

    def _picked(self, name: str, served: str) -> None:
        self.model.setText(served)
        if not self.name.text().strip():
            self.name.setText(name)


def _vendors() -> list[str]:
    from core.ice import facts

    return facts.vendors()


def _own_facts(context: Context) -> list[str]:
    from gui.identity import library

    return [str(path) for path in library.fact_files(library.facts_folder(context.preferences.data_folder()))]


def _providers() -> list[tuple[str, str]]:
    from core.llm import catalog

    return [(p.name, p.id) for p in catalog.providers() if p.id not in words.BUILT_IN]
