"""The facts: what is held against a model's answers, for each maker; own copies can be edited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QSplitter, QWidget

from gui import format as fmt
from gui.aside import put_aside, put_back
from gui.context import Context
from gui.i18n import tr
from gui.identity import files as library
from gui.identity.facts_pane import FactsPane
from gui.identity.files import FactsEntry
from gui.messages import said
from gui.widgets.banner import Banner
from gui.widgets.flow import FlowLayout
from gui.widgets.layout import column, holder
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label

_NOTE = (
    "Facts decide what counts as a contradiction. A copy that you save is never changed again: an edit makes a new "
    "version, and a study that uses it names that version."
)
_VERSION = "d" * 12  # as wide as any
_COLUMNS = (
    Column("Maker", lambda e: str(e.facts.maker) if e.facts else e.vendor),
    Column("From", lambda e: tr("your copy") if e.own else tr("the program")),
    Column(
        "Version",
        lambda e: e.facts.version if e.facts else tr("cannot be read"),
        holds=lambda: (_VERSION, tr("cannot be read")),  # a study is compared with it, letter by letter
    ),
    Column("Saved", lambda e: fmt.moment(e.saved), lambda e: e.saved, spare=1),
)


class FactsTab(QWidget):
    """Looks at fact sets, saves edited copies, deletes own ones."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.folder = library.facts_folder(context.preferences.data_folder())
        self.banner = Banner()
        self.model = RowsModel(_COLUMNS, self)
        self.table = DataTable("Fact sets", self.model, rows=True)
        self.pane = FactsPane()
        self.dialog: QDialog | None = None
        self._wanted: Path | None = None
        self._buttons()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show())
        self.table.opened.connect(lambda _index: self._edit())

    def refresh(self) -> None:
        """List the fact sets anew."""
        folder = self.folder
        job = self.context.tasks.work(lambda: library.list_facts(folder)).latest("identity.facts")
        job.owned_by(self).then(self._listed).start()

    def retranslate(self) -> None:
        """Say the facts again."""
        self._show()

    @property
    def current(self) -> FactsEntry | None:
        """The fact set that is shown."""
        found: FactsEntry | None = self.model.row_at(self.table.currentIndex())
        return found

    def _listed(self, entries: list[FactsEntry]) -> None:
        before = self.current
        wanted = self._wanted or (before.path if before else None)
        vendor = before.vendor if before else ""
        self._wanted = None
        self.model.set_rows(entries)
        if before is None:
            self.table.fit()
        rows = self.model.rows
        place = next((i for i, e in enumerate(rows) if wanted and e.path == wanted), None)
        same = next((i for i, e in enumerate(rows) if e.vendor == vendor), 0)
        self.table.selectRow(same if place is None else place)
        self._show()

    def _show(self) -> None:
        entry = self.current
        self.delete_button.setEnabled(bool(entry and entry.own))
        self.edit_button.setEnabled(bool(entry and entry.facts))
        self.path_button.setEnabled(bool(entry and entry.own))
        if entry is None:
            return
        if entry.problem:
            self.banner.say(said(entry.problem), "bad")
        else:
            self.banner.hide()
        self.pane.show_facts(entry.facts)

    def _edit(self) -> None:
        if (entry := self.current) is not None and entry.facts is not None:
            self._open(entry.facts)

    def begin(self, maker: str) -> None:
        """Write facts on a maker that has none yet."""
        self._open(None, maker)

    def _new(self) -> None:
        self._open(None)

    def _open(self, facts: Any, maker: str = "") -> None:
        from gui.identity.facts_editor import FactsEditor

        dialog = FactsEditor(facts, self)
        dialog.begin(maker)
        dialog.written.connect(self._save)
        self.dialog = dialog
        dialog.open()

    def _save(self, facts: Any) -> None:
        folder = self.folder
        job = self.context.tasks.work(lambda: library.save_facts(facts, folder)).owned_by(self)
        job.then(self._saved).otherwise(lambda error: self.banner.say(said(error), "bad")).start()

    def _saved(self, path: Path) -> None:
        self._wanted = path
        self.refresh()
        text = "Saved as {name}. Choose it at “Made by” when you add a model to a study."
        self.context.said.emit(tr(text, name=path.name))

    def _delete(self) -> None:
        entry = self.current
        if entry is None or entry.path is None:
            return
        path, kept = entry.path, put_aside(entry.path)
        self.refresh()
        text = tr("{name} was deleted.", name=path.name)
        self.context.offer_undo.emit(text, lambda: self._put_back(kept, path))

    def _put_back(self, kept: Path, path: Path) -> None:
        self._wanted = put_back(kept, path)
        self.refresh()

    def _copy_path(self) -> None:
        entry = self.current
        if entry is not None and entry.path is not None:
            QGuiApplication.clipboard().setText(str(entry.path))
            self.context.said.emit(tr("Copied: {text}", text=str(entry.path)))

    def _buttons(self) -> None:
        self.edit_button = button("Edit a copy…", self._edit, "primary")
        self.new_button = button("New facts…", self._new)
        self.path_button = button(
            "Copy file name", self._copy_path, tip="For the field Made by of a model, and for study files."
        )
        self.delete_button = button("Delete copy", self._delete, "danger")

    def _lay_out(self) -> None:
        actions = FlowLayout(self.edit_button, self.new_button, self.path_button, self.delete_button)
        left = column(self.table, actions, gap=10)
        left.setStretch(0, 1)
        right = column(self.banner, self.pane, gap=8, margins=(10, 0, 0, 0))
        right.setStretch(1, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(holder(left))
        self.splitter.addWidget(holder(right))
        self.splitter.setStretchFactor(1, 1)  # the list has what it needs, the facts take the rest
        self.splitter.setSizes([464, 416])
        self.context.memory.keep("identity.facts", self.splitter)
        whole = column(label(_NOTE, "muted", wrap=True), self.splitter, gap=10, margins=(0, 12, 0, 0))
        whole.setStretch(1, 1)
        self.setLayout(whole)
