"""How responses are compared, in all detail: what most studies leave as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.study import RseSpec
from gui.i18n import bind, language, tr
from gui.widgets.form import Form, choice, choose, whole
from gui.widgets.layout import row
from gui.widgets.text import button, label, named

_JUDGE_ON = (("The whole conversation", "transcript"), ("The last answer", "last"))
_REPEATS = "Repeats by an LLM judge; the built-in judge needs one."
_ON = "What judges see of prompts with several turns."
_CEILING = "The reference is asked once more: how similar a model is to itself, on average."
_FLOOR = "Models of role control, known to be unrelated; what similarity means nothing."


class RseOptions(QWidget):
    """`values` are fields of an RseSpec; `changed` after every edit. `resolve` makes a path of the study absolute."""

    changed = Signal()

    def __init__(self, spec: RseSpec, resolve: Callable[[str], Path], rubrics: Path) -> None:
        super().__init__()
        self._resolve, self._rubrics = resolve, rubrics
        self.rubric = spec.rubric
        self.dialog: Any = None
        self.repeats = whole(spec.repeats, 1, 100)
        self.judge_on = choice(*_JUDGE_ON)
        choose(self.judge_on, spec.judge_on)
        self.ceiling = _check("Also compare the reference with itself (ceiling)", _CEILING, spec.ceiling)
        self.floor = _check("Compare the controls, where there are any (floor)", _FLOOR, spec.floor)
        self.rubric_name = label(wrap=True)
        self.show_rubric = button("Show rubric…", self._open_rubric)
        self.standard = button("Use the standard rubric", lambda: self._keep_rubric(""), "quiet")
        self._lay_out()
        self._connect()
        self._say_rubric()

    def values(self) -> dict[str, Any]:
        """The settings as they stand."""
        return {
            "repeats": self.repeats.value(),
            "judge_on": self.judge_on.currentData(),
            "ceiling": self.ceiling.isChecked(),
            "floor": self.floor.isChecked(),
            "rubric": self.rubric,
        }

    def _open_rubric(self) -> None:
        from gui.study.rubric_dialog import RubricDialog

        given = self._resolve(self.rubric) if self.rubric else None
        self.dialog = RubricDialog(given, self._rubrics, self)
        self.dialog.kept.connect(self._keep_rubric)
        self.dialog.open()

    def _keep_rubric(self, path: str) -> None:
        self.rubric = path or None
        self._say_rubric()
        self.changed.emit()

    def _say_rubric(self) -> None:
        name = Path(self.rubric).name if self.rubric else ""
        self.rubric_name.setText(tr("Own rubric: {name}", name=name) if name else tr("Standard rubric"))
        self.standard.setVisible(bool(name))

    def _lay_out(self) -> None:
        form = Form()
        form.add("Judgments per pair", self.repeats, _REPEATS)
        form.add("Judges compare", self.judge_on, _ON)
        form.add("Rubric", self.rubric_name)
        form.addRow(label(), row(self.show_rubric, self.standard, None))  # below its name
        form.add_wide(self.ceiling)
        form.add_wide(self.floor)
        form.setContentsMargins(0, 0, 0, 0)
        self.setLayout(form)

    def _connect(self) -> None:
        self.repeats.valueChanged.connect(lambda _value: self.changed.emit())
        self.judge_on.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for box in (self.ceiling, self.floor):
            box.toggled.connect(lambda _on: self.changed.emit())
        language.changed.connect(self._say_rubric)


def _check(text: str, help_text: str, on: bool) -> QCheckBox:
    made = QCheckBox()
    bind(made, "setText", text)
    made.setChecked(on)
    return named(made, text, help_text)
