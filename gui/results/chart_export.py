"""Size and resolution of a chart before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from gui import files
from gui import format as fmt
from gui.i18n import tr
from gui.results.exporting import file_name
from gui.widgets.form import Form, choice, real, whole
from gui.widgets.layout import column
from gui.widgets.text import label

_MM = 25.4
_WIDTHS = "A column of a journal is about 85 mm wide, its page 170 mm."
_KINDS = (
    ("PNG, a picture of pixels", "png"),
    ("SVG, lines and text for the web", "svg"),
    ("PDF, lines and text for print", "pdf"),
    ("CSV, the figures themselves", "csv"),
)


@dataclass(frozen=True)
class Size:
    """How large a chart is saved; a height of None follows from the chart."""

    width_mm: float = 160.0
    height_mm: float | None = None
    dpi: int = 300

    @property
    def pixels(self) -> int:
        """The width in pixels."""
        return round(self.width_mm / _MM * self.dpi)

    @property
    def height_px(self) -> int | None:
        """The height in pixels."""
        return None if self.height_mm is None else round(self.height_mm / _MM * self.dpi)


class ChartExport(QDialog):
    """`save` is called with the path and the size that were chosen; a file is named after the study and the chart."""

    def __init__(self, study: str, name: str, save: Callable[[Path, Size], Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export chart"))
        self._study, self._name, self._save = study, name, save
        self.kind = choice(*_KINDS)
        self.width_mm = real(160.0, 40.0, 600.0, 5.0, digits=0)
        self.height_mm = real(0.0, 0.0, 900.0, 5.0, digits=0, none="As the chart needs it")
        self.dpi = whole(300, 72, 1200)
        self.pixels = label(role="muted", wrap=True)
        self._form = Form()
        self._form.add("Kind of file", self.kind)
        self._form.add("Width (mm)", self.width_mm, _WIDTHS)
        self._form.add("Height (mm)", self.height_mm, "The height on paper.")
        self._form.add("Resolution (dots an inch)", self.dpi, "300 is right for print.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = buttons.addButton(tr("Save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setProperty("kind", "primary")
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        self.widths = label(_WIDTHS, "muted", wrap=True)
        parts = (self._form, self.widths, self.pixels, None, buttons)
        self.setLayout(column(*parts, gap=12, margins=(18, 16, 18, 14)))
        self.resize(440, 320)
        boxes = (self.width_mm, self.height_mm, self.dpi)
        for box in boxes:
            box.setFixedWidth(max(each.sizeHint().width() for each in boxes))
        self.kind.currentIndexChanged.connect(lambda _index: self._show())
        for box in boxes:
            box.valueChanged.connect(lambda _value: self._show())
        self._show()

    def size_wanted(self) -> Size:
        """What is chosen."""
        return Size(self.width_mm.value(), self.height_mm.value() or None, self.dpi.value())

    def _show(self) -> None:
        kind = self.kind.currentData()
        self.dpi.setEnabled(kind == "png")
        self.width_mm.setEnabled(kind != "csv")
        self.height_mm.setEnabled(kind != "csv")
        self.widths.setVisible(kind != "csv")
        pixels = tr("{n} pixels wide.", n=fmt.count(self.size_wanted().pixels))
        self.pixels.setText(pixels if kind == "png" else "")

    def _ask(self) -> None:
        wanted = str(self.kind.currentData())
        # Who types another ending wants that kind of file.
        endings = [wanted, *(ending for _, ending in _KINDS if ending != wanted)]
        name = file_name(self._study, self._name, wanted)
        path = files.ask_where(self, tr("Export chart"), name, endings)
        if path is not None:
            self._save(path, self.size_wanted())
            self.accept()
