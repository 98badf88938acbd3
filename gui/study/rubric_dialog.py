"""The rubric that judge models are given: to be read, and to be written anew for one study."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from core.errors import BadInput
from core.rse import rubric
from core.whole_file import write_text
from gui import format as fmt
from gui.i18n import tr
from gui.messages import said
from gui.widgets.layout import column, row
from gui.widgets.text import button, label, named

_HINT = (
    "A changed rubric is a new version: its version stands with every judgment. The form of the reply is asked for "
    "by the program and is no part of it."
)


class RubricDialog(QDialog):
    """`kept` carries the file of the study's own rubric, or "" for the standard one."""

    kept = Signal(str)

    def __init__(self, given: Path | None, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Rubric of the judges"))
        self._folder = folder
        self.text = named(QPlainTextEdit(), "Rubric")
        self.text.setTabChangesFocus(True)
        self.facts = label(role="muted", wrap=True)
        self.standard = button(
            "Standard rubric", self._show_standard, tip="Puts the program's own words back."
        )
        self._lay_out()
        self.text.textChanged.connect(self._show)
        self._fill(given)

    def written(self) -> rubric.Rubric:
        """The rubric as it stands in the field, put as one read from a file."""
        return rubric.Rubric("\n".join(self.text.toPlainText().splitlines()).strip())

    def accept(self) -> None:
        made = self.written()
        if made == rubric.STANDARD:
            self.kept.emit("")
        else:
            self.kept.emit(str(_save(made, self._folder)))
        super().accept()

    def _fill(self, given: Path | None) -> None:
        try:
            self.text.setPlainText((rubric.read(given) if given else rubric.STANDARD).text)
        except BadInput as error:
            self._show_standard()
            self.facts.setText(said(error))

    def _show_standard(self) -> None:
        self.text.setPlainText(rubric.STANDARD.text)

    def _show(self) -> None:
        made = self.written()
        self.ok.setEnabled(0 < len(made.text) <= rubric.LONGEST)
        name = tr("Standard rubric") if made == rubric.STANDARD else tr("Own rubric")
        length = tr("{n} of {most} characters", n=fmt.count(len(made.text)), most=fmt.count(rubric.LONGEST))
        self.facts.setText("  ·  ".join((name, tr("version {version}", version=made.version), length)))

    def _lay_out(self) -> None:
        hint = label(_HINT, "muted", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        below = row(self.standard, None, buttons)
        whole = column(hint, self.text, self.facts, below, gap=10, margins=(18, 16, 18, 14))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(760, 620)


def _save(made: rubric.Rubric, folder: Path) -> Path:
    """Named by its version, so that no study's rubric is ever written over by another."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"rubric-{made.version}.txt"
    write_text(path, made.text + "\n")
    return path
