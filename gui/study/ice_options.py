"""How identity is asked for, in all detail: what most studies leave as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton, QSpinBox, QWidget

from core.study import IceSpec
from gui.i18n import bind, tr
from gui.widgets.form import Form, choice, choose, text_field, whole
from gui.widgets.text import button, label, named

_SELECTIONS = (
    ("Along the best branches (MCTS-Explore)", "mcts"),
    ("Best so far or little tried (UCB)", "ucb"),
    ("By chance, better ones more often (EXP3)", "exp3"), ("One after the other", "round-robin"),
    ("At random", "random"),
)  # fmt: skip
_LANGUAGES = (("English and Chinese", "en zh"), ("English", "en"), ("Chinese", "zh"))
_FILES = "Tables (*.jsonl *.json *.csv *.tsv *.xlsx);;All files (*)"
_HELP = {
    "selection": "How the search chooses the template to change next.",
    "questions_per_template": "With few of them the search tries more templates with the same budget.",
    "templates_in_flight": "How many templates are asked at once. The tree depends on it, so it belongs to the study.",
    "languages": "Which of the questions and templates are used.",
    "templates": "What a search begins with, or the same templates that every model is asked under.",
    "questions": "Empty: the questions of the program.",
    "strict": "A contradiction that claims to be one of these is strict. Makers or names of models, commas between.",
    "repeats": "How often a judge that is a model judges one response; the built-in judge needs once.",
    "placebo": "With the same templates for every model: one that names a maker is also asked with another name and an"
    " invented one.",
}  # fmt: skip
_STOPS = {
    "max_contradictions": "Stop at this many contradictions",
    "max_iterations": "Stop at this many templates",
    "max_rejects": "Stop at this many refusals and failures",
}


class IceOptions(QWidget):
    """`values` are fields of an IceSpec; `changed` after every edit."""

    changed = Signal()

    def __init__(self, spec: IceSpec, template_files: Sequence[Path] = ()) -> None:
        super().__init__()
        self.numbers: dict[str, QSpinBox] = {
            "questions_per_template": whole(spec.questions_per_template, 1, 10_000),
            "templates_in_flight": whole(spec.templates_in_flight, 1, 1_000),
            "repeats": whole(spec.repeats, 1, 100),
        }
        self.stops = {key: whole(getattr(spec, key) or 0, 0, 10_000_000, none="never") for key in _STOPS}
        self.selection, self.languages = choice(*_SELECTIONS), choice(*_LANGUAGES)
        choose(self.selection, spec.selection)
        _choose_languages(self.languages, spec.languages)
        self.templates = _files_box(spec.templates, template_files)
        self.questions = text_field(spec.questions or "", "the questions of the program")
        self.strict = text_field(", ".join(map(_shown_name, spec.strict)))
        self.strict_read = label(role="caption", wrap=True)
        self.placebo = QCheckBox()
        bind(self.placebo, "setText", "Also ask with other names (placebo)")
        named(self.placebo, "Also ask with other names (placebo)", _HELP["placebo"])
        self.placebo.setChecked(spec.placebo)
        self._lay_out()
        self._connect()
        self._read_strict()

    def values(self) -> dict[str, Any]:
        """The settings as they stand."""
        numbers = {key: field.value() for key, field in self.numbers.items()}
        stops = {key: field.value() or None for key, field in self.stops.items()}
        return {
            **numbers,
            **stops,
            "selection": self.selection.currentData(),
            "languages": tuple(self.languages.currentData().split()),
            "templates": _file_of(self.templates),
            "questions": self.questions.text().strip() or None,
            "strict": strict_names(self.strict.text()) or IceSpec().strict,
            "placebo": self.placebo.isChecked(),
        }

    def fit(self, mode: str) -> None:
        """Let only those be edited that mean something in this mode."""
        for field in (self.selection, self.numbers["templates_in_flight"], *self.stops.values()):
            field.setEnabled(mode == "fuzz")
        for each in (self.templates, self.browse_templates, self.numbers["questions_per_template"]):
            each.setEnabled(mode != "plain")
        self.placebo.setEnabled(mode == "paired")

    def _lay_out(self) -> None:
        form = Form()
        self.browse_templates = self._browse("Choose a file of templates", self.templates.lineEdit())
        self.browse_questions = self._browse("Choose a file of questions", self.questions)
        form.add("Templates from", self.templates, _HELP["templates"], self.browse_templates)
        form.add(
            "Questions per template", self.numbers["questions_per_template"], _HELP["questions_per_template"]
        )
        form.add("Questions from", self.questions, _HELP["questions"], self.browse_questions)
        form.add("Languages", self.languages, _HELP["languages"])
        form.add("Counts as strict", self.strict, _HELP["strict"])
        form.add_wide(self.strict_read)
        form.add("The search goes", self.selection, _HELP["selection"])
        form.add("Templates at once", self.numbers["templates_in_flight"], _HELP["templates_in_flight"])
        for key, words in _STOPS.items():
            form.add(words, self.stops[key])
        form.add("Judgments per response", self.numbers["repeats"], _HELP["repeats"])
        form.add_wide(self.placebo)
        form.setContentsMargins(0, 0, 0, 0)
        self.setLayout(form)

    def _browse(self, words: str, field: QLineEdit | None) -> QPushButton:
        made = button("Browse…", lambda: self._ask(words, field))
        return named(made, words)

    def _ask(self, words: str, field: Any) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr(words), field.text(), tr(_FILES))
        if path:
            field.setText(path)

    def _read_strict(self) -> None:
        from core.ice import facts

        names = strict_names(self.strict.text()) or IceSpec().strict
        makers = [facts.display_name(name) for name in names if name in facts.vendors()]
        others = [name for name in names if name not in facts.vendors()]
        parts = [tr("Makers: {names}.", names=", ".join(makers))] if makers else []
        parts += [tr("Other names: {names}.", names=", ".join(others))] if others else []
        self.strict_read.setText(" ".join(parts))

    def _connect(self) -> None:
        for number in (*self.numbers.values(), *self.stops.values()):
            number.valueChanged.connect(lambda _value: self.changed.emit())
        for box in (self.selection, self.languages):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for field in (self.templates.lineEdit(), self.questions, self.strict):
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.strict.textChanged.connect(lambda _text: self._read_strict())
        self.placebo.toggled.connect(lambda _on: self.changed.emit())


def strict_names(text: str) -> tuple[str, ...]:
    """The makers, by their ids, and the names of a strict list as it is typed."""
    from core.ice import facts

    ids = {facts.display_name(vendor): vendor for vendor in facts.vendors()}
    parts = (part.strip() for part in re.split(r"[,;，；、]", text))
    return tuple(dict.fromkeys(ids.get(part, part) for part in parts if part))


def _shown_name(name: str) -> str:
    from core.ice import facts

    return facts.display_name(name) if name in facts.vendors() else name


def _choose_languages(box: QComboBox, languages: tuple[str, ...]) -> None:
    wanted = " ".join(sorted(languages))
    if box.findData(wanted) < 0:
        box.addItem(wanted, wanted)
    choose(box, wanted)


def _files_box(chosen: str | None, files: Sequence[Path]) -> QComboBox:
    """The program's seeds, the user's own files, and whatever is typed."""
    made = QComboBox()
    made.setEditable(True)
    made.addItems(["", *map(str, files)])
    made.lineEdit().setPlaceholderText(tr("the templates of the program"))
    made.setCurrentText(chosen or "")
    made.setMinimumWidth(200)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _file_of(box: QComboBox) -> str | None:
    return box.currentText().strip() or None
