"""Step 1: what to measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLayout, QWidget

from gui.glossary import words_button
from gui.i18n import bind
from gui.study.draft import Draft
from gui.study.ice_options import IceOptions
from gui.study.rse_options import RseOptions
from gui.widgets.form import Form, choice, choose, text_field, whole
from gui.widgets.layout import card, column, holder, row, scrolled
from gui.widgets.text import button, label, named

_RSE = (
    "The same prompts go to a reference model and to the test models. A judge rates how similar each pair of responses "
    "is in style, structure and content, from 1 (very dissimilar) to 5 (very similar)."
)
_ICE = (
    "The test models are asked in many ways who they are. Responses that contradict what is known of a model are "
    "counted, and what they claim to be."
)
_MODES = (
    ("The same for every model (paired)", "paired"),
    ("Search: keep changing them for each model (fuzz)", "fuzz"),
    ("None: the bare questions (plain)", "plain"),
)


class MeasureStep(QWidget):
    """Name, metrics and their settings. `changed` after every edit."""

    changed = Signal()

    def __init__(self, draft: Draft, rubrics: Path, template_files: Sequence[Path] = ()) -> None:
        super().__init__()
        self.draft = draft
        self.name = text_field(draft.name, "May be left empty: then it is named after its models")
        self.rse = _check("Response similarity (RSE)", draft.rse_on)
        self.ice = _check("Identity consistency (ICE)", draft.ice_on)
        self.seed = whole(draft.seed, 0, 2_000_000_000)
        self.queries = whole(draft.ice.queries, 1, 1_000_000)
        self.mode = choice(*_MODES)
        choose(self.mode, draft.ice.mode)
        self.rse_options = RseOptions(draft.rse, lambda path: (draft.base_dir / path).resolve(), rubrics)
        self.ice_options = IceOptions(draft.ice, template_files)
        self._more = self._advanced()
        self._lay_out()
        self._connect()
        self._show_parts()

    def _lay_out(self) -> None:
        head = Form()
        head.add("Name of the study", self.name)
        self._toggle = button("More options", self._toggle_more, "quiet")
        self._toggle.setCheckable(True)
        parts = column(
            card(head),
            card(row(self.rse, None, words_button("rse")), label(_RSE, "muted", wrap=True)),
            card(row(self.ice, None, words_button("ice")), label(_ICE, "muted", wrap=True), self._ice_form()),
            row(self._toggle, None),
            self._more,
            None,
            gap=12,
        )
        self.setLayout(column(scrolled(parts, beside_bar=6)))

    def _ice_form(self) -> QWidget:
        form = Form()
        form.add("Questions per model", self.queries, "How many identity questions each test model is asked.")
        form.add(
            "Templates",
            self.mode,
            "What the questions are wrapped in. The same ones compare models fairly; a search looks for what works on"
            " each.",
        )
        self._ice_part = QWidget()
        form.setContentsMargins(0, 0, 0, 0)  # in line with what stands above it
        self._ice_part.setLayout(form)
        return self._ice_part

    def _advanced(self) -> QWidget:
        form = Form()
        form.add("Random seed", self.seed, "The same seed makes the same choices again.")
        self._rse_more = holder(column(label("Responses", "heading"), self.rse_options, gap=10))
        self._ice_more = holder(column(label("Identity questions", "heading"), self.ice_options, gap=10))
        made = card()
        made.layout().addLayout(form)  # type: ignore[union-attr]
        for part in (self._rse_more, self._ice_more):
            made.layout().addWidget(part)  # type: ignore[union-attr]
        made.hide()
        _in_line((form, self.rse_options.layout(), self.ice_options.layout()))
        return made

    def _connect(self) -> None:
        self.name.textChanged.connect(self._edited)
        for box in (self.rse, self.ice):
            box.toggled.connect(self._edited)
        self.seed.valueChanged.connect(self._seeded)
        self.queries.valueChanged.connect(self._edited)
        self.mode.currentIndexChanged.connect(self._edited)
        self.rse_options.changed.connect(self._edited)
        self.ice_options.changed.connect(self._edited)

    def _edited(self) -> None:
        draft = self.draft
        draft.name = self.name.text().strip()
        draft.rse_on, draft.ice_on = self.rse.isChecked(), self.ice.isChecked()
        draft.rse = replace(draft.rse, **self.rse_options.values())
        asked = {"queries": self.queries.value(), "mode": self.mode.currentData()}
        draft.ice = replace(draft.ice, **asked, **self.ice_options.values())
        self._show_parts()
        self.changed.emit()

    def _seeded(self, seed: int) -> None:
        """Only what is entered here: the seed of a file may be larger than the field can show."""
        self.draft.seed = seed
        self.changed.emit()

    def _show_parts(self) -> None:
        for part in (self._ice_part, self._ice_more):
            part.setVisible(self.ice.isChecked())
        self._rse_more.setVisible(self.rse.isChecked())
        self.ice_options.fit(self.mode.currentData())

    def _toggle_more(self) -> None:
        self._more.setVisible(self._toggle.isChecked())


def _in_line(forms: Iterable[QLayout | None]) -> None:
    """Let the fields of several forms below each other begin at one line."""
    cells = [
        form.itemAt(number, QFormLayout.ItemRole.LabelRole)
        for form in forms
        if isinstance(form, QFormLayout)
        for number in range(form.rowCount())
    ]
    names = [name for cell in cells if cell is not None and (name := cell.widget()) is not None]
    widest = max(name.sizeHint().width() for name in names)
    for name in names:
        name.setMinimumWidth(widest)


def _check(text: str, on: bool) -> QCheckBox:
    made = QCheckBox()
    bind(made, "setText", text)
    made.setChecked(on)
    return named(made, text)
