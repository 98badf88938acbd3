"""The dialog that describes one model: its role, how it is reached, its name there."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QPushButton, QWidget

from core.errors import BadInput, DistilScopeError
from core.study import ModelSpec
from gui import files
from gui.context import Context
from gui.i18n import tr
from gui.messages import said as worded
from gui.study import own_facts, words
from gui.study.draft import SIMULATED_REFERENCE
from gui.study.last_reached import last
from gui.study.model_fields import MORE, ROWS, ModelFields, providers, used_fields
from gui.study.model_picker import ModelPicker
from gui.widgets.banner import Banner
from gui.widgets.form import Form, choice, choose, text_field
from gui.widgets.layout import column, row, scrolled
from gui.widgets.text import button, label

_WIDTH, _HIGHEST, _BUTTONS = 620, 560, 70  # pixels: of the dialog, and of the row of buttons below the fields
_AROUND = 80  # pixels of its neighbours that are shown with a field


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
        else:
            self._begin_where_last()
        self._fit_fields()
        self.resize(_WIDTH, self._height())
        self.name.setFocus()
        job = context.tasks.work(_key_sources).latest("study.keys").owned_by(self)
        job.then(self.fields.offer_keys).otherwise(lambda _error: None).start()
        folder = context.preferences.data_folder()
        own = context.tasks.work(lambda: own_facts.read(folder)).latest("study.facts").owned_by(self)
        own.then(self.fields.offer_facts).otherwise(lambda _error: None).start()

    def field(self, key: str) -> Any:
        """The widget of a field, by its name in a study file."""
        return self.fields.widgets[key]

    def show_field(self, key: str) -> None:
        """Bring a field before the user, be it one of the rarer ones."""
        self.more.setChecked(self.more.isChecked() or key in MORE)
        self._fit_fields()
        self.field(key).setFocus()
        # Where the fields are is known once the rows that were hidden are laid out.
        QTimer.singleShot(0, self, lambda: self._scroll_to(self.field(key)))

    def _scroll_to(self, field: QWidget) -> None:
        if (inner := self.area.widget()) is not None:
            lower_edge = field.mapTo(inner, QPoint(0, field.height()))
            self.area.ensureVisible(0, lower_edge.y(), 0, _AROUND)

    def spec(self) -> ModelSpec:
        """The model as described. Raises BadInput naming the field."""
        name = self.name.text().strip() or self._suggested()
        if not name:
            raise BadInput(tr("Give the model a name."))
        if name in self._taken:
            raise BadInput(tr("There is a model called {name} already.", name=name))
        said = self.fields.values(self._used, self._old)
        if len(said["price"]) == 1:
            raise BadInput(tr("Give both prices: that of input and that of output."))
        old = asdict(self._old) if self._old is not None else {}
        chosen = {"name": name, "role": self.role.currentData(), "provider": self.provider.currentData()}
        return ModelSpec(**{**old, **said, **chosen})

    def accept(self) -> None:
        try:
            spec = self.spec()
        except DistilScopeError as error:
            self.banner.say(worded(error), "bad")
            return
        self.chosen.emit(spec)
        super().accept()

    def _suggested(self) -> str:
        """A name for a model that was given none: what it is called where it comes from."""
        said = self.fields.values(self._used, self._old)
        simulated = SIMULATED_REFERENCE.name if self.role.currentData() == "reference" else "Simulated model"
        own = {"simulated": simulated}.get(str(self.provider.currentData()), "")
        name = own or said["model"] or said["builtin"] or Path(said["path"] or "").stem
        numbered = (f"{name} {number}" for number in itertools.count(2))
        return next(n for n in itertools.chain([name], numbered) if n not in self._taken)

    @property
    def _used(self) -> frozenset[str]:
        return used_fields(str(self.provider.currentData()))

    def _make_fields(self, role: str) -> None:
        self.banner = Banner()
        self.role = choice(*((text, key) for key, text in words.ROLES.items()))
        choose(self.role, role)
        self.provider = choice(*((text, key) for key, text in words.BUILT_IN.items()))
        for name, provider_id in providers():
            self.provider.addItem(name, provider_id)
        self.name = text_field()
        self.fields = ModelFields()
        self.fields.begin(role)
        self._beside: dict[str, QPushButton] = {
            "path": button("Browse…", self._browse),
            "model": button("Choose…", self._pick),
        }
        self.more = button("More options", self._fit_fields, "quiet")
        self.more.setCheckable(True)

    def _lay_out(self) -> None:
        self._form = Form()
        self._role_help = label("", "caption", wrap=True)
        self._form.add("Role", self.role)
        self._form.add_wide(self._role_help)
        self._form.add("Reached through", self.provider)
        self._form.add("Name", self.name)
        self._places: dict[str, int] = {}
        for key, text, help_text in ROWS:
            self._places[key] = self._form.rowCount()
            self._form.add(text, self.fields.widgets[key], help_text, beside=self._beside.get(key))
        self._form.add_wide(row(self.more, None))
        self._form.setContentsMargins(20, 18, 20, 10)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setProperty("kind", "primary")
        self.ok.setText(tr("Keep changes") if self._old is not None else tr("Add model"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.area = scrolled(self._form)
        self.setLayout(column(self.area, self.banner, buttons, margins=(0, 0, 14, 14)))
        self.provider.currentIndexChanged.connect(self._fit_fields)
        self.more.toggled.connect(lambda _on: self._grow())
        self.provider.currentIndexChanged.connect(self._grow)
        self.role.currentIndexChanged.connect(self._fit_fields)
        self.fields.changed.connect(self._show_suggested)

    def _fit_fields(self) -> None:
        """Show the fields that mean something here; the rarer ones on demand."""
        used = self._used
        hidden = frozenset() if self.more.isChecked() else MORE
        for key, place in self._places.items():
            self._form.setRowVisible(place, key in used - hidden)
        self._show_suggested()
        self._role_help.setText(tr(words.ROLE_HELP[self.role.currentData()]))
        self._beside["model"].setVisible("base_url" in used)

    def _show_suggested(self) -> None:
        self.name.setPlaceholderText(self._suggested() or tr("A name of your own, unique in the study"))

    def _height(self) -> int:
        """As high as its fields, within reason."""
        fields = self._form.heightForWidth(_WIDTH - 2) if self._form.hasHeightForWidth() else 0
        return min(max(fields, self._form.sizeHint().height()) + _BUTTONS, _HIGHEST)

    def _grow(self) -> None:
        """More fields get more room; nobody's own size is taken back."""
        if self._height() > self.height():
            self.resize(self.width(), self._height())

    def _begin_where_last(self) -> None:
        """The next model is mostly reached as the last one was."""
        if self.provider.findData(last(self.context.preferences)["provider"]) >= 0:
            choose(self.provider, last(self.context.preferences)["provider"])
            self._reach_as_last()
            self.provider.currentIndexChanged.connect(self._reach_as_last)

    def _reach_as_last(self) -> None:
        """Another provider has neither this address nor this key; what was entered by hand stays."""
        known = last(self.context.preferences)
        same = self.provider.currentData() == known["provider"]
        url, key = self.field("base_url"), self.field("key")
        if url.text() in {"", known["base_url"]}:
            url.setText(known["base_url"] if same else "")
        if key.currentText() in {"", known["key"]}:
            key.setCurrentText(known["key"] if same else "")

    def _show(self, model: ModelSpec) -> None:
        if self.provider.findData(model.provider) < 0:
            self.provider.addItem(model.provider, model.provider)
        choose(self.provider, model.provider)
        self.name.setText(model.name)
        self.fields.show(model)

    def _browse(self) -> None:
        field = self.fields.widgets["path"]
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), files.start_at())
        if path and isinstance(field, QLineEdit):
            field.setText(str(files.chosen(path)))

    def _pick(self) -> None:
        provider = str(self.provider.currentData())
        listed = self.context.listed.at(provider, self.field("base_url").text())
        picker = ModelPicker(provider, self, listed=listed)
        picker.chosen.connect(self._picked)
        picker.open()

    def _picked(self, name: str, served: str) -> None:
        field = self.fields.widgets["model"]
        if isinstance(field, QLineEdit):
            field.setText(served)
        if not self.name.text().strip():
            self.name.setText(name)


def _key_sources() -> list[str]:
    from core.keys import Keys

    keys = Keys()
    held = [f"session:{name}" for name in keys.session_accounts()]
    try:
        return held + [f"keyring:{name}" for name in keys.accounts()]
    except DistilScopeError:
        return held
