"""The prompts page: the sets there are on the left, the prompts of one on the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QSplitter

from gui import files
from gui import format as fmt
from gui.aside import put_aside, put_back
from gui.context import Context
from gui.i18n import sentences, tr
from gui.identity.words import spoken
from gui.messages import said
from gui.prompts import categories, editor
from gui.prompts import files as library
from gui.prompts.downloaded import told
from gui.prompts.files import LibrarySet, shown_name
from gui.widgets.banner import Banner
from gui.widgets.flow import Flow
from gui.widgets.layout import column, holder
from gui.widgets.left_out import LeftOutLine
from gui.widgets.low_table import LowTable
from gui.widgets.page import Page
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label
from gui.widgets.textpane import TextPane

_SETS = (
    Column("Prompt set", shown_name),
    Column("Prompts", lambda s: fmt.count(s.prompts), lambda s: s.prompts, number=True),
    Column("From", lambda s: s.note or (tr("the program") if s.bundled else tr("a file"))),
)
_PROMPTS = (
    Column("Language", lambda p: spoken(p.language) or fmt.NONE),
    Column("Turns", lambda p: fmt.count(len(p.turns)), lambda p: len(p.turns), number=True, spare=2),
    Column("Category", lambda p: categories.shown(p.category) or fmt.NONE, spare=1),
    Column("Prompt", lambda p: p.text.replace("\n", " ")[:300], reads=190),
)
_COPY = "What is edited becomes a set of its own; the set itself stays as studies know it."
_TEXT_HIGH = 130  # pixels: a prompt of the usual length
_NARROWEST = 280  # pixels at which each column of the sets can be read
_FILES = "Prompts (*.jsonl *.json *.csv *.tsv *.txt *.xlsx *.parquet);;All files (*)"


class PromptsPage(Page):
    """Looks at, imports, downloads, writes and deletes prompt sets."""

    NAME, TITLE = "prompts", "Prompts"
    SUBTITLE = (
        "What the models are asked. Sets can be imported from a file, downloaded from a hub, or written here."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.folder = context.preferences.data_folder() / "prompts"
        self.banner = Banner()
        self.set_model, self.prompt_model = RowsModel(_SETS, self), RowsModel(_PROMPTS, self)
        self.sets = LowTable("Prompt sets", self.set_model, rows=True, least=3, shrinks=True)
        self.prompts = DataTable("Prompts of the set", self.prompt_model, rows=True)
        self.text = TextPane("Prompt")
        self.facts = label(role="muted", wrap=True)
        self._found: Any = None
        self._new: Path | None = None  # a set that has just come, or come back: to be shown
        self.dialog: QDialog | None = None
        self._lay_out()
        self.sets.selectionModel().currentRowChanged.connect(lambda _now, _before: self._load())
        self.prompts.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_prompt(now))
        self._load()

    def shown(self, what: object = None) -> None:
        self.refresh()
        if isinstance(what, Path):
            self.import_file(what)

    def refresh(self) -> None:
        """List the sets anew."""
        folder = self.folder
        self.context.tasks.work(lambda: library.list_sets(folder)).latest("prompts.sets").owned_by(self).then(
            self._show_sets
        ).start()

    def import_file(self, path: Path) -> None:
        """Ask how a file is to be read, and take it into the library."""
        from gui.prompts.import_dialog import ImportDialog

        dialog = ImportDialog(self.context, path, self)
        dialog.imported.connect(lambda name, found: self._save(name, found.prompts, str(found.notes)))
        self._open(dialog)

    def _show_sets(self, sets: list[LibrarySet]) -> None:
        before, place = self._current, self.sets.currentIndex().row()
        first = not self.set_model.rows
        self.set_model.set_rows(sets)
        if first:
            self.sets.fit()
        row = self._row_of(before, place)
        stays = self.sets.currentIndex().row() == row
        self.sets.selectRow(row)
        if not stays:
            self.sets.scrollTo(self.sets.currentIndex())
        elif self._current != before:  # another set in the same row, of which the table tells nothing
            self._load()

    def _row_of(self, before: LibrarySet | None, place: int) -> int:
        """Of the set that has just come, else of the one that was chosen, else of what took its place."""
        rows = self.set_model.rows
        new = [n for n, each in enumerate(rows) if self._new and each.path == self._new]
        same = [n for n, each in enumerate(rows) if before and each.is_set(before)]
        if new:
            self._new = None
        return (new or same or [min(max(place, 0), len(rows) - 1)])[0]

    def retranslate(self) -> None:
        self._show_facts()

    @property
    def _current(self) -> LibrarySet | None:
        found: LibrarySet | None = self.set_model.row_at(self.sets.currentIndex())
        return found

    def _load(self) -> None:
        chosen = self._current
        self.use_button.setEnabled(chosen is not None)
        self.delete_button.setEnabled(bool(chosen and not chosen.bundled))
        self.edit_button.setEnabled(False)  # until its prompts are here
        if chosen is not None:
            job = self.context.tasks.work(lambda: library.load(chosen)).latest("prompts.load").owned_by(self)
            job.then(self._show_prompts).otherwise(lambda error: self.banner.say(said(error), "bad")).start()

    def _show_prompts(self, found: Any) -> None:
        self.banner.hide()
        self.prompt_model.set_rows(found.prompts)
        self.prompts.fit()
        self.prompts.selectRow(0)
        self._show_prompt(self.prompts.currentIndex())  # row 0 of as many prompts is no news to the table
        self._found = found
        self.edit_button.setEnabled(editor.editable(found.prompts))
        self._show_facts()

    def _show_facts(self) -> None:
        if (found := self._found) is None:
            return
        notes = said(str(found.notes))
        self.facts.setText("  ·  ".join(t for t in (tr("{n} prompts", n=fmt.count(len(found))), notes) if t))

    def _show_prompt(self, index: Any) -> None:
        prompt = self.prompt_model.row_at(index)
        if prompt is not None:
            turns = [tr("Turn {n}: {text}", n=n, text=turn) for n, turn in enumerate(prompt.turns, 1)]
            self.text.show_text("\n\n".join(turns) if len(turns) > 1 else prompt.text)

    def _save(self, name: str, prompts: Any, notes: str = "") -> None:
        folder = self.folder
        work = self.context.tasks.work(
            lambda: (library.same_prompts(prompts, folder), library.save(name, prompts, folder))
        ).owned_by(self)
        work.then(lambda done: self._saved(done[1], _held(len(prompts), done[0]), said(notes))).start()

    def _saved(self, path: Path, *facts: str) -> None:
        self._new = path
        self.refresh()
        there = tr("{name} is in the list of prompt sets.", name=path.stem)
        self.context.said.emit(sentences(there, *filter(None, facts)))

    def _delete(self) -> None:
        chosen = self._current
        if chosen is None or chosen.path is None:
            return
        path, kept = chosen.path, put_aside(chosen.path)
        self._show_sets([each for each in self.set_model.rows if each != chosen])  # nothing gone stays chosen
        self.refresh()
        text = tr("{name} was deleted.", name=chosen.name)
        self.context.offer_undo.emit(text, lambda: self._put_back(kept, path))

    def _put_back(self, kept: Path, path: Path) -> None:
        self._new = put_back(kept, path)
        self.refresh()

    def _use(self) -> None:
        if chosen := self._current:
            self.context.show("study", chosen.spec())

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import prompts"), files.start_at(), tr(_FILES))
        if name:
            self.import_file(files.chosen(name))

    def _ask_hub(self) -> None:
        from gui.prompts.hub_dialog import HubDialog

        dialog = HubDialog(self.context, self.folder, self)
        dialog.downloaded.connect(lambda download: self._saved(download.path, told(download)))
        self._open(dialog)

    def _ask_text(self) -> None:
        dialog = editor.EditorDialog(parent=self)
        dialog.written.connect(self._save)
        self._open(dialog)

    def _ask_copy(self) -> None:
        """Studies name a set by its file: what is edited becomes a set of its own."""
        chosen, known = self._current, tuple(self.prompt_model.rows)
        if chosen is not None and editor.editable(known):
            dialog = editor.EditorDialog(chosen.name, known, self)
            dialog.written.connect(lambda name, new: self._save(name, editor.as_known(new, known)))
            self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _lay_out(self) -> None:
        self.import_button = button("Import…", self._ask_file)
        self.hub_button = button("Download…", self._ask_hub)
        self.write_button = button("Write…", self._ask_text)
        for part in (self.write_button, self.hub_button, self.import_button):
            self.buttons.addWidget(part)
        self.use_button = button("Use in a study", self._use, "primary")
        self.edit_button = button("Edit a copy…", self._ask_copy, tip=_COPY)
        self.delete_button = button("Delete set", self._delete, "danger")
        left = column(self.sets, Flow(self.use_button, self.edit_button, self.delete_button), gap=10)
        left.setStretch(0, 1)
        left.addStretch()
        rest = LeftOutLine(
            self.prompts, _PROMPTS, lambda: self.prompt_model.row_at(self.prompts.currentIndex())
        )
        right = column(self.facts, self.prompts, rest, self.text, gap=8, margins=(10, 0, 0, 0))
        right.setStretch(1, 4)
        right.setStretch(3, 1)
        self.text.setMinimumHeight(_TEXT_HIGH)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(holder(left))
        self.splitter.addWidget(holder(right))
        self.sets.setMinimumWidth(_NARROWEST)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([344, 656])
        self.context.memory.keep("prompts.splitter", self.splitter)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.splitter, 1)


def _held(number: int, twin: LibrarySet | None) -> str:
    """How many prompts a new set holds, and which set held them before."""
    held = tr("Prompts in it: {n}.", n=fmt.count(number))
    return sentences(held, tr("{name} has the same prompts.", name=shown_name(twin))) if twin else held
