"""Import a published attack log or recorded responses: what the file holds, whose it is, and how far the import is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QProgressBar, QWidget

from core.errors import DistilScopeError
from gui import files
from gui import format as fmt
from gui.answer_columns import AnswerColumns
from gui.calm import calm
from gui.context import Context
from gui.home import importing
from gui.home.importing import LOG, PROMPTS, RESPONSES, Done, Look, Wanted, Write
from gui.home.makers import Makers
from gui.i18n import tr
from gui.messages import said
from gui.progress import GivenUp, Progress
from gui.tasks import Job
from gui.widgets.banner import Act, Banner
from gui.widgets.form import Form, choice, choose, text_field
from gui.widgets.layout import column, row
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button, label, named

_LANE = "import"  # a thread of its own: a large log is judged for minutes
_LOOK_MS = 100
_STRICT = "Rows of strict contradictions (*.csv);;All files (*)"
_FILE, _KIND, _PROMPTS, _RESPONSES, _MODEL, _FACTS, _STRICT_ROW, _SET = range(8)


@calm
class ImportDialog(QDialog):
    """`imported` carries what was imported (Done) and the path; `prompts` a file that holds prompts alone."""

    imported = Signal(object, object)
    prompts = Signal(object)

    def __init__(self, context: Context, target: Path, path: Path | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import results"))
        self.context, self.target = context, target
        self.progress: Progress | None = None
        self._writing = False
        self._named = ""
        self.banner = Banner()
        self.path, self.name, self.strict, self.prompt_set = (text_field() for _ in range(4))
        self.kind = choice(("Published attack log (ICE)", LOG), ("Recorded responses (RSE)", RESPONSES))
        self.columns = AnswerColumns()
        self._looked_at: Path | None = None  # whose columns are offered
        self.facts = Makers(context)
        self.model = RowsModel((), self)
        self.table = DataTable("First rows of the file", self.model, rows=True)
        self.bar = named(QProgressBar(), "Progress of the import")
        self.standing = label(role="muted")
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._lay_out()
        self._connect()
        self._show_kind()
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read the first rows of a file."""
        self.path.setText(str(path))
        self._look()

    def accept(self) -> None:
        if (wanted := self._wanted()) is None:
            return
        self.banner.hide()
        self.progress = progress = Progress(
            lambda: GivenUp("the import was given up", kept="Nothing was written")
        )
        self._set_busy(True)
        job = Job(self.context.tasks, _LANE, lambda: importing.prepare(wanted, progress)).owned_by(self)
        job.then(lambda write: self._write(write, wanted.path)).otherwise(self._failed).start()

    def reject(self) -> None:
        if self._writing:
            return
        self.stop()
        super().reject()

    def stop(self) -> None:
        """Give up what is under way; nothing of it is kept."""
        if self.progress is not None:
            self.progress.stopped = True

    def _wanted(self) -> Wanted | None:
        """What is to be imported; None, with a word on it, where something is missing."""
        kind, facts = str(self.kind.currentData()), str(self.facts.currentData() or "")
        path, model, strict = (each.text().strip() for each in (self.path, self.name, self.strict))
        offered = kind == RESPONSES and self._looked_at == Path(path)
        box, no_column = (self.columns.lacks() if offered else None) or (self.kind, "")
        no_maker = tr("Choose who makes the model: its responses are held against that.")
        missing = (
            (not path, self.path, tr("Choose a file.")),
            (not model, self.name, tr("Give the model a name.")),
            (kind == LOG and not facts, self.facts, no_maker),
            (bool(no_column), box, no_column),
        )
        for lacks, field, words in missing:
            if lacks:
                acts = (self._as_prompts(Path(path)),) if words == no_column else ()
                self.banner.say(words, "warn", *acts)
                field.setFocus()
                return None
        given = Path(strict) if strict and kind == LOG else None
        folder = self.context.preferences.data_folder() / "answers"
        name, columns = self.prompt_set.text().strip(), self.columns.chosen() if offered else None
        return Wanted(Path(path), kind, model, facts, given, name, columns, folder)

    def _write(self, write: Write, path: Path) -> None:
        self._writing = True
        self.cancel.setEnabled(False)
        self._show_progress()
        job = self.context.runs.write(self.target, write).owned_by(self)
        job.then(lambda done: self._done(done, path)).otherwise(self._failed).start()

    def _done(self, done: Done, path: Path) -> None:
        self._set_busy(False)
        self.imported.emit(done, path)
        super().accept()

    def _failed(self, error: DistilScopeError) -> None:
        self._set_busy(False)
        self.banner.say(said(error), "bad")

    def _set_busy(self, on: bool) -> None:
        self._writing = False
        self.fields.setEnabled(not on)
        self.ok.setEnabled(not on)
        self.cancel.setEnabled(True)
        self.bar.setVisible(on)
        self.standing.setVisible(on)
        self._watch.start() if on else self._watch.stop()
        self._show_progress()

    def _show_progress(self) -> None:
        done, total = (self.progress.done, self.progress.total) if self.progress else (0, 0)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if self._writing:
            self.standing.setText(tr("Writing…"))
        elif total:
            self.standing.setText(
                tr("{done} of {total} rows judged", done=fmt.count(done), total=fmt.count(total))
            )
        else:
            self.standing.setText(tr("Reading…"))

    def _look(self) -> None:
        path = Path(self.path.text().strip())
        job = self.context.tasks.work(lambda: importing.look(path)).latest("import.look").owned_by(self)
        job.then(lambda found: self._show(found, path)).otherwise(self._failed).start()

    def _show(self, found: Look, path: Path) -> None:
        self.banner.hide()
        self._looked_at = path
        self.prompt_set.setPlaceholderText(path.stem)
        self.columns.offer(found.columns, found.guess)
        if words := _may_be_prompts(found):
            self.banner.say(words, "info", self._as_prompts(path))
        kind = RESPONSES if found.guess and found.kind == PROMPTS else found.kind
        choose(self.kind, kind)  # of prompts alone there is none
        self._show_kind()
        if self.name.text().strip() == self._named:
            self._named = importing.model_name(path)
            self.name.setText(self._named)
        self.model.set_columns([_column(name) for name in found.columns])
        self.model.set_rows(found.rows)
        self.table.fit()

    def _as_prompts(self, path: Path) -> Act:
        """The way out for whoever has prompts alone."""
        return tr("Import as prompt set"), lambda: self._give_on(path)

    def _give_on(self, path: Path) -> None:
        self.reject()
        self.prompts.emit(path)

    def _guess_maker(self) -> None:
        """As long as nobody chose one."""
        guess = importing.maker_of(self.name.text())
        if guess and self.facts.property("chosen") is None:
            choose(self.facts, guess)

    def _show_kind(self) -> None:
        """What is asked depends on the kind of the file, which is known once it has been read."""
        known = self._looked_at is not None
        log = known and self.kind.currentData() == LOG
        chooses = known and self.columns.needed and not log
        rows = (
            (_KIND, known),
            (_PROMPTS, chooses),
            (_RESPONSES, chooses),
            (_MODEL, known),
            (_FACTS, log),
            (_STRICT_ROW, log),
            (_SET, known and not log),
        )
        for number, there in rows:
            self.form.setRowVisible(number, there)

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file"), files.start_at(), tr(importing.FILES)
        )
        if name:
            self.take(files.chosen(name))

    def _browse_strict(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose the strict file"), files.start_at(), tr(_STRICT)
        )
        if name:
            self.strict.setText(str(files.chosen(name)))

    def _connect(self) -> None:
        self._watch.timeout.connect(self._show_progress)
        self.path.editingFinished.connect(self._path_typed)
        self.kind.currentIndexChanged.connect(lambda _index: self._show_kind())
        self.name.textChanged.connect(lambda _text: self._guess_maker())
        self.facts.activated.connect(lambda _index: self.facts.setProperty("chosen", True))

    def _path_typed(self) -> None:
        if self.path.isModified() and self.path.text().strip():
            self.path.setModified(False)
            self._look()

    def _lay_out(self) -> None:
        self.strict.setClearButtonEnabled(True)
        self.browse = button("Choose file…", self._browse)
        self.browse_strict = button("Choose strict file…", self._browse_strict)
        self.form = form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        form.add("File", self.path, beside=self.browse)
        form.add_explained(
            "Kind of file",
            self.kind,
            "An attack log holds questions on who a model is, and its answers. Recorded responses answer any prompts.",
        )
        form.add("Column of the prompts", self.columns.prompt)
        form.add("Column of the responses", self.columns.response)
        form.add("Model", self.name, "Whose responses these are.")
        form.add("Made by", self.facts, "Who the model really is, for ICE: a maker, or a file of facts.")
        form.add(
            "Strict file, if there is one",
            self.strict,
            "The rows in which the log's authors saw a claim of the strict list.",
            beside=self.browse_strict,
        )
        form.add("Prompt set", self.prompt_set, "Empty: the name of the file.")
        self.fields = QWidget()
        self.fields.setLayout(form)
        buttons = self._box()
        into = label(role="caption", wrap=True)
        into.setText(tr("Into the workspace {name}, as a run of its own.", name=self.target.stem))
        self.bar.hide()
        self.standing.hide()
        parts = (self.fields, self.banner, self.table, self.bar, row(self.standing, None), into)
        box = column(*parts, buttons, gap=12, margins=(18, 16, 18, 14))
        box.setStretch(2, 1)
        self.setLayout(box)
        self.resize(720, 560)

    def _box(self) -> QDialogButtonBox:
        made = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = made.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Import"))
        self.ok.setProperty("kind", "primary")
        self.cancel = made.button(QDialogButtonBox.StandardButton.Cancel)
        made.accepted.connect(self.accept)
        made.rejected.connect(self.reject)
        return made


def _may_be_prompts(found: Look) -> str:
    """What to say where a file may hold prompts alone; nothing where its columns tell that it does not."""
    if found.kind == PROMPTS and not found.guess:
        return tr("This file holds prompts, and no responses.")
    if found.kind == LOG or found.guess is None:
        return ""
    if found.kind == PROMPTS or not found.guess[1]:
        return tr("No column is recognised as responses. If one holds them, choose it above.")
    return tr("Are these prompts alone, without responses? Then import them as a prompt set.")


def _column(name: str) -> Column:
    return Column(name, lambda values: str(values.get(name, "")).replace("\n", " ")[:300], verbatim=True)
