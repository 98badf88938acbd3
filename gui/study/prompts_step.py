"""Step 3: which prompts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QSpinBox, QVBoxLayout, QWidget
from shiboken6 import isValid

from core.study import PromptSetSpec
from gui import files
from gui import format as fmt
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.study import words
from gui.study.draft import Draft
from gui.study.prompt_files import PromptFiles
from gui.study.set_sizes import sizes
from gui.widgets.form import whole
from gui.widgets.layout import card, clear, column, row, scrolled
from gui.widgets.text import button, label, named

_FILES = "Prompts (*.jsonl *.json *.csv *.tsv *.txt *.xlsx *.parquet);;All files (*)"


@calm
class PromptsStep(QWidget):
    """Bundled sets and files. `changed` after every edit."""

    changed = Signal()

    def __init__(self, context: Context, draft: Draft) -> None:
        super().__init__()
        self.context, self.draft = context, draft
        self.boxes: dict[str, QCheckBox] = {}
        self.samples: dict[str, QSpinBox] = {}
        self._bundled, self._files = QVBoxLayout(), QVBoxLayout()
        self.add_file = button("Add prompt file…", self._ask)
        self.files = PromptFiles(context, self, self.add)
        self._note = label(
            "ICE asks identity questions of its own; these prompts are for RSE.", "muted", wrap=True
        )
        parts = column(
            self._note,
            card(self._bundled, heading="Sets that come with the program", gap=14),
            card(self._files, row(self.add_file, None), heading="Your own"),
            None, gap=12,
        )  # fmt: skip
        self.setLayout(column(scrolled(parts, beside_bar=6)))
        self.show_draft()

    def show_draft(self) -> None:
        """Show the draft's prompt sets."""
        self._note.setVisible(self.draft.ice_on)
        for place in (self._bundled, self._files):
            clear(place)
        self.boxes.clear()
        self.samples.clear()
        for name, text in words.PROMPT_SETS.items():
            self._bundled.addLayout(self._bundled_row(name, text))
        for spec in self.draft.prompt_sets:
            if spec.path:
                self._files.addLayout(self._file_row(spec))
        if not any(spec.path for spec in self.draft.prompt_sets):
            self._files.addWidget(
                label("No file yet. JSONL, JSON, CSV, text and spreadsheets can be read.", "muted")
            )
        if self.isVisible():
            self._count()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a step that nobody looks at."""
        super().showEvent(event)
        self._count()

    def _count(self) -> None:
        """Look how many prompts all of a set are, off the window's thread."""
        specs = [PromptSetSpec(name, bundled=name) for name in words.PROMPT_SETS]
        specs += [spec for spec in self.draft.prompt_sets if spec.path]
        base_dir = self.draft.base_dir
        job = self.context.tasks.work(lambda: sizes(specs, base_dir)).latest("study.prompts.count")
        job.owned_by(self).then(self._show_sizes).start()

    def _show_sizes(self, found: dict[str, int]) -> None:
        for name, size in found.items():
            if name in self.samples:
                self.samples[name].setSpecialValueText(tr("all {n}", n=fmt.count(size)))
                self.samples[name].setSuffix(f" / {fmt.count(size)}")

    def add(self, path: Path) -> None:
        """Add a file as a prompt set, named after it."""
        taken = {spec.name for spec in self.draft.prompt_sets}
        name, number = path.stem, 2
        while name in taken:
            name, number = f"{path.stem} {number}", number + 1
        self.draft.put_set(PromptSetSpec(name, path=str(path)))
        self._after()

    def _bundled_row(self, name: str, text: str) -> QVBoxLayout:
        spec = next((s for s in self.draft.prompt_sets if s.bundled == name), None)
        box = QCheckBox(name)
        box.setChecked(spec is not None)
        named(box, name)
        box.toggled.connect(lambda on: self._toggle(name, on))
        sample = self._sample(name, spec)
        self.boxes[name], self.samples[name] = box, sample
        return column(row(box, None, label("Prompts"), sample), label(text, "muted", wrap=True), gap=2)

    def _file_row(self, spec: PromptSetSpec) -> QVBoxLayout:
        sample = self._sample(spec.name, spec)
        self.samples[spec.name] = sample
        name, path = label(), label(role="muted", wrap=True)
        name.setText(spec.name)
        path.setText(str(spec.path))
        remove = button("Remove", lambda: self._remove(spec), "quiet")
        return column(row(name, None, label("Prompts"), sample, remove), path, gap=2)

    def _sample(self, name: str, spec: PromptSetSpec | None) -> QSpinBox:
        made = whole((spec.sample if spec else None) or 0, 0, 1_000_000, none="all")
        named(made, "Number of prompts", "How many prompts of the set are used; the choice follows the seed.")
        made.valueChanged.connect(lambda value: self._set_sample(name, value))
        made.setEnabled(spec is not None)
        return made

    def _toggle(self, name: str, on: bool) -> None:
        kept = [s for s in self.draft.prompt_sets if s.bundled != name]
        self.draft.prompt_sets = [*kept, PromptSetSpec(name, bundled=name)] if on else kept
        self.samples[name].setEnabled(on)
        if on:
            self._set_sample(name, self.samples[name].value())
        self.changed.emit()

    def _set_sample(self, name: str, value: int) -> None:
        sets = self.draft.prompt_sets
        self.draft.prompt_sets = [replace(s, sample=value or None) if s.name == name else s for s in sets]
        self.changed.emit()

    def _remove(self, spec: PromptSetSpec) -> None:
        before = list(self.draft.prompt_sets)
        self.draft.prompt_sets = [s for s in before if s.name != spec.name]
        self._after()
        self.context.offer_undo.emit(
            tr("{name} was removed from the study.", name=spec.name), lambda: self._back(before)
        )

    def _back(self, sets: list[PromptSetSpec]) -> None:
        self.draft.prompt_sets = sets
        self._after()

    def _after(self) -> None:
        if not isValid(self):  # the study is shown by another step meanwhile, which reads it anew
            return
        self.show_draft()
        self.changed.emit()

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Add prompt file"), files.start_at(), tr(_FILES))
        for name in names:
            self.files.take(files.chosen(name))
