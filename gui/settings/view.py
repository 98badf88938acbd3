"""Settings: each one a line with a sentence; what the program keeps where, and how to delete it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMessageBox, QWidget

from gui import files
from gui import preferences as prefs
from gui.context import Context
from gui.i18n import LANGUAGES, bind, language, tr
from gui.messages import said
from gui.widgets.flow import Flow
from gui.widgets.form import Form, choice, choose, real, text_field, whole
from gui.widgets.layout import FORM_WIDTH, card, column, holder, row, scrolled
from gui.widgets.page import Page
from gui.widgets.text import button, label, named

_CHOICE = 160  # pixels, as wide as the fields of numbers below
_KEPT = "Workspaces, prompts, answers, facts, unpacked bundles and the study being edited: {path}"
_TIDY = "Removes for good the runs that you deleted; this cannot be undone."


class SettingsPage(Page):
    """Every change counts at once."""

    NAME, TITLE = "settings", "Settings"
    SUBTITLE = "How the window looks, what runs may cost, and where things are kept. Changes count at once."

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        get = context.preferences.get
        self.appearance = choice(("As the system", "system"), ("Light", "light"), ("Dark", "dark"))
        self.language = choice(("As the system", "system"))
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)  # each in its own language
        for box in (self.appearance, self.language):
            box.setMinimumWidth(_CHOICE)
        self.concurrency = whole(int(get(prefs.CONCURRENCY)), 0, 1_000, none="automatic")
        self.max_cost = real(float(get(prefs.MAX_COST)), 0, 100_000, 1, 2, none="no cap")
        self.max_calls = whole(int(get(prefs.MAX_CALLS)), 0, 100_000_000, none="no cap")
        self.folder = text_field(str(context.preferences.data_folder()))
        self.author = text_field(str(get(prefs.AUTHOR)))
        self.notify, self.discover = (
            _check("Say so when a run has ended"),
            _check("Look for local model servers"),
        )
        self._keyring = label(wrap=True)
        self._health: Any = None
        self.places = label(role="caption", wrap=True)
        self.places.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._show_values()
        self._lay_out()
        self._connect()

    def retranslate(self) -> None:
        self._show_places()
        if self._health is not None:
            self._show_keyring(self._health)

    def shown(self, what: object = None) -> None:  # noqa: ARG002 - the signature of all pages
        self._show_places()
        self.context.tasks.work(_keyring_health).latest("settings.keyring").then(self._show_keyring).start()

    def _show_values(self) -> None:
        get = self.context.preferences.get
        choose(self.appearance, get(prefs.APPEARANCE))
        choose(self.language, get(prefs.LANGUAGE))
        self.notify.setChecked(bool(get(prefs.NOTIFY)))
        self.discover.setChecked(bool(get(prefs.DISCOVER)))

    def _show_keyring(self, health: Any) -> None:
        self._health = health
        if health.usable:
            self._keyring.setText(tr("Keys are kept in {name}; it works.", name=health.backend))
        else:
            told = said(f"{health.problem}. {health.remedy}.")
            self._keyring.setText(told[:1].upper() + told[1:])

    def _connect(self) -> None:
        keep = self.context.preferences.set
        self.appearance.currentIndexChanged.connect(lambda _i: self._set_appearance())
        self.language.currentIndexChanged.connect(lambda _i: self._set_language())
        self.concurrency.valueChanged.connect(lambda value: keep(prefs.CONCURRENCY, value))
        self.max_cost.valueChanged.connect(lambda value: keep(prefs.MAX_COST, value))
        self.max_calls.valueChanged.connect(lambda value: keep(prefs.MAX_CALLS, value))
        self.folder.editingFinished.connect(lambda: keep(prefs.FOLDER, self.folder.text().strip()))
        self.author.editingFinished.connect(lambda: keep(prefs.AUTHOR, self.author.text().strip()))
        self.notify.toggled.connect(lambda on: keep(prefs.NOTIFY, on))
        self.discover.toggled.connect(lambda on: keep(prefs.DISCOVER, on))

    def _set_appearance(self) -> None:
        wish = str(self.appearance.currentData())
        self.context.preferences.set(prefs.APPEARANCE, wish)
        self.context.theme.choose(wish)

    def _set_language(self) -> None:
        code = str(self.language.currentData())
        self.context.preferences.set(prefs.LANGUAGE, code)
        language.choose(code)

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.folder.text())
        if name:
            self.folder.setText(name)
            self.context.preferences.set(prefs.FOLDER, name)

    def _ask_to_tidy(self) -> None:
        """There is no way back from it."""
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("DistilScope")
        box.setText(tr("Remove deleted runs for good?"))
        box.setInformativeText(tr(_TIDY))
        remove = box.addButton(tr("Remove for good"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        remove.clicked.connect(self._tidy)
        box.open()

    def _show_folder(self) -> None:
        folder = self.context.preferences.data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        files.open_file(folder)

    def _tidy(self) -> None:
        from core.store import edits

        if job := self.context.write(lambda writer: edits.tidy(writer, time.time())):
            job.owned_by(self).then(self._tidied).start()
        else:
            self.context.said.emit(tr("No workspace is open."))

    def _tidied(self, number: int) -> None:
        self.context.said.emit(tr("{n} deleted runs were removed for good.", n=number))
        self.context.data_changed.emit()

    def _show_places(self) -> None:
        preferences = self.context.preferences
        lines = (
            tr(_KEPT, path=preferences.data_folder()),
            tr("Settings: {path}", path=preferences.file_name()),
            tr("Keys: in the keyring, or in memory until the program ends; never in a file."),
        )
        self.places.setText("\n".join(lines))

    def _forget_all(self) -> None:
        before = self.context.preferences.recent()
        for path in before:
            self.context.preferences.forget_workspace(path)
        text = tr("The list of recent workspaces is empty; the files stay.")
        self.context.offer_undo.emit(text, lambda: self._remember(before))

    def _remember(self, paths: list[Path]) -> None:
        for path in reversed(paths):
            self.context.preferences.remember_workspace(path)

    def _lay_out(self) -> None:
        look, runs, keep = Form(), Form(), Form()
        look.add("Appearance", self.appearance, prefs.APPEARANCE.help)
        look.add("Language", self.language, prefs.LANGUAGE.help)
        runs.add_explained("Calls in flight", self.concurrency, prefs.CONCURRENCY.help)
        runs.add_explained("Pause at this cost (US$)", self.max_cost, prefs.MAX_COST.help)
        runs.add_explained("Pause after calls", self.max_calls, prefs.MAX_CALLS.help)
        runs.add_wide(self.notify)
        runs.add_wide(self.discover)
        self.folder_button = button("Show the folder", self._show_folder)
        beside = holder(row(button("Browse…", self._browse), self.folder_button))
        keep.add("New workspaces in", self.folder, prefs.FOLDER.help, beside=beside)
        keep.add("Your name on labels", self.author, prefs.AUTHOR.help)
        privacy = label(
            "Prompts, responses and judgments stay in the workspace file on this computer. They are sent only to "
            "the models and judges that a study names. Nothing is reported to anyone. To delete a workspace, "
            "delete its file.",
            "muted",
            wrap=True,
        )
        self.forget = button("Forget recent workspaces", self._forget_all)
        self.tidy = button("Tidy open workspace…", self._ask_to_tidy, tip=_TIDY)
        parts = column(
            card(look, heading="Appearance and language"),
            card(runs, heading="Runs"),
            card(keep, heading="Folders and labels"),
            card(
                self._keyring,
                row(button("Manage keys", lambda: self.context.show("models")), None),
                heading="Keyring",
            ),
            card(privacy, self.places, Flow(self.forget, self.tidy), heading="Privacy"),
            None,
            gap=12,
            margins=(0, 0, 6, 0),
        )
        self.body.addWidget(scrolled(parts, FORM_WIDTH), 1)


def _check(text: str) -> QCheckBox:
    made: QWidget = QCheckBox()
    bind(made, "setText", text)
    return named(made, text)  # type: ignore[return-value]


def _keyring_health() -> Any:
    from core import keys

    return keys.health()
