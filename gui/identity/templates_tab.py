"""The templates: the program's seeds and own files, filtered, imported, exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QWidget

from core.errors import DistilScopeError
from gui import files
from gui import format as fmt
from gui.aside import put_aside, put_back
from gui.context import Context
from gui.i18n import tr
from gui.identity import files as library
from gui.identity import words
from gui.identity.files import TemplateFile
from gui.identity.filters import Filters
from gui.messages import said
from gui.widgets.banner import Banner
from gui.widgets.flow import FlowLayout
from gui.widgets.layout import column, row
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label, named
from gui.widgets.textpane import TextPane

_NOTE = (
    "A template is a frame around a question, which takes the place of {query}. Seeds are where a search begins; "
    "a study can also ask every model under the same ones."
)
_COLUMNS = (
    Column("Kind", lambda t: words.capital(t.kind)),
    Column("Language", lambda t: words.spoken(t.language)),
    Column(
        "Names an identity", lambda t: words.yes_no(t.names_identity), lambda t: t.names_identity,
        tip="A prompt that names an identity of the strict list cannot count as hard.",
    ),
    Column("Origin", lambda t: words.capital(t.mutator) if t.mutator else tr("Seed")),
    Column("Template", lambda t: words.one_line(t.text)),
)  # fmt: skip
_MADE_BY = 3
_FILES = "Templates (*.jsonl *.json *.csv *.tsv *.xlsx);;All files (*)"


class TemplatesTab(QWidget):
    """One set of templates at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.folder = library.templates_folder(context.preferences.data_folder())
        self.banner = Banner()
        self.sets = named(QComboBox(), "Set of templates")
        self.sets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.filters = Filters(
            ("kind", "All kinds"), ("language", "All languages"), ("names_identity", "Any naming"),
            hint="Search templates",
        )  # fmt: skip
        self.model = RowsModel(_COLUMNS, self)
        self.table = DataTable("Templates", self.model, rows=True)
        self.text = TextPane("Template")
        self.count = label(role="muted")
        self._all: tuple[Any, ...] = ()
        self._wanted: Path | None = None
        self._buttons()
        self._lay_out()
        self._connect()

    @property
    def current(self) -> TemplateFile | None:
        """The set that is shown."""
        found: TemplateFile | None = self.sets.currentData()
        return found

    def refresh(self) -> None:
        """List the sets anew."""
        folder = self.folder
        job = self.context.tasks.work(lambda: library.list_templates(folder)).latest("identity.sets")
        job.owned_by(self).then(self._listed).start()

    def retranslate(self) -> None:
        """Say names and counts again."""
        for index in range(self.sets.count()):
            self.sets.setItemText(index, _name(self.sets.itemData(index)))
        self._show()

    def saved(self, path: Path) -> None:
        """A file came into the list: show it."""
        self._wanted = path
        self.context.said.emit(tr("{name} is in the list of templates.", name=path.stem))
        self.refresh()

    def import_file(self, path: Path) -> None:
        """Take a file of templates into the list."""
        folder = self.folder
        job = self.context.tasks.work(lambda: _import(path, folder)).owned_by(self)
        job.then(self.saved).otherwise(self._failed).start()

    def export(self, path: Path) -> None:
        """Write the templates that pass the filter."""
        found = list(self.model.rows)
        job = self.context.tasks.work(lambda: _export(found, path)).owned_by(self)
        job.then(lambda _done: self.context.exported.emit(path)).otherwise(self._failed).start()

    def _listed(self, found: list[TemplateFile]) -> None:
        before = self._wanted or (self.current.path if self.current else None)
        self._wanted = None
        blocked = self.sets.blockSignals(True)
        self.sets.clear()
        for each in found:
            self.sets.addItem(_name(each), each)
        paths = [each.path for each in found]
        self.sets.setCurrentIndex(paths.index(before) if before in paths else 0)
        self.sets.blockSignals(blocked)
        self._load()

    def _load(self) -> None:
        chosen = self.current
        self.delete_button.setEnabled(bool(chosen and chosen.path))
        if chosen is not None:
            job = self.context.tasks.work(lambda: library.load_templates(chosen)).latest("identity.templates")
            job.owned_by(self).then(self._loaded).otherwise(self._failed).start()

    def _loaded(self, templates: tuple[Any, ...]) -> None:
        self.banner.hide()
        first = not self._all
        self._all = templates
        self.filters.offer(templates)
        self._show()
        self.table.setColumnHidden(_MADE_BY, not any(t.mutator for t in templates))
        if first:
            self.table.fit()

    def _failed(self, error: DistilScopeError) -> None:
        self.banner.say(said(error), "bad")

    def _show(self) -> None:
        passing = [t for t in self._all if self.filters.passes(t, t.text)]
        self.model.set_rows(passing)
        self.table.selectRow(0)
        self._show_text()
        shown, every = fmt.count(len(passing)), fmt.count(len(self._all))
        self.count.setText(tr("{n} of {all} templates", n=shown, all=every))
        self.export_button.setEnabled(bool(passing))

    def _show_text(self) -> None:
        template = self.model.row_at(self.table.currentIndex())
        self.text.show_text(template.text if template else "")

    def _delete(self) -> None:
        chosen = self.current
        if chosen is None or chosen.path is None:
            return
        path, kept = chosen.path, put_aside(chosen.path)
        self.refresh()
        text = tr("{name} was deleted.", name=chosen.name)
        self.context.offer_undo.emit(text, lambda: self._put_back(kept, path))

    def _put_back(self, kept: Path, path: Path) -> None:
        self._wanted = put_back(kept, path)
        self.refresh()

    def _use(self) -> None:
        if chosen := self.current:
            self.context.show("study", {"templates": str(chosen.path) if chosen.path else None})

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import templates"), files.start_at(), tr(_FILES))
        if name:
            self.import_file(files.chosen(name))

    def _ask_export(self) -> None:
        start = f"{self.current.name if self.current and self.current.name else 'templates'}.jsonl"
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export templates"), files.save_at(start), tr("JSON lines (*.jsonl)")
        )
        if name:
            self.export(files.saved(name))

    def _buttons(self) -> None:
        self.use_button = button("Use in a study", self._use, "primary")
        self.import_button = button("Import…", self._ask_import)
        self.export_button = button("Export…", self._ask_export, tip="Saves the templates that are listed.")
        self.delete_button = button("Delete templates", self._delete, "danger")

    def _connect(self) -> None:
        self.sets.currentIndexChanged.connect(lambda _index: self._load())
        self.filters.changed.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_text())

    def _lay_out(self) -> None:
        actions = (self.use_button, self.import_button, self.export_button, self.delete_button)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.text)
        self.splitter.setStretchFactor(0, 1)  # a template has a few lines; a larger window shows more of them
        self.splitter.setSizes([400, 96])
        self.context.memory.keep("identity.templates", self.splitter)
        whole = column(
            label(_NOTE, "muted", wrap=True), self.banner, FlowLayout(self.sets, *actions), self.filters,
            self.splitter, row(self.count, None), gap=8, margins=(0, 12, 0, 0),
        )  # fmt: skip
        whole.setStretch(4, 1)
        self.setLayout(whole)


def _name(entry: TemplateFile) -> str:
    return entry.name or tr("Seeds of the program")


def _import(path: Path, folder: Path) -> Path:
    from core.ice import templates

    return library.save_templates(path.stem, templates.read(path), folder)


def _export(found: list[Any], path: Path) -> None:
    from core.ice import templates

    templates.write(found, path)
