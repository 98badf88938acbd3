"""Download prompts from the hub: a seeded sample of a public data set, with its licence shown first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from core.errors import DistilScopeError
from gui import format as fmt
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.widgets.banner import Banner
from gui.widgets.form import Form, whole
from gui.widgets.layout import column, row
from gui.widgets.text import button, label


class HubDialog(QDialog):
    """`downloaded` carries the finished Download."""

    downloaded = Signal(object)

    def __init__(self, context: Context, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Download prompts"))
        self.context, self.folder = context, folder
        self._description: Any = None
        self.banner, self.dataset, self.part = Banner(), QComboBox(), QComboBox()
        self.dataset.setEditable(True)
        self.count, self.seed = whole(100, 1, 100_000), whole(7, 0, 2_000_000_000)
        self._fill()
        self._lay_out()

    def look(self) -> None:
        """Ask the hub what there is."""
        name = self.dataset.currentText().strip()
        self.banner.say(tr("Asking the hub…"))
        self.ok.setEnabled(False)
        job = self.context.tasks.net(lambda: _describe(name)).latest("prompts.hub").owned_by(self)
        job.then(self._described).otherwise(self._failed).start()

    def accept(self) -> None:
        what, part, folder = self._description, self.part.currentData(), self.folder
        count, seed = self.count.value(), self.seed.value()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ok.setEnabled(False)
        self.banner.say(tr("Downloading; what is there already is kept if you cancel…"))
        job = self.context.tasks.net(lambda: _download(what, part, folder, count, seed)).owned_by(self)
        job.then(self._done).otherwise(self._failed).start()

    def _described(self, found: Any) -> None:
        self._description = found
        self.part.clear()
        for split in found.splits:
            rows = tr("{n} rows", n=fmt.count(split.rows))
            self.part.addItem(f"{split.config} / {split.split} ({rows})", split)
        self.banner.say(tr("Licence: {licence}. Check that you may use it.", licence=found.licence))
        self.ok.setEnabled(True)

    def _done(self, download: Any) -> None:
        self.downloaded.emit(download)
        super().accept()

    def _failed(self, error: DistilScopeError) -> None:
        self.ok.setEnabled(self._description is not None)
        self.banner.say(said(error), "bad")

    def _fill(self) -> None:
        from core.prompts.hub import KNOWN

        for known in KNOWN:
            self.dataset.addItem(known.dataset)
            self.dataset.setItemData(self.dataset.count() - 1, known.note, Qt.ItemDataRole.ToolTipRole)

    def _lay_out(self) -> None:
        form = Form()
        form.add("Data set", self.dataset, "Its id on the hub, or its page's address.")
        form.add("Part", self.part)
        form.add("Prompts", self.count, "How many are drawn, from places all over the set.")
        form.add("Seed", self.seed, "The same seed draws the same prompts.")
        note = label("The data set's own server is asked; nothing is sent but its name.", "muted", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Download"))
        self.ok.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.look_button = button("Look it up", self.look, "primary")
        parts = (note, form, row(self.look_button, None), self.banner)
        self.setLayout(column(*parts, None, buttons, gap=12, margins=(18, 16, 18, 14)))
        self.resize(600, 380)


async def _describe(name: str) -> Any:
    from core.prompts.hub import Hub

    async with Hub() as hub:
        return await hub.describe(name)


async def _download(what: Any, part: Any, folder: Path, count: int, seed: int) -> Any:
    from core.prompts.hub import Hub
    from core.prompts.hub_download import download

    async with Hub() as hub:
        return await download(hub, what, part, folder, n=count, seed=seed)
